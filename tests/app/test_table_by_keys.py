"""By keys alone: the table of every view's data, and each step in words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from rnrviz.app import models, twin
from rnrviz.app.mnemonics import plain
from rnrviz.paths import resource
from rnrviz.views import VIEWS
from rnrviz.views.table import TableDialog
from tests.pointing import press

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
KEY = Qt.Key
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NO_NUMBERS = {"learn", "forgetting", "finder", "difference", "explain", "vanishing", "cost", "backward"}


def tables(window):
    return [each for each in window.findChildren(TableDialog) if each.isVisible()]


@pytest.mark.parametrize("steps", [0, 4])
def test_every_view_has_its_table(window, qtbot, steps):
    press(window, KEY.Key_Right, times=steps)
    for entry in VIEWS:
        keys = window.commands[f"show_{entry.name}"].shortcuts()[0][0]
        press(window, keys.key(), keys.keyboardModifiers())
        qtbot.wait(10)
        window.session.wait()
        window.hub.flush()
        view = window.views[entry.name]
        numbers = any(array.size for array in view.data().values())
        press(window, KEY.Key_T, CONTROL)
        (dialog,) = tables(window)
        assert view.title() in dialog.table.accessibleName()
        if numbers:
            assert dialog.focusWidget() is dialog.table and dialog.table.model().rowCount() > 0
            assert not dialog.said.isVisible()
        else:
            assert entry.name in NO_NUMBERS and dialog.focusWidget() is dialog.said and not dialog.table.isVisible()
            assert dialog.said.text() == view.canvas().accessibleDescription() != ""
            dialog.copy()
            assert QApplication.clipboard().text() == dialog.said.text()
        QTest.keyClick(dialog.focusWidget(), KEY.Key_Escape)
        assert not tables(window)
        window.activateWindow()  # a desktop does that
        qtbot.wait(10)


def test_words_have_room_and_stand_at_the_left(window, qtbot):
    press(window, KEY.Key_F10, CONTROL)
    qtbot.wait(10)
    press(window, KEY.Key_T, CONTROL)
    (dialog,) = tables(window)
    model, table = dialog.table.model(), dialog.table
    assert model.rowCount() == 11 and model.value(0, 0) == "Symbols and one-hot codes"
    assert model.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignLeft
    for row in range(model.rowCount()):
        assert table.fontMetrics().horizontalAdvance(model.exact(row, 0)) < table.columnWidth(0)


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


def test_a_step_in_a_comparison_is_said_of_both_networks(window, qtbot, said):
    twin.compare(window, models.load(resource("models", "anbncn-elman.safetensors")), "the other")
    qtbot.wait(30)
    for view, first, then in (("tape", "aⁿbⁿcⁿ · LSTM: read “a”", "the other: read “a”"),
                              ("staves", "aⁿbⁿcⁿ · LSTM: cell (CEC)", "the other: state"),
                              ("staves_b", "the other: state", "aⁿbⁿcⁿ · LSTM: cell (CEC)"),
                              ("tape_b", "the other: read “b”", "aⁿbⁿcⁿ · LSTM: read “b”")):  # fmt: skip
        window.views[view].canvas().setFocus()
        said.clear()
        press(window, KEY.Key_Right)
        qtbot.waitUntil(lambda: len(said) == 1)
        t = window.session.document.cursor
        assert said[0].startswith(f"t = {t}: {first}") and f". {then}" in said[0] and ".." not in said[0]
    window.views["difference"].canvas().setFocus()
    press(window, KEY.Key_Right)
    qtbot.waitUntil(lambda: len(said) == 2)
    assert "error" in said[1] and "the other" not in said[1]


def test_a_comparison_that_is_not_seen_is_said_as_well(window, qtbot, said):
    twin.compare(window, models.load(resource("models", "anbncn-elman.safetensors")), "the other")
    window.score.toggle("tape_b")
    qtbot.wait(30)
    press(window, KEY.Key_1, CONTROL)
    press(window, KEY.Key_Right, times=4)
    qtbot.waitUntil(lambda: len(said) == 1)
    assert said[0].startswith("t = 4: aⁿbⁿcⁿ · LSTM: read “b”") and ". the other: read “b”" in said[0]
