"""Every architecture, and networks of one's own, in the drawing: what stands where, nothing on anything else."""

from __future__ import annotations

import itertools

import pytest

from rnrviz.figures.diagram_heights import least_height
from rnrviz.figures.diagram_layout import Frame, Layout, Point
from rnrviz.figures.diagram_plan import Operation, Plan, Tap
from rnrviz.figures.diagram_wires import RADIUS, _meets
from rnrviz.network.network import random_network
from tests.figures.test_diagram import NETWORKS, SYMBOLS, layout_of, plan_of

every_network = pytest.mark.parametrize("name", list(NETWORKS))
WIDTHS = (420.0, 620.0, 900.0)


def rows(plan: Plan) -> dict[tuple[str, int], int]:
    return {(la.signal, la.lag): la.row for la in plan.layers}


def plan(architecture: str, **config: object) -> Plan:
    return plan_of(random_network(architecture, config, SYMBOLS, 1))


def test_stacked_layers_have_their_past_beside_what_they_read() -> None:
    found = rows(plan("stacked_elman", n_L=3))
    assert found[("x1", 1)] == found[("u", 0)] == 0
    assert found[("x2", 1)] == found[("x1", 0)] == 1
    assert found[("x3", 1)] == found[("x2", 0)] == 2
    assert found[("y", 0)] == 4


def test_a_window_is_a_row_of_inputs_in_order_of_time_without_recurrence() -> None:
    layout = layout_of(random_network("window", {"around": True}, SYMBOLS, 1))
    bottom = sorted((r.frame[0], r.layer.lag) for r in layout.rows if r.layer.row == 0)
    assert [lag for _, lag in bottom] == [2, 1, 0, -1, -2]
    assert not layout.copies


@pytest.mark.parametrize(("combine", "sign"), [("mean", "½"), ("sum", "+"), ("concat", "concat")])
def test_the_halves_of_a_bidirectional_network_stand_side_by_side(combine: str, sign: str) -> None:
    net = random_network("bidirectional", {"combine": combine}, SYMBOLS, 1)
    layout, (link,) = layout_of(net), plan_of(net).links
    place = {(r.layer.signal, r.layer.lag): r.frame for r in layout.rows}
    assert place["f", 1][0] < place["u", 0][0] < place["b", -1][0]
    assert place["f", 0][0] < place["b", 0][0] and place["f", 0][1] == place["b", 0][1]
    assert link.root.sign == sign and list(link.root.taps()) == [Tap("f", 0), Tap("b", 0)]
    lanes = {copy.signal: copy.lane for copy in layout.copies}
    assert lanes["f"] < min(f[0] for f in place.values()) and lanes["b"] > max(f[0] + f[2] for f in place.values())
    assert len(layout.seams) == (combine == "concat")


def test_a_gru_has_its_products_and_its_complement() -> None:
    found = {link.target: link.root for link in plan("gru").links}
    state = found["x"]
    assert state.sign == "+" and [o.sign for o in state.operands if isinstance(o, Operation)] == ["×", "×"]
    assert state.operands[0] == Operation("×", (Operation("1−", (Tap("zeta", 0),)), Tap("c", 0)))
    assert state.operands[1] == Operation("×", (Tap("zeta", 0), Tap("x", 1)))
    (part,) = (la for la in plan("gru").layers if la.spelt)
    assert part.spelt == "ρ[t] ∘ x[t−1]"
    after = plan("gru", reset_after=True)
    assert Operation("×", (Tap("rho", 0), Tap("R", 0))) in [link.root for link in after.links if link.target == "c"]


def test_every_layer_of_a_stacked_lstm_has_its_blocks() -> None:
    made = plan("stacked_lstm", n_L=3)
    assert [(m.carousel, m.row, len(m.gates)) for m in made.memories] == [("x1", 1, 3), ("x2", 2, 3), ("x3", 3, 3)]
    layout = layout_of(random_network("stacked_lstm", {"n_L": 3}, SYMBOLS, 1), (900, 700))
    assert [(carousel, block.number) for carousel, block in layout.blocks] == list(
        itertools.product(("x1", "x2", "x3"), (0, 1))
    )


@every_network
def test_every_weight_has_its_edges(name: str) -> None:
    net = NETWORKS[name]()
    made, layout = plan_of(net), layout_of(net, (900, 700))
    drawn = {fan.bundle.parameter for fan in layout.fans} | set(made.biases.values())
    inside = {b.parameter for b in made.bundles if b.kind == "peephole" and made.memory_of(b.net)}
    assert drawn | inside == set(net.parameters)
    for fan in layout.fans:
        assert len(fan.ends) == len(fan.which) == len(fan.sources) > 0


@every_network
@pytest.mark.parametrize("width", WIDTHS)
def test_names_wires_and_marks_are_clear_of_each_other(name: str, width: float) -> None:
    net = NETWORKS[name]()
    layout = layout_of(net, (width, max(300.0, least_height(plan_of(net), 1.0))))
    frames = [r.whole for r in layout.rows] + [b.frame for _, b in layout.blocks]
    for a, b in itertools.combinations(frames, 2):
        assert not overlap(a, b), (a, b)
    circles = [(m.x - RADIUS, m.y - RADIUS, 2 * RADIUS, 2 * RADIUS) for m in layout.marks]
    for a, b in itertools.combinations([*frames, *circles], 2):
        assert not overlap(a, b), (a, b)
    for line in lines(layout):
        assert all(0 <= x <= width and 0 <= y <= layout.size[1] for x, y in line)


@every_network
def test_wires_do_not_run_through_layers(name: str) -> None:
    layout = layout_of(NETWORKS[name](), (900, 700))
    frames = [(r.frame[0] + 1, r.frame[1] + 1, r.frame[2] - 2, r.frame[3] - 2) for r in layout.rows]
    for line in lines(layout):
        for a, b in itertools.pairwise(line):
            assert not any(_meets(a, b, frame) for frame in frames), (a, b)


def lines(layout: Layout) -> list[tuple[Point, ...]]:
    return [wire.points for wire in layout.wires] + [copy.points for copy in layout.copies]


def overlap(a: Frame, b: Frame) -> bool:
    across = a[0] + a[2] > b[0] + 0.5 and b[0] + b[2] > a[0] + 0.5
    return across and a[1] + a[3] > b[1] + 0.5 and b[1] + b[3] > a[1] + 0.5
