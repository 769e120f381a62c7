"""The unrolled network: what it shows, grown up to the cursor; pointing at units; speed; vectors on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_labels import label_heights, labelled
from rnrviz.figures.unrolled_nodes import _brief
from rnrviz.figures.unrolled_pictures import Pictures
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis
from rnrviz.views.unrolled import UnrolledView

ALL = frozenset({"all"})
KEPT: list[UnrolledView] = []  # a widget that only a cycle keeps alive could be collected while it paints


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what a test showed, and its session."""
    yield
    for view in KEPT:
        view.close()
        view.session.close()
    KEPT.clear()


VARIANTS = [
    ("elman", {"n_X": 3}),
    ("elman", {"n_X": 16}),
    ("elman", {"n_X": 40}),
    ("lstm", {"n_M": 2}),
    ("lstm", {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}),
    ("lstm", {"n_M": 16, "forget": True}),
]


def network(architecture: str, config: dict[str, object], symbols: str = "abcT", embedding: bool = False) -> Network:
    if embedding:
        config = {**config, "n_U": 3}
    return random_network(architecture, config, Vocabulary(tuple(symbols)), seed=1, embedding=embedding)


def show(
    qtbot: QtBot, net: Network, text: str = "aabbcc", cursor: int = 3, width: int = 900, style: Style | None = None
) -> UnrolledView:
    style = style or Style()
    session = Session(Document(net, text, cursor))
    session.wait()
    view = UnrolledView(session, style, TimeAxis(session.length, style.scale))
    qtbot.addWidget(view)
    view.resize(width, 400)
    view.axis.set_width(width)
    session.on_change = view.refresh
    KEPT.append(view)
    view.show()
    view.refresh(ALL)
    return view


def at(view: UnrolledView, signal: str, unit: int, t: int) -> QPointF:
    geometry = view._item.geometry
    assert geometry is not None
    row = geometry.places[signal]
    squeeze = 1.0 if t else view._item._origin()[1]
    return QPointF(view._item.span.place(t)[0] + squeeze * float(row.dx[unit]), float(row.y[unit]))


@pytest.mark.parametrize(("architecture", "config"), VARIANTS)
def test_values_are_those_of_the_trace(qtbot: QtBot, architecture: str, config: dict[str, object]) -> None:
    view = show(qtbot, network(architecture, config))
    content, trace = view.shown(), view.session.trace
    assert content is not None and trace is not None
    for band in content.structure.bands:
        assert np.array_equal(content.values[band.signal], trace[band.signal].reshape(6, -1))
    assert set(view.data()) == set(trace.names) | set(view.session.document.network.parameters)


@pytest.mark.parametrize(("architecture", "config"), VARIANTS)
@pytest.mark.parametrize("zoom", [0.2, 0.8, 1.0, 3.0, 6.0])
@pytest.mark.parametrize("style", [Style(), Style(dark=True, scale=1.5)])
def test_it_paints_at_every_zoom(
    qtbot: QtBot, architecture: str, config: dict[str, object], zoom: float, style: Style
) -> None:
    for text in ("", "a", "aabbccT" * 6):
        view = show(qtbot, network(architecture, config), text, 5, style=style)
        view.axis.zoom(zoom)
        assert not view.grab().isNull()


@pytest.mark.parametrize(("signal", "unit"), [("x", 0), ("phi", 1), ("z", 1), ("y", 3), ("u", 2)])
def test_pointing_at_a_unit_gives_its_full_value(qtbot: QtBot, signal: str, unit: int) -> None:
    view = show(qtbot, network("lstm", {"n_M": 2}), cursor=4)
    trace = view.session.trace
    assert trace is not None
    told = view._told(at(view, signal, unit, 3))
    assert repr(float(trace[signal].reshape(6, -1)[2, unit])) in told.replace("−", "-")
    assert "[3]" in told
    assert "not computed yet" in view._told(at(view, signal, unit, 6))


def test_pointing_at_the_beginning_and_at_labels(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}))
    assert view._told(at(view, "x", 1, 0)).startswith("x₂[0] = 0")
    row = view._item.geometry.places["x"]  # type: ignore[union-attr]
    assert "state" in view._told(QPointF(20, float(row.y.mean())))


def test_a_node_has_the_colour_of_its_value(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}), cursor=4)
    view.axis.zoom(0.5)  # too narrow for numbers inside the nodes
    picture = view.canvas().viewport().grab().toImage()
    content = view.shown()
    assert content is not None
    for t in (1, 2, 3):
        for unit in range(3):
            point = at(view, "x", unit, t).toPoint()
            wanted = view.style_.diverging_color(float(content.values["x"][t - 1, unit]), 1.0)
            found = picture.pixelColor(point)
            assert max(abs(a - b) for a, b in zip(found.getRgb(), wanted.getRgb(), strict=True)) <= 3


def test_columns_to_come_stay_empty(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}), cursor=2)
    picture = view.canvas().viewport().grab().toImage()
    assert picture.pixelColor(at(view, "x", 1, 5).toPoint()) == QColor(view.style_.paper)


def test_a_click_moves_the_cursor(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}), cursor=1)
    where = at(view, "x", 1, 5).toPoint()
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert view.session.document.cursor == 5
    assert "[5]" in view.description()


def test_embeddings_have_no_symbols(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}, embedding=True))
    content = view.shown()
    assert content is not None and content.active is None and set(content.tokens) == {"y"}
    assert not view.grab().isNull()


def test_a_new_weight_is_drawn(qtbot: QtBot) -> None:
    from rnrviz.document import edits

    view = show(qtbot, network("elman", {"n_X": 3}), cursor=4)
    before = view.canvas().viewport().grab().toImage()
    view.session.apply(edits.set_weight(view.session.document, "W_x_x", (0, 0), 9.0))
    assert view.canvas().viewport().grab().toImage() != before


def test_nothing_computed_is_all_empty_with_the_cursor_in_place(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}), cursor=4)
    view.session._trace = None
    view.refresh(ALL)
    content = view.shown()
    assert content is not None and not content.computed and view._item.span.cursor == 4 and view._item.reached == 0
    picture = view.canvas().viewport().grab().toImage()
    assert picture.pixelColor(at(view, "x", 1, 2).toPoint()) == QColor(view.style_.paper)
    band = QPointF(view.axis.x(4) - view.axis.column / 2 + 2, 2).toPoint()
    assert picture.pixelColor(band) != QColor(view.style_.paper)
    assert "not computed yet" in view._told(at(view, "x", 1, 4))


@pytest.mark.parametrize("scale", [1.0, 1.6, 2.4])
@pytest.mark.parametrize(("architecture", "config"), [VARIANTS[0], VARIANTS[3], VARIANTS[4]])
def test_the_least_height_keeps_nodes_and_edges(
    qtbot: QtBot, architecture: str, config: dict[str, object], scale: float
) -> None:
    view = show(qtbot, network(architecture, config), style=Style(scale=scale))
    view.axis.set_scale(scale)
    view.resize(900, view.minimumSizeHint().height())
    geometry = view._item.geometry
    assert geometry is not None and not geometry.bare and all(row.nodes for row in geometry.rows)
    middles = sorted(((row.top + row.bottom) / 2, row.radius) for row in geometry.rows)
    assert all(radius >= 2.5 for _, radius in middles)


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0, "0"), (-0.0, "0"), (1.0, "1"), (-1.0, "−1"), (0.9999, "1.00"), (-0.4, "−0.40"), (6e-4, "6·10⁻⁴")],
)
def test_bare_digits_are_exact(value: float, written: str) -> None:
    assert _brief(value) == written


@pytest.mark.parametrize("value", [1e300, -1e300])
def test_overflow_is_shown_not_fatal(qtbot: QtBot, value: float) -> None:
    net = network("lstm", {"n_M": 2, "forget": True}).with_value("W_y_z", (0, 0), value)
    net = net.with_value("W_y", (0,), -value * 1e8)
    for zoom in (0.3, 1.0, 3.0):
        view = show(qtbot, net, cursor=5)
        view.axis.zoom(zoom)
        assert not view.grab().isNull() and view.description()


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_it_can_be_saved(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    view = show(qtbot, network("lstm", {"n_M": 2}), cursor=4)
    path = tmp_path / f"unrolled{suffix}"
    saving.save(view, path)
    assert path.stat().st_size > 500
    if suffix == ".svg":
        text = path.read_text(encoding="utf-8")
        assert "<image" not in text and text.count("<path") + text.count("<polyline") > 50


def test_without_a_text_no_instant_is_drawn(qtbot: QtBot) -> None:
    view = show(qtbot, network("elman", {"n_X": 3}), "", 0)
    picture = view.grab().toImage()
    ratio = picture.width() / view.width()
    column = view.axis.x(1) + view.axis.column
    spots = [
        picture.pixelColor(round(x * ratio), y).name() for x in (column, column + 30) for y in range(picture.height())
    ]
    assert set(spots) == {Style().paper.name()}
    places = [round((view.axis.x(1) + dx) * ratio) for dx in range(-12, 13)]
    assert {picture.pixelColor(x, y).name() for x in places for y in range(picture.height())} == {Style().paper.name()}


def test_units_beside_a_crowd_are_nodes_that_can_be_seen(qtbot: QtBot) -> None:
    view = show(qtbot, network("gru", {"n_X": 512}))
    geometry = view._item.geometry
    assert geometry is not None
    assert not geometry.places["x"].nodes
    assert geometry.places["y"].nodes and geometry.places["y"].radius > 4


def test_labels_of_many_rows_do_not_lie_on_one_another(qtbot: QtBot) -> None:
    view = show(qtbot, network("stacked_elman", {"n_L": 60, "n_X": 2}))
    item = view._item
    rows = labelled(item)
    assert [rows[0].band.signal, rows[-1].band.signal] == ["u", "y"]
    heights = label_heights(item, rows)
    assert 10 < len(rows) < 60
    assert np.diff(heights).max() < -8


@pytest.mark.parametrize("cursor", [0, 1, 5, 12])
@pytest.mark.parametrize(("kind", "config"), [*VARIANTS[::2], VARIANTS[4], ("bidirectional", {"n_X": 3})])
def test_units_from_kept_pictures_are_those_painted_now(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, kind: str, config: dict[str, object], cursor: int
) -> None:
    view = show(qtbot, network(kind, config), "aabbccaabbcc", 3)
    view.grab()
    view.session.apply(edits.move_cursor(view.session.document, cursor))
    view.refresh(frozenset({"cursor"}))
    view.grab()
    kept = pixels(view)
    monkeypatch.setattr(Pictures, "serve", lambda *_: False)
    assert np.abs(kept - pixels(view)).max() <= 3  # laid over the edges in two steps, each rounded


def pixels(view: UnrolledView) -> np.ndarray:
    image = view.canvas().grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).astype(int)[..., :3]
