"""Brushing by mouse and by key: the cells that follow are listed, shown in the staves, and let go."""

import re

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from rnrviz.app import twin
from rnrviz.document import edits
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.sight import is_seen
from tests.pointing import LEFT, drag, press

KEY = Qt.Key
SHIFT, CONTROL, NONE = (getattr(Qt.KeyboardModifier, f"{name}Modifier") for name in ("Shift", "Control", "No"))
EMPTY = re.compile(r"<g [^>]*>\s*</g>")
COUNTER = ("x", (1, 0))  # of the model in the window: it falls with every a and rises with every b


def brush(window, *instants, view="tape", height=40):
    port = window.views[view].canvas().viewport()
    drag(port, [(window.axis.x(t), height) for t in instants], SHIFT)
    window.hub.flush()


def finder(window):
    return window.views["finder"]


def unit(each):
    return each.signal, each.index


def click(window, number):
    canvas = finder(window).canvas()
    area = finder(window)._item.place(number)
    QTest.mouseClick(canvas.viewport(), LEFT, NONE, canvas.mapFromScene(area.center()))
    window.hub.flush()


def test_brushing_the_letters_a_puts_their_counter_on_top(qtbot, window):
    assert not is_seen(finder(window))
    brush(window, 1, 2, 3)
    qtbot.wait(30)
    assert window.session.document.stretch == (1, 3) and window.session.document.cursor == 0
    assert is_seen(finder(window)) and window.views["tape"].canvas().hasFocus(), "it comes forward, the keys stay"
    best = finder(window).shown()[0]
    assert "t = 1 to 3, “a a a”" in window.views["tape"].canvas().accessibleDescription()
    assert unit(best) == COUNTER and best.way == "counts" and best.measure < -0.7
    assert "t = 1 to 3" in finder(window).description() and "counts" in finder(window).description()


@pytest.mark.parametrize("instants", [(3, 2, 1), (1, 9, 3), (3, 1), (2, 3, 1, 1)])
def test_a_drag_in_any_direction_brushes_from_where_it_began(window, instants):
    brush(window, *instants)
    first, last = sorted((instants[0], instants[-1]))
    assert window.session.document.stretch == (first, last)


@pytest.mark.parametrize("view", ["tape", "unrolled", "staves"])
def test_every_track_can_be_brushed_and_shows_it(window, view):
    brush(window, 4, 5, 6, view=view)
    axis = window.axis
    for name in ("tape", "unrolled", "staves"):
        area = window.views[name]._brush.item.area()
        assert (area.left(), area.right()) == pytest.approx((axis.x(3.5), axis.x(6.5)))
        assert area.height() >= window.views[name].canvas().viewport().height()
    assert window.session.document.cursor == 0 and window.session.document.question is None


def test_without_shift_a_drag_still_moves_the_cursor(window):
    port = window.views["tape"].canvas().viewport()
    drag(port, [(window.axis.x(t), 40) for t in (1, 2, 5)])
    assert window.session.document.stretch is None and window.session.document.cursor == 5


def test_the_tape_shows_where(window):
    tape, axis = window.views["tape"], window.axis
    before = tape.grab().toImage()
    brush(window, 2, 3)
    after = tape.grab().toImage()
    changed = [x for x in range(after.width()) if before.pixelColor(x, 70) != after.pixelColor(x, 70)]
    assert changed and axis.x(1.5) - 3 <= min(changed) and max(changed) <= axis.x(3.5) + 3


def test_shift_and_an_arrow_take_the_cursor_and_the_stretch_along(window):
    press(window, KEY.Key_Right, SHIFT, 3)
    assert window.session.document.stretch == (1, 3) and window.session.document.cursor == 3
    press(window, KEY.Key_Left, SHIFT)
    assert window.session.document.stretch == (1, 2) and window.session.document.cursor == 2
    press(window, KEY.Key_End)
    assert window.session.document.stretch == (1, 2), "the plain keys leave it"
    press(window, KEY.Key_Left, SHIFT, 2)
    assert window.session.document.stretch == (8, 10)


def test_by_key_alone_from_the_tape_to_the_cell_and_back(qtbot, window):
    press(window, KEY.Key_Right, SHIFT, 3)
    press(window, KEY.Key_F, CONTROL)
    assert finder(window).canvas().hasFocus()
    press(window, KEY.Key_Down, times=2)
    press(window, KEY.Key_Up)
    press(window, KEY.Key_Return)
    assert window.session.document.unit == COUNTER
    assert window.views["staves"]._item.staves.marked == ("x", 1)
    press(window, KEY.Key_Return)
    assert window.session.document.unit is None
    press(window, KEY.Key_Return)
    press(window, KEY.Key_Escape)
    assert window.session.document.unit is None and window.session.document.stretch is None
    assert finder(window).shown() == () and "Shift" in finder(window).description()


@pytest.mark.parametrize("where", ["tape", "staves", "unrolled", "finder", "prediction", "network"])
def test_escape_lets_go_from_anywhere(window, where):
    brush(window, 1, 2)
    window.views[where].canvas().setFocus()
    press(window, KEY.Key_Escape)
    assert window.session.document.stretch is None
    assert window.views["tape"]._brush.item.area().isEmpty()


def test_escape_in_the_text_only_stops_editing(window):
    brush(window, 1, 2)
    press(window, KEY.Key_E, CONTROL)
    press(window, KEY.Key_Escape)
    assert window.session.document.stretch == (1, 2)
    window.commands["brush_none"].trigger()
    assert window.session.document.stretch is None


def test_a_click_shows_the_unit_in_the_staves(qtbot, window):
    press(window, KEY.Key_End)
    brush(window, 1, 3)
    before = window.views["staves"].grab().toImage()
    click(window, 0)
    assert window.session.document.unit == COUNTER
    assert window.views["staves"].grab().toImage() != before
    click(window, 0)
    assert window.session.document.unit is None
    assert window.views["staves"].grab().toImage() == before


def test_a_unit_without_a_lane_gets_one_while_it_is_shown(window):
    brush(window, 1, 3)
    number = next(k for k, each in enumerate(finder(window).shown()) if each.signal == "Gamma")
    finder(window)._set_focus(number)
    click(window, number)
    lanes = [lane.name for lane in window.views["staves"].lanes()]
    assert lanes[-2:] == ["Gamma", "E"]
    press(window, KEY.Key_Escape)
    assert "Gamma" not in [lane.name for lane in window.views["staves"].lanes()]


def test_hidden_staves_are_shown_for_it(window):
    window.score.toggle("staves")
    brush(window, 1, 3)
    assert window.score.panes["staves"].isHidden()
    click(window, 0)
    assert not window.score.panes["staves"].isHidden()


def test_a_list_that_was_closed_stays_closed_while_the_stretch_grows(qtbot, window):
    press(window, KEY.Key_Right, SHIFT)
    window.inspector.docks["finder"].close()
    press(window, KEY.Key_Right, SHIFT)
    assert window.inspector.docks["finder"].isHidden()
    press(window, KEY.Key_Escape)
    press(window, KEY.Key_Right, SHIFT)
    assert not window.inspector.docks["finder"].isHidden()


def test_it_follows_the_text(window):
    brush(window, 8, 10)
    window.session.apply(edits.set_text(window.session.document, "aaabbbccc"))
    window.hub.flush()
    assert window.session.document.stretch == (8, 9) and "8 to 9" in finder(window).description()
    window.session.apply(edits.set_text(window.session.document, "aabb"))
    window.hub.flush()
    assert finder(window).shown() == () and "Drag" in finder(window).description()


@pytest.mark.parametrize("text", ["", "a", "ab", "aab", "aaabbbcccT" * 20])
def test_texts_of_every_length(window, text):
    window.session.apply(edits.set_text(window.session.document, text))
    window.session.wait()
    press(window, KEY.Key_F, CONTROL)
    press(window, KEY.Key_Home)
    press(window, KEY.Key_Right, SHIFT, 2)
    brush(window, 1, 1)
    window.session.wait()
    window.hub.flush()
    assert window.session.document.stretch == ((1, 1) if text else None)
    assert bool(finder(window).shown()) == (len(text) >= 3)
    assert finder(window).description() and not finder(window).grab().isNull()


def test_all_of_the_text_can_be_brushed(window):
    brush(window, 1, 10)
    assert "All of the text" in finder(window)._item.ranking.note
    assert {each.way for each in finder(window).shown()} <= {"counts", ""}


def test_both_networks_of_a_comparison_show_the_stretch(qtbot, window):
    twin.with_copy(window)
    qtbot.wait(30)
    brush(window, 2, 4)
    assert window.twin.session.document.stretch == (2, 4)
    assert not window.views["staves_b"]._brush.item.area().isEmpty()
    brush(window, 5, 6, view="tape_b")
    window.twin.hub.flush()
    window.hub.flush()
    assert window.session.document.stretch == (5, 6)
    twin.end(window)


def test_many_units_are_cut_off_with_a_word(window):
    network = random_network("elman", {"n_X": 64}, Vocabulary(tuple("abcT")), 3)
    window.session.apply(edits.set_network(window.session.document, network, "large", "aaabbbcccT"))
    brush(window, 1, 3)
    window.session.wait()
    window.hub.flush()
    group = finder(window)._item.ranking.groups[0]
    assert len(group.rows) == 40 and "24" in group.more
    assert len(finder(window).data()["unit"]) == len(finder(window).followers()) == 64 + 64 + 4 + 4
    press(window, KEY.Key_F, CONTROL)
    press(window, KEY.Key_Down, times=30)
    canvas = finder(window).canvas()
    row = canvas.mapFromScene(finder(window)._item.place(29)).boundingRect()
    assert canvas.viewport().rect().intersects(row) and canvas.verticalScrollBar().value() > 0


def test_the_pointer_says_what_is_compared(window, monkeypatch):
    brush(window, 1, 3)
    said = []
    monkeypatch.setattr("rnrviz.views.finder.QToolTip.showText", lambda where, text, widget: said.append(text))
    canvas = finder(window).canvas()
    at = canvas.mapFromScene(finder(window)._item.place(0).center())
    QTest.mouseMove(canvas.viewport(), at + QPoint(3, 0))
    QTest.mouseMove(canvas.viewport(), at)
    canvas.on_hover(canvas.mapToScene(at))
    assert "counts −0.83" in said[-1] and "on −0.65" in said[-1]


def test_the_ranking_is_saved_with_its_places(window, tmp_path):
    brush(window, 1, 3)
    saving.save(finder(window), tmp_path / "found.csv")
    head, first, *_rest = (tmp_path / "found.csv").read_text("utf-8").splitlines()
    assert head == "place,unit,on,counts,inside,outside,step_inside,step_outside"
    assert first.startswith("1,x_2_1,") and float(first.split(",")[3]) == finder(window).shown()[0].counts
    for suffix in (".svg", ".png", ".pdf", ".tex"):
        saving.save(finder(window), tmp_path / f"found{suffix}", figure=True)
        assert (tmp_path / f"found{suffix}").stat().st_size > 1000
    assert "counts" in (tmp_path / "found.svg").read_text("utf-8")


def test_a_figure_for_print_has_no_sign_of_brush_and_unit(window, tmp_path):
    press(window, KEY.Key_End)
    for name in ("tape", "staves"):
        saving.save(window.views[name], tmp_path / f"{name}-before.svg", figure=True)
    brush(window, 1, 3)
    click(window, 0)
    for name in ("tape", "staves"):
        saving.save(window.views[name], tmp_path / f"{name}-after.svg", figure=True)
        pictures = [(tmp_path / f"{name}-{when}.svg").read_text("utf-8") for when in ("before", "after")]
        before, after = (EMPTY.sub("", picture).split() for picture in pictures)
        assert before == after


def test_views_that_read_sideways_with_shift_still_do(qtbot, window):
    press(window, KEY.Key_Right, times=4)
    window.session.wait()
    press(window, KEY.Key_6, CONTROL)
    press(window, KEY.Key_Down)
    entry = window.views["gradients"]._rows.selected
    press(window, KEY.Key_Right, SHIFT)
    assert window.views["gradients"]._rows.selected.column == entry.column + 1
    press(window, KEY.Key_F3, CONTROL)
    window.session.wait()
    qtbot.wait(30)
    seen = window.views["state_space"]._space.seen(window.views["state_space"]._item.box)
    press(window, KEY.Key_Right, SHIFT)
    assert window.views["state_space"]._space.seen(window.views["state_space"]._item.box).left > seen.left
    press(window, KEY.Key_F2, CONTROL)
    qtbot.waitUntil(lambda: bool(window.views["vanishing"]._fading.drawn), timeout=20_000)
    press(window, KEY.Key_Right, SHIFT, 2)
    assert window.views["vanishing"]._fading.probe == 1
    assert window.session.document.stretch is None and window.session.document.cursor == 4


def test_in_the_line_of_text_shift_and_an_arrow_choose_letters(window):
    press(window, KEY.Key_E, CONTROL)
    press(window, KEY.Key_End)
    press(window, KEY.Key_Left, SHIFT, 2)
    assert window.focusWidget().selectedText() == "cT" and window.session.document.stretch is None
