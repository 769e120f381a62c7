"""Keys in the table of gradients ask as clicks do; a pinned explanation says all that it said above."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.faults import Fault
from rnrviz.network.network import random_network
from rnrviz.network.question import Question
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.explain import ExplainView
from rnrviz.views.gradients import GradientsView


def opened(qtbot: QtBot, made: type, height: int):
    network = random_network("elman", {"n_X": 3}, Vocabulary(tuple("abcT")), seed=3)
    session = Session(Document(network, "aabbcT", 3))
    view = made(session, Style(), None)
    qtbot.addWidget(view)
    view.resize(450, height)
    view.show()

    def tell(changes: frozenset[str]) -> None:
        if changes != {"busy"}:  # that alone may come from a thread
            view.refresh(changes)

    session.on_change = tell
    view.refresh(frozenset({"all"}))
    session.wait()
    return view


def test_keys_ask_where_a_gradient_comes_from_as_clicks_do(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientsView, 600)
    canvas, Key = view.canvas(), Qt.Key
    asked = []
    for key, modifier in (
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Down, Qt.KeyboardModifier.NoModifier),
        (Key.Key_Right, Qt.KeyboardModifier.ShiftModifier),
        (Key.Key_Up, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(canvas, key, modifier)
        asked.append(view.session.document.question)
    assert [(q.kind, q.name, q.index) for q in asked] == [
        ("gradient", "W_x_u", index) for index in ((0, 0), (1, 0), (1, 1), (0, 1))
    ]
    view.session.apply(edits.ask(view.session.document, None))
    place = canvas.mapFromScene(view.place())
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert view.session.document.question == asked[-1]


def test_a_verdict_gives_way_where_the_view_is_low(qtbot: QtBot) -> None:
    view = opened(qtbot, GradientsView, 600)
    for height, stays in ((900, True), (280, False)):
        view.resize(450, height)
        for _ in range(40):
            qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
        bar = view.canvas().verticalScrollBar()
        bar.setValue(bar.maximum())
        assert (view._head.pos().y() == bar.value()) == (stays or not bar.value())
        view._reveal()
        seen = view.canvas().mapToScene(view.canvas().viewport().rect()).boundingRect()
        assert seen.contains(view.place(0)), height
        assert stays or view.canvas().height() < 150


def test_a_pinned_gradient_keeps_both_ways_to_it(qtbot: QtBot) -> None:
    view = opened(qtbot, ExplainView, 400)
    asked = Question("gradient", "W_x_x", (0, 1), errors=(3, 3))
    view.session.apply(edits.ask(view.session.document, asked))
    view.session.wait()
    live = view.shown()[0]
    qtbot.mouseClick(view._bar.pin, Qt.MouseButton.LeftButton)
    below = view.shown()[1]
    assert below.ways == live.ways and len(below.ways) == 2 and all(len(way.terms) > 1 for way in below.ways)
    assert (below.symbol, below.value, below.name) == (live.symbol, live.value, live.name)
    words = [text.text for text in view._item.sheet.texts]
    for way in live.ways:
        assert words.count(way.heading) == words.count(way.place) == 2
        assert all(words.count(note) >= 2 for note in way.notes)
    assert len(view._item.sheet.bars) == 2 * sum(len(way.terms) for way in live.ways)
    view.session.apply(edits.break_gradients(view.session.document, Fault("mean")))
    assert view.shown()[1].remark == view.shown()[0].remark != ""
    assert not view.grab().isNull()
