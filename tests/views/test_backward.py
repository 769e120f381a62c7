"""The backward pass: triangle, sums and deltas, by real keys and clicks, against BPTT and RTRL."""

from __future__ import annotations

import gallery
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import rnrviz
from rnrviz.document import edits, following
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.sums import BAR, EDGE, LINE, VALUE
from rnrviz.figures.triangle import Rows, TriangleItem
from rnrviz.network.faults import Fault
from rnrviz.network.gradients import deltas
from rnrviz.views.axis import TimeAxis
from rnrviz.views.backward import BackwardView
from rnrviz.views.triangle import TriangleView
from rnrviz.views.unrolled import UnrolledView

ALL = frozenset({"all"})
KEY = Qt.Key


def opened(kind: tuple = ("elman", {"n_X": 4}, ""), text: str = "abcab", cursor: int = 4) -> Session:
    session = Session(Document(gallery.network(kind), text, cursor, "sum"))
    session.wait()
    return session


def shown(qtbot: QtBot, made: type, session: Session, size: tuple[int, int] = (900, 420)):
    view = made(session, Style(), TimeAxis(session.length))
    qtbot.addWidget(view)
    view.resize(*size)
    view.axis.set_width(size[0]) if hasattr(view, "axis") else None
    view.show()
    view.refresh(ALL)
    session.wait()
    view.refresh(ALL)
    return view


@pytest.mark.parametrize("kind", [kind for kind in gallery.KINDS if kind[2] != "fixed"], ids=str)
def test_both_sums_arrive_at_the_gradient(qtbot, kind):
    session = opened(kind, "abcabca", 6)
    weight = following.followed(session)
    view, sums = shown(qtbot, TriangleView, session), shown(qtbot, BackwardView, session)
    for error in ("instant", "sum"):
        session.apply(edits.choose_error(session.document, error))
        session.apply(edits.go_back(session.document, 6))
        for each in (view, sums):
            each.refresh(ALL)
        expected = rnrviz.bptt(session.trace, session.document.instants)[weight[0]][weight[1]]
        assert view.rows().totals == pytest.approx((expected, expected), rel=1e-9, abs=1e-14)
        for part in sums.sums().parts:
            assert part.done and part.total == pytest.approx(expected, rel=1e-9, abs=1e-14)
        one_way = kind[0] != "bidirectional"
        assert len(sums.sums().parts) == 1 + one_way and bool(sums.sums().verdict) == one_way


def test_the_sum_grows_term_by_term(qtbot):
    session = opened()
    view = shown(qtbot, BackwardView, session)
    columns = following.triangle(session).columns((1, 4))
    for back in range(5):
        session.apply(edits.go_back(session.document, back))
        view.refresh(frozenset({"back"}))
        part = view.sums().parts[0]
        assert [line.label for line in part.lines] == [f"τ = {t}" for t in range(4, 4 - back, -1)]
        assert part.total == pytest.approx(columns[4 - back : 4].sum(), rel=1e-12, abs=1e-15)
        assert part.done == (back == 4)


def test_a_cell_leads_to_its_error_and_its_copy(qtbot):
    session = opened(cursor=5)
    view = shown(qtbot, TriangleView, session)
    box = view.item().cell(4, 2)
    at = view.canvas().mapFromScene(box.center())
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (session.document.cursor, session.document.tau) == (4, 2)
    assert "τ = 2" in view.told(box.center()) and view.told(QPointF(20, box.center().y())).startswith("∂E[4]")


def test_up_and_down_follow_other_weights(qtbot):
    session = opened()
    view = shown(qtbot, TriangleView, session)
    seen = set()
    for _ in range(session.document.network.program.size):
        qtbot.keyClick(view.canvas(), KEY.Key_Down)
        seen.add(session.document.weight)
    assert len(seen) == session.document.network.program.size
    last = session.document.weight
    qtbot.keyClick(view.canvas(), KEY.Key_Up)
    qtbot.keyClick(view.canvas(), KEY.Key_Down)
    assert session.document.weight == last


@pytest.mark.parametrize("kind", [kind for kind in gallery.KINDS if kind[2] != "fixed"], ids=str)
def test_nodes_show_deltas_where_the_errors_have_been(qtbot, kind):
    session = opened(kind, "abcabca", 6)
    view = shown(qtbot, UnrolledView, session)
    assert view._item.back is None
    session.apply(edits.go_back(session.document, 3))
    view.refresh(frozenset({"back"}))
    expected, back = deltas(session.trace, session.document.instants), view._item.back
    assert back.tau == 4
    for name, values in back.deltas.items():
        np.testing.assert_array_equal(values.ravel(), expected[back.names[name]].ravel())
    weight = following.followed(session)
    terms = view._item.copies.terms
    total = rnrviz.bptt(session.trace, session.document.instants)[weight[0]][weight[1]]
    assert terms.sum() == pytest.approx(total, rel=1e-9, abs=1e-14)


def test_every_weight_has_its_copies(qtbot):
    for kind in gallery.KINDS[:10]:
        session = opened(kind, "abca", 3)
        view = shown(qtbot, UnrolledView, session)
        for parameter in (p for p in session.document.network.program.parameters.values() if p.trained):
            last = tuple(n - 1 for n in parameter.shape)
            session.apply(edits.follow_weight(session.document, (parameter.name, last)))
            view.refresh(frozenset({"weight"}))
            assert view._item.copies is not None
            view.canvas().grab()


def test_a_step_of_descent_lowers_the_error_and_can_be_undone(qtbot):
    session = opened(text="abcabcabc", cursor=9)
    view = shown(qtbot, BackwardView, session)
    before = np.nansum(session.trace["E"])
    vector = session.document.network.vector.copy()
    qtbot.mouseClick(view._descent._button, Qt.MouseButton.LeftButton)
    assert np.nansum(session.trace["E"]) < before
    session.undo()
    np.testing.assert_array_equal(session.document.network.vector, vector)


@pytest.mark.parametrize(("text", "cursor"), [("", 0), ("a", 1), ("abcabcabcabc", 12), ("abc" * 66 + "ab", 150)])
@pytest.mark.parametrize("made", [TriangleView, BackwardView, UnrolledView])
def test_texts_of_every_length(qtbot, made, text, cursor):
    session = opened(text=text, cursor=cursor)
    session.apply(edits.go_back(session.document, cursor // 2))
    view = shown(qtbot, made, session, (700, 300))
    assert not view.grab().isNull() and view.description()
    assert all(len(array) or not text for array in view.data().values())


def test_a_text_that_is_too_long_is_said(qtbot):
    session = opened(text="ab" * 800, cursor=3)
    for made in (TriangleView, BackwardView):
        view = shown(qtbot, made, session)
        assert "1500" in view.description() and view.data() == {}


def test_numbers_that_are_none_are_marked(qtbot):
    table = np.tril(np.full((4, 4), np.nan))
    table[1, 0] = np.inf
    item, style = TriangleItem(Style()), Style()
    item.show_rows(Rows(table, "W_x_x", "11", 4, (1, 4), 1), Span(600, 300, 112, 90, 0, 4), style)
    image = QImage(600, 300, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    item.paint(painter, None)
    painter.end()
    centre = item.cell(3, 2).topLeft() + QPointF(6, 4)
    assert image.pixelColor(QPoint(round(centre.x()), round(centre.y()))) == style.marked


def test_truncation_draws_its_band_and_the_totals_do_not_meet(qtbot):
    session = opened(text="abcabcab", cursor=7)
    weight = following.followed(session)
    session.apply(edits.go_back(session.document, 7))
    session.apply(edits.break_gradients(session.document, Fault("truncate", t_0=2)))
    view, sums = shown(qtbot, TriangleView, session), shown(qtbot, BackwardView, session)
    whole, cut = (rnrviz.bptt(session.trace, (1, 7), truncate=t)[weight[0]][weight[1]] for t in (None, 2))
    assert view.rows().totals == pytest.approx((whole, cut), rel=1e-10) and abs(whole - cut) > 1e-6
    assert sums.sums().parts[0].total == pytest.approx(cut, rel=1e-10)
    assert "differ" in sums.sums().verdict


def test_a_click_carries_the_errors_to_a_column_once_they_are_on_their_way(qtbot):
    session = opened(text="abcabcab", cursor=7)
    view = shown(qtbot, UnrolledView, session)

    def click(t: int) -> None:
        at = view.canvas().mapFromScene(QPointF(view.axis.x(t), 3.0))
        qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
        view.refresh(frozenset({"cursor", "back"}))

    click(6)
    assert (session.document.cursor, session.document.back) == (6, 0)
    session.apply(edits.go_back(session.document, 1))
    click(3)
    assert (session.document.cursor, session.document.tau) == (6, 3)
    click(5)
    assert (session.document.cursor, session.document.tau) == (6, 5)
    click(8)
    assert (session.document.cursor, session.document.back) == (8, 0)


def test_no_line_is_cut_at_the_top_while_the_sum_grows(qtbot):
    view = shown(qtbot, BackwardView, opened(text="abcababcab", cursor=9), (460, 230))
    session, bar = view.session, view.canvas().verticalScrollBar()
    moved = 0
    for back in range(1, 10):
        session.apply(edits.go_back(session.document, back))
        view.refresh(frozenset({"back"}))
        item = view._item
        assert bar.value() >= item.line_from(bar.value()) - 1
        assert bar.value() <= item.newest(0).top() and item.newest(0).bottom() <= bar.value() + bar.pageStep() + 1
        moved += bar.value() > 0
    assert moved


def test_no_line_waits_for_a_sum_before_there_is_one(qtbot):
    view = shown(qtbot, BackwardView, opened(cursor=4), (700, 500))
    item, style = view._item, view.style_
    before = item.height

    def ruled() -> bool:
        """Whether the line over the total of BPTT is drawn, below its last term."""
        picture = QImage(700, 500, QImage.Format.Format_RGB32)
        picture.fill(style.panel)
        painter = QPainter(picture)
        view.canvas().scene().render(painter, QRectF(0, 0, 700, 500), QRectF(0, 0, 700, 500))
        painter.end()
        right = int(item.width - style.px(EDGE + BAR + VALUE / 2))
        top = round(item.newest(0).top() + style.px(LINE))
        return any(picture.pixelColor(right, y).lightness() < 150 for y in range(top - 2, top + 3))

    assert not view.sums().parts[0].lines and not ruled()
    view.session.apply(edits.go_back(view.session.document, 1))
    view.refresh(frozenset({"back"}))
    assert ruled() and item.height > before


def test_the_newest_term_of_either_sum_is_in_sight(qtbot):
    session = opened(text="abcab" * 20, cursor=40)
    view = shown(qtbot, BackwardView, session)
    bar, canvas = view.canvas().verticalScrollBar(), view.canvas()

    def seen(number: int) -> bool:
        area = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
        return area.contains(view._item.newest(number).adjusted(2, 2, -2, -2))

    assert bar.maximum() > 0 and seen(1)
    for t in (41, 60, 90):
        session.apply(edits.move_cursor(session.document, t))
        view.refresh(frozenset({"cursor", "gradients"}))
        assert seen(1), t
    session.apply(edits.go_back(session.document, 3))
    view.refresh(frozenset({"back"}))
    assert seen(0)
    session.apply(edits.go_back(session.document, 0))
    view.refresh(frozenset({"back"}))
    assert seen(1)


def test_what_is_computed_later_is_followed_too_and_no_title_is_cut(qtbot):
    session = opened(text="abcab" * 40, cursor=0)
    view = shown(qtbot, BackwardView, session, (460, 230))
    session.apply(edits.move_cursor(session.document, 133))
    view.refresh(frozenset({"cursor"}))
    session.wait()
    view.refresh(frozenset({"answers"}))
    bar, item = view.canvas().verticalScrollBar(), view._item
    assert len(view.sums().parts[1].lines) == 133
    assert item.newest(1).bottom() <= bar.value() + bar.pageStep() + 1
    bar.setValue(7)
    view.refresh(frozenset({"answers"}))
    assert bar.value() == 7, "whoever scrolls elsewhere stays there"
    session.apply(edits.move_cursor(session.document, 1))
    view.refresh(frozenset({"cursor"}))
    assert bar.value() >= item.line_from(bar.value()) - 1


@pytest.mark.parametrize("height", range(190, 330, 7))
def test_no_line_is_cut_at_the_end_either(qtbot, height):
    session = opened(text="abcab" * 3, cursor=0)
    view = shown(qtbot, BackwardView, session, (460, 230))
    session.apply(edits.move_cursor(session.document, 8))
    session.wait()
    view.refresh(frozenset({"cursor"}))
    view.resize(460, height)
    view.refresh(frozenset({"answers"}))
    bar, item = view.canvas().verticalScrollBar(), view._item
    assert abs(bar.maximum() - item.line_from(bar.maximum() - 1)) <= 1 or bar.maximum() == 0
