"""Explain: what is shown is the explanation, and pointer and keys follow it, go back, pin and copy."""

from __future__ import annotations

import numpy as np
import pytest
from gallery import IDS, KINDS
from gallery import network as gallery_network
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from rnrviz import language
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.faults import Fault
from rnrviz.network.gradients import bptt
from rnrviz.network.network import Network, random_network
from rnrviz.network.question import Question
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import explained
from rnrviz.views.explain import ExplainView

Key, Modifier = Qt.Key, Qt.KeyboardModifier
STATE = Question("signal", "X", (1,), 3)


def net(units: int = 3, symbols: str = "abc", loss: str = "cross_entropy") -> Network:
    return random_network("elman", {"n_X": units}, Vocabulary(tuple(symbols)), 5, loss)


def opened(
    qtbot: QtBot, made: Network | None = None, text: str = "abcab", cursor: int = 3, size: tuple[int, int] = (420, 700)
) -> ExplainView:
    session = Session(Document(made or net(), text, cursor))
    session.wait()
    view = ExplainView(session, Style())
    qtbot.addWidget(view)
    view.resize(*size)
    view.show()
    view.refresh(frozenset({"all"}))
    session.on_change = view.refresh
    return view


def asks(view: ExplainView, question: Question) -> None:
    view.session.apply(edits.ask(view.session.document, question))
    view.session.wait()
    assert not view.grab().isNull()


def click(qtbot: QtBot, view: ExplainView, number: int) -> None:
    area = view._item.sheet.spots[number][1]
    spot = view.canvas().mapFromScene(area.center())
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=spot)
    view.session.wait()


def number_of(view: ExplainView, question: Question, live: bool = True) -> int:
    spots = enumerate(view._item.sheet.spots)
    return next(n for n, (spot, _) in spots if spot.about == question and bool(spot.text) == live)


def test_nothing_asked_says_how_to_ask(qtbot: QtBot) -> None:
    view = opened(qtbot)
    assert "Click any number" in view.description() and view.explanation() is None
    assert not view.data() and not view._bar.isVisible()
    qtbot.keyClick(view.canvas(), Key.Key_Return)
    assert view.session.document.question == Question("error", "E", (), 3)


def test_a_number_its_equation_and_its_summands(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    found, trace = view.explanation(), view.session.trace
    assert found is not None and trace is not None
    assert found.value == trace["X"][2, 1]
    assert np.isclose(view.data()["terms"].sum(), found.value)
    assert len(view._item.sheet.bars) == 5
    lengths = [abs(bar.value) for bar in view._item.sheet.bars]
    assert lengths == sorted(lengths, reverse=True)
    shown = {spot.about: spot.value for spot, _ in view._item.sheet.spots if spot.text}
    assert shown[Question("signal", "x", (0,), 2)] == trace["x"][1, 0]


def test_click_follows_and_backspace_returns(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    source = Question("signal", "x", (2,), 2)
    click(qtbot, view, number_of(view, source))
    assert view.session.document.question == source
    assert view.session.document.cursor == 3
    click(qtbot, view, number_of(view, Question("signal", "X", (2,), 2)))
    assert [link.question for link in view._reader.links()] == [STATE, source]
    qtbot.keyClick(view.canvas(), Key.Key_Backspace)
    assert view.session.document.question == source
    qtbot.keyClick(view.canvas(), Key.Key_Left, Modifier.AltModifier)
    assert view.session.document.question == STATE and not view._reader.trail
    qtbot.keyClick(view.canvas(), Key.Key_Backspace)
    assert view.session.document.question == STATE


def test_a_step_of_the_trail_can_be_clicked(qtbot: QtBot) -> None:
    view = opened(qtbot)
    for question in (STATE, Question("signal", "x", (1,), 2)):
        asks(view, question)
    click(qtbot, view, number_of(view, STATE, live=False))
    assert view.session.document.question == STATE


def test_keys_go_through_the_numbers(qtbot: QtBot) -> None:
    view = opened(qtbot, size=(420, 300))
    asks(view, STATE)
    view.canvas().setFocus()
    for _ in range(3):
        qtbot.keyClick(view.canvas(), Key.Key_Down)
    qtbot.keyClick(view.canvas(), Key.Key_Up)
    focus = view._item.focus
    assert focus is not None and focus == view._item.stops()[1]
    wanted = view._item.sheet.spots[focus][0].about
    assert view.canvas().accessibleDescription().startswith(explained.text_of(view._reader.values, wanted))
    qtbot.keyClick(view.canvas(), Key.Key_Return)
    assert view.session.document.question == wanted
    for _ in range(99):
        qtbot.keyClick(view.canvas(), Key.Key_Down)
    assert view._item.focus == view._item.stops()[-1]
    qtbot.keyClick(view.canvas(), Key.Key_Escape)
    assert view._item.focus is None


def test_left_and_right_stay_free(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    heard: list[int] = []
    view.keyPressEvent = lambda event: heard.append(event.key())  # type: ignore[method-assign]
    for key in (Key.Key_Left, Key.Key_Right):
        qtbot.keyClick(view.canvas(), key)
    assert heard == [Key.Key_Left, Key.Key_Right]


def test_copying_as_text_and_as_tex(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    found, clipboard = view.explanation(), QGuiApplication.clipboard()
    assert found is not None
    qtbot.keyClick(view.canvas(), Key.Key_C, Modifier.ControlModifier)
    assert clipboard.text() == found.as_text()
    qtbot.keyClick(view.canvas(), Key.Key_C, Modifier.ControlModifier | Modifier.ShiftModifier)
    assert clipboard.text() == found.as_tex()
    qtbot.mouseClick(view._bar.text, Qt.MouseButton.LeftButton)
    assert clipboard.text() == found.as_text()
    asks(view, Question("gradient", "W_x_x", (0, 1), errors=(3, 3)))
    qtbot.mouseClick(view._bar.tex, Qt.MouseButton.LeftButton)
    assert clipboard.text().count(r"\begin{aligned}") == 2


def test_pinned_explanations_follow_the_cursor(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    qtbot.mouseClick(view._bar.pin, Qt.MouseButton.LeftButton)
    asks(view, Question("delta", "x", (0,), 3, (3, 3)))
    qtbot.mouseClick(view._bar.pin, Qt.MouseButton.LeftButton)
    asks(view, Question("signal", "y", (0,), 1))
    assert len(view.shown()) == 3
    trace = view.session.trace
    assert trace is not None
    view.session.apply(edits.move_cursor(view.session.document, 4))
    view.session.wait()
    assert view.shown()[0].value == trace["y"][0, 0]
    assert view.shown()[1].value == trace["X"][3, 1]
    assert view.shown()[2].value != 0.0
    asks(view, Question("signal", "X", (1,), 4))
    assert view._bar.pin.text() == "Unpin"
    view.session.apply(edits.move_cursor(view.session.document, 0))
    assert view.shown()[2].message
    assert not view.grab().isNull()


def test_the_cross_takes_a_pinned_one_away(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    view.pin()
    pin = view._reader.pins[0]
    click(qtbot, view, next(n for n, (spot, _) in enumerate(view._item.sheet.spots) if spot.about is pin))
    assert len(view.shown()) == 1 and not view._reader.pins
    view.pin()
    view.pin()
    assert not view._reader.pins


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_hover_tells_a_number_in_full(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    source = Question("signal", "x", (2,), 2)
    told = view._told(number_of(view, source)).replace("−", "-")
    trace = view.session.trace
    assert trace is not None
    assert repr(float(trace["x"][1, 2])) in told and "state, unit 3, t = 2" in told
    view._hover(view._item.sheet.spots[number_of(view, source)][1].center())
    assert view._item.under == number_of(view, source)
    view._hover(QPointF(1, 690))
    view._hover(None)
    assert view._item.under is None


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_every_kind_of_number_of_every_network(qtbot: QtBot, kind: tuple[str, dict[str, object], str]) -> None:
    view = opened(qtbot, gallery_network(kind), cursor=4)
    program = view.session.document.network.program
    for signal in program.signals.values():
        unit = (0,) * len(signal.shape)
        asks(view, Question("signal", signal.name, unit, 4))
        if signal.role not in ("input", "hidden"):
            asks(view, Question("delta", signal.name, unit, 2, (1, 4)))
            asks(view, Question("sensitivity", signal.name, unit, 4, weight=("W_y", (0,))))
    for parameter in program.parameters.values():
        asks(view, Question("weight", parameter.name, (0,) * len(parameter.shape)))
        if parameter.trained:
            asks(view, Question("gradient", parameter.name, (0,) * len(parameter.shape), errors=(4, 4)))
    width = view.canvas().viewport().width()
    assert all(at.x() + box.width <= width for box, at, _ in view._item.sheet.boxes)


def test_where_the_network_lost_the_number_the_trail_loses_it_too(qtbot: QtBot) -> None:
    view = opened(qtbot)
    for question in (Question("signal", "x", (2,), 3), STATE):
        asks(view, question)
    view.session.apply(edits.set_network(view.session.document, net(2), "smaller"))
    view.session.wait()
    assert not view._reader.trail and view.session.document.question == STATE


@pytest.mark.parametrize(("text", "cursor"), [("", 0), ("a", 1), ("abcabcabcabc", 12), ("abc" * 67, 200)])
def test_texts_of_any_length(qtbot: QtBot, text: str, cursor: int) -> None:
    view = opened(qtbot, text=text, cursor=cursor)
    if text:
        asks(view, Question("gradient", "W_x_x", (0, 1), errors=(1, cursor)))
        assert view.explanation() is not None
        asks(view, Question("error", "E", (), cursor))
    assert not view.grab().isNull()


def test_overflow_is_shown_as_it_is(qtbot: QtBot) -> None:
    made = random_network("elman", {"n_X": 3, "g_X": "identity"}, Vocabulary(tuple("abc")), 5)
    for i in range(3):
        made = made.with_value("W_x_x", (i, i), 1e300)
    view = opened(qtbot, made, "abcabc", 6)
    asks(view, Question("signal", "x", (0,), 5))
    asks(view, Question("delta", "X", (0,), 2, (1, 6)))
    asks(view, Question("error", "E", (), 5))
    assert view.description()


def test_a_wide_network_with_many_symbols(qtbot: QtBot) -> None:
    view = opened(qtbot, net(60, "".join(chr(0x100 + i) for i in range(200))), "ĀāĂ", 2)
    for question in (Question("signal", "y", (7,), 2), Question("signal", "X", (9,), 2), Question("error", "E", (), 2)):
        asks(view, question)
        width = view.canvas().viewport().width()
        assert all(at.x() + box.width <= width for box, at, _ in view._item.sheet.boxes)
    asks(view, Question("sensitivity", "X", (9,), 2, weight=("W_x_x", (9, 3))))
    assert view.explanation() is not None


@pytest.mark.parametrize("style", [Style(dark=True), Style(scale=0.8), Style(True, 2.4)])
@pytest.mark.parametrize("width", [260, 420, 900])
def test_every_look(qtbot: QtBot, style: Style, width: int) -> None:
    view = opened(qtbot, size=(width, 500))
    view.set_style(style)
    for question in (STATE, Question("gradient", "W_x_x", (0, 1), errors=(1, 4)), Question("signal", "y", (1,), 4)):
        asks(view, question)


def test_a_fault_elsewhere_is_not_in_the_explanation_and_that_is_said(qtbot: QtBot) -> None:
    view = opened(qtbot)
    question = Question("gradient", "W_x_x", (0, 1), errors=(1, 4))
    asks(view, question)
    assert not view.shown()[0].remark
    view.session.apply(edits.break_gradients(view.session.document, Fault("mean")))
    view.session.wait()
    found, trace = view.explanation(), view.session.trace
    assert found is not None and trace is not None and "without the fault" in view.shown()[0].remark
    assert found.value == bptt(trace, (1, 4))["W_x_x"][0, 1]
    asks(view, STATE)
    assert not view.shown()[0].remark


def test_in_spanish(qtbot: QtBot) -> None:
    view = opened(qtbot)
    asks(view, STATE)
    language.set_language("es")
    try:
        view.refresh(frozenset({"language"}))
        assert view.title() == "Explicación"
        assert "Red recurrente de Elman" in view.description()
    finally:
        language.set_language("en")
