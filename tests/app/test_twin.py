"""Two networks on the same tape: one cursor, each its own numbers, and the difference."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from rnrviz.app.twin import compare
from rnrviz.document import edits
from rnrviz.figures.lane_heights import heights_of
from rnrviz.network.network import random_network
from rnrviz.network.question import Question

KEY, CONTROL = Qt.Key, Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def pair(window, qtbot):
    other = random_network("elman", {"n_X": 3}, window.session.document.network.vocabulary, 1)
    compare(window, other, "Elman")
    window.hub.flush()
    qtbot.wait(40)
    return window


def flush(window):
    window.hub.flush()
    if window.twin is not None:
        window.twin.hub.flush()


def test_both_go_where_one_goes(pair, qtbot):
    QTest.keyClick(pair.focusWidget() or pair, KEY.Key_End)
    flush(pair)
    assert pair.twin.session.document.cursor == pair.session.document.cursor == pair.session.length
    pair.twin.session.apply(edits.move_cursor(pair.twin.session.document, 3))
    flush(pair)
    assert pair.session.document.cursor == 3
    pair.session.apply(edits.set_text(pair.session.document, "aabbccT"))
    flush(pair)
    assert len(pair.twin.session.trace) == 7 and pair.twin.session.document.text == "aabbccT"
    pair.session.apply(edits.choose_error(pair.session.document, "sum"))
    pair.session.apply(edits.go_back(pair.session.document, 2))
    flush(pair)
    assert pair.twin.session.document.error == "sum" and pair.twin.session.document.tau == 2


def test_a_click_in_a_track_of_the_second_moves_the_first(pair, qtbot):
    canvas = pair.views["staves_b"].canvas()
    at = canvas.mapFromScene(pair.axis.x(5), 20)
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=at)
    flush(pair)
    assert pair.session.document.cursor == pair.twin.session.document.cursor == 5


def test_the_tracks_stand_below_each_other_on_one_axis(pair, qtbot):
    assert pair.score.shown == ["tape", "staves", "tape_b", "staves_b", "difference"]
    assert pair.views["staves_b"].axis is pair.axis
    assert pair.score.panes["staves_b"].title().endswith("· Elman")


def test_a_copy_shows_what_a_changed_weight_does(window, qtbot):
    QTest.keyClick(window.focusWidget() or window, KEY.Key_K, CONTROL | SHIFT)
    flush(window)
    qtbot.wait(40)
    difference = window.views["difference"]
    assert difference.lanes() and not any(np.nan_to_num(values).any() for values in difference.data().values())
    window.session.apply(edits.set_weight(window.session.document, "W_z_z", (0, 0), 5.0))
    flush(window)
    qtbot.wait(20)
    mine, others = window.session.trace, window.twin.session.trace
    for name, values in difference.data().items():
        expected = np.asarray(mine[name]).reshape(values.shape) - np.asarray(others[name]).reshape(values.shape)
        np.testing.assert_array_equal(values, expected)
    assert np.abs(difference.data()["x"]).max() > 0.0


def test_it_ends_and_begins_again(pair, qtbot):
    compare(pair, None, "")
    qtbot.wait(30)
    assert pair.twin is None and not any(name.endswith("_b") for name in pair.score.panes)
    assert "Ctrl+K" in pair.views["difference"].description()
    other = random_network("lstm", {}, pair.session.document.network.vocabulary, 2)
    compare(pair, other, "another")
    flush(pair)
    assert pair.twin.session.trace is not None


def test_the_second_speaks_the_language_of_now(pair, qtbot):
    for code in ("es", "en"):
        pair.set_language(code)
        flush(pair)
        qtbot.wait(30)
        for name in ("tape", "staves"):
            first, second = (pair.views[each].canvas().accessibleName() for each in (name, f"{name}_b"))
            assert first == second == pair.views[name].title()


SECOND = ["tape", "staves", "tape_b", "staves_b", "difference"]


@pytest.mark.parametrize("way", ["ended", "replaced", "visited", "elsewhere"])
def test_every_comparison_shows_the_second_network(window, qtbot, way):
    others = [random_network("elman", {"n_X": n}, window.session.document.network.vocabulary, 1) for n in (2, 3)]
    if way == "visited":
        window.choose_perspective("compare")
        window.choose_perspective("step")
    else:
        compare(window, others[0], "first")
    qtbot.wait(30)
    if way == "elsewhere":
        window.choose_perspective("memory")
    if way in ("ended", "elsewhere"):
        compare(window, None, "")
        qtbot.wait(30)
    compare(window, others[1], "second")
    qtbot.wait(30)
    assert window.score.shown == SECOND and window.inspector.docks["network_b"].isVisible()


def test_where_the_second_network_was_is_found_again(pair, qtbot, settings):
    pair.score.toggle("staves_b")
    other = pair.twin.session.document.network
    for _ in range(2):
        compare(pair, None, "")
        assert "tape_b" not in pair.score.shown
        compare(pair, other, "again")
        qtbot.wait(30)
        assert pair.score.shown == ["tape", "staves", "tape_b", "difference"]


def test_the_axis_goes_on_without_the_second(pair, qtbot):
    compare(pair, None, "")
    qtbot.wait(40)
    QTest.keyClick(pair.focusWidget() or pair, KEY.Key_Up, CONTROL)
    QTest.keyClick(pair.focusWidget() or pair, KEY.Key_Right, SHIFT)
    flush(pair)
    assert pair.axis.chosen and pair.session.document.stretch == (1, 1)  # and nothing was raised on the way


def test_a_network_that_cannot_read_the_text_says_so(window, qtbot):
    from rnrviz.network.vocabulary import Vocabulary

    compare(window, random_network("elman", {}, Vocabulary(("x", "y")), 1), "xy")
    flush(window)
    qtbot.wait(30)
    assert window.twin.session.length == 0 and window.twin.session.problem
    window.session.apply(edits.move_cursor(window.session.document, 4))
    flush(window)
    assert window.session.document.cursor == 4


def test_the_second_has_docks_of_its_own_that_follow(pair, qtbot):
    docks = pair.inspector.docks
    assert docks["network_b"].isVisible() and docks["network"].isVisible()
    assert docks["network_b"].toggleViewAction().text().endswith("· Elman")
    assert docks["network_b"].windowTitle() == docks["network"].windowTitle()
    docks["network_b"].raise_()
    qtbot.wait(40)
    QTest.keyClick(pair, KEY.Key_Home)
    for t in (1, 2):
        QTest.keyClick(pair, KEY.Key_Right)
        flush(pair)
        shown = pair.views["network_b"].data()
        assert np.array_equal(shown["x"].ravel(), pair.twin.session.trace["x"][t - 1].ravel())


def test_docks_of_the_second_wait_outside_compare_and_go_with_it(pair, qtbot):
    pair.choose_perspective("step")
    assert not any(dock.isVisible() for name, dock in pair.inspector.docks.items() if name.endswith("_b"))
    pair.choose_perspective("compare")
    assert pair.inspector.docks["network_b"].isVisible()
    pair.inspector.docks["network_b"].raise_()
    compare(pair, None, "")
    qtbot.wait(40)
    assert not any(name.endswith("_b") for name in (*pair.inspector.docks, *pair.views))
    assert not any(action.text().endswith("· Elman") for action in pair.menu.findChildren(QAction))


def test_a_number_of_the_second_is_explained_beside_it(pair, qtbot):
    QTest.keyClick(pair, KEY.Key_End)
    flush(pair)
    pair.inspector.docks["explain_b"].raise_()
    qtbot.wait(40)
    staves = pair.views["staves_b"]
    lane, box = next(row for row in staves._item.rows() if row[0].name == "x")
    at = staves.canvas().mapFromScene(pair.axis.x(5), heights_of(lane.values[4], lane, box)[1])
    QTest.mouseClick(staves.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    flush(pair)
    asked = pair.twin.session.document.question
    assert asked == Question("signal", "x", asked.index, 5)
    assert pair.session.document.question is None
    value = pair.twin.session.trace["x"][4][asked.index]
    assert any(np.isclose(number, value) for number in pair.views["explain_b"].data().values())


def test_undo_is_of_the_network_whose_view_has_the_keys(pair, qtbot):
    first, second = pair.session, pair.twin.session
    first.apply(edits.set_text(first.document, "aabbccT"))
    flush(pair)
    before = second.document.network.vector
    second.apply(edits.descend(second.document, before + 1.0))
    pair.views["staves_b"].canvas().setFocus()
    flush(pair)
    qtbot.wait(20)
    assert "weights" in pair.commands["undo"].text()
    pair.commands["undo"].trigger()
    flush(pair)
    np.testing.assert_array_equal(second.document.network.vector, before)
    assert first.document.text == "aabbccT"
    pair.views["staves"].canvas().setFocus()
    qtbot.wait(20)
    assert "text" in pair.commands["undo"].text()
    pair.commands["undo"].trigger()
    flush(pair)
    assert first.document.text != "aabbccT"


@pytest.mark.parametrize("name", ["Elman", "the network with a name that is longer than there is room for"])
def test_nothing_of_the_score_lies_below_the_names(window, qtbot, name):
    other = random_network("elman", {"n_X": 3}, window.session.document.network.vocabulary, 1)
    before = window.axis.right(1000)
    compare(window, other, name)
    for part in ("tape_b", "staves_b", "difference"):
        pane = window.score.panes[part]
        label = next(each for each in pane.findChildren(QLabel) if each.parent() is pane)
        assert label.isVisible() and label.text()
        assert window.axis.right(pane.width()) <= label.x(), part
    assert window.axis.right(1000) > 500
    window.choose_perspective("step")
    assert window.axis.right(1000) == before


def test_difference_says_that_there_is_no_text(pair):
    pair.session.apply(edits.set_text(pair.session.document, ""))
    flush(pair)
    assert "no text" in pair.views["difference"].description()


def test_two_networks_fit_into_a_low_window(pair, qtbot):
    pair.resize(1280, 720)
    qtbot.wait(30)
    assert pair.minimumSizeHint().height() <= 720 and pair.height() == 720
