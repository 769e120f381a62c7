"""The names of the net inputs where they enter a memory block."""

from __future__ import annotations

import pytest

from rnrviz.figures.diagram_ports import port_name
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from tests.figures.test_diagram import SYMBOLS, layout_of


@pytest.mark.parametrize("size", [(640, 380), (900, 700)])
def test_the_name_of_a_cells_input_keeps_off_its_function(size: tuple[float, float]) -> None:
    net = random_network("lstm", {"n_M": 2}, SYMBOLS, 1)
    blocks = [block for _, block in layout_of(net, size).blocks]
    found = [(b, c, n) for b in blocks for c in b.columns for n in b.nodes if n.kind == "port" and n.x == c.x]
    assert len(found) == 2
    for block, column, node in found:
        _, area = port_name(block, node, True, Style())
        assert area.right() < column.x - block.squash
