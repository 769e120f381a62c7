"""The sheet of keys and what is said about the program."""

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from rnrviz.app import models, sheets
from rnrviz.app.actions import keys_text
from rnrviz.document import edits


def words(dialog):
    return [label.text() for label in dialog.findChildren(QLabel)]


@pytest.mark.parametrize("code, shift, either", [("en", "Shift", "or"), ("es", "Mayús", "o")])
def test_every_key_has_a_cap(qtbot, window, code, shift, either):
    window.set_language(code)
    dialog = sheets.keys_sheet(window.commands, window.look.style, window)
    dialog.show()
    caps = [label for label in dialog.findChildren(QLabel) if label.objectName() == "cap"]
    assert {"Ctrl", shift, "Z", "−", "+", "F1"} <= {cap.text() for cap in caps}
    assert either in words(dialog)
    assert all(cap.width() >= cap.sizeHint().width() for cap in caps)
    dialog.close()
    window.set_language("en")


def test_the_menus_name_keys_as_the_sheet_does(window):
    window.set_language("es")
    assert keys_text(window.commands["redo"]) == "Ctrl+Mayús+Z o Ctrl+Y"
    window.set_language("en")


def test_licence_and_sources_are_told(qtbot, window):
    dialog = sheets.about(window.look.style, window)
    told = " ".join(words(dialog))
    for what in ("MIT", "Elman (1990)", "Hochreiter & Schmidhuber (1997)", "Werbos (1990)", "Qt 6", "Python 3"):
        assert what in told
    dialog.close()


@pytest.mark.parametrize("button, closed", [("Discard", True), ("Cancel", False)])
def test_a_changed_network_is_asked_about(qtbot, window, button, closed):
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), 0.25))
    window.hub.flush()
    window.close()
    assert window.isVisible()
    box = window.findChild(QMessageBox)
    box.button(QMessageBox.StandardButton[button]).click()
    qtbot.wait(10)
    assert window.isVisible() is not closed


def test_an_unknown_architecture_has_a_name():
    assert [models.kind(name) for name in ("elman", "lstm", "gru")] == ["Elman", "LSTM", "GRU"]
