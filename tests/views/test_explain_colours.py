"""Explain: the colours of live numbers say how large they are; what has nothing to be compared with is pale."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network import files
from rnrviz.network.question import Question
from rnrviz.paths import resource
from rnrviz.views.explain import ExplainView

SURE = Question("error", "E", (), 7)  # -log(1 - 2.7e-8): the network is sure of what comes
CELL = Question("delta", "z", (0, 0), 5, (1, 7))  # a sum of deltas, all below 1e-8, with weights


@pytest.fixture
def view(qtbot: QtBot) -> ExplainView:
    network = files.load(resource("models", "anbncn-lstm.safetensors"))
    session = Session(Document(network, "aaaabbbbcccc", 7))
    session.wait()
    made = ExplainView(session, Style())
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show()
    session.on_change = made.refresh
    return made


def pills(view: ExplainView, question: Question) -> list[tuple[Question | object, float, QColor]]:
    """What the live numbers are about, their values, and the colours that are seen beside their digits."""
    view.session.apply(edits.ask(view.session.document, question))
    view.session.wait()
    picture = view.canvas().viewport().grab().toImage()
    found = []
    for spot, area in view._item.sheet.spots:
        if spot.text:
            at = view.canvas().mapFromScene(area.center()) - QPoint(int(area.width() / 2) - 3, 0)
            found.append((spot.about, spot.value, picture.pixelColor(at)))
    return found


def test_the_rest_to_one_in_a_logarithm_is_pale(view: ExplainView) -> None:
    shown = pills(view, SURE)
    small = [(value, colour) for _, value, colour in shown if abs(value) < 1e-6]
    assert len(small) == 1
    assert small[0][1] == view.style_.diverging_color(0.0, 1.0)
    assert [colour for _, value, colour in shown if value == 1.0] == [view.style_.diverging_color(1.0, 1.0)]


def test_small_deltas_are_compared_with_each_other(view: ExplainView) -> None:
    shown = pills(view, CELL)
    deltas = [(value, colour) for about, value, colour in shown if getattr(about, "kind", "") == "delta"]
    largest = max(abs(value) for value, _ in deltas)
    assert len(deltas) > 5 and largest < 1e-8
    for value, colour in deltas:
        assert colour == view.style_.diverging_color(value, largest)


def test_a_lone_delta_is_measured_as_all_else(view: ExplainView) -> None:
    shown = pills(view, Question("delta", "phi", (0,), 3, (1, 7)))
    lone = [(value, colour) for about, value, colour in shown if getattr(about, "kind", "") == "delta"]
    assert len(lone) == 1 and np.isfinite(lone[0][0])
    assert lone[0][1] == view.style_.diverging_color(lone[0][0], 1.0)
