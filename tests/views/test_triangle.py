"""The triangle with a gradient that is wrong on purpose, chosen by keys; its colours, which follow what is in sight."""

from __future__ import annotations

import gallery
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

import rnrviz
from rnrviz.document import edits, following
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.numbers import full, short
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.triangle import Rows, TriangleItem
from rnrviz.figures.triangle_cells import DECADES, shades
from rnrviz.figures.triangle_marks import LOST, MUCH_OFF, OFF, kinds_in, runs
from rnrviz.language import set_language
from rnrviz.network.departures import Departure
from rnrviz.network.faults import Fault, faulty
from rnrviz.network.online import online
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis
from rnrviz.views.backward import BackwardView
from rnrviz.views.gradients import GradientsView
from rnrviz.views.triangle import TriangleView
from rnrviz.views.triangle_words import note, share

Key = Qt.Key
ALL = frozenset({"all"})
ELMAN, LSTM = gallery.KINDS[0], gallery.KINDS[3]


def together(qtbot: QtBot, kind=ELMAN, text="abcabcab", cursor=7) -> tuple[TriangleView, GradientsView, BackwardView]:
    """The three views of one session, each told of every change."""
    session = Session(Document(gallery.network(kind), text, cursor, "sum"))
    axis = TimeAxis(session.length)
    views = TriangleView(session, Style(), axis), GradientsView(session, Style(), None)
    views = (*views, BackwardView(session, Style(), None))
    for view in views:
        qtbot.addWidget(view)
        view.resize(900, 420)
        view.show()
    axis.set_width(900)

    def tell(changes: frozenset[str]) -> None:
        for view in views if changes != {"busy"} else ():  # that alone may come from a thread
            view.refresh(changes)

    session.on_change = tell
    session.wait()
    for view in views:
        view.refresh(ALL)
    session.wait()
    return views


def choose(qtbot: QtBot, view: GradientsView, kind: str) -> None:
    """A fault, by the arrow keys."""
    bar = view._breaker
    bar.kind.setFocus()
    for _ in range(bar.kind.count()):
        if bar.kind.currentData() == kind:
            break
        qtbot.keyClick(bar.kind, Key.Key_Down)
    assert bar.kind.currentData() == kind
    view.session.wait()


@pytest.mark.parametrize("kind", ["truncate", "mean", "online", "scissors", "flip", "float32"])
def test_every_fault_says_how_far_it_is_off(qtbot, kind):
    triangle, gradients, backward = together(qtbot, LSTM)
    choose(qtbot, gradients, kind)
    session = triangle.session
    session.apply(edits.go_back(session.document, 7))
    name, index = following.followed(session)
    wrong = float(faulty(session.trace, (1, 7), session.document.fault)[name][index])
    right = float(rnrviz.bptt(session.trace, (1, 7))[name][index])
    forward, back = triangle.rows().totals
    near = {"rel": 1e-6} if kind == "float32" else {"rel": 1e-9}
    if kind == "online":
        right = triangle.rows().departure.totals((1, 7))[1]
        assert forward == pytest.approx(wrong, **near) and back == pytest.approx(
            rnrviz.bptt(session.trace, (1, 7))[name][index], **near
        )
    else:
        assert forward == pytest.approx(right, **near) and back == pytest.approx(wrong, **near)
    said = triangle.rows().note
    parts = (short(wrong), short(right)) + (() if kind == "float32" else (short(abs(wrong - right)),))
    assert all(part in said for part in parts) and "%" in said and said in triangle.description()
    sums = {part.title[:4]: part.total for part in backward.sums().parts}
    assert sums == {"BPTT": pytest.approx(back, **near), "RTRL": pytest.approx(forward, **near)}
    session.apply(edits.break_gradients(session.document, None))
    assert triangle.rows().note == "" and triangle.rows().departure is None


def test_updates_by_keys_depart_the_more_the_faster_one_learns(qtbot):
    triangle, gradients, _ = together(qtbot)
    choose(qtbot, gradients, "online")
    gaps = []
    for alpha in ("0.001", "0.01", "0.1"):
        gradients._breaker.alpha.selectAll()
        qtbot.keyClicks(gradients._breaker.alpha, alpha)
        qtbot.keyClick(gradients._breaker.alpha, Key.Key_Return)
        triangle.session.wait()
        rows = triangle.rows()
        assert triangle.session.document.fault.alpha == float(alpha)
        name, index = following.followed(triangle.session)
        steps = online(triangle.session.trace, float(alpha)).gradients.each(name)[:, *index]
        np.testing.assert_allclose(rows.of_errors, steps, rtol=1e-9, atol=1e-14)
        gaps.append(np.abs(rows.departure.cells - rows.departure.exact).sum())
        assert not rows.rows_off[0] and rows.rows_off[1:7].any()
    assert gaps[1] / gaps[0] == pytest.approx(10, rel=0.3) and gaps[2] > 3 * gaps[1]


def test_a_cell_that_is_off_tells_both_numbers(qtbot):
    triangle, gradients, _ = together(qtbot)
    choose(qtbot, gradients, "flip")
    departure = triangle.rows().departure
    t, tau = next((t, tau) for t in range(7, 0, -1) for tau in range(1, t + 1) if departure.off[t - 1, tau - 1] > 0)
    told = triangle.told(triangle.item().cell(t, tau).center())
    assert full(float(departure.cells[t - 1, tau - 1])) in told
    assert f"exact: {full(float(departure.exact[t - 1, tau - 1]))}" in told
    choose(qtbot, gradients, "float32")
    assert "exact" not in triangle.told(QPointF(20, triangle.item().cell(t, tau).center().y()))  # RTRL is not rounded


def painted(rows: Rows, size: tuple[int, int] = (600, 300), column: float = 90, style: Style | None = None) -> QImage:
    style = style or Style()
    item = TriangleItem(style)
    item.show_rows(rows, Span(*size, 112, column, 0, rows.cursor), style)
    image = QImage(*size, QImage.Format.Format_ARGB32)
    image.fill(style.paper)
    painter = QPainter(image)
    item.paint(painter, None)
    painter.end()
    return image


def marked(cells: np.ndarray, exact: np.ndarray, **more) -> Rows:
    return Rows(
        exact,
        "W_x_x",
        "11",
        len(exact),
        (1, len(exact)),
        len(exact) + 1,
        False,
        Departure(Fault("flip"), cells, exact),
        **more,
    )


def unmarked(rows: Rows) -> Rows:
    """The same cells with nothing wrong."""
    return Rows(rows.drawn, rows.weight, rows.index, rows.cursor, rows.instants, rows.tau)


@pytest.mark.parametrize("style", [Style(), Style(dark=True)], ids=["light", "dark"])
def test_marks_are_shapes_not_only_colours(style):
    exact = np.tril(np.full((4, 4), 1e-3))
    cells = exact.copy()
    cells[1, 0], cells[2, 1], cells[3, 3] = 0.0, 1.5e-3, 1.0001e-3
    rows = marked(cells, exact)
    item = TriangleItem(style)
    item.show_rows(rows, Span(600, 300, 112, 90, 0, 4), style)
    assert set(kinds_in(item.grid)) == {LOST, OFF, MUCH_OFF}
    image, plain = painted(rows, style=style), painted(unmarked(rows), style=style)

    def differ(t: int, tau: int) -> np.ndarray:
        box = item.cell(t, tau).toAlignedRect().adjusted(1, 1, -1, -1)
        return np.array(
            [
                [image.pixel(x, y) != plain.pixel(x, y) for x in range(box.left(), box.right())]
                for y in range(box.top(), box.bottom())
            ]
        )

    assert 0.1 < differ(2, 1).mean() < 0.6  # hatched
    frame = differ(3, 2)
    assert frame[:, 1].all() and frame[-3:].all(1).any() and not frame[4:-4, 4:20].any()
    corner = differ(4, 4)
    assert corner[:2, -3:].all() and not corner[9:, :].any()
    assert not differ(4, 1).any() and not differ(1, 1).any()


def test_marks_of_cells_too_small_for_them():
    exact = np.tril(np.full((100, 100), 1e-3))
    cells = exact.copy()
    cells[60:80, 10:30], cells[60:80, 35:55] = 0.0, 2e-3
    rows = marked(cells, exact)
    image, bare = painted(rows, column=4.0), painted(unmarked(rows), column=4.0)
    changed = [(x, y) for x in range(112, 512) for y in range(30, 230) if image.pixel(x, y) != bare.pixel(x, y)]
    columns = {int((x - 112) / 4) for x, _ in changed}
    assert columns and columns <= set(range(9, 56)) and {12, 20, 40, 50} <= columns
    assert list(runs(np.array([[0, 1, 1, 0, 1], [0, 0, 0, 0, 0]], bool))) == [(0, 1, 3), (0, 4, 5)]


def test_the_note_has_room_of_its_own_in_both_languages(qtbot):
    triangle, gradients, _ = together(qtbot)
    for language in ("en", "es"):
        set_language(language)
        choose(qtbot, gradients, "online")
        triangle.refresh(frozenset({"language"}))
        for width in (300, 900):
            triangle.resize(width, 300)
            grid = triangle.item().grid
            assert grid.note.bottom() == grid.span.height and grid.top_of(grid.shown.stop) <= grid.foot
            assert grid.note.height() > (40 if width == 300 else 15)
    set_language("en")


def test_a_total_that_is_right_is_said_to_be():
    exact = np.tril(np.ones((3, 3)))
    same = Departure(Fault("truncate", t_0=3), exact.copy(), exact)
    assert note(same, (1, 3)).endswith("equal to the exact one.")
    assert share(1.0, 0.0) == share(np.nan, 1.0) == "" and share(1.5, 1.0) == " (50.0 %)"
    assert share(1.0 + 1e-9, 1.0).startswith(" (1.0·10⁻⁷")


def far_apart(length: int = 200) -> np.ndarray:
    """Rows of 1 up to t = 20, of 1e-9 from there on, fading a decade in ten instants."""
    apart = np.subtract.outer(np.arange(length), np.arange(length))
    table = np.where(apart >= 0, 10.0 ** (-apart / 10.0), 0.0)
    return table * np.where(np.arange(length) < 20, 1.0, 1e-9)[:, None]


def test_colours_follow_what_is_in_sight():
    rows = Rows(far_apart(), "W_x_x", "11", 200, (1, 200), 201)
    item, style = TriangleItem(Style()), Style()

    def decade(first: float) -> int:
        item.show_rows(rows, Span(912, 400, 112, 8, first, 200), style)
        return item.grid.decade

    assert decade(0) == 0 and decade(19) == 0 and decade(21) == -9
    assert {decade(first) for first in np.arange(25, 60, 0.25)} == {-9}  # calm while it is scrolled
    seen = shades(rows.drawn[39:60, 39:60], decade(39))
    assert seen.max() == pytest.approx(1.0) and (seen[np.tril_indices(21)] > 0.5).all()
    grey = shades(rows.drawn[39:60, 39:60], 0)
    assert not grey.any()  # as it would be by the largest of the whole table


def test_the_range_is_drawn_and_said(qtbot):
    triangle, _, _ = together(qtbot)
    decade = triangle.item().grid.decade
    most = np.abs(triangle.rows().drawn[:7]).max()
    assert 10.0 ** (decade - 1) < most <= 10.0**decade
    assert f"Colours from 10{'⁻' if decade - DECADES < 0 else ''}" in triangle.description()
    head = QPoint(round(triangle.axis.gutter) + 60, 14)
    image = triangle.canvas().grab().toImage()
    colours = {image.pixel(head.x() + x, head.y()) for x in range(90)}
    assert len(colours) > 6


def test_nothing_but_zeros_has_no_range():
    rows = Rows(np.zeros((3, 3)), "W_x_x", "11", 3, (1, 3), 4)
    item = TriangleItem(Style())
    item.show_rows(rows, Span(600, 300, 112, 90, 0, 3), Style())
    assert item.grid.decade is None
    assert not painted(rows).isNull()
    assert Rows(np.full((2, 2), 1.7e308), "W_x_x", "11", 2, (1, 2), 3).decade(range(1, 3), range(1, 3)) == 308
    assert Rows(np.full((2, 2), np.nan), "W_x_x", "11", 2, (1, 2), 3).decade(range(1, 3), range(1, 3)) is None


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf", "tex"])
def test_a_triangle_with_a_fault_can_be_saved(qtbot, tmp_path, suffix):
    triangle, gradients, _ = together(qtbot)
    choose(qtbot, gradients, "truncate")
    path = tmp_path / f"triangle.{suffix}"
    saving.save(triangle, path)
    assert path.stat().st_size > 1000
    assert set(triangle.data()) == {"contributions", "with_fault", "exact"}


@pytest.mark.parametrize(("text", "cursor"), [("", 0), ("a", 1), ("abcabcabcabc", 12), ("abc" * 66 + "ab", 199)])
@pytest.mark.parametrize("kind", ["truncate", "mean", "online", "scissors", "flip", "float32"])
def test_faults_of_texts_of_every_length(qtbot, text, cursor, kind):
    triangle, _, backward = together(qtbot, LSTM, text, cursor)
    session = triangle.session
    session.apply(edits.break_gradients(session.document, Fault(kind, signal="gamma")))
    session.apply(edits.go_back(session.document, cursor // 2))
    session.wait()
    for view in (triangle, backward):
        assert not view.grab().isNull() and view.description()
    assert bool(triangle.rows() and triangle.rows().note) == bool(cursor)


def test_what_the_network_cannot_have_is_said(qtbot):
    triangle, _, backward = together(qtbot, gallery.KINDS[12])
    session = triangle.session
    session.apply(edits.break_gradients(session.document, Fault("online")))
    session.wait()
    assert "RTRL does not apply" in triangle.rows().note and backward.sums() is not None
