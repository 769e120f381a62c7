"""The cost: nothing before the button, results as they come, cancelled at once, the laws through them."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.growth_plot import Law, Panel, Plot
from rnrviz.figures.style import Style
from rnrviz.network.measuring import costs
from rnrviz.network.measuring.costs import Cost
from rnrviz.network.measuring.growth import BPTT, RTRL
from rnrviz.network.measuring.timing import Effort
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.cost import LARGEST, CostView, law

ALL = frozenset({"all"})
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do


@pytest.fixture
def view(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> CostView:
    monkeypatch.setattr(costs, "EFFORT", Effort(1, 0.0, 0.0))
    net = random_network("elman", {"n_X": 3}, Vocabulary(tuple("ab")), 1)
    made = CostView(Session(Document(net, "ab")), Style(), None)
    qtbot.addWidget(made)
    made.resize(400, 560)
    made.show()
    made.refresh(ALL)
    return made


def finish(qtbot: QtBot, view: CostView) -> None:
    qtbot.waitUntil(lambda: not view.worker.busy, timeout=60_000)


def test_nothing_is_measured_before_the_button(qtbot: QtBot, view: CostView) -> None:
    qtbot.wait(20)
    assert view.panels() == () and view.data() == {} and not view.worker.busy
    assert "button" in view.caption()
    assert not view.grab().isNull()


def test_the_button_measures_by_key(qtbot: QtBot, view: CostView) -> None:
    view.choice.setCurrentIndex(0)
    view.button.setFocus()
    qtbot.keyClick(view.button, Qt.Key.Key_Space)
    assert view.worker.busy and view.button.text() == "Stop" and not view.choice.isEnabled()
    finish(qtbot, view)
    found = view.data()
    assert found["RTRL_n_X"].tolist() == [4, 8, 16, 32]
    assert found["BPTT_n_X"].tolist() == [4, 8, 16, 32, 64, 128]
    assert (found["RTRL_seconds"] > 0).all() and (np.diff(found["RTRL_bytes"]) > 0).all()
    time, memory = view.panels()
    assert [one.name for one in time.laws] == ["RTRL", "BPTT"] == [one.name for one in memory.laws]
    assert [one.guide for one in time.laws] == [4.0, 2.0]
    assert view.button.text() == "Measure"
    assert "RTRL, n_X = 32" in view.canvas().accessibleDescription()
    assert not view.grab().isNull()


def test_it_stops_at_once_and_keeps_what_there_is(qtbot: QtBot, view: CostView) -> None:
    view.choice.setCurrentIndex(len(LARGEST) - 1)
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(view.data()) > 0, timeout=60_000)
    qtbot.mouseClick(view.button, Qt.MouseButton.LeftButton)
    assert not view.worker.busy
    seen = len(view.data()["RTRL_n_X"])
    qtbot.wait(50)
    assert len(view.data()["RTRL_n_X"]) <= seen + 1 < 7
    assert not view.grab().isNull()


def test_results_are_drawn_from_the_first_on(qtbot: QtBot, view: CostView) -> None:
    for count in range(5):
        view._costs = [Cost(RTRL, 4 * 2**k, 1e-6 * 16**k, 1000 * 8**k) for k in range(count)]
        view._draw()
        assert not view.grab().isNull()
    view.set_style(Style(dark=True, scale=2.4))
    view.resize(1000, 300)
    assert not view.grab().isNull()


def test_laws_wait_for_enough_points() -> None:
    rows = [Cost(RTRL, 4 * 2**k, 1e-6 * 16**k, 1) for k in range(4)]
    assert np.isnan(law(RTRL, rows[:2], [1.0, 2.0], 4.0).exponent)
    assert law(RTRL, rows, [row.seconds for row in rows], 4.0).exponent == pytest.approx(4)


def test_the_sensitivities_and_the_record_are_what_takes_memory() -> None:
    from rnrviz.network.measuring.cases import Case, task
    from rnrviz.network.measuring.sweeps import working_bytes

    work = task(Case("elman", 4, 64, 1, 8))
    tangents = 8 * 64 * (64 * (64 + 4 + 1))  # d x_i / d W for the weights of the state, float64
    assert tangents < working_bytes(RTRL, work) < 2.5 * tangents
    short, long = (working_bytes(BPTT, task(Case("elman", 4, 64, 1, n))) for n in (100, 200))
    width = work.network.program.width
    assert long - short == pytest.approx(100 * 8 * (2 * width + 4 + 3), rel=0.05)


def test_a_name_stands_clear_of_the_law_above_it() -> None:
    style, x = Style(), np.array([4.0, 8.0])
    laws = tuple(Law(name, x, x * 10, 1.0, 1.0, 4.0) for name in ("RTRL", "BPTT"))
    plot = Plot(Panel("Memory", "n_X", "kB", laws), QRectF(50, 20, 300, 120), style)
    (_, upper), (_, lower) = plot._label_places()
    below = QFontMetricsF(style.font(0.95, italic=True, maths=True)).tightBoundingRect("X").bottom()
    name = QFontMetricsF(style.font(bold=True)).capHeight()
    assert lower - name - (upper + 18 + 3.5 + below) >= 5
