"""Every menu, view and command by key, in both languages."""

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

from rnrviz.app import sheets, theme
from rnrviz.app.mnemonics import plain
from rnrviz.document import edits
from rnrviz.figures.style import Style
from rnrviz.views import VIEWS

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do
KEY = Qt.Key
NONE, ALT, CONTROL = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("No", "Alt", "Control"))


def press(window, key, modifier=NONE):
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    window.hub.flush()


def levels(menu):
    menu.aboutToShow.emit()
    yield menu.actions()
    for action in menu.actions():
        if isinstance(action.menu(), QMenu):
            yield from levels(action.menu())


def letters(actions):
    """Of all that can be chosen; a heading, as that of a section of the lessons, has none."""
    shown = [a for a in actions if not a.isSeparator()]
    texts = [a.text() for a in shown if a.isEnabled() or a.shortcuts()]
    assert all("&" in text for text in texts), texts
    assert not any("&" in a.text() for a in shown if not a.isEnabled() and not a.shortcuts())
    return [text[text.index("&") + 1].lower() for text in texts]


@pytest.mark.parametrize("code", ["en", "es"])
def test_letters_are_unique_in_every_menu(window, code):
    window.set_language(code)
    groups = [window.menu.actions()]
    for action in window.menu.actions():
        groups += levels(action.menu())
    found = [letters(actions) for actions in groups]
    window.set_language("en")
    assert all(len(set(each)) == len(each) for each in found)
    assert len(found) > 10


def test_alt_and_a_letter_open_a_menu(qtbot, window):
    press(window, KEY.Key_F, ALT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and plain(menu.title()) == "File"
    QTest.keyClick(menu, KEY.Key_Escape)


def test_f10_goes_to_the_menus(qtbot, window):
    press(window, KEY.Key_F10)
    assert window.menu.activeAction() is window.menu.actions()[0]
    QTest.keyClick(window.menu, KEY.Key_Down)
    assert isinstance(QApplication.activePopupWidget(), QMenu)
    QTest.keyClick(QApplication.activePopupWidget(), KEY.Key_Escape)


@pytest.mark.parametrize("size", [(1280, 720), (1600, 1000)])
def test_a_number_brings_each_view_forward(qtbot, window, size):
    window.resize(*size)
    window.arrangement.reset()
    qtbot.wait(20)
    for entry in VIEWS:
        keys = window.commands[f"show_{entry.name}"].shortcuts()[0][0]
        press(window, keys.key(), keys.keyboardModifiers())
        view = window.views[entry.name]
        assert view.canvas().hasFocus() and not view.canvas().viewport().visibleRegion().isEmpty(), entry.name
    window.inspector.docks["network"].close()
    press(window, KEY.Key_4, CONTROL)
    assert window.views["network"].isVisible()


@pytest.mark.parametrize("letter", "abc")
def test_any_letter_begins_to_write_on_an_empty_tape(qtbot, window, letter):
    empty(window)
    press(window, letter)
    assert window.session.document.text == letter


@pytest.mark.parametrize("key", ["p", "e", "s", "+", "-"])
def test_letters_that_are_commands_write_too(qtbot, window, key):
    empty(window)
    error, level = window.session.document.error, window.player.level
    press(window, key)
    assert window.session.document.text == key
    assert window.session.document.error == error and window.player.level == level and not window.player.playing


def empty(window):
    window.views["tape"].canvas().setFocus()
    window.session.apply(edits.set_text(window.session.document, ""))
    window.hub.flush()


def test_nothing_plays_without_a_text(qtbot, window):
    empty(window)
    assert not window.commands["play"].isEnabled()
    window.player.toggle()
    assert not window.player.playing
    window.session.apply(edits.set_text(window.session.document, "ab"))
    window.hub.flush()
    assert window.commands["play"].isEnabled()


def test_plus_and_minus_are_the_diagrams_where_it_has_the_focus(window):
    level = window.player.level
    press(window, KEY.Key_4, CONTROL)
    press(window, KEY.Key_Plus)
    assert window.views["network"]._zoom > 1 and window.player.level == level
    press(window, KEY.Key_1, CONTROL)
    press(window, KEY.Key_Plus)
    assert window.player.level == level + 1


def test_the_sheet_names_the_views_own_keys(window):
    sheet = sheets.keys_sheet(window.commands, window.look.style, window)
    words = " ".join(each.accessibleName() for each in sheet.findChildren(sheets.QWidget))
    for key in ("Ctrl+V", "Tab", "Enter", "↑", "Shift+←", "F10", "Ctrl+6"):
        assert key in words, key
    sheet.close()


def test_the_buttons_of_dialogs_have_no_pictures(window):
    box = QMessageBox(QMessageBox.Icon.NoIcon, "", "", parent=window)
    kinds = QMessageBox.StandardButton
    buttons = [box.addButton(kind) for kind in (kinds.Save, kinds.Discard, kinds.Cancel)]
    box.open()
    assert all(button.icon().isNull() for button in buttons)
    box.close()


def test_a_floating_dock_has_a_line_around_it(qtbot, window):
    dock = window.inspector.docks["prediction"]
    dock.setFloating(True)
    qtbot.wait(20)
    picture = dock.grab().toImage()
    edges = [(0, 40), (picture.width() - 1, 40), (40, 0), (40, picture.height() - 1)]
    paper = window.look.style.paper
    assert all(abs(picture.pixelColor(*at).lightness() - paper.lightness()) > 60 for at in edges)
    dock.setFloating(False)


@pytest.mark.parametrize("scale", [0.8, 1.0, 1.5, 2.4])
def test_round_buttons_stay_round_at_every_text_size(scale):
    """Qt draws a square where the radius is more than half of the whole."""
    text = theme.sheet(Style(scale=scale), dict.fromkeys(("up", "down", "left", "right", "tick"), ""))
    plain, chosen = re.findall(r"QRadioButton::indicator[^{]*\{([^}]*)\}", text)
    radius = int(re.search(r"radius: (\d+)px", plain)[1])
    ring, width = (int(re.search(rf"{name}: (\d+)px", chosen)[1]) for name in ("border", "width"))
    assert 2 * radius <= width + 2 * ring == int(re.search(r"width: (\d+)px", plain)[1]) + 2


@pytest.mark.parametrize("name", ["memory", "gradients", "compare"])
def test_a_view_of_another_perspective_opens_as_a_tab(qtbot, window, name):
    window.choose_perspective(name)
    qtbot.wait(30)
    for entry in (entry for entry in VIEWS if entry.kind == "cursor"):
        keys = window.commands[f"show_{entry.name}"].shortcuts()[0][0]
        press(window, keys.key(), keys.keyboardModifiers())
        qtbot.wait(10)
        dock = window.inspector.docks[entry.name]
        assert window.dockWidgetArea(dock) == Qt.DockWidgetArea.RightDockWidgetArea, entry.name
        assert window.rect().contains(dock.geometry()) and window.views[entry.name].canvas().hasFocus(), entry.name
