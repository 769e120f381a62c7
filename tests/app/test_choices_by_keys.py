"""Home and End go to the first and the last choice while a list of a view has the focus, not through time."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.document import edits
from rnrviz.views import VIEWS

KEY = Qt.Key


def pressed(window, box, key):
    box.setFocus()
    assert box.hasFocus()
    QTest.keyClick(box, key)
    window.hub.flush()
    window.session.wait()


def begun(qtbot, window, name):
    window.choose_perspective(name)
    window.session.apply(edits.move_cursor(window.session.document, 6))
    window.hub.flush()
    qtbot.wait(30)


def lists(qtbot, window):
    """Every list of choices that can be seen in the perspective of now, whatever tab it is on."""
    for name in (entry.name for entry in VIEWS if entry.name in window.inspector.docks):
        dock = window.inspector.docks[name]
        if not dock.toggleViewAction().isChecked():
            continue
        dock.raise_()
        qtbot.wait(20)
        yield from (box for box in dock.findChildren(QComboBox) if box.isVisible() and box.isEnabled())


@pytest.mark.parametrize("name", [each.name for each in PERSPECTIVES if each.name != "compare"])
def test_home_and_end_are_the_lists(qtbot, window, name):
    begun(qtbot, window, name)
    if name == "learn":
        window.views["learn"].bar.settings.setChecked(True)
    found = list(dict.fromkeys(lists(qtbot, window)))
    assert found
    for box in found:
        for key, place in ((KEY.Key_End, box.count() - 1), (KEY.Key_Home, 0)):
            pressed(window, box, key)
            assert window.session.document.cursor == 6, box.accessibleName()
            assert box.currentIndex() == place, box.accessibleName()


@pytest.mark.parametrize("name", ["model", "speed"])
def test_lists_among_the_buttons_that_step_leave_both_keys_to_the_tape(qtbot, window, name):
    """They keep the focus after a choice: End then must not open another network."""
    begun(qtbot, window, "step")
    box = getattr(window.top, name)
    before = box.currentIndex()
    pressed(window, box, KEY.Key_End)
    assert window.session.document.cursor == window.session.length and box.currentIndex() == before


def test_presenters_keys_step_all_the_same(qtbot, window):
    begun(qtbot, window, "step")
    pressed(window, window.views["prediction"].choice.box, KEY.Key_PageDown)
    assert window.session.document.cursor == 7
