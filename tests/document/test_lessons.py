"""Every lesson in both languages: every scene can be set, every action is noticed, every number is right."""

import re
from dataclasses import replace

import numpy as np
import pytest

from rnrviz import kernels
from rnrviz.document import edits, lesson_awaits, lesson_scene, lessons
from rnrviz.document.document import Document
from rnrviz.document.lesson_reader import read
from rnrviz.document.session import Session
from rnrviz.figures import prose
from rnrviz.network.explain import explain
from rnrviz.network.faults import Fault
from rnrviz.network.gradients import bptt
from rnrviz.network.network import random_network
from rnrviz.network.question import Question
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource
from tests.document.lesson_numbers import NUMBERS

FILES = sorted(resource("lessons").glob("*.*.md"))
LESSONS = [read(path) for path in FILES]
PAGES = [(lesson, number) for lesson in LESSONS for number in range(len(lesson.pages))]
NAMES = [f"{lesson.name}.{lesson.language}-{number + 1}" for lesson, number in PAGES]
WAITING = [(name, each) for name, each in zip(NAMES, PAGES, strict=True) if each[0].pages[each[1]].awaits]
ASKING = [(name, each) for name, each in zip(NAMES, PAGES, strict=True) if each[0].pages[each[1]].asks]
NUMBER = re.compile(r"−?(?:\d+\.\d+|\d{3,})")
every_page = pytest.mark.parametrize(("lesson", "number"), PAGES, ids=NAMES)
every_waiting = pytest.mark.parametrize(("lesson", "number"), [p for _, p in WAITING], ids=[n for n, _ in WAITING])
every_asking = pytest.mark.parametrize(("lesson", "number"), [p for _, p in ASKING], ids=[n for n, _ in ASKING])


@pytest.fixture(scope="module", autouse=True)
def compiled():
    kernels.load()


def session_of(lesson, number):
    made = Session(Document(random_network("elman", {"n_X": 2}, Vocabulary(("p", "q")), 1), "pq", 1))
    made.apply(lesson_scene.edit(lesson, number))
    made.wait()
    return made


def value(lesson, number, said):
    document = lesson_scene.document(lesson, number)
    trace = document.network.run(document.text)
    if "is" in said:
        return float(NUMBERS[said["is"]](document, trace))
    fields = {key: tuple(said[key]) for key in ("index", "errors") if said.get(key)}
    weight = said.get("weight") and (said["weight"][0], tuple(said["weight"][1]))
    name = said.get("name", "E")
    return explain(trace, Question(said["kind"], name, t=said.get("t", 0), weight=weight or None, **fields)).value


def written(page):
    """The text, what comes after, and the right choice."""
    right = page.asks.choices[page.asks.right] if page.asks and page.asks.choices else ""
    return f"{page.text} {page.after} {right}"


def test_eleven_lessons_in_two_languages():
    names = {lesson.name for lesson in LESSONS}
    assert len(names) == 11 and len(FILES) == 22
    for code in ("es", "en"):
        listed = lessons.shipped(code)
        assert [each.order for each in listed] == list(range(1, 12))
        assert all(lessons.in_language(each.path, code) == each.path for each in listed)
    assert all(5 <= len(lesson.pages) <= 8 for lesson in LESSONS)


@pytest.mark.parametrize("name", sorted({lesson.name for lesson in LESSONS}))
def test_both_languages_show_and_ask_the_same(name):
    first, second = (lesson for lesson in LESSONS if lesson.name == name)
    assert first.order == second.order and len(first.pages) == len(second.pages)
    for a, b in zip(first.pages, second.pages, strict=True):
        assert replace(a, title="", text="", after="", asks=None) == replace(b, title="", text="", after="", asks=None)
        assert (a.asks is None) == (b.asks is None)
        if a.asks and b.asks:
            assert replace(a.asks, choices=()) == replace(b.asks, choices=())
            assert len(a.asks.choices) == len(b.asks.choices)
        for formula in re.findall(r"`[^`]+`", written(a)):
            assert formula in written(b), formula


@every_page
def test_a_scene_is_one_edit(lesson, number):
    session = session_of(lesson, number)
    wanted = lesson_scene.document(lesson, number)
    assert session.document == wanted and session.problem is None
    assert session.gradients is not None or session.document.cursor == 0
    session.undo()
    assert session.document.text == "pq" and not session.can_undo


@every_page
def test_every_number_is_computed(lesson, number):
    page = lesson.pages[number]
    text = written(page) + (f" {page.asks.number}" if page.asks and page.asks.number is not None else "")
    for said in page.numbers:
        shown = said["says"]
        assert shown in text, shown
        digits = len(shown.partition(".")[2])
        right = value(lesson, number, said)
        assert abs(float(shown.replace("−", "-")) - right) <= 0.5 * 10**-digits + 1e-12, (shown, right)


@every_page
def test_no_number_is_left_out(lesson, number):
    """What is not computed is part of what the scene says: a weight, or the number of an exercise."""
    page = lesson.pages[number]
    given = {each.lstrip("−") for said in page.numbers for each in [said["says"]]}
    given |= {f"{abs(v):g}" for v in lesson_scene.document(lesson, number).network.vector}
    found = {each.lstrip("−") for each in NUMBER.findall(written(page))}
    assert not found - given


@every_page
def test_a_page_reads_well(lesson, number):
    """Short enough for a small window, its marks in pairs, and as text without a mark."""
    page = lesson.pages[number]
    for text in (page.text, page.after, page.title, *(page.asks.choices if page.asks else ())):
        assert text.count("`") % 2 == 0 and text.count("**") % 2 == 0
        assert not re.search(r"[`]|\*\*", re.sub(r"<[^>]*>", "", prose.html(text)))
    assert len(prose.plain(page.text).split()) <= 75 and len(prose.plain(page.after).split()) <= 60
    assert page.waits and page.points


def perform(session, page):
    """What the learner does, by the edits that the window makes."""
    for key, wanted in page.awaits.items():
        document = session.document
        if key == "cursor":
            session.apply(edits.move_cursor(document, wanted))
        elif key == "text":
            session.apply(edits.set_text(document, " ".join(wanted)))
        elif key == "error":
            session.apply(edits.choose_error(document, wanted))
        elif key == "tau":
            while session.document.tau > wanted:
                session.apply(edits.go_back(session.document, session.document.back + 1))
        elif key == "question":
            session.apply(edits.ask(document, question(document, wanted)))
        elif key == "fault":
            session.apply(edits.break_gradients(document, Fault(signal="x", **wanted)))
        elif key == "weight":
            session.apply(edits.set_weight(document, wanted, (0, 0), 0.125))
        elif key == "descent":
            gradient = bptt(session.trace, document.instants).vector
            session.apply(edits.descend(document, document.network.vector - 0.1 * gradient))
        session.wait()


def question(document, wanted):
    index = tuple(wanted.get("index", (0, 0) if wanted["kind"] == "gradient" else ()))
    weight = document.weight if wanted["kind"] == "sensitivity" else None
    errors = document.instants if wanted["kind"] == "gradient" else None
    return Question(wanted["kind"], wanted.get("name", "E"), index, wanted.get("t", 0), errors, weight)


def wrong_deeds(document):
    """What is done instead: the cursor elsewhere, another question, a weight of the output, nothing at all."""
    yield edits.move_cursor(document, document.cursor)
    yield edits.ask(document, Question("weight", "W_y", (0,)))
    yield edits.set_weight(document, "W_y", (0,), 0.375)
    yield edits.break_gradients(document, Fault("float32"))
    yield edits.follow_weight(document, ("W_y", (0,)))


@every_waiting
def test_an_awaited_action_is_noticed_and_no_other(lesson, number):
    page, scene = lesson.pages[number], lesson_scene.document(lesson, number)
    session = session_of(lesson, number)
    perspective = page.awaits.get("perspective", page.scene.perspective)
    assert not lesson_awaits.done(page, scene, session.document, page.scene.perspective)
    for deed in wrong_deeds(session.document):
        assert not lesson_awaits.done(page, scene, deed.document, page.scene.perspective)
    perform(session, page)
    assert lesson_awaits.done(page, scene, session.document, perspective)


@every_waiting
def test_show_me_does_it(lesson, number):
    page, scene = lesson.pages[number], lesson_scene.document(lesson, number)
    shown = lesson_awaits.shown(page, scene)
    assert lesson_awaits.done(page, scene, shown, page.awaits.get("perspective", page.scene.perspective))
    session = session_of(lesson, number)
    session.apply(lesson_scene.replaced(lesson_scene.edit(lesson, number), shown))
    assert session.document == shown and session.problem is None


@every_asking
def test_a_right_answer_is_right_and_no_other(lesson, number):
    page = lesson.pages[number]
    asks = page.asks
    if asks.number is None:
        right = [lesson_awaits.is_right(asks, k) for k in range(len(asks.choices))]
        assert right == [k == asks.right for k in range(len(asks.choices))]
        return
    assert lesson_awaits.is_right(asks, asks.number)
    assert not lesson_awaits.is_right(asks, asks.number + 1.01 * asks.tolerance + 0.001)
    assert not lesson_awaits.is_right(asks, asks.number - 1.01 * asks.tolerance - 0.001)
    computed = [value(lesson, number, said) for said in page.numbers]
    assert np.min(np.abs(np.array(computed) - asks.number)) <= max(asks.tolerance, 1e-12)
