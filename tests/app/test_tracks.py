"""The tracks of the score: their order, heights and form, by key, menu and drag, and remembered."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QMenu

from rnrviz.app import twin
from rnrviz.app.mnemonics import plain
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files
from rnrviz.views import saving
from tests.pointing import LEFT, drag

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do
KEY, MODIFIER = Qt.Key, Qt.KeyboardModifier
NONE, ALT, CONTROL, SHIFT = (getattr(MODIFIER, f"{name}Modifier") for name in ("No", "Alt", "Control", "Shift"))


def press(qtbot, window, key, modifier=NONE):
    QTest.keyClick(window.focusWidget() or window, key, modifier)
    window.hub.flush()
    qtbot.wait(15)


def order(window):
    """The tracks by where they really are."""
    return sorted(window.score.shown, key=lambda name: window.score.panes[name].y())


def heights(window):
    return {name: window.score.panes[name].height() for name in window.score.shown}


def again(qtbot, window, model):
    """The program is closed and started once more."""
    window.close()
    made = Window(Settings(window.settings.path))
    qtbot.addWidget(made)
    made.resize(1600, 1000)
    made.show()
    made.begin(Session(Document(files.load(model), "aaabbbcccT", 0, source=str(model))))
    made.activateWindow()
    qtbot.wait(30)
    return made


def entry(menu, *titles):
    """An entry of a menu by its words, as it is when the menu opens."""
    menu.aboutToShow.emit()
    action = next(action for action in menu.actions() if plain(action.text()) == titles[0])
    inner = action.menu()
    return entry(inner, *titles[1:]) if len(titles) > 1 and isinstance(inner, QMenu) else action


def test_alt_and_an_arrow_move_the_track_with_the_focus(qtbot, window):
    assert order(window) == ["tape", "unrolled", "staves"]
    press(qtbot, window, KEY.Key_3, CONTROL)
    press(qtbot, window, KEY.Key_Up, ALT)
    assert order(window) == ["tape", "staves", "unrolled"] and window.views["staves"].canvas().hasFocus()
    for _ in range(3):
        press(qtbot, window, KEY.Key_Up, ALT)
    assert order(window) == ["staves", "tape", "unrolled"]
    press(qtbot, window, KEY.Key_Down, ALT)
    assert order(window) == ["tape", "staves", "unrolled"]


def test_beside_the_score_the_keys_move_nothing(qtbot, window):
    window.views["network"].canvas().setFocus()
    before = heights(window)
    for key in (KEY.Key_Up, KEY.Key_Down):
        press(qtbot, window, key, ALT)
        press(qtbot, window, key, ALT | SHIFT)
    assert order(window) == ["tape", "unrolled", "staves"] and heights(window) == before


def test_alt_and_down_still_open_a_list_of_choices(qtbot, window):
    window.top.speed.setFocus()
    press(qtbot, window, KEY.Key_Down, ALT)
    assert window.top.speed.view().isVisible()
    window.top.speed.hidePopup()


def test_the_menu_moves_each_track(qtbot, window):
    view = next(action.menu() for action in window.menu.actions() if plain(action.text()) == "View")
    entry(view, "Tracks of the score", "Move down", "Tape").trigger()
    qtbot.wait(15)
    assert order(window) == ["unrolled", "tape", "staves"]
    entry(view, "Tracks of the score", "Move up", "Staves").trigger()
    qtbot.wait(15)
    assert order(window) == ["unrolled", "staves", "tape"]
    assert not entry(view, "Tracks of the score", "Move up", "Unrolled network").isEnabled()
    assert not entry(view, "Tracks of the score", "Move down", "Tape").isEnabled()


def test_the_tracks_own_menu_moves_and_hides_it(qtbot, window):
    own = saving.menu(window.views["unrolled"], window.report)
    words = {action.text(): action for action in own.actions()}
    words["Move this track down"].trigger()
    qtbot.wait(15)
    assert order(window) == ["tape", "staves", "unrolled"]
    assert not {a.text(): a for a in saving.menu(window.views["unrolled"], window.report).actions()}[
        "Move this track down"
    ].isEnabled()
    words["Hide this track"].trigger()
    assert order(window) == ["tape", "staves"]


def test_the_corner_is_dragged_beyond_the_neighbour(qtbot, window):
    pane, other = window.score.panes["staves"], window.score.panes["unrolled"]
    grip = pane.grip
    middle = grip.mapFromGlobal(other.mapToGlobal(other.rect().center())).y()
    start = (grip.width() // 2, grip.height() // 2)
    drag(grip, [start, (start[0], middle + 30)])
    assert order(window) == ["tape", "unrolled", "staves"], "not far enough"
    drag(grip, [start, (start[0], -60), (start[0], middle - 30)])
    qtbot.wait(15)
    assert order(window) == ["tape", "staves", "unrolled"]
    assert QMenu not in [type(widget) for widget in window.children()], "a drag opens no menu"


def test_a_click_on_the_corner_still_opens_the_menu(qtbot, window):
    QTest.mouseClick(window.score.panes["staves"].grip, LEFT)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()


def test_a_track_that_moves_keeps_the_height_that_the_user_gave_it(qtbot, window):
    press(qtbot, window, KEY.Key_3, CONTROL)
    press(qtbot, window, KEY.Key_Down, ALT | SHIFT)
    before = heights(window)
    press(qtbot, window, KEY.Key_Up, ALT)
    assert order(window) == ["tape", "staves", "unrolled"]
    after = heights(window)
    assert {name: abs(after[name] - before[name]) <= 2 for name in before} == dict.fromkeys(before, True)


@pytest.mark.parametrize(("key", "sign"), [(KEY.Key_Down, 1), (KEY.Key_Up, -1)])
def test_keys_make_a_track_taller_and_shorter(qtbot, window, key, sign):
    before = heights(window)
    press(qtbot, window, KEY.Key_3, CONTROL)
    press(qtbot, window, key, ALT | SHIFT)
    after = heights(window)
    assert (after["staves"] - before["staves"]) * sign > 20
    assert after["staves"] + after["unrolled"] == before["staves"] + before["unrolled"]
    for _ in range(60):
        press(qtbot, window, key, ALT | SHIFT)
    assert all(height >= 60 for height in heights(window).values())


def test_order_and_heights_are_remembered_with_the_perspective(qtbot, window, model):
    press(qtbot, window, KEY.Key_3, CONTROL)
    press(qtbot, window, KEY.Key_Up, ALT)
    press(qtbot, window, KEY.Key_Down, ALT | SHIFT)
    mine = order(window), heights(window)
    press(qtbot, window, KEY.Key_4, ALT)
    assert order(window) == ["tape", "staves"]
    press(qtbot, window, KEY.Key_1, ALT)
    assert (order(window), heights(window)) == mine
    restarted = again(qtbot, window, model)
    assert (order(restarted), heights(restarted)) == mine
    restarted.commands["arrange"].trigger()
    qtbot.wait(15)
    assert order(restarted) == ["tape", "unrolled", "staves"]
    restarted.close()


def rasters(window):
    return {lane.name: lane.raster for lane in window.views["staves"].lanes()}


def test_r_goes_through_the_forms_of_the_staves(qtbot, window):
    assert not any(rasters(window).values()) and window.commands["form_automatic"].isChecked()
    before = window.views["staves"].grab().toImage()
    press(qtbot, window, KEY.Key_R)
    assert window.commands["form_curves"].isChecked() and not any(rasters(window).values())
    press(qtbot, window, KEY.Key_R)
    found = rasters(window)
    assert not found.pop("E") and all(found.values()) and window.commands["form_raster"].isChecked()
    assert window.views["staves"].switch.text() == "Raster ▾"
    press(qtbot, window, KEY.Key_R)
    press(qtbot, window, KEY.Key_Home)
    assert window.views["staves"].grab().toImage() == before


def test_the_switch_over_the_first_lane_offers_the_forms(qtbot, window):
    switch = window.views["staves"].switch
    assert switch.isVisible() and switch.focusPolicy() & Qt.FocusPolicy.TabFocus
    entry(switch.forms, "Always a raster (unit × time)").trigger()
    assert rasters(window)["x"] and window.settings.text("staves") == "raster"
    assert entry(switch.forms, "Always a raster (unit × time)").isChecked()
    assert window.commands["form_raster"].isChecked()


@pytest.mark.parametrize("opening", [KEY.Key_Down, KEY.Key_Return, KEY.Key_Space])
def test_the_switch_is_reached_and_opened_by_key(qtbot, window, opening):
    press(qtbot, window, KEY.Key_3, CONTROL)
    press(qtbot, window, KEY.Key_Tab)
    assert window.focusWidget() is window.views["staves"].switch
    QTest.keyClick(window.focusWidget(), opening)
    menu = QApplication.activePopupWidget()
    assert menu is window.views["staves"].switch.forms
    for key in (KEY.Key_Down, KEY.Key_Down, KEY.Key_Down, KEY.Key_Return):
        QTest.keyClick(menu, key)
    assert rasters(window)["x"]


def test_the_form_is_remembered_and_holds_for_a_second_network_too(qtbot, window, model):
    window.commands["form_raster"].trigger()
    twin.with_copy(window)
    assert {lane.raster for lane in window.views["staves_b"].lanes() if lane.name != "E"} == {True}
    assert {lane.raster for lane in window.views["difference"].lanes() if lane.name != "E"} == {True}
    twin.end(window)
    restarted = again(qtbot, window, model)
    assert rasters(restarted)["x"] and restarted.views["staves"].switch.text() == "Raster ▾"
    restarted.close()


def test_the_letter_is_written_while_the_text_is_edited(qtbot, window):
    press(qtbot, window, KEY.Key_E, CONTROL)
    QTest.keyClicks(window.focusWidget(), "r")
    assert window.session.document.text.endswith("r") and not rasters(window)["x"]


@pytest.mark.parametrize(("code", "steps"), [("es", 0), ("es", 4), ("en", -2), ("en", 8)])
@pytest.mark.parametrize("form", ["form_automatic", "form_curves", "form_raster"])
def test_the_switch_has_room_in_every_language_and_size(qtbot, window, code, steps, form):
    window.set_language(code)
    window.resize_text(steps)
    window.commands[form].trigger()
    qtbot.wait(15)
    view = window.views["staves"]
    place = view.switch.geometry()
    assert place.right() < window.axis.gutter - view.style_.px(20), "the scale of the lane stands there"
    assert place.bottom() <= view._item.rows()[0][1].top() + view.style_.px(4)
    assert view.switch.sizeHint().width() <= place.width()
    window.set_language("en")


def test_keys_move_no_track_that_was_hidden_from_a_dialog(qtbot, window):
    press(qtbot, window, KEY.Key_1, CONTROL)
    window.commands["stage"].trigger()
    dialog = window.findChild(QDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    box = next(box for box in dialog.findChildren(QCheckBox) if box.text() == "Tape")
    qtbot.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(8, box.height() // 2))
    assert order(window) == ["unrolled", "staves"]
    dialog.close()
    for name in ("track_up", "track_down", "track_taller", "track_shorter"):
        window.commands[name].trigger()
    assert order(window) == ["unrolled", "staves"]
