"""The prediction over time: halves of cells hold both probabilities, on the columns of the tape."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.numbers import percent, short
from rnrviz.figures.shades import DARKEST, shade, shades, two_digits
from rnrviz.figures.style import Style
from rnrviz.network.network import Network, random_network
from rnrviz.network.tasks.distributions import divergence
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, saving
from rnrviz.views.axis import TimeAxis
from rnrviz.views.outlook import DOZEN, OutlookView, gathered

ALL = frozenset({"all"})
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do


def network(symbols: tuple[str, ...] = tuple("abcT"), g_Y: str = "softmax") -> Network:
    loss = "cross_entropy" if g_Y == "softmax" else "quadratic"
    return random_network("elman", {"n_X": 3, "g_Y": g_Y}, Vocabulary(symbols), seed=3, loss=loss)


def outlook(qtbot: QtBot, net: Network, text: str = "aabTabT", cursor: int = 5, size: tuple[int, int] = (900, 260)):  # type: ignore[no-untyped-def]
    session = Session(Document(net, text, cursor))
    session.wait()
    view = OutlookView(session, Style(), TimeAxis(session.length))
    qtbot.addWidget(view)
    view.resize(*size)
    view.axis.set_width(size[0])
    view.show()
    view.refresh(ALL)
    return view


def test_rows_are_symbols_and_columns_instants(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    shown, trace = view.outlook(), view.session.trace
    assert shown.labels == tuple("abcT")
    np.testing.assert_allclose(shown.network, trace["y"])
    np.testing.assert_allclose(shown.truth[0], [0.5, 0.5, 0, 0])
    np.testing.assert_allclose(shown.bits, divergence(shown.truth, shown.network))
    assert shown.targets.tolist() == [0, 1, 3, 0, 1, 3, -1]


def test_only_what_has_been_read_is_drawn(qtbot: QtBot) -> None:
    view = outlook(qtbot, network(), cursor=2)
    assert view.outlook().reach == 2
    assert view._item.cell_at(QPointF(view.axis.x(2), view._item.top(0) + 2)) == (0, 2)
    assert view._item.cell_at(QPointF(view.axis.x(3), view._item.top(0) + 2)) is None


def test_each_half_has_its_own_shade(qtbot: QtBot) -> None:
    view = outlook(qtbot, network(), cursor=5)
    picture, shown = view.canvas().grab().toImage(), view.outlook()
    row, k = 0, 0
    y = round(view._item.top(row) + view._item.row - 5)
    quarter = view.axis.column / 4
    for values, side in ((shown.network, -1), (shown.truth, 1)):
        seen = picture.pixelColor(round(view.axis.x(k + 1) + side * quarter), y)
        meant = shade(float(values[k, row]), view.style_.signal("y"), view.style_)
        assert abs(seen.red() - meant.red()) <= 2


def test_shades_run_from_the_panel_to_the_colour() -> None:
    style = Style()
    made = shades(np.array([[0.0, 0.5, 1.0, 7.0, np.nan]]), style.signal("y"), style)
    colours = [made.pixelColor(x, 0) for x in range(5)]
    assert colours[0] == style.panel and colours[4] == style.paper
    assert colours[2].name() == colours[3].name() == style.tint(style.signal("y"), DARKEST).name()
    assert colours[0].lightness() > colours[1].lightness() > colours[2].lightness()


def test_a_click_goes_to_the_instant(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    at = QPoint(round(view.axis.x(3)), 120)
    qtbot.mousePress(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert view.session.document.cursor == 3


def test_the_columns_are_those_of_the_axis(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    for t in (1, 4, 5):
        assert view.outlook().columns.x(t) == view.axis.x(t)


def test_pointing_at_a_cell_tells_everything(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    told, shown = view.told(1, 1), view.outlook()
    for part in (
        "“a”",
        "t = 1",
        percent(float(shown.network[0, 1])),
        "50.0 %",
        short(float(shown.bits[0])),
        "2 places",
    ):
        assert part in told
    view._hover(QPointF(view.axis.x(1), view._item.top(1) + 3))
    assert QToolTip.text() == told
    view._hover(None)


def test_keys_choose_a_row(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    view.canvas().setFocus()
    for _ in range(2):
        qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
    assert view.outlook().chosen == 1
    assert view.canvas().accessibleDescription().count("network") == 1
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Up)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Up)
    assert view.outlook().chosen == 0
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Escape)
    assert view.outlook().chosen == -1
    assert view.session.document.cursor == 5


def test_two_hundred_words_are_a_dozen_and_the_others(qtbot: QtBot) -> None:
    words = tuple(f"w{i}" for i in range(200))
    view = outlook(qtbot, network(words), " ".join(words[:9] * 3), cursor=20)
    shown = view.outlook()
    assert len(shown.labels) == DOZEN + 1
    np.testing.assert_allclose(shown.network.sum(1), 1)
    assert {"w0", "w5"} <= set(shown.labels)
    known = ~np.isnan(shown.truth).any(1)
    np.testing.assert_allclose(shown.truth[known].sum(1), 1)
    assert not view.grab().isNull()


def test_columns_are_gathered_into_rows() -> None:
    values = np.arange(8.0).reshape(2, 4)
    assert gathered(values, np.array([0, 1, 2, 3])) is values
    assert gathered(values, np.array([1, 0, 1, 1])).tolist() == [[1, 5], [5, 17]]


@pytest.mark.parametrize("text", ["", "a", "aabTabT" * 30])
@pytest.mark.parametrize("style", [Style(scale=0.8), Style(dark=True, scale=2.4)])
@pytest.mark.parametrize("symbols", [tuple("abT"), tuple("abcdefghijklmnopqrstuvwxyz.T")])
def test_everything_is_painted(qtbot: QtBot, text: str, style: Style, symbols: tuple[str, ...]) -> None:
    view = outlook(qtbot, network(symbols), text, min(100, len(text)), (500, 120))
    view.set_style(style)
    view.axis.set_scale(style.scale)
    for factor in (0.05, 20):
        view.axis.zoom(factor)
        assert not view.grab().isNull()
    assert bool(view.outlook().message) == (not text)


def test_outputs_that_are_no_probabilities_leave_a_gap(qtbot: QtBot) -> None:
    view = outlook(qtbot, network(g_Y="tanh"))
    odd = (np.asarray(view.session.trace["y"]) < 0).any(1)
    assert np.isnan(view.outlook().network[odd]).all() and odd.any()
    assert "y[t]" in view.told(0, int(np.argmax(odd)) + 1)
    assert not view.grab().isNull()


def test_what_is_compared_can_be_chosen(qtbot: QtBot) -> None:
    view = outlook(qtbot, network())
    view.choice.box.setFocus()
    qtbot.keyClick(view.choice.box, Qt.Key.Key_Down)
    assert view.session.document.truth == "last 1"
    view.refresh(frozenset({"truth"}))
    np.testing.assert_allclose(view.outlook().truth[0], [1 / 3, 2 / 3, 0, 0])
    view.session.apply(edits.choose_truth(view.session.document, "nothing"))
    view.refresh(frozenset({"truth"}))
    assert not view.outlook().compared
    assert not view.grab().isNull()
    assert set(view.data()) == {"p", "d"}


def test_a_long_text_is_counted_in_the_background(qtbot: QtBot) -> None:
    view = outlook(qtbot, network(), "aabTabT" * 2000, 5)
    view.session.wait()
    view.refresh(frozenset({"answers"}))
    np.testing.assert_allclose(view.outlook().truth[0], [0.5, 0.5, 0, 0])


def test_data_is_of_the_whole_string(qtbot: QtBot) -> None:
    data = outlook(qtbot, network()).data()
    assert {name: array.shape for name, array in data.items()} == {
        "p": (7, 4), "d": (7, 4), "truth": (7, 4), "bits": (7,), "distance": (7,),
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_it_is_saved(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"outlook{suffix}"
    saving.save(outlook(qtbot, network()), target)
    assert target.stat().st_size > 500


@pytest.mark.parametrize(("p", "text"), [(0.5, ".50"), (0.994, ".99"), (0.996, "1"), (1.0, "1"), (0.05, ".05")])
def test_two_digits(p: float, text: str) -> None:
    assert two_digits(p) == text


def test_it_lies_on_the_time_axis() -> None:
    assert next(entry.kind for entry in VIEWS if entry.name == "outlook") == "time"
