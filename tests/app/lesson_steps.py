"""What tests of lessons do in a window: press a key, begin a lesson, look what is seen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnrviz.paths import resource

NONE = Qt.KeyboardModifier.NoModifier


def press(window, key, modifier=NONE):
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    window.hub.flush()


def begin(qtbot, window, name, number=0):
    assert window.teaching.lessons.open(resource("lessons", f"{name}.en.md"), number)
    window.hub.flush()
    qtbot.wait(60)
    return window.teaching.lessons


def seen(window, name):
    """Whether a dock is in front."""
    view = window.views[name]
    return not view.visibleRegion().isEmpty()
