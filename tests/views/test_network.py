"""The network at the cursor: follows the steps, is read and changed by keys and clicks."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures import diagram_words as words
from rnrviz.figures.diagram_block import Node
from rnrviz.figures.style import Style
from rnrviz.language import set_language
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.network import NetworkView

SYMBOLS = Vocabulary(tuple("abcT"))


def network(architecture: str = "lstm", **config: object) -> Network:
    return random_network(architecture, config, SYMBOLS, seed=3)


def view_of(qtbot: QtBot, net: Network, text: str = "aabbcT", cursor: int = 3) -> NetworkView:
    session = Session(Document(net, text, cursor))
    session.wait()
    view = NetworkView(session, Style())
    session.on_change = view.refresh
    qtbot.addWidget(view)
    view.resize(620, 430)
    with qtbot.waitExposed(view):
        view.show()
    view.refresh(frozenset({"all"}))
    return view


def node_of(view: NetworkView, signal: str, index: tuple[int, ...], lag: int = 0) -> Node:
    state = view.shown()
    assert state is not None
    return next(n for n in state.layout.nodes if (n.signal, n.index, n.lag) == (signal, index, lag))


def value(view: NetworkView, signal: str, index: tuple[int, ...], lag: int = 0) -> float | None:
    state = view.shown()
    assert state is not None
    return state.node_value(node_of(view, signal, index, lag))


def test_the_data_stand_in_the_order_of_the_equations(qtbot: QtBot) -> None:
    """So that a file of them is the same each time."""
    view = view_of(qtbot, network(forget=True))
    found, signals = list(view.data()), view.session.document.network.program.signals
    assert [name for name in found if name in signals] == [name for name in signals if name in found]


@pytest.mark.parametrize("config", [{}, {"forget": True}, {"n_C": 2, "forget": True, "peephole": True}])
def test_nodes_show_the_trace(qtbot: QtBot, config: dict[str, object]) -> None:
    view = view_of(qtbot, network(**config))
    trace = view.session.trace
    assert trace is not None
    for t in (1, 2, 6):
        view.session.apply(edits.move_cursor(view.session.document, t))
        state = view.shown()
        assert state is not None
        for node in state.layout.nodes:
            past = 0.0 if t == 1 else trace[node.signal][(t - 2, *node.index)]
            assert state.node_value(node) == (past if node.lag else trace[node.signal][(t - 1, *node.index)])


def test_before_the_first_token_there_are_no_values(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(), cursor=0)
    assert value(view, "x", (0, 0)) is None
    assert "No token" in view.description()
    assert set(view.data()) == set(view.session.document.network.parameters)
    assert view_of(qtbot, network(), "", 0).description() == view.description()


def test_it_is_said_in_words(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(forget=True))
    said = view.description()
    assert said.startswith("t = 3, input “b”.")
    for part in ("Block 2", "input gate", "forget gate", "state of the cell", "Strongest output"):
        assert part in said
    assert view.canvas().accessibleDescription() == said


def test_another_network_is_another_drawing(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    view.session.apply(edits.set_network(view.session.document, network("elman", n_X=5), "other"))
    state = view.shown()
    assert state is not None and not state.plan.memories
    assert value(view, "x", (4,)) is not None
    view.session.undo()
    assert value(view, "x", (1, 0)) is not None


def test_keys_reach_every_node_and_leave(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("elman", n_X=3))
    canvas = view.canvas()
    canvas.setFocus()
    seen = []
    for _ in range(14):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
        if view._item.focus is None:
            break
        seen.append((view._item.focus.signal, view._item.focus.lag, view._item.focus.index))  # type: ignore[union-attr]
    assert len(set(seen)) == len(seen) == 4 + 3 + 3 + 4
    assert seen[0] == ("u", 0, (0,)) and seen[-1] == ("y", 0, (3,))


def test_a_number_with_all_its_digits_has_room(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    field = view.editor().field()
    padding = view.style_.px(20)
    assert field.fontMetrics().horizontalAdvance("-1.2345678901234567e-05") + padding <= field.maximumWidth()


def test_a_weight_is_changed_by_keys(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(forget=True))
    canvas, editor = view.canvas(), view.editor()
    canvas.setFocus()
    while view._item.focus != node_of(view, "lambda", (1,)):
        qtbot.keyClick(canvas, Qt.Key.Key_Tab)
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert editor.isVisible() and editor.weight() == ("W_lambda_z", (1, 0))
    qtbot.keyClick(editor.field(), Qt.Key.Key_Up)
    assert editor.weight() == ("W_lambda", (1,))
    before = value(view, "lambda", (1,))
    editor.field().selectAll()
    qtbot.keyClicks(editor.field(), "nonsense")
    qtbot.keyClick(editor.field(), Qt.Key.Key_Return)
    assert editor.isVisible()
    editor.field().selectAll()
    qtbot.keyClicks(editor.field(), "-30,5")
    qtbot.keyClick(editor.field(), Qt.Key.Key_Return)
    assert not editor.isVisible()
    assert view.session.document.network.parameters["W_lambda"][1] == -30.5
    assert value(view, "lambda", (1,)) != before
    view.session.undo()
    assert value(view, "lambda", (1,)) == before


def test_escape_leaves_the_weight_alone(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("elman"))
    view.canvas().setFocus()
    view._focus(node_of(view, "x", (0,)))
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Return)
    qtbot.keyClicks(view.editor().field(), "7")
    qtbot.keyClick(view.editor().field(), Qt.Key.Key_Escape)
    assert not view.editor().isVisible() and not view.session.can_undo


def test_a_click_on_a_line_edits_its_weight(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("elman", n_X=3))
    made = next(s for s in view._item.strands() if s.fan.bundle.parameter == "W_y_x")
    at = made.lines[-1].pointAt(0.07).toPoint()
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.editor().isVisible()
    assert view.editor().weight() == ("W_y_x", tuple(made.which[-1]))


def test_a_block_of_the_strip_is_chosen(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(n_M=16))
    state = view.shown()
    assert state is not None
    mini = state.layout.strip[9]
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(round(mini.x), round(mini.y)))
    state = view.shown()
    assert state is not None and state.layout.blocks[0][1].number == 9
    view._focus(state.layout.strip[3])
    view.canvas().setFocus()
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Return)
    state = view.shown()
    assert state is not None and state.layout.blocks[0][1].number == 3


def test_the_tip_tells_value_and_equation(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(forget=True))
    state = view.shown()
    assert state is not None
    node = node_of(view, "x", (1, 0))
    tip = words.node_words(state, node, view.session.document.network.equations, view._roles())
    assert "x₂₁[t]" in tip and repr(abs(float(state.node_value(node) or 0))) in tip
    assert "state of the cell (CEC), block 2" in tip
    assert "<i>λ</i>[<i>t</i>] ∘ <i>x</i>[<i>t</i>−1]" in tip and "<sub>Z</sub>(<i>Z</i>[<i>t</i>])" in tip
    gate = words.node_words(state, node_of(view, "phi", (0,)), view.session.document.network.equations, {})
    assert "Φ₁[t] = " in gate and "<sup>ϕ,z</sup>" in gate


def test_zoom_and_back(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    canvas = view.canvas()
    canvas.setFocus()
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    qtbot.keyClick(canvas, Qt.Key.Key_Plus)
    assert canvas.transform().m11() > 1.3
    qtbot.keyClick(canvas, Qt.Key.Key_0)
    assert canvas.transform().m11() == 1.0
    where = QPointF(100, 100)
    none, control = Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier
    phase = Qt.ScrollPhase.NoScrollPhase
    turn = QWheelEvent(where, where, QPoint(), QPoint(0, 120), none, control, phase, False)
    QApplication.sendEvent(canvas.viewport(), turn)
    assert canvas.transform().m11() > 1.0


@pytest.mark.parametrize("size", [(1, 1), (60, 40), (420, 300), (1200, 900)])
@pytest.mark.parametrize("scale", [0.8, 1.0, 2.0])
def test_any_size_and_text_size(qtbot: QtBot, size: tuple[int, int], scale: float) -> None:
    view = view_of(qtbot, network(n_C=2, forget=True, peephole=True))
    view.resize(*size)
    view.set_style(Style(dark=True, scale=scale))
    view.grab()


def test_numbers_that_overflow(qtbot: QtBot) -> None:
    net = network().with_value("W_z_u", (0, 0), 1e300).with_value("W_y_z", (0, 0), 1e308)
    view = view_of(qtbot, net.with_value("W_y_u", (0, 0), 1e308), cursor=2)
    view.grab()
    assert view.description()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_it_is_saved(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    view = view_of(qtbot, network())
    saving.save(view, tmp_path / f"network{suffix}")
    assert (tmp_path / f"network{suffix}").stat().st_size > 500


def test_the_data_is_the_instant(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    trace = view.session.trace
    assert trace is not None
    data = view.data()
    np.testing.assert_array_equal(data["x"], trace["x"][2])
    np.testing.assert_array_equal(data["z[t-1]"], trace["z"][1])
    np.testing.assert_array_equal(data["W_z_u"], view.session.document.network.parameters["W_z_u"])


def test_a_weight_from_a_cell_has_the_subscript_of_the_gradients(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(n_C=2))
    view._edit((("W_y_z", (0, 2)),), QPointF(50, 50))
    assert view.editor()._choices[0].written == "1,2\u20091"


def test_the_drawing_speaks_the_language_of_now(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    states = [view.shown()]
    for code in ("es", "en"):
        set_language(code)
        view.refresh(frozenset({"language"}))
        states.append(view.shown())
    assert all(a and b and a.layout is not b.layout for a, b in itertools.pairwise(states))


@pytest.mark.qt_log_ignore("This plugin does not support raise")
def test_enter_on_an_input_says_that_no_weight_arrives(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    view.canvas().setFocus()
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Tab)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Return)
    assert not view.editor().isVisible()
    assert "No weights arrive here" in view.canvas().accessibleDescription()


def test_where_weights_can_be_changed_is_said(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    gate = node_of(view, "phi", (0,))
    assert "Enter" in view._told(gate, QPointF(gate.x, gate.y))
    view._focus(gate)
    assert "Enter" in view.canvas().accessibleDescription()
