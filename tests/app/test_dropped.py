"""Files dropped on the window, as the system hands them on: to its handle, at a place."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from rnrviz.app import session_files
from rnrviz.document import session_file
from rnrviz.network import own
from rnrviz.paths import resource

COPY, LEFT, NONE = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def drop(window, part, path):
    """Let a file go over a part of the window; whether it was taken."""
    data, handle = QMimeData(), window.windowHandle()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    place = part.mapTo(window, QPoint(min(40, part.width() // 2), min(20, part.height() // 2)))
    enters = QDragEnterEvent(place, COPY, data, LEFT, NONE)
    QApplication.sendEvent(handle, enters)
    moves = QDragMoveEvent(place, COPY, data, LEFT, NONE)
    moves.setAccepted(enters.isAccepted())  # as Qt does
    QApplication.sendEvent(handle, moves)
    if moves.isAccepted():
        QApplication.sendEvent(handle, QDropEvent(QPointF(place), COPY, data, LEFT, NONE))
    window.hub.flush()
    return moves.isAccepted()


@pytest.mark.parametrize("name", ["tape", "unrolled", "staves", "network", "gradients"])
def test_a_model_may_be_dropped_on_every_view(window, tmp_path, name):
    path = tmp_path / "mine.safetensors"
    shutil.copy(resource("models", "anbncn-elman.safetensors"), path)
    assert drop(window, window.views[name].canvas().viewport(), path)
    assert window.session.document.network.architecture == "elman"


def test_a_suffix_may_be_in_capitals(window, tmp_path):
    session, equations, model = tmp_path / "CLASS.RNRVIZ", tmp_path / "MINE.EQ", tmp_path / "M.SAFETENSORS"
    session_file.save(session_files.kept(window), session)
    shutil.copy(resource("models", "anbncn-elman.safetensors"), model)
    own.write_text(window.session.document.network.text, equations)
    for path, title in ((equations, "MINE"), (model, "M"), (session, "aⁿbⁿcⁿ · LSTM")):
        assert drop(window, window.top, path)
        assert window.windowTitle() == f"RNRviz — {title}[*]"


def test_a_lesson_begins(window):
    assert drop(window, window.top, resource("lessons", "lstm.en.md"))
    assert window.views["lesson"].lesson is not None
