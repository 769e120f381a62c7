"""A stretch of the text is brushed: what becomes of it as cursor, text and network change, and who follows it."""

import pytest

from rnrviz import kernels
from rnrviz.document import brushing, edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network.brushed import followers
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


def walk(session, *steps):
    for by in steps:
        session.apply(edits.brush_on(session.document, by, session.length))
    return session.document.stretch, session.document.cursor


@pytest.mark.parametrize(
    ("cursor", "steps", "stretch", "at"),
    [
        (0, [1], (1, 1), 1),
        (0, [1, 1, 1], (1, 3), 3),
        (2, [1], (2, 3), 3),
        (2, [1, -1], (2, 2), 2),
        (2, [1, -1, -1], (1, 2), 1),
        (2, [-1, -1, -1], (1, 2), 1),
        (4, [1, 1, 1], (4, 5), 5),
        (5, [1], (5, 5), 5),
    ],
)
def test_the_cursor_takes_an_end_along(opened, cursor, steps, stretch, at):
    opened.apply(edits.move_cursor(opened.document, cursor))
    assert walk(opened, *steps) == (stretch, at)


def test_where_the_cursor_stands_elsewhere_another_one_begins(opened):
    walk(opened, 1)
    opened.apply(edits.move_cursor(opened.document, 5))
    assert walk(opened, -1) == ((4, 5), 4)
    opened.apply(edits.brush(opened.document, (1, 3)))
    opened.apply(edits.move_cursor(opened.document, 1))
    assert walk(opened, 1) == ((2, 3), 2), "the other end stays"


def test_an_empty_text_has_no_stretch(opened):
    opened.apply(edits.set_text(opened.document, ""))
    assert walk(opened, 1) == (None, 0) and brushing.ranking(opened) is None


def test_a_stretch_is_kept_as_far_as_the_text_goes(opened):
    told = []
    opened.apply(edits.brush(opened.document, (3, 5)))
    opened.apply(edits.point_out(opened.document, ("x", (0, 0))))
    opened.on_change = told.append
    opened.apply(edits.set_text(opened.document, "abca"))
    assert opened.document.stretch == (3, 4) and "stretch" in told[-1]
    opened.apply(edits.set_text(opened.document, "ab"))
    assert opened.document.stretch is None
    opened.undo()
    assert opened.document.text == "abcab" and opened.document.stretch is None


def test_it_is_no_edit_to_be_undone_and_outlives_undo(opened):
    opened.apply(edits.set_weight(opened.document, "W_phi_z", (0, 1), 2.0))
    opened.apply(edits.brush(opened.document, (1, 2)))
    assert "W_phi_z" in opened.undo_name
    opened.undo()
    assert opened.document.stretch == (1, 2) and not opened.can_undo


def test_a_unit_is_pointed_out_while_the_network_has_it(opened):
    told = []
    opened.on_change = told.append
    opened.apply(edits.brush(opened.document, (1, 2)))
    opened.apply(edits.point_out(opened.document, ("phi", (0,))))
    assert told == [{"stretch"}, {"unit"}]
    opened.apply(edits.set_network(opened.document, net("elman"), "other"))
    assert opened.document.unit is None and opened.document.stretch == (1, 2)
    opened.apply(edits.point_out(opened.document, ("x", (1,))))
    opened.apply(edits.brush(opened.document, None))
    assert opened.document.unit is None and opened.document.stretch is None
    opened.undo()
    assert opened.document.unit is None


def test_another_text_with_its_network_is_not_brushed(opened):
    opened.apply(edits.brush(opened.document, (1, 2)))
    opened.apply(edits.set_network(opened.document, net("elman"), "other", "cab"))
    assert opened.document.stretch is None


def test_the_ranking_is_that_of_the_record_and_asked_once(opened):
    assert brushing.ranking(opened) is None
    opened.apply(edits.brush(opened.document, (2, 3)))
    found = brushing.ranking(opened)
    assert found is not None and repr(found) == repr(followers(opened.trace, (2, 3)))
    assert brushing.ranking(opened) is found
    opened.apply(edits.brush(opened.document, (2, 4)))
    assert repr(brushing.ranking(opened)) == repr(followers(opened.trace, (2, 4))) != repr(found)


def test_a_large_one_is_computed_in_the_background():
    session = Session(Document(net(), "abc" * 20_000, 2))
    session.wait()
    session.apply(edits.brush(session.document, (2, 30_000)))
    assert brushing.ranking(session) is None and session.busy
    session.wait()
    assert brushing.ranking(session) and not session.busy
    session.close()
