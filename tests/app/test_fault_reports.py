"""A fault of the program: said, reported without anything private, and survived."""

import os
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit, QPushButton

from rnrviz.app import fault_report, start
from rnrviz.app.fault_dialog import MOST, FaultDialog
from rnrviz.app.faults import Faults
from rnrviz.document import edits
from tests.pointing import press


def fault(window, sentence="a wrong turn"):
    try:
        try:
            Path("no/such/file").read_text("utf-8")
        except OSError as cause:
            raise ArithmeticError(sentence) from cause
    except ArithmeticError as error:
        window.findChild(Faults).here(type(error), error, error.__traceback__)
    return window.findChild(FaultDialog)


@pytest.fixture
def remembering(window):
    start._remember(window)
    Faults(window)
    return window


def test_the_report_tells_the_place_the_versions_and_what_was_done(remembering):
    press(remembering, Qt.Key.Key_Right, times=3)
    remembering.commands["sum"].trigger()
    dialog = fault(remembering)
    for what in (
        "ArithmeticError: a wrong turn",
        "FileNotFoundError",
        "test_fault_reports.py",
        "RNRviz 0.",
        "Python 3",
    ):
        assert what in dialog.text
    assert "forward" in dialog.text and "sum" in dialog.text
    assert "a wrong turn" in remembering.message.text
    dialog.close()


def test_carets_stand_below_what_they_mean(remembering):
    if not any(map(QFontDatabase.isFixedPitch, QFontDatabase.families())):
        pytest.skip("this system has no font of one width")
    dialog = fault(remembering)
    metrics = QFontMetricsF(dialog.findChild(QPlainTextEdit).font())
    assert metrics.horizontalAdvance("^^^^") == metrics.horizontalAdvance("raim")
    dialog.close()


def test_the_report_holds_nothing_private(remembering):
    document = remembering.session.document
    remembering.session.apply(edits.set_text(document, "abcabcabc"))
    remembering.hub.flush()
    folder = os.path.join(os.path.expanduser("~"), "thesis", "secret chapter")
    dialog = fault(remembering, f"cannot read '/media/anna/work/data.txt' and {folder}")
    for what in ("anna", "thesis", "abcabcabc", os.path.expanduser("~") + os.sep, str(Path(__file__).parents[2])):
        assert what not in dialog.text
    assert "data.txt" in dialog.text
    dialog.close()


def test_the_report_is_copied_by_keys_alone(qtbot, remembering):
    dialog = fault(remembering)
    qtbot.waitExposed(dialog)
    dialog.activateWindow()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert QGuiApplication.clipboard().text() == dialog.text
    assert "Copied" in [button.text() for button in dialog.findChildren(QPushButton)]
    seen = set()
    for _ in range(6):
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
        seen.add(type(dialog.focusWidget()))
    assert {QPlainTextEdit, QPushButton} <= seen
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_many_faults_come_in_one_window_of_bounded_size(remembering):
    for number in range(3 * MOST):
        dialog = fault(remembering, f"number {number}")
    assert len(remembering.findChildren(FaultDialog)) == 1
    assert dialog.text.count("ArithmeticError: number") == MOST
    dialog.close()


def test_the_window_lives_on_after_a_fault(qtbot, remembering):
    fault(remembering).close()
    remembering.activateWindow()
    qtbot.waitUntil(remembering.isActiveWindow)
    press(remembering, Qt.Key.Key_End)
    assert remembering.session.document.cursor == 10


def test_it_is_said_in_the_language_of_now(remembering):
    remembering.set_language("es")
    dialog = fault(remembering)
    assert "ArithmeticError" in dialog.text and dialog.windowTitle()
    dialog.close()
    remembering.set_language("en")


def test_ctrl_c_closes_the_window(remembering):
    remembering.findChild(Faults).here(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not remembering.isVisible() and remembering.findChild(FaultDialog) is None


def test_the_same_deed_again_is_counted(remembering):
    deeds = fault_report.Deeds(remembering)
    for what in ("forward", "forward", "forward", "sum"):
        deeds.note(what)
    assert deeds.last == ("forward ×3", "sum")
