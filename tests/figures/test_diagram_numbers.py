"""A gate's value stands beside its line, and on nothing else, however low the drawing is."""

import pytest
from PySide6.QtGui import QImage, QPainter

from rnrviz.figures import diagram_marks as marks
from rnrviz.figures.diagram_memory import BlockPainter
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from tests.figures.test_diagram import SYMBOLS, state_of


@pytest.mark.parametrize("value", [1.0, 0.5, 0.999, 3e-5, 8.2e-5, 1e-10, 0.0123])
@pytest.mark.parametrize("size", [(425, 310), (425, 283), (515, 310), (620, 430), (900, 700)])
@pytest.mark.parametrize("forget", [True, False])
def test_it_never_lies_on_the_carousel(qtbot, size, value, forget):
    net = random_network("lstm", {"forget": forget, "n_M": 2}, SYMBOLS, 1)
    state, style = state_of(net, size), Style()
    image = QImage(8, 8, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    memory, found = state.plan.memories[0], 0
    for _, block in state.layout.blocks:
        drawn = BlockPainter(painter, state, memory, block, style)
        kept = drawn._carousel(block.columns[0])
        for gate in memory.gates:
            where = drawn._number_area(gate, block.gates[gate.place], value)
            if where is not None:
                found += 1
                where.setWidth(min(marks.width(short(value, digits), style) for digits in (3, 2, 1)))
                letters = where.adjusted(0, style.px(2), 0, -style.px(2))
                assert not letters.intersects(marks.box(kept.x, kept.y, kept.w, kept.h))
    painter.end()
    assert found
