"""Sessions: kept by a key, taken up again whole; copies that survive a kill."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox

from rnrviz.app import autosave, deeds, models, session_files, start, twin
from rnrviz.app.settings import Settings
from rnrviz.document import edits, session_file
from rnrviz.network.problems import InputError
from rnrviz.views import asking

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def save(qtbot, window, monkeypatch, path):
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    qtbot.keyClick(window.focusWidget() or window, Qt.Key.Key_S, CTRL)
    window.hub.flush()


def state(window):
    document, arrangement = window.session.document, window.arrangement
    return (
        document.text, document.cursor, document.error, document.weight, document.back,
        document.network.vector.tobytes(), arrangement.perspective.name, window.score.shown, round(window.axis.column),
        window.twin and (window.twin.title, window.twin.session.document.network.vector.tobytes()),
    )  # fmt: skip


def change(window):
    """Another network, another text, other views."""
    window.choose_perspective("memory")
    document = window.session.document
    window.session.apply(edits.set_weight(document, "W_y", (0,), 0.25))
    window.session.apply(edits.set_text(window.session.document, "abc"))
    window.axis.zoom(2.0)
    window.hub.flush()


@pytest.mark.parametrize("compared", [False, True])
def test_a_session_comes_back_whole(qtbot, window, monkeypatch, tmp_path, compared):
    if compared:
        twin.compare(window, models.fallback(), "the other")
    else:
        window.choose_perspective("gradients")
    window.session.apply(edits.set_weight(window.session.document, "W_y", (1,), -0.5))
    window.session.apply(edits.move_cursor(window.session.document, 6))
    window.session.apply(edits.follow_weight(window.session.document, ("W_phi_u", (1, 2))))
    window.axis.zoom(1.3)
    window.hub.flush()
    assert window.isWindowModified()
    path = tmp_path / "class.rnrviz"
    save(qtbot, window, monkeypatch, path)
    assert not window.isWindowModified() and path.exists()
    before = state(window)
    change(window)
    assert state(window) != before
    deeds.open_model(window, path)
    window.hub.flush()
    qtbot.wait(50)
    assert state(window) == before and not window.isWindowModified()
    window.session.undo()
    window.hub.flush()
    assert window.session.document.text == "abc"


def test_the_second_time_it_is_saved_unasked(qtbot, window, monkeypatch, tmp_path):
    path = tmp_path / "class.rnrviz"
    save(qtbot, window, monkeypatch, path)
    window.session.apply(edits.set_text(window.session.document, "ab"))
    monkeypatch.setattr(asking, "ask_save", lambda *_: pytest.fail("asked again"))
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_S, CTRL)
    assert session_file.load(path).document.text == "ab"


def test_a_broken_session_is_refused_and_all_stays(window, tmp_path):
    path = tmp_path / "broken.rnrviz"
    path.write_bytes(b"PK nothing")
    before = state(window)
    deeds.open_model(window, path)
    assert "broken.rnrviz" in window.message.text and state(window) == before


def test_strange_places_are_left_out(window, tmp_path):
    path = tmp_path / "s.rnrviz"
    look = {"perspective": "memory", "docks": "%%%", "score": 3, "panes": "tape nothing", "zoomed": "x", "first": []}
    session_file.save(session_file.Kept(window.session.document, None, look), path)
    deeds.open_model(window, path)
    assert window.arrangement.perspective.name == "memory" and window.score.shown == ["tape"]
    session_file.save(session_file.Kept(window.session.document, None, {"perspective": "none"}), path)
    deeds.open_model(window, path)
    assert window.arrangement.perspective.name == "memory"


def test_recent_files_are_in_the_menu(qtbot, window, monkeypatch, tmp_path):
    paths = [tmp_path / f"{k}.rnrviz" for k in range(12)]
    for path in paths:
        window.files.path = None
        save(qtbot, window, monkeypatch, path)
    paths[-1].unlink()
    menu = QMenu(window)
    window.files.fill(menu)
    assert [action.text()[3:] for action in menu.actions()] == [f"{k}.rnrviz" for k in range(10, 1, -1)]
    window.session.apply(edits.set_text(window.session.document, "ab"))
    menu.actions()[0].trigger()
    assert window.session.document.text == "aaabbbcccT"
    window.settings.set_text("recent", "{")
    window.files.fill(menu)
    assert len(menu.actions()) == 1 and not menu.actions()[0].isEnabled()


def test_it_opens_with_a_session(qtbot, settings, window, monkeypatch, tmp_path):
    path = tmp_path / "class.rnrviz"
    window.choose_perspective("unroll")
    window.session.apply(edits.move_cursor(window.session.document, 4))
    save(qtbot, window, monkeypatch, path)
    other = start.open_window(path, Settings(tmp_path / "other.ini"))
    qtbot.addWidget(other)
    qtbot.waitUntil(lambda: other.session is not None and other.session.trace is not None, timeout=60_000)
    assert other.session.document.cursor == 4 and other.arrangement.perspective.name == "unroll"
    assert not other.isWindowModified()
    other.close()


def copies(folder):
    return sorted(path.suffix for path in folder.iterdir())


def test_a_copy_is_kept_while_the_window_is_open_and_gone_afterwards(qtbot, window, tmp_path):
    folder = tmp_path / "recovery"
    kept = window.autosave = autosave.Autosave(window, folder)
    kept.keep()
    kept.wait()
    assert session_file.load(kept.file).document.text == "aaabbbcccT"
    moment = kept.file.stat().st_mtime_ns
    kept.keep()
    kept.wait()
    assert kept.file.stat().st_mtime_ns == moment  # nothing new
    window.session.apply(edits.set_text(window.session.document, "ab"))
    kept.keep()
    kept.wait()
    assert session_file.load(kept.file).document.text == "ab"
    assert autosave.left_over(folder) == []
    window.setWindowModified(False)
    window.close()
    assert copies(folder) == []


def test_another_network_is_kept_soon(qtbot, window, tmp_path):
    kept = window.autosave = autosave.Autosave(window, tmp_path / "recovery")
    kept._soon.setInterval(1)
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), 0.75))
    window.hub.flush()
    qtbot.waitUntil(kept.file.exists, timeout=5000)
    kept.wait()
    assert session_file.load(kept.file).document.network.parameters["W_y"][0] == 0.75


KILLED = """
import sys
from pathlib import Path
from rnrviz.app import autosave, start
from rnrviz.app.settings import Settings
from rnrviz.document import edits
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
autosave.EVERY = 200
application = QApplication([])
window = start.open_window(None, Settings(Path(sys.argv[1])))
def type_it():
    if window.session is None or window.session.trace is None:
        return QTimer.singleShot(50, type_it)
    window.session.apply(edits.set_text(window.session.document, "abcabc"))
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), 0.125))
QTimer.singleShot(50, type_it)
application.exec()
"""


@pytest.mark.skipif(os.name == "nt", reason="kills as POSIX does")
def test_after_a_kill_the_next_start_offers_what_was_there(qtbot, tmp_path):
    folder, ini = tmp_path / "recovery", tmp_path / "settings.ini"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(ini)], cwd=Path(__file__).parents[2])
    try:
        patience = time.monotonic() + 60
        while not typed(folder) and time.monotonic() < patience:
            time.sleep(0.1)
        assert typed(folder) and autosave.left_over(folder) == []  # it lives
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    assert len(autosave.left_over(folder)) == 1
    window = start.open_window(None, Settings(ini))
    qtbot.addWidget(window)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None, timeout=60_000)
    box = window.findChild(QMessageBox)
    assert "closed properly" in box.text()
    qtbot.keyClick(box.defaultButton(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.document.text == "abcabc", timeout=5000)
    qtbot.waitUntil(window.isWindowModified, timeout=5000)
    assert window.session.document.network.parameters["W_y"][0] == 0.125
    assert autosave.left_over(folder) == []
    window.setWindowModified(False)
    window.filed.mark(window.session.document.network, "nowhere")
    window.close()


def typed(folder):
    files = list(folder.glob("*.rnrviz")) if folder.exists() else []
    return any(session_file.load(path).document.network.parameters["W_y"][0] == 0.125 for path in files)


@pytest.mark.parametrize(("answer", "left"), [("No", 0), ("Cancel", 1)])
def test_what_was_left_may_be_discarded_or_stay(qtbot, window, tmp_path, answer, left):
    path = tmp_path / "recovery" / "1-1.rnrviz"
    path.parent.mkdir()
    session_file.save(session_file.Kept(window.session.document), path)
    autosave.offer(window, autosave.left_over(path.parent))
    box = window.findChild(QMessageBox)
    box.button(getattr(QMessageBox.StandardButton, answer)).click()
    assert len(autosave.left_over(path.parent)) == left


def test_what_was_left_stays_where_the_question_is_closed(window, tmp_path):
    path = tmp_path / "recovery" / "1-1.rnrviz"
    path.parent.mkdir()
    session_file.save(session_file.Kept(window.session.document), path)
    autosave.offer(window, autosave.left_over(path.parent))
    assert window.findChild(QMessageBox).close()
    assert autosave.left_over(path.parent) == [path]


def test_the_copy_of_a_crash_stays_where_no_new_one_can_be_written(qtbot, window, monkeypatch, tmp_path):
    path = tmp_path / "recovery" / "1-2.rnrviz"
    path.parent.mkdir()
    session_file.save(session_files.kept(window), path)
    window.autosave = autosave.Autosave(window, path.parent)

    def full(*_given):
        raise InputError("No space left.")

    monkeypatch.setattr(session_file, "save", full)
    autosave._answer(window, QMessageBox.StandardButton.Yes, path, [])
    assert path.exists()
    monkeypatch.undo()
    autosave._answer(window, QMessageBox.StandardButton.Yes, path, [])
    assert not path.exists() and window.autosave.file.exists()
