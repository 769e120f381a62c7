"""A lecturer's stage: what is hidden stays so in the session's file, and Escape brings it back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QDialog

from rnrviz.app import session_files, stage
from rnrviz.document import edits, session_file

KEY = Qt.Key
HIDDEN = ("menu", "model", "speed", "places", "message", "corners")


def visible(window):
    top = window.top
    return {
        "menu": window.menu.isVisible(),
        "model": top.model.isVisible(),
        "steps": top.steps["forward"].isVisible(),
        "speed": top.speed.isVisible(),
        "readout": top.readout.isVisible(),
        "errors": top.steps["carry_back"].isVisible(),
        "places": top.places["perspective_step"].isVisible(),
        "message": window.statusBar().isVisible(),
        "corners": window.score.panes["tape"].grip.isVisible(),
    }


@pytest.mark.parametrize("part", stage.PARTS)
def test_each_part_is_hidden_alone(qtbot, window, part):
    assert all(visible(window).values())
    window.teaching.stage.show_only([part])
    qtbot.wait(20)
    assert {name for name, shown in visible(window).items() if not shown} == {part}
    QTest.keyClick(window.focusWidget() or window, KEY.Key_Escape)
    qtbot.wait(20)
    assert all(visible(window).values())


def test_everything_is_hidden_and_keys_still_work(qtbot, window):
    window.teaching.stage.show_only(stage.PARTS)
    qtbot.wait(20)
    assert not any(visible(window).values()) and not window.top.isVisible()
    QTest.keyClick(window.focusWidget() or window, KEY.Key_Right)
    window.hub.flush()
    assert window.session.document.cursor == 1
    window.commands["stage_end"].trigger()
    assert all(visible(window).values())


def test_what_went_wrong_is_told_on_any_stage_until_it_is_read(qtbot, window):
    window.teaching.stage.show_only(stage.PARTS)
    window.report("No space left.")
    qtbot.wait(20)
    assert window.statusBar().isVisible() and not window.menu.isVisible()
    window.message.dismiss()
    qtbot.wait(20)
    assert not window.statusBar().isVisible()
    window.report("Saved.", True)
    assert not window.statusBar().isVisible()


def test_what_is_brushed_is_let_go_of_first(qtbot, window):
    window.teaching.stage.show_only(["menu"])
    window.session.apply(edits.brush(window.session.document, (1, 2)))
    window.hub.flush()
    QTest.keyClick(window.focusWidget() or window, KEY.Key_Escape)
    assert window.session.document.stretch is None and not window.menu.isVisible()
    QTest.keyClick(window.focusWidget() or window, KEY.Key_Escape)
    assert window.menu.isVisible()


def test_the_session_file_keeps_it(qtbot, window, tmp_path):
    window.choose_perspective("memory")
    window.score.toggle("staves")
    window.teaching.stage.show_only(HIDDEN)
    path = tmp_path / "class.rnrviz"
    session_file.save(session_files.kept(window), path)
    window.teaching.stage.show_only(())
    window.choose_perspective("step")
    qtbot.wait(20)
    assert window.files.open(path)
    qtbot.wait(20)
    assert window.teaching.stage.hidden == set(HIDDEN)
    assert {name for name, shown in visible(window).items() if not shown} == set(HIDDEN)
    assert window.score.shown == ["tape"] and window.arrangement.perspective.name == "memory"
    window.teaching.stage.show_only(())
    session_file.save(session_files.kept(window), path)
    window.teaching.stage.show_only(HIDDEN)
    assert window.files.open(path) and not window.teaching.stage.hidden  # exactly that: without a stage all is seen


@pytest.mark.parametrize("found", [None, 3, "menu", {}, {"hidden": 1}, {"hidden": [1, None, "moon", ["menu"]]}])
def test_a_stage_that_is_none_hides_nothing(window, found):
    window.teaching.stage.put({"stage": found})
    assert not window.teaching.stage.hidden and window.menu.isVisible()


def test_the_dialog_has_a_box_for_each(qtbot, window):
    window.commands["stage"].trigger()
    dialog = next(each for each in window.findChildren(QDialog) if each.isVisible())
    boxes = {box.text(): box for box in dialog.findChildren(QCheckBox)}
    assert len(boxes) >= len(stage.PARTS) + len(window.score.panes) + len(window.inspector.docks) - 2
    boxes[stage.title("menu")].click()
    assert not window.menu.isVisible()
    tape = window.views["tape"].title()
    boxes[tape].click()
    assert "tape" not in window.score.shown
    boxes[tape].click()
    boxes[stage.title("menu")].click()
    assert window.menu.isVisible() and "tape" in window.score.shown
    dialog.close()
