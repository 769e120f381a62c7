"""A person at the window: real keys in, the screen's words and numbers out."""

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from rnrviz.app import deeds
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.player import SPEEDS
from rnrviz.document import edits
from rnrviz.network import files
from rnrviz.network.network import random_network
from rnrviz.views import VIEWS

KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def press(qtbot, window, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    window.hub.flush()
    qtbot.wait(5)


@pytest.mark.parametrize(
    "keys, cursor",
    [
        ([(KEY.Key_Right,)] * 3, 3),
        ([(KEY.Key_Space,)] * 2 + [(KEY.Key_Space, SHIFT)], 1),
        ([(KEY.Key_PageDown,)] * 2 + [(KEY.Key_PageUp,)], 1),
        ([(KEY.Key_End,)], 10),
        ([(KEY.Key_End,), (KEY.Key_Left,)], 9),
        ([(KEY.Key_End,), (KEY.Key_Home,)], 0),
        ([(KEY.Key_Right, CONTROL)], 10),
        ([(KEY.Key_End,), (KEY.Key_Left, CONTROL)], 0),
        ([(KEY.Key_Left,)], 0),
    ],
)
def test_keys_step(qtbot, window, keys, cursor):
    for key in keys:
        press(qtbot, window, *key)
    assert window.session.document.cursor == cursor
    assert window.top.readout.text() == f"t = {cursor} / 10"


@pytest.mark.parametrize("where", ["model", "speed", "play", "tape", "network", "gradients", "prediction"])
def test_no_widget_swallows_the_step_keys(qtbot, window, where):
    widgets = {"model": window.top.model, "speed": window.top.speed}
    widgets |= window.top.steps
    widgets |= {name: view.canvas() for name, view in window.views.items()}
    widgets[where].setFocus()
    for key in (KEY.Key_Right, KEY.Key_Space, KEY.Key_PageDown, KEY.Key_End, KEY.Key_Left, KEY.Key_PageUp):
        press(qtbot, window, key)
    assert window.session.document.cursor == 8
    press(qtbot, window, KEY.Key_Home)
    assert window.session.document.cursor == 0


def test_type_step_and_read_the_screen(qtbot, window):
    press(qtbot, window, KEY.Key_E, CONTROL)
    press(qtbot, window, KEY.Key_A, CONTROL)
    QTest.keyClicks(window.focusWidget(), "aabbcc")
    press(qtbot, window, KEY.Key_Return)
    for _ in range(4):
        press(qtbot, window, KEY.Key_Right)
    trace = window.session.trace
    assert trace.sequence.tokens == tuple("aabbcc")
    assert window.top.readout.text() == "t = 4 / 6"
    shown = window.views["prediction"].data()
    told = np.concatenate([np.ravel(a) for a in shown.values() if np.asarray(a).dtype.kind == "f"])
    assert all(np.isclose(told, value).any() for value in trace["y"][3])
    assert "t = 4" in window.views["tape"].description()


def test_text_keys_write_while_the_text_is_edited(qtbot, window):
    press(qtbot, window, KEY.Key_End)
    press(qtbot, window, KEY.Key_E, CONTROL)
    QTest.keyClicks(window.focusWidget(), " a b ")
    press(qtbot, window, KEY.Key_Home)
    press(qtbot, window, KEY.Key_Escape)
    assert window.session.sequence.tokens == tuple("aaabbbcccTab")
    press(qtbot, window, KEY.Key_Home)
    assert window.session.document.cursor == 0


def test_undo_in_the_text_is_the_documents(qtbot, window):
    press(qtbot, window, KEY.Key_E, CONTROL)
    QTest.keyClicks(window.focusWidget(), "abc")
    window.hub.flush()
    press(qtbot, window, KEY.Key_Z, CONTROL)
    assert window.session.document.text == "aaabbbcccT"
    assert "edit the text" in window.commands["redo"].text()


def test_an_unknown_token_is_a_sentence_and_nothing_is_lost(qtbot, window):
    window.session.apply(edits.set_text(window.session.document, "aabxb"))
    window.hub.flush()
    assert "“x”" in window.message.text
    assert window.session.document.text == "aabxb"
    assert window.session.sequence.tokens == ("a", "a", "b")
    window.session.apply(edits.set_text(window.session.document, "aab"))
    window.hub.flush()
    assert "LSTM" in window.message.text


@pytest.mark.parametrize("text", ["", "a", "a" * 300, "a" * 100_000])
def test_texts_of_every_length(qtbot, window, text):
    window.session.apply(edits.set_text(window.session.document, text))
    qtbot.waitUntil(lambda: window.session.length == len(text), timeout=20_000)
    press(qtbot, window, KEY.Key_End)
    assert window.session.document.cursor == len(text)
    press(qtbot, window, KEY.Key_Left)
    assert window.session.document.cursor == max(0, len(text) - 1)


def test_every_view_is_made_titled_and_spoken(window):
    assert set(window.views) == {entry.name for entry in VIEWS}
    for name, view in window.views.items():
        assert view.name == name
        assert view.accessibleName() == view.title() != ""
        assert view.data() is not None


def test_buttons_are_named(window):
    for button in (*window.top.steps.values(), window.top.model, window.top.speed):
        assert button.accessibleName()


def test_spanish_and_back(qtbot, window):
    window.set_language("es")
    window.hub.flush()
    assert [action.text().replace("&", "") for action in window.menu.actions()][:2] == ["Archivo", "Editar"]
    assert window.settings.text("language") == "es"
    window.set_language("en")
    assert window.menu.actions()[0].text().replace("&", "") == "File"


def test_theme_and_text_size(qtbot, window):
    height = window.message.height()
    press(qtbot, window, KEY.Key_Plus, CONTROL)
    assert window.look.style.scale > 1
    assert window.message.height() > height
    press(qtbot, window, KEY.Key_0, CONTROL)
    assert window.look.style.scale == 1
    window.commands["dark"].trigger()
    assert window.look.style.dark
    window.commands["light"].trigger()
    assert not window.look.style.dark


def test_views_out_of_sight_bear_another_network(qtbot, window):
    QTest.keyClick(window, KEY.Key_End)
    for each in PERSPECTIVES:
        window.choose_perspective(each.name)
        qtbot.wait(30)
    window.choose_perspective("step")
    deeds.use(window, random_network("elman", {"n_X": 3}, window.session.document.network.vocabulary, 1), "Elman")
    qtbot.wait(30)
    assert not window.views["triangle"].isVisible() and window.views["triangle"].data()
    QTest.keyClick(window, KEY.Key_Up, CONTROL)
    window.resize(1300, 800)
    window.set_theme("dark")
    window.resize_text(1)
    window.choose_perspective("unroll")
    qtbot.waitUntil(lambda: window.views["triangle"].rows() is not None)
    assert window.views["triangle"].rows().weight in window.session.document.network.parameters


def test_play_stops_at_the_end(qtbot, window):
    window.player.set_level(len(SPEEDS) - 1)
    press(qtbot, window, KEY.Key_P)
    assert window.player.playing
    qtbot.waitUntil(lambda: not window.player.playing, timeout=5000)
    assert window.session.document.cursor == 10


def test_the_error_is_chosen(qtbot, window):
    press(qtbot, window, KEY.Key_S)
    assert window.session.document.error == "sum"
    press(qtbot, window, KEY.Key_E)
    assert window.session.document.error == "instant"


def test_a_weight_too_large_is_told(qtbot, window):
    name = next(n for n, p in window.session.document.network.parameters.items() if p.ndim == 2)
    for value in (1e300, 1e308):
        window.session.apply(edits.set_weight(window.session.document, name, (0, 0), value))
        press(qtbot, window, KEY.Key_Right)
    for parameter, values in window.session.document.network.parameters.items():
        for index in np.ndindex(values.shape):
            window.session.apply(edits.set_weight(window.session.document, parameter, index, 1e308))
    for _ in range(4):
        press(qtbot, window, KEY.Key_Right)
    assert "too large" in window.message.text
    window.session.wait()


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(1, 1), action, data, Qt.MouseButton.LeftButton, none))
    window.hub.flush()


@pytest.mark.parametrize("content", [b"", b"\x80\x04.", b"\xff" * 64, b'{"rnrviz": 1}', b"\x08\0\0\0\0\0\0\0{}      "])
def test_a_broken_file_leaves_the_model(window, tmp_path, content):
    path = tmp_path / "broken.safetensors"
    path.write_bytes(content)
    before = window.session.document
    drop(window, path)
    assert window.session.document is before
    assert "broken" in window.message.text


def test_a_saved_model_opens_again(window, tmp_path):
    path = tmp_path / "mine.safetensors"
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), 0.25))
    window.hub.flush()
    assert window.isWindowModified()
    deeds.save_model(window, path)
    assert not window.isWindowModified()
    assert files.load(path).parameters["W_y"][0] == 0.25
    drop(window, path)
    assert window.windowTitle().startswith("RNRviz — mine")
    window.session.undo()
    window.hub.flush()
    assert "LSTM" in window.windowTitle()


def test_every_command_has_its_deed(window):
    from rnrviz.app.actions import COMMANDS

    assert set(deeds.slots(window)) == {command.name for command in COMMANDS}


def test_what_was_chosen_is_remembered(window, settings):
    window.set_theme("dark")
    window.resize_text(2)
    window.close()
    assert settings.text("theme") == "dark"
    assert settings.scale == pytest.approx(1.21)
    assert not settings.bytes("geometry").isEmpty()
