"""What is looked at beside the cursor: the way back, a weight, and what views ask about the trace."""

import pytest

from rnrviz import kernels
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary


@pytest.fixture(scope="module", autouse=True)
def compiled():
    kernels.load()


def net(architecture="lstm", seed=1):
    return random_network(architecture, {}, Vocabulary(("a", "b", "c")), seed)


@pytest.fixture
def opened():
    made = Session(Document(net(), "abcab", 2))
    yield made
    made.close()


def test_the_way_back_ends_where_something_else_is_looked_at(opened):
    opened.apply(edits.move_cursor(opened.document, 4))
    assert opened.document.tau == 5
    opened.apply(edits.go_back(opened.document, 2))
    assert (opened.document.back, opened.document.tau) == (2, 3)
    opened.apply(edits.go_back(opened.document, 9))
    assert opened.document.tau == 1
    opened.apply(edits.choose_error(opened.document, "sum"))
    assert opened.document.tau == 1
    opened.apply(edits.set_text(opened.document, "ab"))
    assert opened.document.back == 0
    opened.apply(edits.go_back(opened.document, 1))
    opened.apply(edits.move_cursor(opened.document, 1))
    assert opened.document.back == 0


def test_a_weight_is_followed_while_the_network_has_it(opened):
    told = []
    opened.on_change = told.append
    opened.apply(edits.follow_weight(opened.document, ("W_phi_z", (0, 1))))
    assert told[-1] == {"weight"}
    opened.apply(edits.set_weight(opened.document, "W_phi_z", (0, 1), 2.0))
    assert opened.document.weight == ("W_phi_z", (0, 1))
    opened.undo()
    assert opened.document.weight == ("W_phi_z", (0, 1))
    opened.apply(edits.set_network(opened.document, net("elman"), "other"))
    assert opened.document.weight is None
    opened.undo()
    assert opened.document.weight is None


def test_views_ask_about_the_trace(opened):
    asked = (opened.trace, 3)
    assert opened.answers.get("twice", asked, 9.0, lambda progress: 6) is None
    assert opened.busy
    opened.wait()
    assert opened.answers.get("twice", asked, 9.0, lambda progress: 7) == 6 and not opened.busy
    opened.apply(edits.set_text(opened.document, "ab"))
    assert opened.answers.get("twice", asked, 0.0, lambda progress: 8) == 8
