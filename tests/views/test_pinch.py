"""Two fingers widen the columns around their middle, on a touchpad and on a touch screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, load
from rnrviz.views.axis import TimeAxis
from rnrviz.views.pinches import told
from rnrviz.views.tape_editor import TapeEditor

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do
TRACKS = [entry for entry in VIEWS if entry.kind == "time"]
PAD = QPointingDevice.primaryPointingDevice
BEGIN, ZOOM, END = (getattr(Qt.NativeGestureType, f"{n}NativeGesture") for n in ("Begin", "Zoom", "End"))


@pytest.fixture(params=TRACKS, ids=lambda entry: entry.name)
def view(request: pytest.FixtureRequest, qtbot: QtBot) -> QWidget:
    """A track with more tokens than it has room for, scrolled."""
    session = Session(Document(random_network("elman", {}, Vocabulary(tuple("abcT")), 2), "aabbccT" * 12, 40))
    session.wait()
    made = load(request.param)(session, Style(), TimeAxis(session.length))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.axis.set_width(900)
    made.show()
    made.refresh(frozenset({"all"}))
    made.axis.scroll_to(20)
    return made  # type: ignore[no-any-return]


def under(axis: TimeAxis, x: float) -> float:
    """The instant at a place, with its fraction."""
    return (x - axis.gutter) / axis.column + axis.first


def gesture(widget: QWidget, kind: Qt.NativeGestureType, value: float, at: QPoint) -> QNativeGestureEvent:
    places = QPointF(at), QPointF(at), QPointF(widget.mapToGlobal(at))
    event = QNativeGestureEvent(kind, PAD(), 2, *places, value, QPointF(0, 0))
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("value", [0.25, -0.2])
def test_a_touchpad_zooms_around_the_pointer(view: QWidget, value: float) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    at = QPoint(500, 30)
    column, instant = axis.column, under(axis, 500)
    gesture(port, BEGIN, 0.0, at)
    assert axis.column == column
    assert gesture(port, ZOOM, value, at).isAccepted()
    gesture(port, END, 0.0, at)
    assert axis.column == pytest.approx(column * (1 + value)) and axis.chosen
    assert under(axis, 500) == pytest.approx(instant)


@pytest.mark.parametrize("value", [-1.0, -5.0, 1e6])
def test_no_gesture_leaves_the_limits(view: QWidget, value: float) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    for _ in range(3):
        gesture(port, ZOOM, value, QPoint(300, 30))
    assert 6.0 <= axis.column <= 260.0 and 0 <= axis.first <= axis.length


def test_turning_two_fingers_does_nothing(view: QWidget) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    column = axis.column
    gesture(port, Qt.NativeGestureType.RotateNativeGesture, 20.0, QPoint(300, 30))
    assert axis.column == column


def test_two_fingers_on_the_screen_zoom_around_their_middle(view: QWidget, qtbot: QtBot) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    screen = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    column, instant = axis.column, under(axis, 500)
    places = [(470 - 6 * k, 530 + 6 * k) for k in range(8)]
    fingers = [(QPoint(left, 60), QPoint(right, 60)) for left, right in places]
    QTest.touchEvent(port, screen).press(0, fingers[0][0], port).press(1, fingers[0][1], port).commit()
    for left, right in fingers[1:]:
        QTest.touchEvent(port, screen).move(0, left, port).move(1, right, port).commit()
        qtbot.wait(2)
    QTest.touchEvent(port, screen).release(0, fingers[-1][0], port).release(1, fingers[-1][1], port).commit()
    assert axis.column > 1.5 * column
    assert under(axis, 500) == pytest.approx(instant, abs=0.15)
    assert view.session.document.cursor == 40  # type: ignore[attr-defined]


def finger(port: QWidget, *xs: float) -> None:
    """One finger is put down at the first place, goes through the others, and is lifted at the last."""
    screen = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    places = [QPoint(round(x), 40) for x in xs]
    QTest.touchEvent(port, screen).press(0, places[0], port).commit()
    for at in places[1:]:
        QTest.touchEvent(port, screen).move(0, at, port).commit()
    QTest.touchEvent(port, screen).release(0, places[-1], port).commit()


def test_one_finger_on_the_screen_is_a_mouse(view: QWidget) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    column, session = axis.column, view.session  # type: ignore[attr-defined]
    if view.name == "triangle":  # type: ignore[attr-defined]
        return  # a press there means a cell of the table
    finger(port, axis.x(30))
    assert session.document.cursor == 30 and axis.column == column
    places = [axis.x(t) for t in (26, 27, 28, 29)]
    finger(port, *places)
    assert session.document.cursor == 29 and axis.column == column


def test_a_second_finger_ends_a_drag(view: QWidget, qtbot: QtBot) -> None:
    axis, port = view.axis, view.canvas().viewport()  # type: ignore[attr-defined]
    screen = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)
    at, session = QPoint(round(axis.x(25)), 40), view.session  # type: ignore[attr-defined]
    beside, there = QPoint(at.x() + 20, 40), QPoint(600, 40)
    QTest.touchEvent(port, screen).press(0, at, port).commit()
    QTest.touchEvent(port, screen).move(0, beside, port).commit()
    dragged = session.document.cursor
    QTest.touchEvent(port, screen).move(0, beside, port).press(1, there, port).commit()
    for k in range(1, 5):
        left, right = QPoint(beside.x() - 20 * k, 40), QPoint(there.x() + 20 * k, 40)
        QTest.touchEvent(port, screen).move(0, left, port).move(1, right, port).commit()
        qtbot.wait(2)
    QTest.touchEvent(port, screen).release(0, left, port).release(1, right, port).commit()
    assert session.document.cursor == dragged


@pytest.mark.parametrize("view", [entry for entry in TRACKS if entry.name == "tape"], indirect=True)
def test_two_taps_edit_the_text(view: QWidget) -> None:
    port, axis = view.canvas().viewport(), view.axis  # type: ignore[attr-defined]
    finger(port, axis.x(25))
    assert not view.findChild(TapeEditor).isVisible()
    finger(port, axis.x(25))
    assert view.findChild(TapeEditor).isVisible()


def test_other_events_are_not_taken_for_a_pinch(view: QWidget) -> None:
    said: list[float] = []
    assert not told(QEvent(QEvent.Type.Enter), view, lambda factor, at: said.append(factor)) and not said
