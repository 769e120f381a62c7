"""From nothing to a living window."""

import subprocess
import sys

from rnrviz.app import compiling, start
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


def test_what_is_started_while_the_window_closes_is_ended(monkeypatch):
    """The child is there only after stop has looked for it."""
    startup = Startup(None)
    children = []

    def slowly():
        startup.stop()
        children.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True))
        return children[0]

    monkeypatch.setattr(compiling, "start", slowly)
    monkeypatch.setattr(compiling, "PATIENCE", 5)
    startup._compile_apart()
    ended = children[0].poll() is not None
    compiling.stop(children[0])
    children[0].wait()
    assert ended


def test_a_start_that_was_stopped_begins_nothing(qtbot):
    startup = Startup(None)
    startup.stop()
    startup.begin()
    assert not startup._thread.is_alive()


def test_a_closed_window_is_left_alone(qtbot, settings, tmp_path):
    """What the start-up tells a moment too late neither runs a session that has ended nor opens a dialog."""
    path = tmp_path / "wrong.eq"
    path.write_text(text_of("elman").replace("x[t-1]", "x[t-q]"), "utf-8")
    window = start.open_window(None, settings)
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.session is not None, timeout=60_000)
    startup = window.findChild(Startup)
    window.session._ready = False
    window.close()
    startup.ready.emit()
    startup.wrong.emit(str(path))
    assert not window.session._ready and window.findChild(OwnNetwork) is None
    startup.stop()
