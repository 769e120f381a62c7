"""The program, in a process of its own, ends without a crash whenever it is closed."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from rnrviz.app import start
from rnrviz.app.settings import Settings

application = QApplication([])
QTimer.singleShot(int(sys.argv[1]), lambda: [window.close() for window in application.topLevelWidgets()])
sys.exit(start.run(None, Settings(Path(sys.argv[2]))))
"""


@pytest.mark.parametrize("milliseconds", [20, 400, 2500])
def test_closing_the_window_ends_the_program(milliseconds, tmp_path):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    words = [sys.executable, "-c", PROGRAM, str(milliseconds), str(tmp_path / "settings.ini")]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


LESSON = """
from rnrviz.paths import resource

def begin():
    window = next(each for each in application.topLevelWidgets() if hasattr(each, "inspector"))
    if not hasattr(window, "teaching"):  # it has not begun yet
        QTimer.singleShot(100, begin)
        return
    assert window.teaching.lessons.open(resource("lessons", "anbncn.en.md"), 6)

QTimer.singleShot(1500, begin)
"""


def test_a_lesson_does_not_keep_the_program(tmp_path):
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    program = PROGRAM.replace("sys.exit(", LESSON + "sys.exit(")
    words = [sys.executable, "-c", program, "3500", str(tmp_path / "settings.ini")]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0 and "Traceback" not in done.stderr, done.stderr
