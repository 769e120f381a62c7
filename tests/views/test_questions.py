"""A click on a number, in any view, asks where it comes from, and does what it always did."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.ends import places
from rnrviz.figures.style import Style
from rnrviz.figures.tape_content import rows
from rnrviz.network.network import Network, random_network
from rnrviz.network.question import Question
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.gradients import GradientsView
from rnrviz.views.network import NetworkView
from rnrviz.views.prediction import PredictionView
from rnrviz.views.questions import ask, of_output, of_unit, of_weight
from rnrviz.views.staves import StavesView
from rnrviz.views.tape import TapeView
from rnrviz.views.triangle import TriangleView
from rnrviz.views.unrolled import UnrolledView

TEXT = "abcabca"


def net(kind: str = "lstm", **config: object) -> Network:
    return random_network(kind, config, Vocabulary(tuple("abc")), 3)


def opened(qtbot: QtBot, made: Any, network: Network, size: tuple[int, int] = (900, 500), cursor: int = 4) -> Any:
    session = Session(Document(network, TEXT, cursor))
    session.wait()
    view = made(session, Style(), None)
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.refresh(frozenset({"all"}))
    session.wait()
    view.refresh(frozenset({"gradients", "cursor"}))
    session.on_change = view.refresh
    return view


def click(qtbot: QtBot, view: Any, at: QPointF) -> Question | None:
    spot = view.canvas().mapFromScene(at)
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=spot)
    question: Question | None = view.session.document.question
    return question


def test_the_tape(qtbot: QtBot) -> None:
    view = opened(qtbot, TapeView, net(), (900, 140))
    place, x = rows(1.0, False), view.axis.x(3)
    assert click(qtbot, view, QPointF(x, place.chip.center().y())) is None
    assert view.session.document.cursor == 3
    assert click(qtbot, view, QPointF(x, place.target.center().y())) == Question("error", "E", (), 3)
    guess = int(view.shown().guesses[1])
    at = QPointF(view.axis.x(2), place.bar.center().y())
    assert click(qtbot, view, at) == Question("signal", "y", (guess,), 2)
    assert view.session.document.cursor == 2


def test_the_staves(qtbot: QtBot) -> None:
    view = opened(qtbot, StavesView, net(), (900, 700))
    item = view._item
    lane, box = next(row for row in item.rows() if row[0].name == "x")
    end, at = places(lane, box, *item._ends(lane, box), Style())[1]
    assert click(qtbot, view, at + QPointF(12, 0)) == Question("signal", "x", (end.unit, 0), 4)
    error, where = next(row for row in item.rows() if row[0].name == "E")
    y = where.bottom() - error.values[1, 0] / (error.high - error.low) * where.height()
    assert click(qtbot, view, QPointF(view.axis.x(2), y)) == Question("error", "E", (), 2)
    assert view.session.document.cursor == 2


def test_the_network(qtbot: QtBot) -> None:
    view = opened(qtbot, NetworkView, net(), (700, 700))
    nodes = view.shown().layout.nodes
    now = next(n for n in nodes if n.signal == "y" and not n.lag)
    assert click(qtbot, view, QPointF(now.x, now.y)) == Question("signal", "y", now.index, 4)
    assert view._item.focus == now
    late = next(n for n in nodes if n.lag and n.signal == "z")
    assert click(qtbot, view, QPointF(late.x, late.y)) == Question("signal", "z", late.index, 3)
    for node in nodes:
        click(qtbot, view, QPointF(node.x, node.y))


def test_a_weight_of_the_network(qtbot: QtBot) -> None:
    view = opened(qtbot, NetworkView, net("elman"), (700, 700))
    spots = (QPointF(x, y) for x in range(60, 640, 7) for y in range(60, 640, 7))
    free = (at for at in spots if view.shown().layout.at(at.x(), at.y()) is None)
    at = next(at for at in free if view._weight_at(at) is not None)
    name, index = view._weight_at(at)
    assert click(qtbot, view, at) == Question("gradient", name, tuple(index), errors=(4, 4))
    assert view.editor().isVisible()


def test_the_prediction(qtbot: QtBot) -> None:
    view = opened(qtbot, PredictionView, net(), (420, 240))
    for number, (_, row) in enumerate(view._item.places()):
        assert click(qtbot, view, row.center()) == Question("signal", "y", (number,), 4)
    assert click(qtbot, view, QPointF(400, 12)) == Question("error", "E", (), 4)
    other = opened(qtbot, PredictionView, net("elman", g_Y="logistic"), (420, 240))
    at = other._item.places()[1][1].center()
    assert click(qtbot, other, at) == Question("probability", "y", (1,), 4)


@pytest.mark.parametrize("error", ["instant", "sum"])
def test_the_gradients(qtbot: QtBot, error: Any) -> None:
    view = opened(qtbot, GradientsView, net("elman"), (450, 600))
    view.session.apply(edits.choose_error(view.session.document, error))
    view.session.wait()
    from rnrviz.figures.matrices import Entry

    view._choose(Entry(0, 1, 2))
    at = view.place(0)
    view._choose(None)
    errors = (4, 4) if error == "instant" else (1, 4)
    assert click(qtbot, view, at) == Question("gradient", view._blocks[0].name, (1, 2), errors=errors)
    assert view._rows.selected == Entry(0, 1, 2)


def test_the_unrolled_network(qtbot: QtBot) -> None:
    view = opened(qtbot, UnrolledView, net("elman"), (900, 500))
    spots = (QPointF(view.axis.x(2) + dx, y) for dx in (-8, 0, 8) for y in range(480))
    at = next(at for at in spots if (found := view._item.unit_at(at)) and found[0].band.signal == "x")
    row, unit, t = view._item.unit_at(at)
    assert click(qtbot, view, at) == Question("signal", "x", row.band.index(unit), t)
    assert view.session.document.cursor == 2


def test_a_unit_to_which_errors_came_back_is_asked_for_the_delta_it_shows(qtbot: QtBot) -> None:
    view = opened(qtbot, UnrolledView, net("elman"), (900, 500))
    view.session.apply(edits.go_back(view.session.document, 3))
    spots = (QPointF(view.axis.x(3) + dx, y) for dx in (-8, 0, 8) for y in range(480))
    at = next(at for at in spots if (found := view._item.unit_at(at)) and found[0].band.signal == "x")
    index = view._item.unit_at(at)[0].band.index(view._item.unit_at(at)[1])
    assert click(qtbot, view, at) == Question("delta", "X", index, 3, (4, 4))


def test_the_triangle(qtbot: QtBot) -> None:
    view = opened(qtbot, TriangleView, net("elman"), (900, 400))
    view.session.wait()
    view.refresh(frozenset({"answers"}))
    name, index = view._known.weight
    ys = range(view.canvas().height())
    x = view.axis.x(2)
    y = next(y for y in ys if view._place(QPointF(x, y)) == (3, 2))
    assert click(qtbot, view, QPointF(x, y)) == Question("contribution", name, index, 2, (3, 3))
    assert (view.session.document.cursor, view.session.document.back) == (3, 2)


def test_on_the_way_back_a_unit_is_asked_for_its_delta() -> None:
    document = Document(net(), TEXT, 5, "sum", back=2)
    assert of_unit(document, "x", (0, 0), 4) == Question("delta", "x", (0, 0), 4, (1, 5))
    assert of_unit(document, "phi", (0,), 4) == Question("delta", "Phi", (0,), 4, (1, 5))
    assert of_unit(document, "x", (0, 0), 3) == Question("signal", "x", (0, 0), 3)


def test_before_the_first_token_a_weight_is_only_itself() -> None:
    assert of_weight(Document(net(), TEXT), "W_y", (0,)) == Question("weight", "W_y", (0,))
    assert of_output(Document(net(), TEXT, 1), 2, 1).kind == "signal"


def test_what_is_not_there_is_not_asked() -> None:
    session = Session(Document(net(), "ab", 1))
    session.wait()
    for question in (None, Question("signal", "x", (0, 0), 3), Question("signal", "nothing", (0,), 1)):
        ask(session, question)
        assert session.document.question is None
    session.close()
