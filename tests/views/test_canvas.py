"""The canvas of every view: what its callbacks raise is said, and the program goes on."""

import sys

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent

from rnrviz.figures.style import Style
from rnrviz.views.canvas import Canvas


def test_what_a_view_raises_at_another_size_does_not_pass_through_qt(qtbot, monkeypatch):
    said = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: said.append(error))
    canvas, wrong = Canvas(Style()), KeyError("x")

    def draw():
        raise wrong

    qtbot.addWidget(canvas)
    canvas.on_resize = draw
    canvas.resizeEvent(QResizeEvent(QSize(300, 200), QSize(200, 200)))
    assert said == [wrong]
