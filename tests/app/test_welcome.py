"""The first time the window says in three sentences what to do; then never again."""

from PySide6.QtCore import Qt

from rnrviz.app.welcome import Welcome
from tests.pointing import press

ABOUT = "LSTM network"


def test_three_sentences_until_the_first_step(window):
    assert window.message.text.startswith(ABOUT)
    Welcome(window)
    said = window.message.text
    assert said.count(". ") == 2 and said.endswith(".") and "F1" in said and "→" in said
    window.set_language("es")
    assert window.message.text.startswith("Pulsa →")
    window.set_language("en")
    press(window, Qt.Key.Key_Right)
    assert window.message.text.startswith(ABOUT)
    press(window, Qt.Key.Key_Left)
    assert window.message.text.startswith(ABOUT)  # it was read, and is not in the way again


def test_the_next_time_it_is_not_said(window):
    window.settings.set_text("welcomed", "yes")
    Welcome(window)
    assert window.message.text.startswith(ABOUT)


def test_a_session_that_was_left_in_the_middle_needs_no_welcome(window):
    press(window, Qt.Key.Key_End)
    Welcome(window)
    assert window.message.text.startswith(ABOUT) and window.settings.text("welcomed")


def test_it_fits_into_the_smallest_window(window, qtbot):
    Welcome(window)
    for language in ("en", "es"):
        window.set_language(language)
        window.resize(1280, 720)
        qtbot.wait(20)
        label = window.message._label
        assert label.text() == window.message.text, label.text()  # nothing of it is cut
    window.set_language("en")
