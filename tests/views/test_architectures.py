"""Every architecture, and networks of one's own, in every view: nothing fails, and what is said is true."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, load
from rnrviz.views.gradients import GradientsView
from rnrviz.views.network import NetworkView
from rnrviz.views.staves import StavesView
from rnrviz.views.unrolled import UnrolledView
from tests.network.test_equations import CUSTOM

SYMBOLS = Vocabulary(tuple("abc"))
TWO = Vocabulary(tuple("ab"))
MANY = Vocabulary(tuple("abcdefghijklmnopqrstuvwxyzABCD"))
OTHERS = {
    "three layers with feedback": lambda: random_network("stacked_elman", {"n_L": 3, "feedback": True}, SYMBOLS, 1),
    "window around": lambda: random_network("window", {"around": True}, SYMBOLS, 1),
    "concatenation": lambda: random_network("bidirectional", {"combine": "concat"}, SYMBOLS, 1),
    "reset after": lambda: random_network("gru", {"reset_after": True}, SYMBOLS, 1),
    "3 layers, 30 symbols": lambda: random_network("stacked_elman", {"n_L": 3, "n_X": 16}, MANY, 1),
    "fixed table": lambda: random_network("elman", {"n_U": 2}, SYMBOLS, 1, embedding="fixed"),
    "bidirectional with a table": lambda: random_network("bidirectional", {"n_U": 2}, SYMBOLS, 1, embedding="trained"),
}
NETWORKS = {name: lambda name=name: random_network(name, {}, SYMBOLS, 1) for name in ARCHITECTURES} | OTHERS
NETWORKS |= {name: lambda text=text: random_network("custom", {}, TWO, 1, text=text) for name, text in CUSTOM.items()}


def shown(qtbot: QtBot, name: str, net: Network, text: str, cursor: int):  # type: ignore[no-untyped-def]
    session = Session(Document(net, text, cursor))
    session.wait()
    view = load(next(v for v in VIEWS if v.name == name))(session, Style(), None)
    session.on_change = view.refresh
    qtbot.addWidget(view)
    view.resize(620, 430)
    view.show()
    view.refresh(frozenset({"all"}))
    return view


@pytest.mark.parametrize("view", [entry.name for entry in VIEWS])
@pytest.mark.parametrize("name", NETWORKS)
def test_every_view_shows_every_network(qtbot: QtBot, view: str, name: str) -> None:
    net = NETWORKS[name]()
    made = shown(qtbot, view, net, "abbab", 2)
    for cursor in (0, 1, 5):
        made.session.apply(edits.move_cursor(made.session.document, cursor))
        assert not made.grab().isNull()
        made.data()
    for text in ("", "a"):
        made.session.apply(edits.set_text(made.session.document, text))
        made.session.wait()
        assert not made.grab().isNull()


def test_what_runs_backwards_is_there_before_the_cursor_comes(qtbot: QtBot) -> None:
    net = random_network("bidirectional", {}, SYMBOLS, 1)
    view: UnrolledView = shown(qtbot, "unrolled", net, "abcab", 2)
    known = {name: view._item.known(name) for name in ("u", "f", "b", "x", "y")}
    assert known == {"u": 5, "f": 2, "b": 5, "x": 2, "y": 2}
    content = view.shown()
    assert content is not None
    b = content.structure.band("b")
    assert "not computed" not in view.sentence(b, 0, 4) and "not computed" in view.sentence(
        content.structure.bands[1], 0, 4
    )
    staves: StavesView = shown(qtbot, "staves", net, "abcab", 2)
    assert {lane.name: lane.ahead for lane in staves.lanes()} == {"f": 0, "b": np.inf, "x": 0, "E": 0}


def test_a_window_that_looks_ahead_knows_no_more_than_it_reads(qtbot: QtBot) -> None:
    view: UnrolledView = shown(
        qtbot, "unrolled", random_network("window", {"around": True}, SYMBOLS, 1), "abcabcabc", 3
    )
    assert [view._item.known(name) for name in ("u", "x", "y")] == [5, 3, 3]


def test_nothing_is_read_before_the_first_token_or_after_the_last(qtbot: QtBot) -> None:
    net = random_network("window", {"around": True}, SYMBOLS, 1)
    item = shown(qtbot, "unrolled", net, "abcab", 5)._item
    first, middle, last = (item.sources(t) for t in (1, 3, 5))
    assert sorted(first.symbols) == [-2, -1, 0] and sorted(middle.symbols) == [-2, -1, 0, 1, 2]
    assert sorted(last.symbols) == [0, 1, 2]
    assert {lag: int(net.vocabulary.numbers[s]) for lag, s in zip((2, 1, 0, -1, -2), "abcab", strict=True)} == dict(
        sorted(middle.symbols.items(), reverse=True)
    )
    assert first.ends == {1} and not last.ends and not middle.ends


def test_the_drawing_shows_what_comes_later(qtbot: QtBot) -> None:
    view: NetworkView = shown(qtbot, "network", random_network("bidirectional", {}, SYMBOLS, 1), "abcab", 2)
    state, trace = view.shown(), view.session.trace
    assert state is not None and trace is not None
    later = [n for n in state.layout.nodes if (n.signal, n.lag) == ("b", -1)]
    assert [state.node_value(n) for n in later] == trace["b"][2].tolist()
    view.session.apply(edits.move_cursor(view.session.document, 5))
    state = view.shown()
    assert state is not None and all(state.node_value(n) == 0.0 for n in later)
    np.testing.assert_array_equal(view.data()["b[t+1]"], np.zeros(4))


def test_the_gradients_say_why_rtrl_does_not_apply(qtbot: QtBot) -> None:
    view: GradientsView = shown(qtbot, "gradients", random_network("bidirectional", {}, SYMBOLS, 1), "abcab", 3)
    view.session.wait()
    view.refresh(frozenset({"gradients"}))
    said = view.verdict()
    assert said.sign == "equal" and "BPTT and finite differences agree" in said.sentence
    assert "RTRL does not apply to this network" in said.detail
    assert {key.split("/")[1] for key in view.data() if key.startswith("gradient/")} == {"bptt", "differences"}
    assert all(len(block.pictures) == 4 for block in view._blocks)


def test_a_fixed_table_has_no_gradient(qtbot: QtBot) -> None:
    view: GradientsView = shown(qtbot, "gradients", OTHERS["fixed table"](), "abcab", 3)
    assert "gradient/bptt/W_x_u" in view.data() and "gradient/bptt/embedding" not in view.data()


@pytest.mark.parametrize("name", ["stacked_elman", "stacked_lstm"])
def test_layers_follow_one_another_in_the_staves(qtbot: QtBot, name: str) -> None:
    view: StavesView = shown(qtbot, "staves", random_network(name, {}, SYMBOLS, 1), "abcab", 3)
    numbers = [int(lane.name[-1]) for lane in view.lanes() if lane.name != "E"]
    assert numbers == sorted(numbers)


def test_the_tip_of_a_product_tells_its_parts(qtbot: QtBot) -> None:
    from rnrviz.figures.diagram_words import node_words

    net = random_network("gru", {}, SYMBOLS, 1)
    view: NetworkView = shown(qtbot, "network", net, "abcab", 3)
    state = view.shown()
    assert state is not None
    tips = {n.signal: node_words(state, n, net.equations, view._roles()) for n in state.layout.nodes if not n.lag}
    assert "(1 − <i>ζ</i>[<i>t</i>]) ∘ <i>c</i>[<i>t</i>] + <i>ζ</i>[<i>t</i>] ∘ <i>x</i>[<i>t</i>−1]" in tips["x"]
    assert "<i>W</i><sup>x,x</sup> (<i>ρ</i>[<i>t</i>] ∘ <i>x</i>[<i>t</i>−1])" in tips["c"]
    assert "(ρ[t] ∘ x[t−1])₄" in tips["gate(rho x[t-1])"] and "a part of an equation" in tips["gate(rho x[t-1])"]


def test_the_mean_of_both_halves_is_written_as_it_is(qtbot: QtBot) -> None:
    from rnrviz.figures.equation_words import equation_text

    for combine, wanted in (
        ("mean", "½ <i>f</i>[<i>t</i>] + ½ <i>b</i>[<i>t</i>]"),
        ("concat", "(<i>f</i>[<i>t</i>], <i>b</i>[<i>t</i>])"),
    ):
        net = random_network("bidirectional", {"combine": combine}, SYMBOLS, 1)
        by_name = {e.target: e for e in net.equations}
        assert equation_text(by_name["x"], by_name) == f"<i>x</i>[<i>t</i>] = {wanted}"
        assert "<i>b</i>[<i>t</i>+1]" in equation_text(by_name["B"], by_name)


def test_after_the_last_token_stands_the_zero_from_which_it_runs_back(qtbot: QtBot) -> None:
    item = shown(qtbot, "unrolled", random_network("bidirectional", {}, SYMBOLS, 1), "abc", 2)._item
    fits = item._end_fits()
    assert (item.sources(3).ends == {-1}) == fits
    assert item.sources(3).targets == {"u", "b"} and item.sources(2).targets is None


@pytest.mark.parametrize("view", ["network", "staves"])
@pytest.mark.parametrize("name", ["stacked lstm", "stacked elman"])
def test_what_scrolls_in_is_painted_as_in_the_whole(qtbot: QtBot, view: str, name: str) -> None:
    """What is not seen is not painted, so nothing may be missing at an edge."""
    net = random_network(name.replace(" ", "_"), {"n_L": 9}, SYMBOLS, 1)
    made = shown(qtbot, view, net, "abcabc", 4)
    canvas = made.canvas()
    whole = QImage(canvas.sceneRect().size().toSize(), QImage.Format.Format_RGB32)
    whole.fill(Style().paper)
    painter = QPainter(whole)
    canvas.scene().render(painter, QRectF(whole.rect()), canvas.sceneRect())
    painter.end()
    bar = canvas.verticalScrollBar()
    assert bar.maximum() > 200
    for at in (0, 97, 211, bar.maximum()):
        bar.setValue(at)
        part = pixels(canvas.viewport().grab().toImage())
        expected = pixels(whole)[at : at + len(part), : part.shape[1]]
        different = np.abs(part[: len(expected), : expected.shape[1]] - expected).max(axis=2) > 90
        assert different.mean() < 0.002, at


def pixels(image: QImage) -> np.ndarray:
    """Red, green and blue, (height, width, 3)."""
    made = image.convertToFormat(QImage.Format.Format_RGB32)
    return np.array(made.constBits()).reshape(made.height(), made.width(), 4)[..., :3].astype(int)
