"""The session: what follows from a document, at once or in the background, and never the wrong thing."""

import threading
import time

import numpy as np
import pytest

from rnrviz import kernels
from rnrviz.document import edits, reading, report, session
from rnrviz.document.document import Document
from rnrviz.document.history import PAUSE, History
from rnrviz.document.session import Session
from rnrviz.document.worker import Worker
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import Cancelled
from rnrviz.network.vocabulary import Vocabulary


@pytest.fixture(scope="module", autouse=True)
def compiled():
    kernels.load()


def net(architecture="lstm", tokens=("a", "b", "c"), seed=1):
    return random_network(architecture, {}, Vocabulary(tokens), seed)


@pytest.fixture
def opened():
    made = Session(Document(net(), "abcab", 2))
    yield made
    made.close()


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_trace_and_gradients_of_every_architecture(architecture):
    made = Session(Document(net(architecture), "abcab", 3))
    assert len(made.trace) == made.length == 5
    report = made.gradients
    if made.document.network.program.leads:
        assert report.rtrl is None and report.comparison is None and not report.skipped
        assert "RTRL does not apply" in str(report.refused)
    else:
        assert report.refused is None and report.comparison.equal()
    made.wait()
    assert made.gradients.against_differences.relative < 1e-8
    assert made.gradients.instants == (3, 3)
    made.close()


def test_changes_are_announced(opened):
    told = []
    opened.on_change = told.append
    opened.apply(edits.move_cursor(opened.document, 4))
    assert {"cursor", "gradients"} <= told[-1]
    opened.apply(edits.choose_error(opened.document, "sum"))
    assert {"error", "gradients"} <= told[-1]
    opened.apply(edits.set_text(opened.document, "ab"))
    assert {"sequence", "cursor"} <= told[-1]
    opened.apply(edits.set_network(opened.document, net(seed=2), "other"))
    assert {"network", "sequence", "gradients"} <= told[-1]


def test_the_cursor_stays_within_the_text(opened):
    opened.apply(edits.move_cursor(opened.document, 99))
    assert opened.document.cursor == 5
    opened.apply(edits.move_cursor(opened.document, -3))
    assert opened.document.cursor == 0
    assert opened.gradients is None


def test_the_sum_is_the_sum_of_the_instants(opened):
    opened.apply(edits.move_cursor(opened.document, 3))
    opened.apply(edits.choose_error(opened.document, "sum"))
    total = opened.gradients.bptt["W_y"]
    opened.apply(edits.choose_error(opened.document, "instant"))
    parts = []
    for t in (1, 2, 3):
        opened.apply(edits.move_cursor(opened.document, t))
        parts.append(opened.gradients.bptt["W_y"])
    np.testing.assert_allclose(total, sum(parts), rtol=1e-12)


def test_the_last_instant_has_no_error(opened):
    opened.apply(edits.move_cursor(opened.document, 5))
    assert np.isnan(opened.gradients.error)
    assert not opened.gradients.bptt["W_y"].any()


def test_an_unknown_token_keeps_the_text_and_reads_its_beginning(opened):
    opened.apply(edits.set_text(opened.document, "abxca"))
    assert opened.sequence.tokens == ("a", "b")
    assert opened.rest == ("x", "c", "a")
    assert "“x”" in opened.problem
    assert opened.document.text == "abxca"
    assert len(opened.trace) == 2
    opened.undo()
    assert opened.problem is None and opened.length == 5


def test_empty_text(opened):
    opened.apply(edits.set_text(opened.document, ""))
    assert opened.length == 0 and len(opened.trace) == 0
    assert opened.gradients is None and opened.problem is None


def test_a_text_beyond_the_memory_is_read_in_part(opened, monkeypatch):
    monkeypatch.setattr(reading, "MEMORY", 10 * reading.row_bytes(opened.document.network))
    opened.apply(edits.set_text(opened.document, "ab" * 50))
    assert opened.length == 10
    assert "100 tokens" in opened.problem
    assert len(opened.document.text) == 100


def test_a_long_text_does_not_hold_up(opened):
    opened.apply(edits.set_text(opened.document, "ab" * 150_000))
    assert opened.busy
    assert opened.sequence is opened.trace.sequence
    assert opened.document.cursor <= opened.length
    opened.wait()
    assert opened.length == 300_000
    assert opened.busy is None


def test_of_two_long_texts_the_last_counts(opened):
    for letter in "abc":
        opened.apply(edits.set_text(opened.document, letter * 300_000))
    opened.wait()
    assert set(opened.sequence.tokens) == {"c"}


def test_another_network_never_shows_the_old_ones_trace(opened, monkeypatch):
    monkeypatch.setattr(session, "AT_ONCE", 0.0)
    opened.apply(edits.set_network(opened.document, net("elman"), "other"))
    assert opened.trace is None or opened.trace.network is opened.document.network
    opened.wait()
    assert opened.trace.network is opened.document.network


def test_gradients_of_a_cursor_that_moved_on_are_dropped(opened, monkeypatch):
    monkeypatch.setattr(session, "AT_ONCE", 0.0)
    for cursor in (4, 3, 1):
        opened.apply(edits.move_cursor(opened.document, cursor))
        _ = opened.gradients
    opened.wait()
    assert opened.gradients.instants == (1, 1)
    assert opened.gradients.differences is not None


def test_a_cursor_beyond_the_trace_waits_for_the_new_one(opened, monkeypatch):
    monkeypatch.setattr(session, "AT_ONCE", 0.0)
    opened.apply(edits.set_text(opened.document, "abcabcabc"))
    opened.apply(edits.move_cursor(opened.document, 9))
    assert opened.busy and len(opened.trace) == 5
    assert opened.gradients is None
    opened.wait()
    _ = opened.gradients
    opened.wait()
    assert opened.gradients.instants == (9, 9)


def test_what_would_take_too_long_is_skipped(opened, monkeypatch):
    monkeypatch.setattr(report, "RTRL_AT_MOST", 0.0)
    monkeypatch.setattr(report, "DIFFERENCES_AT_MOST", 0.0)
    _ = opened.gradients
    opened.wait()
    assert set(opened.gradients.skipped) == {"rtrl", "differences"}


def test_overflow_is_a_sentence(opened):
    for index in np.ndindex(3, 3):
        opened.apply(edits.set_weight(opened.document, "W_y_u", index, 1e308))
    opened.apply(edits.set_weight(opened.document, "W_y", (0,), 1e308))
    assert opened.notice and "t = 1" in opened.notice
    _ = opened.gradients
    opened.wait()


def test_it_waits_for_the_kernels():
    made = Session(Document(net(), "abc", 1), ready=False)
    assert made.trace is None and made.busy and made.length == 3
    assert made.gradients is None
    made.start()
    assert len(made.trace) == 3 and made.busy is None
    made.close()


def test_undo_keeps_the_place_and_redo_comes_back(opened):
    before = opened.document.network
    opened.apply(edits.set_weight(opened.document, "W_y", (1,), 3.0))
    opened.apply(edits.move_cursor(opened.document, 4))
    opened.undo()
    assert opened.document.network is before
    assert opened.document.cursor == 4
    assert opened.redo_name == "change W_y[2]"
    opened.redo()
    assert opened.document.network.parameters["W_y"][1] == 3.0
    assert opened.undo_name == "change W_y[2]" and not opened.can_redo


def test_typing_is_undone_as_one_until_a_pause():
    now = [0.0]
    history = History(Document(net(), ""), clock=lambda: now[0])
    for text in ("a", "ab", "abc"):
        history.apply(edits.set_text(history.now, text))
        now[0] += PAUSE / 2
    now[0] += 2 * PAUSE
    history.apply(edits.set_text(history.now, "abca"))
    history.undo()
    assert history.now.text == "abc"
    history.undo()
    assert history.now.text == "" and not history.undo_name


def test_a_step_ends_the_typing():
    history = History(Document(net(), ""), clock=lambda: 0.0)
    history.apply(edits.set_text(history.now, "a"))
    history.apply(edits.move_cursor(history.now, 1))
    history.apply(edits.set_text(history.now, "ab"))
    history.undo()
    assert history.now.text == "a"


def test_a_worker_drops_what_was_cancelled():
    got, started, gate = [], threading.Event(), threading.Event()
    worker = Worker("test", lambda: None)

    def slow(progress):
        started.set()
        gate.wait(5)
        progress(0.5)
        return "old"

    worker.start(slow, got.append)
    started.wait(5)
    worker.start(lambda progress: "new", got.append)
    gate.set()
    worker.wait(5)
    worker.collect()
    assert got == ["new"] and not worker.busy
    worker.close()


def test_a_worker_hands_a_fault_to_its_owner():
    worker = Worker("test", lambda: None)

    def fault(progress):
        raise ArithmeticError("no")

    worker.start(fault, lambda result: None)
    worker.wait(5)
    with pytest.raises(ArithmeticError):
        worker.collect()
    assert not worker.busy
    worker.close()


def test_a_cancelled_worker_is_silent():
    worker = Worker("test", lambda: None)

    def gives_up(progress):
        raise Cancelled

    worker.start(gives_up, lambda result: None)
    worker.wait(5)
    time.sleep(0.01)
    assert not worker.collect()
    worker.close()


def test_a_step_computes_every_gradient_once_and_records_nothing_again(monkeypatch):
    from rnrviz.network import comparison, gradients

    made = Session(Document(net("lstm"), "abcab", 1))
    calls = []
    for module, name in ((gradients, "bptt"), (gradients, "rtrl"), (comparison, "compare")):
        original = getattr(module, name)
        monkeypatch.setattr(module, name, lambda *a, f=original, n=name, **k: (calls.append(n), f(*a, **k))[1])
    monkeypatch.setattr(Network, "run", lambda *a, **k: calls.append("run"))
    made.apply(edits.move_cursor(made.document, 3))
    for _ in range(3):
        assert made.gradients.comparison.equal()
    assert calls[:3] == ["bptt", "rtrl", "compare"] and "run" not in calls
    made.wait()
    assert calls.count("bptt") == calls.count("rtrl") == 1 and calls.count("compare") == 2
