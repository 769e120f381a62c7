"""The state space: points stand where the state is, a click moves the cursor, strings lie over each other."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.figures.trajectory import COLOURS, Plane, Window, hollow, symbol_colour
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, random_network
from rnrviz.network.recurrent import scaled
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.state_space import StateSpaceView

ALL = frozenset({"all"})
ABC = Vocabulary(tuple("abcT"))
TEXT = "aabbccT"


def network(kind: str = "lstm", **config: object) -> Network:
    return random_network(kind, config, ABC, seed=3)


def shown(qtbot: QtBot, net: Network, text: str = TEXT, cursor: int = 4) -> StateSpaceView:
    session = Session(Document(net, text, cursor))
    session.wait()
    view = StateSpaceView(session, Style(), None)
    session.on_change = view.refresh
    qtbot.addWidget(view)
    view.resize(420, 480)
    view.show()
    view.refresh(ALL)
    session.wait()
    return view


def click(qtbot: QtBot, view: StateSpaceView, t: int) -> None:
    at = view.place(t)
    assert at is not None
    viewport = view.canvas().viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=view.canvas().mapFromScene(at))


def wheel(view: StateSpaceView, at: QPointF, notches: int) -> None:
    spot = QPointF(view.canvas().mapFromScene(at))
    viewport, none = view.canvas().viewport(), Qt.MouseButton.NoButton
    event = QWheelEvent(
        spot, viewport.mapToGlobal(spot), QPoint(), QPoint(0, 120 * notches), none,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(viewport, event)


def choose(view: StateSpaceView, across: str, up: str) -> None:
    controls = view.controls()
    for box, text in ((controls.across, across), (controls.up, up)):
        box.setCurrentText(text)
        box.activated.emit(box.currentIndex())
    view.session.wait()


def test_two_cells_are_the_axes_and_points_are_the_state(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    trace = view.session.trace
    assert trace is not None and view.controls().signal.name == "x"
    np.testing.assert_array_equal(view.data()["coordinates"], trace["x"].reshape(-1, 2))
    np.testing.assert_array_equal(view.space().path.points[0], [0.0, 0.0])
    plane = view._item.plane()
    for t in range(1, 8):
        place = view.place(t)
        assert place is not None and view._item.box.contains(place)
        np.testing.assert_allclose(plane.point(place), trace["x"][t - 1].ravel(), atol=1e-12)
    assert plane.across.number(1) - plane.across.number(0) == pytest.approx(plane.up.number(0) - plane.up.number(1))


def test_more_units_are_seen_along_their_components(qtbot: QtBot) -> None:
    view = shown(qtbot, network("elman", n_X=6))
    trace = view.session.trace
    assert trace is not None
    states = np.vstack([np.zeros((1, 6)), trace["x"]])
    centred = states - states.mean(axis=0)
    _, spread, axes = np.linalg.svd(centred, full_matrices=False)
    found = view.space().path.points
    np.testing.assert_allclose(np.abs(found), np.abs(centred @ axes[:2].T), atol=1e-12)
    share = 100 * spread[0] ** 2 / np.sum(spread**2)
    assert view.space().axes[0].note.startswith(f"{share:.1f} %")
    choose(view, "x₅", "x₂")
    np.testing.assert_array_equal(view.data()["coordinates"], trace["x"][:, [4, 1]])


def test_any_state_or_cell_signal_and_time(qtbot: QtBot) -> None:
    view = shown(qtbot, network(n_M=1))
    trace, controls = view.session.trace, view.controls()
    assert trace is not None and controls.axes == (("time", 0), ("unit", 0))
    assert [controls.which.itemText(k) for k in range(controls.which.count())] == ["x", "z"]
    np.testing.assert_array_equal(view.data()["coordinates"][:, 0], np.arange(1, 8))
    controls.which.setFocus()
    qtbot.keyClick(controls.which, Qt.Key.Key_Down)
    view.session.wait()
    np.testing.assert_array_equal(view.data()["coordinates"][:, 1], trace["z"].ravel())


def test_real_clicks_on_points_move_the_cursor(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    tip = SimpleNamespace(showText=lambda _where, text, _widget: told.append(text), hideText=told.clear)
    monkeypatch.setattr("rnrviz.views.state_space.QToolTip", tip)
    view = shown(qtbot, network())
    for t in (1, 6, 0, 7):
        click(qtbot, view, t)
        assert view.session.document.cursor == t == view.space().cursor
    assert "t = 7" in view.canvas().accessibleDescription() and "“T”" in view.canvas().accessibleDescription()
    at = view.place(3)
    assert at is not None and view._item.nearest(at + QPointF(4, 3)) == (0, 3)
    assert "after “b”" in view.sentence(0, 3) and "x₁₁ = " in view.sentence(0, 3)
    view._hover(at)
    assert told == [view.sentence(0, 3)]
    view._hover(None)
    assert not told


def test_zoom_by_the_wheel_keeps_what_is_under_the_pointer_and_0_fits(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    whole, at = view._item.plane(), view.place(3)
    assert at is not None
    wheel(view, at, 3)
    again = view.place(3)
    assert again is not None and (again - at).manhattanLength() < 1.5
    assert view._item.plane().across.high - view._item.plane().across.low < 0.6 * (whole.across.high - whole.across.low)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_0)
    assert view._item.plane() == whole
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Plus)
    assert view._item.plane() != whole
    view.canvas().on_double(at)
    assert view._item.plane() == whole


def test_dragging_and_shift_with_arrows_move_the_picture(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    canvas, at = view.canvas(), view.place(5)
    assert at is not None
    start = canvas.mapFromScene(view._item.box.topLeft()) + QPoint(3, 3)
    qtbot.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    canvas.on_drag(canvas.mapToScene(start + QPoint(30, 12)))
    qtbot.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, pos=start)
    moved = view.place(5)
    assert moved is not None and (moved - at - QPointF(30, 12)).manhattanLength() < 0.01
    assert view.session.document.cursor == 4
    before = view._item.plane()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert view._item.plane() == before
    qtbot.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert view._item.plane().across.low > before.across.low
    assert view._item.plane().up.low == pytest.approx(before.up.low)


def test_kept_strings_lie_over_each_other_and_go_again(qtbot: QtBot) -> None:
    net = network("elman", n_X=5)
    view = shown(qtbot, net)
    controls = view.controls()
    controls.hold.setFocus()
    qtbot.keyClick(controls.hold, Qt.Key.Key_Space)
    view.session.apply(edits.set_text(view.session.document, "abcTab"))
    view.session.wait()
    assert [path.text for path in view.space().paths] == ["abcTab", TEXT]
    states = [np.vstack([np.zeros((1, 5)), net.run(text)["x"]]) for text in ("abcTab", TEXT)]
    together = np.concatenate(states)
    axes = np.linalg.svd(together - together.mean(axis=0), full_matrices=False)[2][:2]
    for path, own in zip(view.space().paths, states, strict=True):
        np.testing.assert_allclose(np.abs(path.points), np.abs((own - together.mean(axis=0)) @ axes.T), atol=1e-12)
    assert view.data()["kept/1"].shape == (7, 2)
    assert TEXT in view.sentence(1, 2)
    qtbot.mouseClick(controls.hold, Qt.MouseButton.LeftButton)
    assert controls.kept == (TEXT, "abcTab")
    qtbot.keyClick(controls.chips()[0], Qt.Key.Key_Space)
    view.session.wait()
    assert controls.kept == ("abcTab",) and len(view.space().kept) == 1


def test_kept_strings_are_read_by_the_network_of_now(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    view.controls().hold.click()
    other = random_network("elman", {"n_X": 2}, Vocabulary(tuple("ab")), 1)
    view.session.apply(edits.set_network(view.session.document, other, "other"))
    view.session.wait()
    np.testing.assert_array_equal(view.space().kept[0].points[1:], other.run("aabb")["x"])
    assert view.controls().axes == (("unit", 0), ("unit", 1))


def test_fitted_scales_where_they_are_wanted(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    view.controls().square.setFocus()
    qtbot.keyClick(view.controls().square, Qt.Key.Key_Space)
    assert not view.space().equal
    window, points = view.space().seen(view._item.box), view.space().path.points
    assert window.right - window.left == pytest.approx(1.16 * np.ptp(points[:, 0]))
    assert window.top - window.bottom == pytest.approx(1.16 * np.ptp(points[:, 1]))


def test_overflow_and_nothing_to_read(qtbot: QtBot) -> None:
    view = shown(qtbot, scaled(network("elman", g_X="identity"), 1e160))
    assert "too large" in view.space().notes[0] and not view.grab().isNull()
    empty = shown(qtbot, network(), "", 0)
    assert "no text" in empty.space().message and empty.data() == {}
    for key in (Qt.Key.Key_0, Qt.Key.Key_Plus, Qt.Key.Key_Minus):
        qtbot.keyClick(empty.canvas(), key)
    wheel(empty, QPointF(20, 20), 1)


@pytest.mark.parametrize("name", ARCHITECTURES)
@pytest.mark.parametrize("text", ["", "a", "aabbccTaabcT", "abcT" * 50])
def test_every_architecture_and_length(qtbot: QtBot, name: str, text: str) -> None:
    view = shown(qtbot, random_network(name, {}, ABC, 1), text, len(text) // 2)
    for k in range(view.controls().which.count()):
        view.controls().which.setCurrentIndex(k)
        view.controls().which.activated.emit(k)
        view.session.wait()
        assert not view.grab().isNull()


@pytest.mark.parametrize("style", [Style(dark=True), Style(scale=0.8), Style(scale=2.4)])
@pytest.mark.parametrize("width", [260, 420, 1100])
def test_every_look(qtbot: QtBot, style: Style, width: int) -> None:
    view = shown(qtbot, network("elman", n_X=9))
    view.controls().hold.click()
    view.resize(width, 500)
    view.set_style(style)
    assert not view.grab().isNull()
    assert view._item.box.width() > 100


def test_saved_pictures_are_vectors(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, network())
    saving.save(view, tmp_path / "space.svg")
    text = (tmp_path / "space.svg").read_text()
    assert "<image" not in text and "t = 4" in text
    saving.save(view, tmp_path / "space.csv")
    assert len((tmp_path / "space.csv").read_text().splitlines()) == 8


def test_no_two_of_56_symbols_look_alike() -> None:
    looks = {(symbol_colour(k, Style()).name(), k % 4, hollow(k)) for k in range(56)}
    assert len(looks) == 56 and len({symbol_colour(k, Style(dark=True)).name() for k in range(7)}) == len(COLOURS)


def test_windows() -> None:
    box, window = QRectF(10, 10, 200, 100), Window(0.0, 1.0, 0.0, 1.0)
    square = window.squared(box)
    assert (square.left, square.right, square.bottom, square.top) == (-0.5, 1.5, 0.0, 1.0)
    near = window.zoomed(2.0, 0.25, 0.5)
    assert (near.left, near.right, near.bottom, near.top) == (0.125, 0.625, 0.25, 0.75)
    plane = Plane.of(square, box)
    placed = plane.places(np.array([[0.5, 1.0], [np.nan, 0.0], [1e200, 0.0]]))
    assert placed[0].tolist() == [110.0, 10.0] and np.isnan(placed[1:]).all()


def test_nothing_known_yet_is_painted(qtbot: QtBot) -> None:
    early = StateSpaceView(Session(Document(network(), TEXT, 1)), Style(), None)
    qtbot.addWidget(early)
    assert not early.grab().isNull() and early.data() == {}
