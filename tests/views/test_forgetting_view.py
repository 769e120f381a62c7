"""The forgetting dock: both networks on the same stream, everything adjustable, every word true."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QToolTip
from pytestqt.qtbot import QtBot

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from rnrviz.network.training.forgetting import stream
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.forgetting import ForgettingView, closing, fared, sentence

ALL, NEWS = frozenset({"all"}), frozenset({"answers"})
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do


@pytest.fixture
def view(qtbot: QtBot) -> ForgettingView:
    net = random_network("elman", {"n_X": 3}, Vocabulary(tuple("ab")), 1)
    made = ForgettingView(Session(Document(net, "ab")), Style(), None)
    qtbot.addWidget(made)
    made.resize(400, 560)
    made.show()
    made.refresh(ALL)
    answered(made)
    return made


def answered(view: ForgettingView) -> None:
    view.session.wait()
    view.refresh(NEWS)


def test_two_networks_on_the_same_stream(view: ForgettingView) -> None:
    without, gated = view.drifts()
    assert len(without.cells) == len(gated.cells) == 400
    assert np.isnan(without.kept) and not np.isnan(gated.kept)
    assert set(view.data()) == {
        f"{k}_{n}" for k in ("x", "x_reset", "right", "right_reset") for n in ("without", "with")
    }
    assert not view.grab().isNull()


def test_length_and_seeds_are_adjustable_by_key(qtbot: QtBot, view: ForgettingView) -> None:
    before = view.drifts()
    view.length.setFocus()
    qtbot.keyClick(view.length, Qt.Key.Key_Up)
    answered(view)
    assert len(view.drifts()[0].cells) == 500
    np.testing.assert_array_equal(view.drifts()[0].cells[:400], before[0].cells)
    qtbot.keyClick(view.drawn, Qt.Key.Key_Up)
    answered(view)
    assert (view.drifts()[0].cells[:400] != before[0].cells).any()
    qtbot.keyClick(view.seed, Qt.Key.Key_Up)
    answered(view)
    assert (view.drifts()[0].network.vector != before[0].network.vector).any()


def test_what_is_shown_stays_while_another_is_computed(view: ForgettingView) -> None:
    before = view.drifts()
    view.seed.setValue(17)
    assert view.drifts() is before
    view.open(0)  # would not fit what the fields say
    assert view.session.document.text == "ab"
    answered(view)
    assert view.drifts() is not before


def test_the_words_are_those_of_the_numbers(view: ForgettingView) -> None:
    for number in range(1, 7):
        view.seed.setValue(number)
        answered(view)
        without, gated = view.drifts()
        for one in view.drifts():
            assert fared(one).startswith(f"{int((~one.right).sum())} wrong")
        said = sentence(view.drifts())
        assert ("adds up" in said) == bool(without.first_wrong and not gated.first_wrong)
        assert ("empties" in closing(gated)) == (gated.kept < 0.2)
        assert closing(gated) in said and closing(without) == ""
        assert said in view.canvas().accessibleDescription()


def test_a_network_is_opened_with_its_stream(qtbot: QtBot, view: ForgettingView) -> None:
    view.open_buttons[1].setFocus()
    qtbot.keyClick(view.open_buttons[1], Qt.Key.Key_Space)
    document = view.session.document
    assert document.network is view.drifts()[1].network
    assert document.text == stream(400, 1, 6)
    view.session.wait()
    np.testing.assert_array_equal(view.session.trace["x"].reshape(400, -1), view.drifts()[1].cells)  # type: ignore[index]
    view.session.undo()
    assert view.session.document.text == "ab"


def test_pointing_tells_the_instant(view: ForgettingView) -> None:
    box = view._item.boxes()[0]
    which, t = view._item.instant_at(box.center())  # type: ignore[misc]
    assert which == 0 and t in (200, 201)
    assert view._item.instant_at(QPointF(box.center().x(), box.top() - 30)) is None
    view._hover(QPointF(box.left(), box.center().y()))
    assert "t = 1, “a”" in QToolTip.text()
    view._hover(None)


def test_keys_scroll_what_has_no_room(qtbot: QtBot, view: ForgettingView) -> None:
    view.resize(400, 260)
    view.canvas().setFocus()
    bar = view.canvas().verticalScrollBar()
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
    assert bar.value() > 0
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Up)
    assert bar.value() == 0


@pytest.mark.parametrize("style", [Style(scale=0.8), Style(dark=True, scale=2.4)])
@pytest.mark.parametrize("width", [380, 900])
def test_everything_is_painted(view: ForgettingView, style: Style, width: int) -> None:
    view.set_style(style)
    view.resize(width, 400)
    assert not view.grab().isNull()
