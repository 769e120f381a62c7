"""The sheet of keys and what is said about the program."""

import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMessageBox

from rnrviz.app import about, models, sheets, versions
from rnrviz.app.actions import keys_text
from rnrviz.document import edits
from rnrviz.language import tr
from rnrviz.paths import resource


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


@pytest.mark.parametrize("code, keys", [("en", "Ctrl+Enter"), ("es", "Ctrl+Intro")])
def test_the_menus_name_enter_as_the_lessons_do(window, code, keys):
    window.set_language(code)
    hint = tr("This page waits for you to do it; Ctrl+Enter shows it.")
    assert keys_text(window.commands["lesson_show"]) == keys and keys in hint
    window.set_language("en")


def test_licence_and_sources_are_told(qtbot, window):
    dialog = about.about(window.look.style, window)
    told = " ".join(words(dialog))
    for what in ("MIT", "Finding structure in time", "Long short-term memory", "Werbos", "Qt 6", "Python 3", "NumPy 2"):
        assert what in told
    for what in ("Numba 0.", "LGPL-3.0", "SIL Open Font License", "CC BY 4.0", "Apache-2.0"):
        assert what in told
    dialog.close()


def test_every_library_has_its_licence_told():
    """The libraries of pyproject.toml are those that a bundle ships."""
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text("utf-8"))["project"]
    needed = {re.split(r"[<>=]", each)[0].lower().replace("-", "_") for each in project["dependencies"]}
    assert needed <= {package.lower() for _, package, _ in versions.LIBRARIES}


def test_every_font_has_its_licence_told_and_shipped():
    shipped = {path.name.split("-")[0] for path in resource("fonts").glob("*.otf")}
    assert shipped == {name for name, _ in about.FONTS}
    assert all(resource("fonts", f"LICENSE-{name}.txt").is_file() for name in shipped)


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
