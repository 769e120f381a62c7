"""The drawing of the network: read off the equations, in place at every size, painted fast and whole."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from rnrviz.figures.diagram import Diagram
from rnrviz.figures.diagram_edges import strands
from rnrviz.figures.diagram_heights import least_height
from rnrviz.figures.diagram_layout import Layout
from rnrviz.figures.diagram_marks import activate
from rnrviz.figures.diagram_plan import Plan
from rnrviz.figures.diagram_reader import read_plan
from rnrviz.figures.diagram_setter import lay_out
from rnrviz.figures.diagram_state import State
from rnrviz.figures.diagram_weights import arriving, nearest
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, set_symbol, symbol_width
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from tests.network.test_equations import CUSTOM

SYMBOLS = Vocabulary(tuple("abcT"))
SIZES = ((420, 300), (620, 430), (900, 700))
GATED = """
n_U = n_V
n_H = 3
n_Y = n_V
g_R = logistic
g_C = tanh
g_Y = softmax

R: n_H = W_r_u @ u[t] + W_r_h @ h[t-1] + W_r
r = g_R(R[t])
k = r[t] * h[t-1]
C: n_H = W_c_u @ u[t] + W_c_k @ k[t] + W_c
c = g_C(C[t])
h = r[t] * h[t-1] + r[t] * c[t]
Y = W_y_h @ h[t] + W_y
y = g_Y(Y[t])
"""

NETWORKS = {
    "elman 3": lambda: random_network("elman", {"n_X": 3}, SYMBOLS, 1),
    "elman 16": lambda: random_network("elman", {"n_X": 16}, SYMBOLS, 1),
    "elman 64": lambda: random_network("elman", {"n_X": 64}, SYMBOLS, 1),
    "lstm 2x1": lambda: random_network("lstm", {}, SYMBOLS, 1),
    "lstm 2x1 without direct": lambda: random_network("lstm", {"direct": False}, SYMBOLS, 1),
    "lstm 2x1 forget peephole": lambda: random_network("lstm", {"forget": True, "peephole": True}, SYMBOLS, 1),
    "lstm 2x2 forget": lambda: random_network("lstm", {"n_C": 2, "forget": True}, SYMBOLS, 1),
    "lstm 16x1": lambda: random_network("lstm", {"n_M": 16, "forget": True}, SYMBOLS, 1),
    "own": lambda: random_network("custom", {}, SYMBOLS, 1, text=GATED),
}
NETWORKS |= {f"{name} as it is": lambda name=name: random_network(name, {}, SYMBOLS, 1) for name in ARCHITECTURES}
NETWORKS |= {
    name: lambda text=text: random_network("custom", {}, SYMBOLS, 1, text=text) for name, text in CUSTOM.items()
}
NETWORKS |= {
    "three layers with feedback": lambda: random_network("stacked_elman", {"n_L": 3, "feedback": True}, SYMBOLS, 1),
    "window around": lambda: random_network("window", {"around": True}, SYMBOLS, 1),
    "bidirectional sum": lambda: random_network("bidirectional", {"combine": "sum"}, SYMBOLS, 1),
    "bidirectional concat": lambda: random_network("bidirectional", {"combine": "concat", "n_X": 16}, SYMBOLS, 1),
    "stacked lstm 3 layers 2x2": lambda: random_network(
        "stacked_lstm", {"n_L": 3, "n_C": 2, "peephole": True, "direct": True}, SYMBOLS, 1
    ),
    "stacked lstm 16x1": lambda: random_network("stacked_lstm", {"n_M": 16}, SYMBOLS, 1),
    "gru reset after": lambda: random_network("gru", {"reset_after": True}, SYMBOLS, 1),
    "gru 16": lambda: random_network("gru", {"n_X": 16}, SYMBOLS, 1),
}
FULLY = ("elman 3", "lstm 2x1 forget peephole", "lstm 16x1", "gru", "own")
every_network = pytest.mark.parametrize("name", list(NETWORKS))


def shapes(net: Network) -> dict[str, tuple[int, ...]]:
    return {s.name: s.shape for s in net.program.signals.values()}


def plan_of(net: Network) -> Plan:
    return read_plan(net.equations, shapes(net))


def layout_of(net: Network, size: tuple[float, float] = (620, 430), scale: float = 1.0, chosen: int = 0) -> Layout:
    plan = plan_of(net)
    return lay_out(plan, shapes(net), size, scale, {m.carousel: chosen for m in plan.memories})


def state_of(net: Network, size: tuple[float, float] = (620, 430), t: int = 3, chosen: int = 0) -> State:
    trace = net.run("aabbc")
    names = net.program.signals
    now = {n: trace[n][t - 1] for n in names} if t else None
    lags = {la.lag for la in plan_of(net).layers if la.lag} | {1}
    late = {lag: {n: trace.before(n, lag)[t - 1] for n in names} for lag in lags} if t else {}
    functions = {k: str(v) for k, v in net.config.items() if k.startswith("g_")}
    labels = {"u": tuple("abcT"), "y": tuple("abcT")}
    layout = layout_of(net, size, chosen=chosen)
    return State(plan_of(net), layout, net.parameters, functions, labels, now, late, {}, t)


def whole(item: Diagram) -> QStyleOptionGraphicsItem:
    """All of it is to be painted."""
    option = QStyleOptionGraphicsItem()
    option.exposedRect = item.boundingRect()
    return option


def paint(state: State, style: Style) -> QImage:
    image = QImage(*(round(side) for side in state.layout.size), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(style.paper)
    item = Diagram(style)
    item.show_state(state, style)
    painter = QPainter(image)
    item.paint(painter, whole(item))
    painter.end()
    return image


def test_elman_is_read_as_three_rows() -> None:
    plan = plan_of(NETWORKS["elman 3"]())
    assert [(la.signal, la.lag, la.row) for la in plan.layers] == [("u", 0, 0), ("x", 1, 0), ("x", 0, 1), ("y", 0, 2)]
    assert not plan.memories and not plan.links
    assert {b.parameter for b in plan.bundles} == {"W_x_u", "W_x_x", "W_y_x"}


@pytest.mark.parametrize(("forget", "peephole", "cells"), list(itertools.product((False, True), (False, True), (1, 2))))
def test_memory_blocks_are_found_in_the_equations(forget: bool, peephole: bool, cells: int) -> None:
    config = {"forget": forget, "peephole": peephole, "n_C": cells}
    plan = plan_of(random_network("lstm", config, SYMBOLS, 1))
    (memory,) = plan.memories
    assert memory.shape == (2, cells)
    assert (memory.carousel, memory.cell, memory.net) == ("x", "z", "Z")
    assert (memory.squash_in, memory.squash_out) == ("g_Z", "g_M")
    places = {"input": "phi", "output": "gamma"} | ({"forget": "lambda"} if forget else {})
    assert {g.place: g.signal for g in memory.gates} == places
    assert sum(b.kind == "peephole" for b in plan.bundles) == peephole * (2 + forget)


def test_an_own_cell_gets_layers_and_operators() -> None:
    plan = plan_of(NETWORKS["own"]())
    assert not plan.memories
    assert [link.root.sign for link in plan.links] == ["×", "+"]
    rows = {la.signal: la.row for la in plan.layers if not la.lag}
    assert rows["u"] < rows["r"] < rows["k"] < rows["c"] < rows["h"] < rows["y"]


@every_network
@pytest.mark.parametrize("size", SIZES)
def test_every_node_is_inside_and_apart(name: str, size: tuple[float, float]) -> None:
    net = NETWORKS[name]()
    layout = layout_of(net, (size[0], max(size[1], least_height(plan_of(net), 1.0))))
    size = layout.size
    for node in layout.nodes + layout.strip:
        assert node.w / 2 - 1 <= node.x <= size[0] - node.w / 2 + 1
        assert node.h / 2 - 1 <= node.y <= size[1] - node.h / 2 + 1
    for a, b in itertools.combinations(layout.nodes, 2):
        apart = abs(a.x - b.x) >= (a.w + b.w) / 2 - 0.5 or abs(a.y - b.y) >= (a.h + b.h) / 2 - 0.5
        assert apart, (a, b)


@every_network
def test_every_signal_can_be_pointed_at(name: str) -> None:
    net = NETWORKS[name]()
    layout = layout_of(net, (900, 700))
    shown = {node.signal for node in layout.nodes}
    public = {s.name for s in net.program.signals.values() if s.role != "hidden"}
    assert public - shown <= {la.net for la in plan_of(net).layers}
    assert {b.source for b in plan_of(net).bundles} <= shown
    for node in layout.nodes:
        assert layout.at(node.x, node.y) is not None


@every_network
def test_every_weight_arrives_somewhere(name: str) -> None:
    net = NETWORKS[name]()
    plan, found = plan_of(net), set()
    for chosen in range(16 if "16x1" in name else 2 if "2x2" in name else 1):
        layout = layout_of(net, (900, 700), chosen=chosen)
        found |= {w for node in layout.nodes for w in arriving(plan, node, layout.shapes)}
    wanted = {(n, i) for n, a in net.parameters.items() for i in np.ndindex(a.shape)}
    assert found == wanted


@every_network
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("t", [0, 3])
def test_it_is_painted(qtbot: QtBot, name: str, dark: bool, t: int) -> None:
    style = Style(dark=dark)
    for size in SIZES[: 1 + 2 * (name in FULLY)]:
        net = NETWORKS[name]()
        size = (size[0], max(size[1], round(least_height(plan_of(net), 1.0))))
        image = paint(state_of(net, size, t), style)
        assert image.pixelColor(1, size[1] - 2) == style.paper
        assert len({image.pixel(x, y) for x in range(0, size[0], 3) for y in range(0, size[1], 3)}) > 20


def test_the_chosen_block_is_drawn(qtbot: QtBot) -> None:
    net = NETWORKS["lstm 16x1"]()
    layout = layout_of(net, chosen=11)
    assert [b.number for _, b in layout.blocks] == [11]
    assert [n.index for n in layout.strip] == [(b,) for b in range(16)]
    assert paint(state_of(net, chosen=2), Style()) != paint(state_of(net, chosen=11), Style())


@pytest.mark.parametrize("bad", [1e300, np.inf, -np.inf, np.nan])
def test_what_is_not_finite_is_painted(qtbot: QtBot, bad: float) -> None:
    state = state_of(NETWORKS["lstm 2x1 forget peephole"]())
    assert state.now is not None
    now = {name: np.full_like(values, bad) for name, values in state.now.items()}
    weights = {**state.parameters, "W_y_z": np.full((4, 2), bad), "W_gamma_x": np.full((2, 1), bad)}
    paint(replace(state, now=now, late={1: now}, parameters=weights), Style())


def test_squashing_knows_the_functions() -> None:
    assert activate("logistic", 0.0) == 0.5
    assert activate("logistic", -1e6) == 0.0
    assert activate("tanh", 1e6) == 1.0
    assert activate("relu", -3.0) == 0.0
    assert np.isnan(activate("softmax", 1.0))


def test_the_nearest_weight_is_found(qtbot: QtBot) -> None:
    net = NETWORKS["lstm 2x1"]()
    layout = layout_of(net)
    made = tuple(strands(f, net.parameters[f.bundle.parameter], 1.0) for f in layout.fans)
    for each in made:
        if each.lines:
            k = len(each.lines) - 1
            point = each.lines[k].pointAt(0.06)
            assert nearest((each,), point.x(), point.y(), 5.0) == (
                each.fan.bundle.parameter,
                tuple(each.which[k]),
            )
    assert nearest(made, -500, -500, 5.0) is None


def test_on_paper_it_stays_lines_and_text(qtbot: QtBot, tmp_path: Path) -> None:
    state, style = state_of(NETWORKS["lstm 2x1"]()), Style()
    item = Diagram(style)
    item.show_state(state, style)
    generator = QSvgGenerator()
    generator.setFileName(str(tmp_path / "network.svg"))
    generator.setViewBox(QRectF(0, 0, 620, 430))
    painter = QPainter(generator)
    item.paint(painter, whole(item))
    painter.end()
    text = (tmp_path / "network.svg").read_text(encoding="utf-8")
    assert "<image" not in text
    assert "block 1" in text and "γ" in text and "copy" in text


@pytest.mark.parametrize("identifier", ["x", "phi", "W_phi_z", "W_x", "g_Z", "Lambda"])
def test_symbols_have_room_for_what_they_draw(qtbot: QtBot, identifier: str) -> None:
    style = Style()
    wide = symbol_width(identifier, style, (0, 1), time="[t−1]")
    assert wide > symbol_width(identifier, style) > 0
    image = QImage(200, 60, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    drawn = draw_symbol(painter, QRectF(50, 0, 100, 60), identifier, style, (0, 1), time="[t−1]")
    painter.end()
    assert drawn == wide
    inked = [x for x in range(200) if any(image.pixelColor(x, y).lightness() < 200 for y in range(60))]
    assert 98 - wide / 2 <= min(inked) and max(inked) <= 102 + wide / 2
    assert set_symbol(identifier, style) is set_symbol(identifier, style)
