"""Answers about a record: at once or in the background, the newest question only, problems included."""

import threading

import pytest

from rnrviz.document.answers import Answers
from rnrviz.network.problems import InputError


@pytest.fixture
def answers():
    made = Answers(lambda: None)
    yield made
    made.close()


def finish(answers: Answers) -> None:
    for worker in answers.workers:
        worker.wait(10)
    answers.collect()


def test_what_is_quick_is_answered_at_once_and_computed_once(answers):
    calls: list[int] = []
    work = lambda progress: calls.append(1) or "done"  # noqa: E731
    assert answers.get("a", ("x", 1), 0.0, work) == answers.get("a", ("x", 1), 0.0, work) == "done"
    assert len(calls) == 1
    answers.get("a", ("x", 2), 0.0, work)
    answers.get("b", ("x", 2), 0.0, work)
    assert len(calls) == 3


def test_what_is_slow_comes_later(answers):
    assert answers.get("a", (1,), 9.0, lambda progress: "done") is None
    assert answers.progress is not None
    finish(answers)
    assert answers.get("a", (1,), 9.0, lambda progress: "again") == "done" and answers.progress is None


def test_only_the_newest_question_counts(answers):
    may = threading.Event()

    def slow(progress):
        may.wait(10)
        progress(0.5)
        return "old"

    answers.get("a", (1,), 9.0, slow)
    answers.get("a", (2,), 9.0, lambda progress: "new")
    may.set()
    finish(answers)
    assert answers.get("a", (2,), 9.0, lambda progress: "again") == "new"


def test_a_problem_is_an_answer(answers):
    def refuse(progress):
        raise InputError("It cannot be.")

    assert str(answers.get("a", (1,), 0.0, refuse)) == "It cannot be."
    answers.get("b", (1,), 9.0, refuse)
    finish(answers)
    assert str(answers.get("b", (1,), 9.0, refuse)) == "It cannot be."


def test_records_are_the_same_only_if_they_are_one(answers):
    import numpy as np

    first, second = np.zeros(2), np.zeros(2)
    assert (
        answers.get("a", (first,), 0.0, lambda progress: 1) == answers.get("a", (first,), 0.0, lambda progress: 2) == 1
    )
    assert answers.get("a", (second,), 0.0, lambda progress: 3) == 3
    answers.forget()
    assert answers.get("a", (second,), 0.0, lambda progress: 4) == 4
