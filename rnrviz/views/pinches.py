"""Pinching: two fingers on a touchpad, as the system tells of them, or on a touch screen, as Qt recognises them."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

SMALLEST = 0.05  # a factor that is nearer to nothing would be a fault of the device


def welcome(widget: QWidget) -> None:
    """Let Qt recognise pinches on a touch screen over this widget; a touchpad's are told unasked."""
    widget.grabGesture(Qt.GestureType.PinchGesture)


def told(event: QEvent, widget: QWidget, on_pinch: Callable[[float, QPointF], None]) -> bool:
    """Whether the event is a pinch over a widget; `on_pinch` is told its factor, and the point that it is around."""
    if isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
        on_pinch(max(SMALLEST, 1.0 + event.value()), event.position())
        event.accept()
        return True
    if isinstance(event, QGestureEvent):
        gesture = event.gesture(Qt.GestureType.PinchGesture)
        if isinstance(gesture, QPinchGesture):
            middle = widget.mapFromGlobal(gesture.centerPoint().toPoint())
            on_pinch(max(SMALLEST, gesture.scaleFactor()), QPointF(middle))
            event.accept(gesture)
            return True
    return False
