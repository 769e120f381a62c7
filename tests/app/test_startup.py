"""From nothing to a living window."""

from rnrviz.app import start
from rnrviz.app.compiling import warming_command
from rnrviz.app.own_network import OwnNetwork
from rnrviz.app.startup import Startup
from rnrviz.network.architectures import text_of


def test_the_window_begins_with_a_model_and_a_text(qtbot, settings):
    window = start.open_window(None, settings)
    qtbot.addWidget(window)
    assert window.isVisible()
    qtbot.waitUntil(lambda: window.session is not None and window.session.trace is not None, timeout=60_000)
    assert window.session.length > 5
    assert "LSTM" in window.windowTitle()
    window.close()


def test_a_broken_file_is_told_and_the_window_opens_all_the_same(qtbot, settings, tmp_path):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(b"nothing")
    window = start.open_window(path, settings)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session is not None and window.session.trace is not None, timeout=60_000)
    assert "broken.safetensors" in window.message.text
    window.close()


def test_a_file_of_equations_is_opened(qtbot, settings, tmp_path):
    path = tmp_path / "mine.eq"
    path.write_text(text_of("gru"), "utf-8")
    window = start.open_window(path, settings)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session is not None and window.session.trace is not None, timeout=60_000)
    assert window.session.document.network.architecture == "custom"
    assert "mine" in window.windowTitle() and not window.isWindowModified()
    window.close()


def test_a_wrong_file_of_equations_is_shown_where_it_is_wrong(qtbot, settings, tmp_path):
    path = tmp_path / "wrong.eq"
    path.write_text(text_of("elman").replace("x[t-1]", "x[t-q]"), "utf-8")
    window = start.open_window(path, settings)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.findChild(OwnNetwork) is not None, timeout=60_000)
    dialog = window.findChild(OwnNetwork)
    qtbot.waitUntil(lambda: dialog.editor.wrong is not None, timeout=5_000)
    assert dialog.editor.wrong.line == 10
    dialog.close()
    window.close()


def test_kernels_are_compiled_apart_when_they_are_not_cached(qtbot, monkeypatch):
    started = []
    monkeypatch.setattr("rnrviz.kernels.is_cached", lambda: False)
    monkeypatch.setattr(Startup, "_compile_apart", lambda self: started.append(warming_command()))
    startup = Startup(None)
    with qtbot.waitSignal(startup.ready, timeout=60_000):
        startup.begin()
    startup.stop()
    assert started and started[0][-1] == "rnrviz.kernels.warm"
