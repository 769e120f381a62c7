"""The staves: lanes by role, steady ranges, only what has been read, gaps and the word overflow."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.curves import runs, segments
from rnrviz.figures.ends import spread
from rnrviz.figures.lanes import Lane, first_broken, gate_range, nice, nice_range
from rnrviz.figures.span import Span
from rnrviz.figures.staves import stride
from rnrviz.figures.style import Style
from rnrviz.language import set_language
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis
from rnrviz.views.staves import StavesView

ALL = frozenset({"all"})
LSTM = {"n_U": 4, "n_Y": 4, "n_M": 2, "n_C": 2, "forget": True, "g_Y": "softmax"}
ELMAN = {"n_U": 4, "n_Y": 4, "n_X": 3, "g_Y": "softmax"}


def network(architecture: str, **config: object) -> Network:
    base = LSTM if architecture == "lstm" else ELMAN
    return random_network(architecture, {**base, **config}, Vocabulary(tuple("abcT")), seed=3)


def staves(qtbot: QtBot, net: Network, text: str = "aabbccT", cursor: int = 3, width: int = 900) -> StavesView:
    session = Session(Document(net, text, cursor))
    session.wait()
    view = StavesView(session, Style(), TimeAxis(session.length))
    qtbot.addWidget(view)
    view.resize(width, 420)
    view.axis.set_width(width)
    view.show()
    view.refresh(ALL)
    return view


@pytest.mark.parametrize(
    ("net", "names"),
    [
        (("elman", {}), ["x", "E"]),
        (("lstm", {}), ["x", "phi", "lambda", "gamma", "z", "E"]),
        (("lstm", {"forget": False}), ["x", "phi", "gamma", "z", "E"]),
    ],
)
def test_lanes_follow_the_roles(qtbot: QtBot, net: tuple[str, dict[str, object]], names: list[str]) -> None:
    view = staves(qtbot, network(net[0], **net[1]))
    assert sorted(lane.name for lane in view.lanes()) == sorted(names)
    assert view.lanes()[0].name == "x"
    assert view.lanes()[-1].name == "E"


def test_lanes_hold_the_trace(qtbot: QtBot) -> None:
    view = staves(qtbot, network("lstm"))
    trace = view.session.trace
    assert trace is not None
    for lane in view.lanes():
        np.testing.assert_array_equal(lane.values, trace[lane.name].reshape(len(trace), -1))
    assert view.lanes()[0].indices == ("11", "12", "21", "22")
    assert {name: value.shape for name, value in view.data().items()}["x"] == (7, 2, 2)


def test_ranges_do_not_move_while_stepping(qtbot: QtBot) -> None:
    view = staves(qtbot, network("lstm"), cursor=0)
    before = [(lane.low, lane.high) for lane in view.lanes()]
    for t in range(8):
        view.session.apply(edits.move_cursor(view.session.document, t))
        view.refresh(frozenset({"cursor"}))
        assert [(lane.low, lane.high) for lane in view.lanes()] == before


def test_gates_run_from_zero_to_one(qtbot: QtBot) -> None:
    gates = [lane for lane in staves(qtbot, network("lstm")).lanes() if lane.name in ("phi", "gamma", "lambda")]
    assert all((lane.low, lane.high) == (0.0, 1.0) for lane in gates)


def test_curves_grow_with_the_cursor(qtbot: QtBot) -> None:
    view = staves(qtbot, network("elman"), cursor=2)
    early = view.grab().toImage()
    view.session.apply(edits.move_cursor(view.session.document, 5))
    view.refresh(frozenset({"cursor"}))
    late = view.grab().toImage()
    right = QRectF(view.axis.x(3.6), 0, view.axis.column, 300).toRect()
    assert painted(late, right, view) > painted(early, right, view)


def painted(image: QImage, area: object, view: StavesView) -> int:
    """How many pixels of an area have the colour of x."""
    colour = view.style_.signal("x").rgb()
    part = image.copy(area)  # type: ignore[call-overload]
    return sum(part.pixel(x, y) == colour for x in range(part.width()) for y in range(part.height()))


def test_click_and_drag_set_the_cursor(qtbot: QtBot) -> None:
    view = staves(qtbot, network("elman"))
    viewport = view.canvas().viewport()
    at = [QPoint(round(view.axis.x(t)), 50) for t in (2, 5)]
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=at[0])
    assert view.session.document.cursor == 2
    view.canvas().on_drag(view.canvas().mapToScene(at[1]))  # type: ignore[attr-defined]
    assert view.session.document.cursor == 5


@pytest.mark.parametrize("text", ["", "a", "aabbccT" * 30])
@pytest.mark.parametrize("net", [("elman", {}), ("elman", {"n_X": 16}), ("lstm", {}), ("lstm", {"n_M": 16})])
@pytest.mark.parametrize("style", [Style(), Style(dark=True, scale=1.6)])
def test_everything_is_painted(qtbot: QtBot, text: str, net: tuple[str, dict[str, object]], style: Style) -> None:
    view = staves(qtbot, network(net[0], **net[1]), text, cursor=min(100, len(text)))
    view.set_style(style)
    view.axis.set_scale(style.scale)
    view.refresh(frozenset({"cursor"}))
    assert not view.grab().isNull()


def test_overflow_is_said(qtbot: QtBot) -> None:
    net = network("elman", g_X="identity")
    for i in range(3):
        net = net.with_value("W_x_x", (i, i), 1e300)
    view = staves(qtbot, net, "aabbccT", cursor=7)
    lane = view.lanes()[0]
    assert lane.broken > 0
    assert lane.low < lane.high < np.inf
    assert view.session.trace is not None
    assert {lane.broken for lane in view.lanes() if lane.broken} == {view.session.trace.overflow}
    assert all(lane.broken for lane in view.lanes())
    assert not view.grab().isNull()


@pytest.mark.parametrize("cursor", [0, 7])
def test_the_cursor_stands_where_it_stands_on_the_tape(qtbot: QtBot, cursor: int) -> None:
    view = staves(qtbot, network("elman"), cursor=cursor)
    span = Span(900, 420, view.axis.gutter, view.axis.column, view.axis.first, cursor)
    x, width = span.place(cursor)
    assert view._item.staves.columns.place(cursor) == (x, width)
    picture = view.canvas().grab().toImage()
    assert picture.pixelColor(round(x - width / 2) + 2, 2) == picture.pixelColor(round(x + width / 2) - 3, 2)
    assert picture.pixelColor(round(x), 2) != view.style_.paper


@pytest.mark.parametrize("code", ["en", "es"])
@pytest.mark.parametrize("width", [700, 1600])
def test_the_band_of_t_0_begins_right_of_the_captions(qtbot: QtBot, code: str, width: int) -> None:
    set_language(code)
    view = staves(qtbot, network("lstm"), cursor=0, width=width)
    view.resize(width, 800)
    view.refresh(ALL)
    centre, wide = view._item.staves.columns.place(0)
    image = view.canvas().grab().toImage()
    set_language("en")
    band, paper = image.pixel(round(centre), 3), view._item.style.paper.rgb()
    assert band != paper
    left, middle = round(centre - wide / 2), range(60, 700)
    assert {image.pixel(left + 1, y) for y in middle} == {band}  # no letter stands there
    assert {image.pixel(left - 1, y) for y in middle} == {paper}


def test_no_number_stands_where_no_column_is_seen(qtbot: QtBot) -> None:
    view = staves(qtbot, network("lstm"), text="aaabbbcccTaabbccT", cursor=1, width=500)
    view.axis.zoom(1.7)
    item = view._item
    columns, right = item.staves.columns, item.area.right()
    edge = next(t for t in columns.visible(right, 17) if columns.x(t) > right)
    image = view.canvas().grab().toImage()
    left, top = round(right) + 2, round(item.area.bottom() - item.style.px(20))
    assert columns.x(edge) < view.canvas().width()
    assert all(image.pixelColor(x, y) == item.style.paper for x in range(left, 498) for y in range(top, top + 18))


def test_without_text_it_says_so(qtbot: QtBot) -> None:
    view = staves(qtbot, network("elman"), "", 0)
    assert view.lanes() == ()
    assert "text" in view._item.staves.message


@pytest.mark.parametrize(("value", "rounded"), [(0, 0), (0.97, 1), (1.01, 1.5), (-3.2, -4), (1e300, 1e300), (9.5, 10)])
def test_nice(value: float, rounded: float) -> None:
    assert nice(value) == pytest.approx(rounded)


def test_ranges_leave_out_what_is_not_finite() -> None:
    values = np.array([[np.nan], [2.2], [-np.inf], [-0.3]])
    assert nice_range(values) == (-0.3, 2.5)
    assert gate_range(values) == (-0.3, 2.5)
    assert nice_range(values[:1]) == (0.0, 1.0)
    assert first_broken(values) == 1
    assert first_broken(values, gaps=True) == 3


def test_gaps_split_curves_into_runs() -> None:
    y = np.array([np.nan, 1, 2, np.inf, 3, np.nan])
    assert [(r.start, r.stop) for r in runs(y)] == [(1, 3), (4, 5)]


def test_dashes_cover_the_share_of_the_line_that_they_should() -> None:
    x, y = np.arange(101.0), np.zeros(101)
    rows = segments(x, y, 1e-9, ())
    assert np.hypot(rows[:, 2] - rows[:, 0], rows[:, 3] - rows[:, 1]).sum() == pytest.approx(100)
    rows = segments(x, y, 0.5, (4, 6))
    drawn = (rows[:, 2] - rows[:, 0] - 2 * 0.35 * 0.5).sum()
    assert drawn == pytest.approx(40, abs=1)


def test_labels_stay_apart_and_in_order() -> None:
    box = QRectF(0, 0, 100, 100)
    places = spread([50, 51, 52, 10], 15, box)
    assert places[3] < places[0] < places[1] < places[2]
    assert min(np.diff(sorted(places))) >= 15 - 1e-9
    assert all(0 <= y <= 100 for y in spread([-50, float("nan"), 200], 15, box))


def test_strides_are_round() -> None:
    assert [stride(n) for n in (0.4, 1.5, 3, 6, 11, 30, 120)] == [1, 2, 5, 10, 20, 50, 200]


def test_a_screen_reader_hears_the_values(qtbot: QtBot) -> None:
    view = staves(qtbot, network("elman"))
    lane: Lane = view.lanes()[0]
    assert lane.spoken_at(3) in view.canvas().accessibleDescription()


def test_the_form_is_chosen(qtbot: QtBot) -> None:
    view = staves(qtbot, network("elman", n_X=9))
    assert view.form == "automatic" and view.lanes()[0].raster
    view.set_form("curves")
    assert [lane.raster for lane in view.lanes()] == [False, False] and not view.grab().isNull()
    view.set_form("raster")
    assert [lane.raster for lane in view.lanes()] == [True, False], "E[t] is one curve"
    view.set_form("nonsense")
    assert view.form == "raster"


@pytest.mark.parametrize("form", ["curves", "raster"])
@pytest.mark.parametrize("cursor", [0, 3, 7])
def test_a_unit_is_pointed_out_over_the_whole_text(qtbot: QtBot, form: str, cursor: int) -> None:
    view = staves(qtbot, network("elman"), cursor=cursor)
    view.set_form(form)
    before = view.canvas().grab().toImage()
    view.session.apply(edits.point_out(view.session.document, ("x", (1,))))
    view.refresh(frozenset({"unit"}))
    assert view._item.staves.marked == ("x", 1)
    after = view.canvas().grab().toImage()
    box = view._item.rows()[0][1]
    columns = range(round(box.left()), round(box.right()))
    rows = range(round(box.top()), round(box.bottom()))
    changed = {x for x in columns if any(before.pixel(x, y) != after.pixel(x, y) for y in rows)}
    assert max(changed) > view.axis.x(6.5), "also where the text is not read yet"
    view.session.apply(edits.point_out(view.session.document, None))
    view.refresh(frozenset({"unit"}))
    assert view.canvas().grab().toImage() == before


def test_the_lane_of_the_unit_is_scrolled_to(qtbot: QtBot) -> None:
    view = staves(qtbot, network("lstm", n_M=8))
    view.resize(900, 200)
    bar = view._canvas.verticalScrollBar()
    assert bar.value() == 0 < bar.maximum() and view.switch.isVisible()
    view.session.apply(edits.point_out(view.session.document, ("z", (7, 1))))
    view.refresh(frozenset({"unit"}))
    box = next(box for lane, box in view._item.rows() if lane.name == "z")
    seen = view._canvas.mapToScene(view._canvas.viewport().rect()).boundingRect()
    assert seen.intersects(box) and bar.value() > 0
    assert not view.switch.isVisible(), "lanes stand there now"


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_it_is_saved(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    view = staves(qtbot, network("lstm"))
    target = tmp_path / f"staves{suffix}"
    saving.save(view, target)
    assert target.stat().st_size > 500
    if suffix == ".svg":
        text = target.read_text()
        assert "<polyline" in text or "<path" in text
        assert "<text" in text
        assert "<image" not in text
