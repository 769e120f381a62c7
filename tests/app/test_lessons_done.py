"""What learners do for a lesson: the buttons by keys, clicks on numbers and curves."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnrviz.document import edits, lesson_awaits, lesson_scene, lessons
from rnrviz.document.lesson_reader import read
from rnrviz.network.question import Question, related
from rnrviz.views.questions import of_unit, of_weight
from tests.app.lesson_steps import begin, press, seen

KEY = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def view(qtbot, window):
    window.resize(1280, 720)
    return window.views["lesson"]


@pytest.mark.parametrize("key", [KEY.Key_Space, KEY.Key_Return])
def test_the_buttons_by_keys(qtbot, window, view, key):
    begin(qtbot, window, "one-hot")
    reached = []
    for _ in range(12):
        reached.append(window.focusWidget())
        press(window, KEY.Key_Tab)
    assert {view.canvas(), view.bar.show_me, view.bar.next} <= set(reached)
    view.bar.show_me.setFocus()
    press(window, key)
    qtbot.wait(20)
    assert view.done and window.session.document.cursor == 1
    view.bar.next.setFocus()
    press(window, key)
    assert view.number == 1 and window.session.document.cursor == 3
    view.bar.back.setFocus()
    press(window, key)
    assert view.number == 0


def by_click(document, wanted):
    """What the views ask when the number that a page wants is clicked."""
    index, t = tuple(wanted.get("index", ())), wanted.get("t", 0)
    if wanted["kind"] == "error":
        return Question("error", "E", (), t)
    if wanted["kind"] == "gradient":
        return of_weight(document, wanted["name"], index or (0, 0))
    clicked = of_unit(document, wanted["name"], index, t)
    followed = document.weight
    if wanted["kind"] == "sensitivity":  # a link in the explanation of what was clicked
        return next(each for each in related(clicked, document.instants, followed) if each.kind == "sensitivity")
    return clicked


def test_what_a_click_asks_is_what_pages_wait_for(qtbot, window, view):
    count = 0
    for listed in lessons.shipped("es"):
        lesson = read(listed.path)
        for number, page in enumerate(lesson.pages):
            if "question" in page.awaits:
                scene, count = lesson_scene.document(lesson, number), count + 1
                asked = edits.ask(scene, by_click(scene, page.awaits["question"])).document
                assert lesson_awaits.done(page, scene, asked), (lesson.name, number)
    assert count >= 8


def test_a_curve_is_clicked(qtbot, window, view):
    begin(qtbot, window, "anbncn", 1)
    staves = window.views["staves"]
    canvas, item, x = staves.canvas(), staves._item, window.axis.x(3)
    for y in range(0, canvas.viewport().height(), 2):
        at = canvas.mapToScene(QPoint(round(x), y))
        found = item.value_at(at)
        if found is not None and found[0].name == "x" and found[1] == 0:
            QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, NONE, QPoint(round(x), y))
            break
    window.hub.flush()
    assert view.done and seen(window, "explain")
