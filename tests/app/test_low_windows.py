"""Low windows and large text: what stands beside the score stays readable, and the window stays small enough."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.window import Window
from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files
from rnrviz.network.faults import Fault
from rnrviz.paths import resource

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def arranged(qtbot, window, name, size):
    window.resize(*size)
    window.choose_perspective(name)
    window.arrangement.reset()
    qtbot.wait(30)


@pytest.mark.parametrize(("size", "groups"), [((1280, 720), 1), ((1920, 1080), 2)])
def test_gradients_has_as_many_groups_as_read_well(qtbot, window, size, groups):
    arranged(qtbot, window, "gradients", size)
    docks = [window.inspector.docks[name] for name in ("gradients", "vanishing")]
    below = docks[1] not in window.tabifiedDockWidgets(docks[0])
    assert below == (groups == 2) and window.size().toTuple() == size
    table = window.views["gradients"].canvas()
    assert table.height() >= (300 if groups == 1 else 200)


@pytest.mark.parametrize("code", ["en", "es"])
def test_tabs_are_as_wide_as_their_words(qtbot, window, code):
    window.set_language(code)
    arranged(qtbot, window, "gradients", (1280, 720))
    bars = [bar for bar in window.findChildren(QTabBar) if bar.isVisible() and bar.count() > 4]
    assert len(bars) == 1
    metrics = QFontMetrics(window.look.style.font())
    for k in range(bars[0].count()):
        assert bars[0].tabRect(k).width() >= metrics.horizontalAdvance(bars[0].tabText(k)) + 20, bars[0].tabText(k)
    names = [action.text() for action in (d.toggleViewAction() for d in window.inspector.docks.values())]
    assert window.views["vanishing"].title() in names
    window.set_language("en")


@pytest.mark.parametrize("chosen", [False, True])
def test_docks_follow_the_words_of_another_language(qtbot, window, chosen):
    window.set_language("en")
    arranged(qtbot, window, "gradients", (1280, 720))
    dock = window.inspector.docks["gradients"]
    if chosen:
        window.resizeDocks([dock], [560], Qt.Orientation.Horizontal)
        qtbot.wait(30)
    widths = [dock.width()]
    for code in ("es", "en"):
        window.set_language(code)
        qtbot.wait(30)
        widths.append(dock.width())
    assert widths[0] == widths[2]
    assert (widths[0] < widths[1]) == (not chosen)


@pytest.mark.parametrize("name", [each.name for each in PERSPECTIVES])
def test_with_the_largest_text_the_window_stays_below_1000_pixels(qtbot, window, name):
    arranged(qtbot, window, name, (1920, 1080))
    session = window.session
    session.apply(edits.move_cursor(session.document, 5))
    session.apply(edits.break_gradients(session.document, Fault("online")))
    window.hub.flush()
    for _ in range(12):
        QTest.keyClick(window.focusWidget() or window, KEY.Key_Plus, CONTROL)
        window.hub.flush()
    session.wait()
    window.hub.flush()
    if window.views["gradients"].isVisible():
        QTest.keyClick(window.views["gradients"].canvas(), KEY.Key_Down)
        window.hub.flush()
    qtbot.wait(30)
    assert window.look.style.scale > 2.3
    assert window.minimumSizeHint().height() < 1000


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080)])
def test_what_the_cost_shows_fits(qtbot, window, size):
    arranged(qtbot, window, "gradients", size)
    window.inspector.docks["cost"].raise_()
    qtbot.wait(20)
    view = window.views["cost"]
    room, item = view.canvas().maximumViewportSize(), view._item
    assert item.needed(2, "", room.width(), window.look.style) <= room.height()


@pytest.fixture(params=["en", "es"])
def speaking(request, window):
    window.set_language(request.param)
    yield window
    window.set_language("en")


@pytest.mark.parametrize("size", [(1280, 720), (900, 600)])
def test_prediction_is_whole_in_a_low_window(qtbot, speaking, size):
    session = speaking.session
    session.apply(edits.set_text(session.document, "aaaabbbbcccc"))
    arranged(qtbot, speaking, "step", size)
    view = speaking.views["prediction"]
    for cursor in range(1, 13):
        session.apply(edits.move_cursor(session.document, cursor))
        speaking.hub.flush()
        assert view.canvas().sceneRect().height() <= view.canvas().viewport().height(), cursor


def test_a_table_among_three_shows_its_first_row(qtbot, speaking):
    arranged(qtbot, speaking, "step", (1920, 1080))
    session = speaking.session
    session.apply(edits.move_cursor(session.document, 5))
    session.wait()
    speaking.hub.flush()
    qtbot.wait(30)
    view = speaking.views["gradients"]
    first = view.canvas().mapFromScene(view._rows.mapToScene(view._rows.places[0].row.bottomLeft())).y()
    assert 0 < first <= view.canvas().viewport().height()


def test_docks_that_were_never_seen_are_no_wider_than_their_tabs(qtbot, settings, model):
    window = Window(settings)
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    window.begin(Session(Document(files.load(model), "aaabbbcccT", 3, source=str(model))))
    window.hub.flush()
    qtbot.wait(30)
    assert window.inspector.docks["network"].width() <= 0.36 * 1280
    window.setWindowModified(False)
    window.close()


@pytest.mark.parametrize("steps", [2, 5])
def test_tabs_that_have_no_room_are_scrolled_not_cut(qtbot, speaking, steps):
    arranged(qtbot, speaking, "memory", (1280, 720))
    speaking.resize_text(steps)
    qtbot.wait(30)
    docks = speaking.inspector.docks
    bar = next(bar for bar in speaking.findChildren(QTabBar) if bar.isVisible() and bar.count() == 6)
    metrics = QFontMetrics(speaking.look.style.font())
    assert sum(bar.tabRect(k).width() for k in range(6)) > bar.width()
    for name, key in (("forgetting", "show_forgetting"), ("network", "show_network")):
        speaking.commands[key].trigger()
        qtbot.wait(30)
        shown = bar.tabRect(bar.currentIndex())
        assert bar.tabText(bar.currentIndex()) == docks[name].windowTitle()
        assert shown.left() >= 0 and shown.right() <= bar.width()
        assert shown.width() >= metrics.horizontalAdvance(docks[name].windowTitle()) + 20
    speaking.resize_text(0)


@pytest.mark.parametrize("size", [(1280, 720), (1600, 900), (1920, 1080)])
def test_the_network_is_whole_beside_what_is_below_it(qtbot, speaking, size):
    arranged(qtbot, speaking, "step", size)
    session = speaking.session
    session.apply(edits.move_cursor(session.document, 5))
    session.wait()
    speaking.hub.flush()
    qtbot.wait(30)
    canvas = speaking.views["network"].canvas()
    assert canvas.sceneRect().height() <= canvas.viewport().height()


def test_low_gradients_have_room_for_the_pictures_in_place_of_a_hint(qtbot, window):
    arranged(qtbot, window, "gradients", (1280, 720))
    view = window.views["gradients"]
    hint = view._editor
    assert hint.height() > 30
    window.teaching.lessons.open(resource("lessons", "rtrl.en.md"), 3)
    qtbot.waitUntil(lambda: view.isVisible() and hint.height() == 0)
    window.session.wait()
    window.hub.flush()
    view.canvas().setFocus()
    QTest.keyClick(view.canvas(), KEY.Key_Down)
    assert hint.height() > 80, "the numbers of a chosen weight are shown all the same"


def test_a_memory_block_is_whole_beside_the_state_space(qtbot, window):
    arranged(qtbot, window, "memory", (1280, 720))
    canvas = window.views["network"].canvas()
    assert canvas.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_state_space_below_it_is_whole_too(qtbot, window, code):
    window.set_language(code)
    arranged(qtbot, window, "memory", (1280, 720))
    window.session.apply(edits.move_cursor(window.session.document, 8))
    window.hub.flush()
    assert window.views["state_space"].canvas().verticalScrollBar().maximum() == 0
    window.set_language("en")


@pytest.mark.parametrize(("lesson", "number", "name"), [("lstm", 3, "network"), ("convergence", 0, "prediction")])
def test_what_a_lesson_shows_is_whole_where_there_is_room(qtbot, window, lesson, number, name):
    arranged(qtbot, window, "step", (1920, 1080))
    window.teaching.lessons.open(resource("lessons", f"{lesson}.es.md"), number)
    window.session.wait()
    window.hub.flush()
    qtbot.wait(60)
    assert window.views[name].canvas().verticalScrollBar().maximum() == 0
