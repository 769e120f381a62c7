"""The numbers of both sums of a gradient can be asked: the explanation has the number that was clicked."""

from __future__ import annotations

import gallery
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from rnrviz.document import edits, following
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.figures.sums import BAR, EDGE, GAP, HEAD, LABEL, LINE
from rnrviz.views.backward import BackwardView
from rnrviz.views.explain import ExplainView

KINDS = [("elman", {"n_X": 3}, ""), gallery.KINDS[-1], *(kind for kind in gallery.KINDS if kind[0] == "lstm")][:4]


@pytest.fixture(params=["instant", "sum"])
def error(request):
    return request.param


def opened(qtbot: QtBot, kind: tuple, error: str, back: int = 4, width: int = 700) -> BackwardView:
    session = Session(Document(gallery.network(kind), "abcab", 4, error))
    session.wait()
    session.apply(edits.go_back(session.document, back))
    view = BackwardView(session, Style(), None)
    qtbot.addWidget(view)
    view.resize(width, 900)
    view.show()
    session.on_change = lambda changes: view.refresh(changes) if changes != {"busy"} else None
    view.refresh(frozenset({"all"}))
    session.wait()
    view.refresh(frozenset({"all"}))
    return view


def answer(qtbot: QtBot, view: BackwardView, x: float, y: float) -> float | None:
    """What the explanation of the number there says; None where nothing is asked."""
    session = view.session
    session.apply(edits.ask(session.document, None))
    at = view.canvas().mapFromScene(QPointF(x, y))
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    if session.document.question is None:
        return None
    explain = ExplainView(session, Style())
    qtbot.addWidget(explain)
    for _ in range(2):
        explain.refresh(frozenset({"all"}))
        session.wait()
    found = explain.explanation()
    assert found is not None and found.question == session.document.question
    return found.value


def tops(view: BackwardView) -> list[float]:
    """The top of the first line of each sum."""
    found, top = [], 40.0
    for part in view.sums().parts:
        found.append(top + HEAD)
        top += HEAD + LINE * (len(part.lines) + 1) + GAP
    return found


@pytest.mark.parametrize("kind", KINDS, ids=str)
def test_every_number_of_both_sums_is_what_its_explanation_says(qtbot: QtBot, kind: tuple, error: str) -> None:
    view = opened(qtbot, kind, error)
    sums, value = view.sums(), view._item.width - EDGE - BAR - 30
    assert answer(qtbot, view, EDGE + 10, 20) == sums.value
    first = view.session.document.instants[0]
    for part, top in zip(sums.parts, tops(view), strict=True):
        for k, line in enumerate(part.lines):
            told = answer(qtbot, view, value, top + LINE * (k + 0.5))
            if part.forward and line.instant < first:
                assert told is None
            else:
                assert told == pytest.approx(line.value, rel=1e-9, abs=1e-15)
        told = answer(qtbot, view, value, top + LINE * (len(part.lines) + 0.5))
        assert told == pytest.approx(part.total, rel=1e-9, abs=1e-15)


@pytest.mark.parametrize("kind", KINDS[:3], ids=str)
def test_every_sensitivity_is_what_its_explanation_says(qtbot: QtBot, kind: tuple) -> None:
    view = opened(qtbot, kind, "sum")
    part, top, item = view.sums().parts[1], tops(view)[1], view._item
    for line in (1, 3):
        for cell, number in enumerate(part.lines[line].cells):
            wide = item._cell_width(part.lines[line], item._middle(0.0))
            told = answer(qtbot, view, EDGE + LABEL + (cell + 0.5) * wide, top + LINE * (line + 0.5))
            assert told == pytest.approx(number, rel=1e-9, abs=1e-15)


def test_enter_asks_for_the_gradient_and_empty_places_for_nothing(qtbot: QtBot) -> None:
    view = opened(qtbot, KINDS[0], "sum", back=0)
    assert not view.sums().parts[0].lines
    assert answer(qtbot, view, 600, 40 + HEAD + LINE / 2) is None
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Return)
    question = view.session.document.question
    assert question.kind == "gradient" and question.errors == (1, 4)
    assert (question.name, question.index) == following.followed(view.session)


@pytest.mark.parametrize("width", [330, 435, 700])
def test_numbers_of_sensitivities_are_whole_or_not_there(qtbot: QtBot, width: int) -> None:
    view = opened(qtbot, ("lstm", {"n_M": 2, "n_C": 1}, ""), "sum", width=width)
    font, cells, drawn = view.style_.font(0.85), [], []
    metrics = QFontMetricsF(font)
    for line in view.sums().parts[1].lines:
        cells += [view._item._cell_width(line, view._item._middle(0.0)) - 1.5] * len(line.cells)
        drawn += [view._item.words(number, font, cells[-1]) for number in line.cells]
    assert drawn and all(metrics.horizontalAdvance(text) <= room for text, room in zip(drawn, cells, strict=True))
    assert any(drawn) or width < 400
