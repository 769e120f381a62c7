"""The projector on several screens: the one that was chosen is filled, remembered, and left."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from rnrviz.app import screens, teaching
from rnrviz.app.mnemonics import plain
from tests.pointing import press

KEY, SHIFT = Qt.Key, Qt.KeyboardModifier.ShiftModifier
DESK, WALL, SIDE = ("desk", 0, 1600, 1000), ("wall", 1600, 1920, 1080), ("side", 3520, 1280, 720)


@dataclass(eq=False)
class FakeScreen:
    called: str

    def name(self):
        return self.called


ONE, TWO, THREE = (FakeScreen(name) for name in ("laptop", "HDMI-1", "HDMI-2"))


@pytest.mark.parametrize(
    "there, own, wanted, filled, desk",
    [
        ([ONE], ONE, "", ONE, None),
        ([ONE], ONE, "HDMI-1", ONE, None),  # it is not plugged in today
        ([ONE, TWO], ONE, "", TWO, ONE),
        ([ONE, TWO], TWO, "", ONE, TWO),
        ([ONE, TWO], ONE, "HDMI-2", TWO, ONE),
        ([ONE, TWO], TWO, "HDMI-1", TWO, ONE),  # the window is where the class sees it: the controls are not
        ([ONE, TWO, THREE], ONE, "HDMI-2", THREE, ONE),
        ([ONE, TWO, THREE], THREE, "HDMI-2", THREE, ONE),
    ],
)
def test_the_chosen_screen_is_filled_and_the_controls_are_on_another(there, own, wanted, filled, desk):
    found = screens.wall(there, own, wanted)
    assert found is filled and screens.desk(there, found, own) is desk


def test_the_next_screen_comes_round():
    there = [ONE, TWO, THREE]
    assert [screens.after(there, each) for each in there] == [TWO, THREE, ONE]


def test_with_one_screen_there_is_nothing_to_choose(window):
    (menu,) = [each for each in window.menu.findChildren(QMenu) if plain(each.title()) == SCREEN]
    menu.aboutToShow.emit()
    menu.aboutToShow.emit()  # the lines of the last time are gone
    lines = [action for action in menu.actions() if action.data() is not None]
    assert [(line.isChecked(), line.isEnabled()) for line in lines] == [(True, False)]
    assert plain(lines[0].text()).startswith("1: ")
    press(window, KEY.Key_F6, SHIFT)
    assert window.message.text == "There is only one screen." and not screens.remembered(window.settings)
    assert not teaching.of(window).projector.active


SCREEN = "Screen of the projector"
BEGIN = """
import json, sys
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
app = QApplication([])
from rnrviz import kernels
from rnrviz.app import teaching
from rnrviz.app.mnemonics import plain
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files
kernels.load()

def start():
    window = Window(Settings(sys.argv[1]))
    window.resize(1400, 900)
    window.show()
    window.begin(Session(Document(files.load(sys.argv[2]), "aaabbbcccT", 4)))
    window.activateWindow()
    QTest.qWait(200)
    return window

def tell(*values):
    print("told", json.dumps(values))

def end(window):
    window.setWindowModified(False)
    window.settings.flush()
    window.close()

def key(key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(window.views["tape"].canvas(), key, modifier)
    QTest.qWait(200)

window = start()
projector = teaching.of(window).projector
"""
FILLED = """
key(Qt.Key.Key_F5)
style, lectern = window.look.style, projector.lectern
QTest.mouseClick(lectern.top.steps["forward"], Qt.MouseButton.LeftButton)
QTest.qWait(100)
within = lectern.screen().geometry().contains(lectern.geometry())
places = lectern.top.places.values()
within = within and all(each.isVisible() and each.fontMetrics().height() < 20 for each in places)
tell(lectern.isVisible(), lectern.screen().name(), window.session.document.cursor, lectern.top.readout.text(), within)
QTest.mouseClick(lectern.buttons["dark"], Qt.MouseButton.LeftButton)
tell(window.isFullScreen(), window.screen().name(), window.height(), window.look.style.font(0.2).pixelSize())
key(Qt.Key.Key_Escape)
tell(window.isFullScreen(), window.screen().name(), window.width(), window.height(), lectern.isVisible(),
     window.look.style.dark)
end(window)
"""
STANDS = """
def stands():
    lectern = projector.lectern
    tell(window.screen().name(), window.height(), projector.active, lectern is not None and lectern.isVisible()
         and lectern.screen().name(), window.look.style.font(0.2).pixelSize() * 54 >= window.height())
"""
CHOSEN = """
def menu():
    (made,) = [each for each in window.menu.findChildren(QMenu) if plain(each.title()) == "Screen of the projector"]
    made.aboutToShow.emit()
    return [action for action in made.actions() if action.data() is not None]

tell(*[(line.text(), line.isChecked()) for line in menu()])
menu()[3].trigger()
tell([line.isChecked() for line in menu()], projector.active)
key(Qt.Key.Key_F5)
stands()
QTest.mouseClick(projector.lectern.buttons["next_screen"], Qt.MouseButton.LeftButton)
QTest.qWait(200)
stands()
key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
stands()
key(Qt.Key.Key_Escape)
stands()
end(window)
"""
AGAIN = """
key(Qt.Key.Key_F5)
stands()
end(window)
"""


def told(script, screens, tmp_path, model):
    """What a window on these screens says while it does as the script says."""
    keys = ("name", "x", "width", "height")
    made = [dict(zip(keys, screen, strict=True)) | {"y": 0, "dpi": 96, "dpr": 1} for screen in screens]
    (tmp_path / "screens.json").write_text(json.dumps({"screens": made}))
    platform = {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}"}
    command = [sys.executable, "-c", BEGIN + script, str(tmp_path / "settings.ini"), str(model)]
    run = subprocess.run(command, env=os.environ | platform, capture_output=True, text=True, check=True, timeout=300)
    return [json.loads(line[5:]) for line in run.stdout.splitlines() if line.startswith("told ")]


@pytest.mark.parametrize("size", [(1920, 1080), (1280, 720)])
def test_the_second_screen_is_filled_and_left(size, tmp_path, model):
    lectern, inside, after = told(FILLED, [DESK, ("wall", 1600, *size)], tmp_path, model)
    assert lectern == [True, "desk", 5, "t = 5 / 10", True]
    assert inside[:3] == [True, "wall", size[1]] and inside[3] * 54 >= size[1]
    assert after == [False, "desk", 1400, 900, False, False]


def test_another_screen_is_chosen_changed_and_remembered(tmp_path, model):
    first, chosen, filled, onward, round_, left = told(STANDS + CHOSEN, [DESK, SIDE, WALL], tmp_path, model)
    assert [text.replace("&", "") for text, _ in first] == [
        "The one that the window is not on", "1: desk, 1600 × 1000", "2: side, 1280 × 720", "3: wall, 1920 × 1080",
    ]  # fmt: skip
    assert [checked for _, checked in first] == [True, False, False, False]
    assert chosen == [[False, False, False, True], False]
    assert filled == ["wall", 1080, True, "desk", True]
    assert onward == ["desk", 1000, True, "side", True]
    assert round_ == ["side", 720, True, "desk", True]
    assert left[:4] == ["desk", 900, False, False]
    assert told(STANDS + AGAIN, [DESK, SIDE, WALL], tmp_path, model) == [["side", 720, True, "desk", True]]
    without = told(STANDS + AGAIN, [DESK, WALL], tmp_path, model)  # it is not plugged in: the other one is filled
    assert without == [["wall", 1080, True, "desk", True]]
