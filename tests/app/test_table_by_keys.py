"""By keys alone: the table of every view's data, and each step in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from rnrviz.app.mnemonics import plain
from rnrviz.views import VIEWS
from rnrviz.views.table import TableDialog
from tests.pointing import press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NO_NUMBERS = {"lesson", "learn", "forgetting", "finder", "difference", "explain", "vanishing", "cost"}


def tables(window):
    return [each for each in window.findChildren(TableDialog) if each.isVisible()]


def test_every_view_has_its_table(window, qtbot):
    press(window, KEY.Key_Right, times=4)
    for entry in VIEWS:
        keys = window.commands[f"show_{entry.name}"].shortcuts()[0][0]
        press(window, keys.key(), keys.keyboardModifiers())
        qtbot.wait(10)
        press(window, KEY.Key_T, CONTROL)
        opened = tables(window)
        data = window.views[entry.name].data()
        assert len(opened) == any(array.size for array in data.values()), entry.name
        assert opened or entry.name in NO_NUMBERS
        for dialog in opened:
            assert window.views[entry.name].title() in dialog.table.accessibleName()
            assert dialog.focusWidget() is dialog.table and dialog.table.model().rowCount() > 0
            QTest.keyClick(dialog.table, KEY.Key_Escape)
        window.activateWindow()  # a desktop does that
        qtbot.wait(10)


def test_the_menu_of_a_view_opens_it(window, qtbot):
    press(window, KEY.Key_Right, times=4)
    press(window, KEY.Key_3, CONTROL)
    press(window, KEY.Key_F10, SHIFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    entry = next(action for action in menu.actions() if plain(action.text()) == "Show data as a table…")
    menu.setActiveAction(entry)
    QTest.keyClick(menu, KEY.Key_Return)
    qtbot.wait(10)
    (dialog,) = tables(window)
    model = dialog.table.model()
    shown = window.views["staves"].data()
    assert model.rowCount() == 10 and model.columnCount() == sum(a.reshape(10, -1).shape[1] for a in shown.values())
    column = [model.name(c) for c in range(model.columnCount())].index("phi_2")
    assert model.value(3, column) == window.session.trace["phi"].reshape(10, -1)[3, 1]


@pytest.fixture
def said(monkeypatch):
    heard = []

    def hear(event):
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    return heard


def test_each_step_is_said_in_words(window, qtbot, said):
    press(window, KEY.Key_1, CONTROL)
    press(window, KEY.Key_Right)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said[0].startswith("t = 1: read “a”")
    press(window, KEY.Key_3, CONTROL)
    press(window, KEY.Key_PageDown)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert said[1].startswith("t = 2: ") and "input gate" in said[1]
    press(window, KEY.Key_B)
    qtbot.waitUntil(lambda: len(said) == 3)
    assert said[2].startswith("t = 2, errors back to τ = 2: ")
