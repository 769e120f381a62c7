"""Faults in the background reach the window's report once, and nothing stops."""

import sys
import threading

import pytest
from PySide6.QtCore import Qt

from rnrviz.app import autosave, start
from rnrviz.app.autosave import Autosave
from rnrviz.app.fault_dialog import FaultDialog
from rnrviz.app.faults import Faults
from rnrviz.app.startup import Startup
from rnrviz.document import session_file
from rnrviz.document.stint import Stint
from tests.learning import click
from tests.pointing import press


class Boom(ArithmeticError):
    pass


def fails(*_arguments, **_named):
    raise Boom("a wrong turn")


@pytest.fixture
def heard(window, monkeypatch):
    """The window as the program starts it, with the program's ears for faults."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    start._remember(window)
    Faults(window).install()
    yield window
    for dialog in window.findChildren(FaultDialog):
        dialog.close()


def report(qtbot, window):
    qtbot.waitUntil(lambda: bool(window.findChildren(FaultDialog)), timeout=10_000)
    (dialog,) = window.findChildren(FaultDialog)
    assert "a wrong turn" in window.message.text
    return dialog


def test_a_thread_that_ends_with_a_fault(qtbot, heard):
    for _ in range(3):
        threading.Thread(target=fails, name="somebody").start()
    dialog = report(qtbot, heard)
    qtbot.wait(50)
    assert dialog.text.count("Boom: a wrong turn") == 1 and "In the background: somebody" in dialog.text
    dialog.close()
    heard.activateWindow()
    qtbot.waitUntil(heard.isActiveWindow)
    press(heard, Qt.Key.Key_End)
    assert heard.session.document.cursor == 10


def test_what_is_computed_for_a_view(qtbot, heard):
    session = heard.session
    for number in range(3):  # with every step it fails again
        session.answers.get("wrong", (number,), 1.0, fails)
        qtbot.waitUntil(lambda: session.answers.progress is None, timeout=5_000)
        heard.commands["forward"].trigger()
        heard.hub.flush()
    dialog = report(qtbot, heard)
    assert dialog.text.count("Boom: a wrong turn") == 1 and "In the background: wrong" in dialog.text
    assert session.document.cursor == 3 and "3 / 10" in heard.top.readout.text()


def test_a_closed_report_of_the_background_does_not_come_again_and_again(qtbot, heard):
    session = heard.session
    session.answers.get("wrong", (0,), 1.0, fails)
    report(qtbot, heard).close()
    heard.report("")
    session.answers.get("wrong", (1,), 1.0, fails)
    qtbot.waitUntil(lambda: "a wrong turn" in heard.message.text, timeout=5_000)
    assert not [each for each in heard.findChildren(FaultDialog) if each.isVisible()]


def test_a_view_that_fails_keeps_no_other_from_hearing(qtbot, heard, monkeypatch):
    monkeypatch.setattr(heard.views["tape"], "refresh", fails)
    press(heard, Qt.Key.Key_Right, times=2)
    dialog = report(qtbot, heard)
    assert "Boom" in dialog.text and heard.views["staves"].canvas().accessibleDescription().startswith("t = 2")


def test_learning_stops_and_can_go_on(qtbot, heard, learn, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(Stint, "learn", fails)
        learn.bar.one.click()
        dialog = report(qtbot, heard)
        assert "In the background: learning" in dialog.text
        qtbot.waitUntil(lambda: not learn.training.standing.running)
        assert "internal error" in learn.said()
    click(qtbot, learn, learn.bar.one, 1)
    assert learn.training.standing.progress.strings == 1 and "internal error" not in learn.said()


def test_the_copy_of_every_minute(qtbot, heard, tmp_path, monkeypatch):
    monkeypatch.setattr(autosave.session_file, "save", fails)
    keeper = Autosave(heard, tmp_path / "recovery")
    keeper.keep()
    keeper.wait()
    assert "In the background: autosave" in report(qtbot, heard).text
    monkeypatch.undo()
    keeper.keep()
    keeper.wait()
    assert session_file.load(keeper.file).document.text == "aaabbbcccT"  # what failed is tried again
    keeper.end()


def test_the_start(qtbot, heard, monkeypatch):
    monkeypatch.setattr(Startup, "_open", fails)
    startup, said = Startup(None, heard), []
    startup.problem.connect(said.append)
    startup.begin()
    assert "In the background: startup" in report(qtbot, heard).text
    assert said == ["The start failed: a wrong turn"]
    startup.stop()


def test_a_fault_after_the_window_has_closed_opens_nothing(qtbot, heard):
    heard.setWindowModified(False)
    heard.close()
    thread = threading.Thread(target=fails)
    thread.start()
    thread.join()
    qtbot.wait(30)
    assert not heard.findChildren(FaultDialog)
