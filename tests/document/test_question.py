"""What is asked: kept beside the edits, dropped when the network or the text has no such number any more."""

import pytest

from rnrviz import kernels
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import BESIDE, Session
from rnrviz.network.network import random_network
from rnrviz.network.question import Question, related
from rnrviz.network.vocabulary import Vocabulary

LATE = Question("signal", "x", (3,), 5)


def net(units=4, kind="elman"):
    sizes = {"n_X": units} if kind == "elman" else {}
    return random_network(kind, sizes, Vocabulary(tuple("abc")), 1)


@pytest.fixture
def opened():
    kernels.load()
    made = Session(Document(net(), "abcab", 2))
    yield made
    made.close()


def test_asking_is_announced_beside_all_else_and_not_undone(opened):
    told = []
    opened.on_change = told.append
    opened.apply(edits.ask(opened.document, LATE))
    assert opened.document.question == LATE and told == [{"question"}] and told[0] <= BESIDE
    assert not opened.can_undo
    opened.apply(edits.ask(opened.document, LATE))
    assert len(told) == 1


def test_a_shorter_text_drops_what_came_after_its_end(opened):
    opened.apply(edits.ask(opened.document, LATE))
    told = []
    opened.on_change = told.append
    opened.apply(edits.set_text(opened.document, "abcabc"))
    assert opened.document.question == LATE
    opened.apply(edits.set_text(opened.document, "abc"))
    assert opened.document.question is None and "question" in told[-1]


def test_another_network_drops_what_it_does_not_have(opened):
    opened.apply(edits.ask(opened.document, LATE))
    opened.apply(edits.set_network(opened.document, net(6), "larger"))
    assert opened.document.question == LATE
    opened.apply(edits.set_network(opened.document, net(2), "smaller"))
    assert opened.document.question is None
    opened.undo()
    assert opened.document.question is None
    opened.apply(edits.ask(opened.document, Question("signal", "X", (0,), 2)))
    opened.apply(edits.set_network(opened.document, net(kind="lstm"), "other"))
    assert opened.document.question is None


def test_a_changed_weight_keeps_the_question_and_undo_too(opened):
    opened.apply(edits.ask(opened.document, LATE))
    opened.apply(edits.set_weight(opened.document, "W_x", (0,), 0.5))
    assert opened.document.question == LATE
    opened.undo()
    assert opened.document.question == LATE


def test_what_else_can_be_asked_of_the_same():
    asked = related(LATE, (1, 5), ("W_x", (0,)))
    assert [q.kind for q in asked] == ["delta", "sensitivity"]
    assert related(Question("weight", "W_x", (0,)), (5, 5), None)[0] == Question("gradient", "W_x", (0,), errors=(5, 5))
    assert not related(Question("weight", "W_x", (0,)), None, None)
