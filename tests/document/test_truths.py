"""Which truth suits a network, and what happens to a wish that cannot be fulfilled."""

import numpy as np
import pytest

from rnrviz.document import edits, truths
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files
from rnrviz.network.network import random_network
from rnrviz.network.tasks.distributions import Distributions
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource


def plain(symbols):
    return random_network("elman", {"n_X": 2}, Vocabulary(tuple(symbols)), 1)


@pytest.fixture
def model():
    return files.load(resource("models", "anbncn-lstm.safetensors"))


def test_what_was_taught_comes_first(model):
    assert truths.chosen(model, "") == "legal"
    assert truths.chosen(model, "strings") == "strings"
    assert truths.chosen(plain("ab"), "") == "last 1"
    assert truths.chosen(plain("abT"), "") == truths.chosen(plain("Sab"), "") == "whole"


def test_a_wish_that_cannot_be_fulfilled_waits(model):
    session = Session(Document(plain("abcT"), "aabbccT", truth="strings"))
    assert truths.source(session) == "whole"
    session.apply(edits.set_network(session.document, model, "model"))
    assert truths.source(session) == "strings"


def test_every_source_that_is_offered_gives_distributions(model):
    for network in (model, plain("abcT"), plain("abc")):
        for source in truths.offered(network):
            session = Session(Document(network, "aabbcc", truth=source))
            session.wait()
            found = truths.of_session(session)
            assert (found is None) == (source == "nothing")
            if isinstance(found, Distributions):
                rows = found.rows()
                np.testing.assert_allclose(rows[~np.isnan(rows).any(1)].sum(1), 1)
    assert truths.of_session(Session(Document(model, ""))) is None


def test_choosing_is_said_and_undone(model):
    session, heard = Session(Document(model, "aabbcc")), []
    session.on_change = heard.append
    session.apply(edits.choose_truth(session.document, "last 2"))
    assert heard == [frozenset({"truth"})] and session.undo_name
    assert truths.source(session) == "last 2"
    session.undo()
    assert truths.source(session) == "legal"
