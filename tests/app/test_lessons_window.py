"""Lessons in the window: by keys and clicks, in both languages, with the user's own places before and after."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from rnrviz.app import pointing, session_files
from rnrviz.document import edits, lessons, session_file
from rnrviz.language import set_language
from rnrviz.views import VIEWS, lesson_page
from tests.app.lesson_steps import begin, press, seen

KEY = Qt.Key
NONE, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


@pytest.fixture(autouse=True)
def english_again():
    yield
    set_language("en")


@pytest.fixture
def view(qtbot, window):
    window.resize(1280, 720)
    return window.views["lesson"]


def test_what_pages_can_point_at_is_in_the_window(window):
    assert set(lessons.VIEWS) == {entry.name for entry in VIEWS} - {"lesson"}
    from rnrviz.app.perspectives import PERSPECTIVES

    assert tuple(each.name for each in PERSPECTIVES) == lessons.PERSPECTIVES
    for name in (*lessons.VIEWS, *lessons.CONTROLS):
        assert pointing.target(window, name) is not None, name
    assert pointing.target(window, "") is None


def test_a_lesson_by_keys_alone(qtbot, window, view):
    press(window, KEY.Key_F10, CONTROL)
    assert view.canvas().hasFocus() and view.lesson is None
    press(window, KEY.Key_Down)
    press(window, KEY.Key_Return)
    qtbot.wait(60)
    assert view.lesson.name == "one-hot" and view.number == 0 and view.canvas().hasFocus() and not view.done
    press(window, KEY.Key_Right)  # the cursor goes on although the lesson has the keys
    assert (
        window.session.document.cursor == 1 and view.done and "You have read" in view.canvas().accessibleDescription()
    )
    press(window, KEY.Key_Return)
    qtbot.wait(30)
    assert view.number == 1 and window.session.document.cursor == 3 and not view.done
    press(window, KEY.Key_2)
    assert view.done and view.answer == 1 and "Right." in view.canvas().accessibleDescription()
    press(window, KEY.Key_PageUp, CONTROL)
    assert view.number == 0
    press(window, KEY.Key_PageDown, CONTROL)
    assert view.number == 1 and view.answer is None
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Return):
        press(window, key)
    assert view.answer == 2 and "Not quite." in view.canvas().accessibleDescription()


def test_choices_by_clicks(qtbot, window, view):
    begin(qtbot, window, "one-hot", 1)
    layout, canvas = view._item.document().documentLayout(), view.canvas()
    found = {}
    for y in range(0, canvas.viewport().height(), 4):
        for x in range(20, canvas.viewport().width(), 20):
            at = canvas.mapToScene(QPoint(x, y))
            if link := layout.anchorAt(view._item.mapFromScene(at)):
                found[link] = QPoint(x, y)
    assert set(found) == {f"choice:{k}" for k in range(4)}  # all in sight in a low window
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, NONE, found["choice:3"])
    assert view.answer == 3 and view.done


def test_a_number_is_typed_on_the_page(qtbot, window, view):
    begin(qtbot, window, "one-hot", 4)
    for key in (KEY.Key_0, KEY.Key_Period, KEY.Key_5, KEY.Key_Return):
        press(window, key)
    assert view.answer == 0.5 and view.canvas().hasFocus()
    press(window, KEY.Key_Return)
    assert view.number == 5


@pytest.mark.parametrize("typed", ["0.5", "0,48"])
def test_a_number_is_typed(qtbot, window, view, typed):
    begin(qtbot, window, "one-hot", 4)
    field = view.answers.number
    assert field.isVisible() and field.accessibleName()
    field.setFocus()
    QTest.keyClicks(field, "x")
    press(window, KEY.Key_Return)
    assert view.answer is None
    QTest.keyClicks(field, typed)  # what was no number is marked, and gives way
    press(window, KEY.Key_Return)
    assert view.answer == float(typed.replace(",", ".")) and view.done and not field.isVisible()


def test_the_scene_the_place_and_the_frame(qtbot, window, view):
    mine = begin(qtbot, window, "bptt", 1)
    assert window.arrangement.perspective.name == "unroll" and window.session.document.cursor == 3
    assert mine.frame.isVisible() and mine.frame.target is window.score.panes["unrolled"]
    around = mine.frame.geometry()
    pane = window.score.panes["unrolled"]
    assert around.contains(pane.mapTo(window, pane.rect().center())) and abs(around.width() - pane.width()) < 8
    window.resize(1400, 800)
    qtbot.wait(60)
    assert abs(mine.frame.width() - pane.width()) < 8  # it goes with what it is around
    for _ in range(1):
        press(window, KEY.Key_B)
    assert view.done
    view.go(4)
    window.hub.flush()
    qtbot.wait(60)
    assert seen(window, "gradients") and type(mine.frame.target).__name__ == "FaultBar" and mine.frame.isVisible()


def test_a_perspective_is_awaited(qtbot, window, view):
    begin(qtbot, window, "bptt")
    assert window.arrangement.perspective.name == "step" and not view.done
    window.commands["perspective_unroll"].trigger()
    qtbot.wait(60)
    assert view.done and view.isVisible() and seen(window, "lesson")


def test_show_me_does_what_is_asked(qtbot, window, view):
    begin(qtbot, window, "bptt")
    press(window, KEY.Key_Return, CONTROL)
    qtbot.wait(30)
    assert view.done and window.arrangement.perspective.name == "unroll" and seen(window, "lesson")
    begin(qtbot, window, "elman", 3)
    press(window, KEY.Key_Return, CONTROL)
    assert window.session.document.network.parameters["W_x_x"][0, 0] == 0 and view.done
    window.session.undo()
    assert window.session.document.network.parameters["W_x_x"][0, 0] == 0.5


def test_every_page_of_every_lesson_in_the_window(qtbot, window, view):
    for listed in lessons.shipped("en"):
        assert window.teaching.lessons.open(listed.path)
        for number in range(view.pages):
            view.go(number)
            window.hub.flush()
            window.session.wait()
            qtbot.wait(30)
            frame = window.teaching.lessons.frame
            assert frame.isVisible() and frame.target is pointing.target(window, view.page.points), (
                listed.title,
                number,
            )
            assert seen(window, "lesson") and window.size().toTuple() == (1280, 720)
            view.show_me()
            window.hub.flush()
            qtbot.wait(20)
            assert view.done and view.bar.next.isDefault()
            bar = view.canvas().verticalScrollBar()
            assert bar.maximum() - bar.minimum() < view.canvas().viewport().height() and bar.value() == bar.maximum()
            cut = bar.value() - view._item.y()
            assert lesson_page.whole_from(view._item.document(), cut) == cut, (listed.title, number)


@pytest.mark.parametrize("number", [0, 1])
@pytest.mark.parametrize("name", ["elman", "one-hot"])
def test_the_whole_network_of_elman_is_seen_beside_a_page(qtbot, window, view, name, number):
    begin(qtbot, window, name, number)
    window.inspector.docks["network"].raise_()
    qtbot.wait(50)
    bar = window.views["network"].canvas().verticalScrollBar()
    assert window.size().toTuple() == (1280, 720) and bar.maximum() == bar.minimum()


def test_another_language_shows_the_same_page(qtbot, window, view):
    begin(qtbot, window, "one-hot", 1)
    press(window, KEY.Key_2)
    before = window.session.document
    window.set_language("es")
    window.hub.flush()
    assert view.lesson.language == "es" and view.number == 1 and view.done and view.answer == 1
    assert "Cada símbolo" in view.canvas().accessibleDescription() and window.session.document is before
    window.set_language("en")
    window.hub.flush()
    assert view.lesson.language == "en" and "Each symbol" in view.canvas().accessibleDescription()


def test_the_users_places_come_back(qtbot, window, view):
    window.choose_perspective("memory")
    window.inspector.docks["state_space"].close()
    qtbot.wait(30)
    shown = {name for name, dock in window.inspector.docks.items() if not dock.isHidden()}
    begin(qtbot, window, "lstm", 4)
    view.go(0)
    window.choose_perspective("step")
    window.choose_perspective("memory")
    window.teaching.lessons.end()
    qtbot.wait(30)
    assert {name for name, dock in window.inspector.docks.items() if not dock.isHidden()} == shown
    assert not window.teaching.lessons.frame.isVisible() and view.lesson is None


def test_closing_the_dock_leaves(qtbot, window, view):
    mine = begin(qtbot, window, "lstm")
    window.inspector.docks["lesson"].close()
    qtbot.wait(60)
    assert view.lesson is None and not mine.frame.isVisible() and not window.arrangement.borrowed
    assert window.inspector.docks["lesson"].isHidden()


@pytest.mark.parametrize("steps", [4, -2])
def test_larger_text_keeps_the_lesson(qtbot, window, view, steps):
    begin(qtbot, window, "lstm", 1)
    for _ in range(abs(steps)):
        window.resize_text(1 if steps > 0 else -1)
        window.hub.flush()
        qtbot.wait(20)
    assert view.lesson is not None and seen(window, "lesson") and window.teaching.lessons.frame.isVisible()
    window.set_theme("dark")
    window.hub.flush()
    assert not view.grab().isNull()


def test_a_compared_network_comes_and_goes(qtbot, window, view):
    begin(qtbot, window, "anbncn", 6)
    assert window.twin is not None and window.arrangement.perspective.name == "compare"
    view.go(5)
    window.hub.flush()
    assert window.twin is None
    view.go(6)
    view.next()
    window.hub.flush()
    qtbot.wait(30)
    assert view.lesson is None and window.twin is None


def test_a_wrong_file_is_told(qtbot, window, view, tmp_path):
    path = tmp_path / "mine.md"
    path.write_text("nothing")
    assert not window.teaching.lessons.open(path)
    assert "mine.md" in window.message.text and view.lesson is None


def test_the_menu_has_every_lesson(qtbot, window):
    menu = QMenu()
    for code in ("es", "en"):
        set_language(code)
        window.teaching.lessons.fill(menu)
        texts = [action.text() for action in menu.actions()]
        assert all(each.title in texts for each in lessons.shipped(code))


def test_a_lessons_network_needs_no_saving(qtbot, window, view):
    begin(qtbot, window, "elman")
    assert not window.unsaved
    view.go(3)
    window.hub.flush()
    window.session.apply(edits.set_weight(window.session.document, "W_x_x", (0, 0), 0.0))
    window.hub.flush()
    assert window.unsaved
    view.next()
    window.hub.flush()
    assert not window.unsaved


def test_opening_a_session_leaves_the_lesson(qtbot, window, view, tmp_path):
    window.choose_perspective("memory")
    path = tmp_path / "mine.rnrviz"
    session_file.save(session_files.kept(window), path)
    mine = begin(qtbot, window, "bptt", 2)
    assert window.files.open(path)
    qtbot.wait(40)
    assert view.lesson is None and not mine.frame.isVisible() and not window.arrangement.borrowed
    assert window.arrangement.perspective.name == "memory" and window.inspector.docks["lesson"].isHidden()


def test_each_page_is_told_to_those_who_listen(qtbot, window, view, monkeypatch):
    told = []
    monkeypatch.setattr(type(view), "_announce", lambda self, sentence: told.append(sentence))
    begin(qtbot, window, "one-hot", 1)
    assert "2 of 6" in told[-1] and "Each symbol, a vector" in told[-1]
    press(window, KEY.Key_2)
    assert told[-1].startswith("Done.") and "second place" in told[-1]
    assert view.canvas().accessibleName() == "Lesson: Symbols and one-hot codes, 2 of 6"
