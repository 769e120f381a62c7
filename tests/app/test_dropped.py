"""Files dropped on the window, as the system hands them on: to its handle, at a place."""

import shutil

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

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
