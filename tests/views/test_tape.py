"""The tape: what it shows of a text, editing, pasting, dragging, and what cannot be read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.axis import TimeAxis
from rnrviz.views.tape import TapeView
from rnrviz.views.tape_editor import TapeEditor

ALL = frozenset({"all"})
KEPT: list[TapeView] = []  # a widget that only a cycle keeps alive could be collected while it paints


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    """Close what a test showed, and its session."""
    yield
    for view in KEPT:
        view.close()
        view.session.close()
    KEPT.clear()


KEY = Qt.Key


def network(*tokens: str, architecture: str = "elman", **config: object) -> Network:
    return random_network(architecture, config, Vocabulary(tokens or tuple("abcT")), seed=2)


def show(qtbot: QtBot, net: Network, text: str, cursor: int = 0, style: Style | None = None) -> TapeView:
    session = Session(Document(net, text, cursor))
    session.wait()
    view = TapeView(session, style or Style(), TimeAxis(session.length))
    qtbot.addWidget(view)
    view.resize(900, view.sizeHint().height())
    view.axis.set_width(900)

    def change(changed: frozenset[str]) -> None:
        view.axis.set_length(session.length)
        view.refresh(changed | session.collect())

    session.on_change = change
    KEPT.append(view)
    view.show()
    view.refresh(ALL)
    return view


def editor(view: TapeView) -> TapeEditor:
    found = view.findChild(TapeEditor)
    assert isinstance(found, TapeEditor)
    return found


def test_targets_and_predictions_are_those_of_the_trace(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aabbcc", 3)
    trace = view.session.trace
    assert trace is not None
    tape = view.shown()
    assert tape.tokens == tuple("aabbcc")
    assert [tape.symbols[i] for i in tape.targets[:-1]] == list("abbcc") and tape.targets[-1] == -1
    assert np.array_equal(tape.guesses, trace["y"].argmax(axis=1))
    assert np.allclose(tape.sure, trace["y"].max(axis=1))


def test_nothing_computed_is_not_a_number_that_is_none(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aabb", 2)
    assert view.shown().computed
    view.session._trace = None
    view.refresh(ALL)
    assert not view.shown().computed and not view.grab().isNull()
    assert "predicted" not in view.description()


def test_outputs_are_divided_by_their_sum(qtbot: QtBot) -> None:
    view = show(qtbot, network(g_Y="logistic"), "aabb", 2)
    y = view.session.trace["y"]  # type: ignore[index]
    assert np.allclose(view.shown().sure, (y / y.sum(axis=1, keepdims=True)).max(axis=1))


def test_outputs_below_zero_are_no_probabilities(qtbot: QtBot) -> None:
    config = {"g_Y": "tanh"}
    view = show(qtbot, random_network("elman", config, Vocabulary(tuple("abcT")), 2, loss="quadratic"), "aabb", 2)
    y = view.session.trace["y"]  # type: ignore[index]
    assert (y < 0).any() and not view.shown().probable
    assert np.allclose(view.shown().sure, y.max(axis=1)) and "%" not in view.description()


def test_outputs_whose_sum_overflows_are_shown_as_they_are(qtbot: QtBot) -> None:
    net = random_network("elman", {"g_Y": "identity"}, Vocabulary(tuple("abcT")), 2, loss="quadratic")
    view = show(qtbot, big(net), "aabb", 2)
    assert not view.shown().probable and view.grab() and view.data()


def big(net: Network) -> Network:
    for unit in range(4):
        net = net.with_value("W_y", (unit,), 1.5e308)
    return net


def test_the_cursor_is_told_in_words(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aabb", 2)
    assert "read “a”" in view.description() and "next is “b”" in view.description()
    assert "not read yet" in view.sentence(3)


@pytest.mark.parametrize("key", [KEY.Key_Return, KEY.Key_F2])
def test_typing_is_read_at_once(qtbot: QtBot, key: Qt.Key) -> None:
    view = show(qtbot, network(), "aab", 2)
    qtbot.keyClick(view.canvas(), key)
    line = editor(view)
    assert line.isVisible() and line.text() == "aab"
    qtbot.keyClicks(line, "bc")
    assert view.session.document.text == "aabbc" and view.shown().length == 5
    qtbot.keyClick(line, KEY.Key_Escape)
    assert not line.isVisible() and view.session.document.text == "aabbc"


def test_a_double_click_edits(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aab", 2)
    qtbot.mouseDClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 40))
    assert editor(view).isVisible()


def test_the_open_line_follows_undo(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aab", 2)
    view.edit()
    qtbot.keyClicks(editor(view), "c")
    view.session.undo()
    assert view.session.document.text == "aab" and editor(view).text() == "aab"


def test_an_empty_tape_invites_and_takes_the_first_letter(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "")
    assert "Type a sequence" in view.description()
    qtbot.keyClick(view.canvas(), "b")
    qtbot.keyClicks(editor(view), "ca")
    assert view.session.document.text == "bca"


def test_pasting_replaces_the_text(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aab", 3)
    QGuiApplication.clipboard().setText("b\nb c")
    qtbot.keyClick(view.canvas(), KEY.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert view.shown().tokens == ("b", "b", "c")


def test_a_hundred_thousand_tokens_are_pasted_and_edited(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aab", 3)
    QGuiApplication.clipboard().setText("abc " * 34_000)
    view.paste()
    view.session.wait()
    assert view.shown().length == 102_000
    view.edit()
    view.canvas().viewport().repaint()
    assert editor(view).isVisibleTo(view)


def test_a_long_text_is_not_read_at_each_key(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "abc" * 34_000, 3)
    view.session.on_change = lambda changed: None  # it may be called from the thread that runs the network
    view.edit()
    line = editor(view)
    for letter in "abcab":
        qtbot.keyClick(line, letter)
    assert view.shown().length == 102_000, "read while one types"
    qtbot.waitUntil(lambda: view.session.document.text.endswith("abcab"), timeout=3000)
    view.session.wait()
    view.refresh(ALL)
    assert view.shown().length == 102_005


def test_dragging_moves_the_cursor_both_ways(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aabbcc", 0)
    port, seen = view.canvas().viewport(), []
    left = Qt.MouseButton.LeftButton
    qtbot.mousePress(port, left, pos=QPoint(round(view.axis.x(1)), 60))
    for t in (2, 4, 6, 3, 0):
        qtbot.mouseMove(port, QPoint(round(view.axis.x(t)), 60))
        view._go(view.canvas().mapToScene(QPoint(round(view.axis.x(t)), 60)))
        seen.append(view.session.document.cursor)
    qtbot.mouseRelease(port, left)
    assert seen == [2, 4, 6, 3, 0]


def test_unknown_tokens_are_marked(qtbot: QtBot) -> None:
    view = show(qtbot, network("the", "cat", "UNK"), "the dog cat", 3)
    assert view.shown().unknown == {1} and "UNK" in view.sentence(2)
    assert not view.shown().problem


def test_what_cannot_be_read_is_marked_in_place(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "aaxbx", 2)
    tape = view.shown()
    assert tape.length == 2 and tape.tokens == tuple("aaxbx") and tape.refused == {2, 4}
    assert "“x”" in tape.problem and view.axis.rest == 3
    view.refresh(frozenset({"cursor"}))
    assert "“x”" in view.description()


@pytest.mark.parametrize("text", ["", "a", "aabbccT" * 40, "aaxb"])
@pytest.mark.parametrize("style", [Style(), Style(dark=True, scale=1.7)])
@pytest.mark.parametrize("zoom", [0.1, 0.4, 1.0, 4.0])
def test_it_paints_at_every_zoom(qtbot: QtBot, text: str, style: Style, zoom: float) -> None:
    view = show(qtbot, network(), text, 4, style)
    view.axis.set_scale(style.scale)
    view.axis.zoom(zoom)
    assert not view.grab().isNull()


def test_outputs_that_are_no_numbers_are_said_so(qtbot: QtBot) -> None:
    net = network().with_value("W_y_x", (0, 0), 1e300).with_value("W_x_x", (0, 0), 1e300)
    net = net.with_value("W_y", (0,), 1.7e308).with_value("W_y", (1,), -1.7e308)
    view = show(qtbot, net, "aabb", 4)
    assert view.grab() and view.shown().length == 4


@pytest.mark.parametrize("suffix", [".png", ".svg", ".pdf", ".csv", ".npz"])
def test_it_can_be_saved(qtbot: QtBot, tmp_path: Path, suffix: str) -> None:
    view = show(qtbot, network(), "aabb", 3)
    saving.save(view, tmp_path / f"tape{suffix}")
    assert (tmp_path / f"tape{suffix}").stat().st_size > 100
    data = view.data()
    assert data["token"].tolist() == list("aabb") and data["target"].tolist() == ["a", "b", "b", ""]
    assert np.allclose(data["probability_of_target"][:-1], view.session.trace["y"][range(3), data["d"][:-1]])  # type: ignore[index]


def test_a_longer_text_brushed_at_once_is_read_before_it_is_told(qtbot: QtBot) -> None:
    view = show(qtbot, network(), "a")
    told: set[str] = set()
    view.session.on_change = told.update
    view.session.apply(edits.set_text(view.session.document, "aabbcc"))
    view.session.apply(edits.move_cursor(view.session.document, 5))
    view.session.apply(edits.brush(view.session.document, (2, 4)))
    view.refresh(frozenset({"stretch"}))  # of a frame that began before the text came
    view.refresh(frozenset(told))
    assert "5" in view.canvas().accessibleDescription()
