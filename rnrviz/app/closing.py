"""How the window comes and goes: its size, what it remembers; networks that are in no file are asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from rnrviz.app import deeds, models, teaching
from rnrviz.language import tr
from rnrviz.views import asking, filming

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.document import Document

ROOM = 0.96  # of the screen at the first start
FIRST_SIZE = QSize(1800, 1020)


def may_close(window: Window) -> bool:
    """Whether nothing is lost by closing now; if something is, ask, and close when that is answered."""
    if window.session is None:
        return True
    if not window.isWindowModified():
        lost = [left for left in window.session.left if not window.filed.holds(left.network)]
        return not lost or _leave_behind(window, lost)
    name = models.title(window.session.document.source)
    sentence = tr("The network “{name}” is not saved. Save it before closing?")
    buttons = QMessageBox.StandardButton
    box = asking.question(window, "RNRviz", sentence.format(name=name))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for kind, text in ((buttons.Save, tr("Save…")), (buttons.Discard, tr("Discard")), (buttons.Cancel, tr("Cancel"))):
        box.addButton(kind).setText(text)
    box.setDefaultButton(buttons.Save)
    box.finished.connect(lambda answer: _answer(window, buttons(answer)))
    box.open()
    return False


def arrive(window: Window) -> None:
    """As big as last time, or as the screen allows."""
    if not window.restoreGeometry(window.settings.bytes("geometry")):
        window.resize(FIRST_SIZE.boundedTo(QApplication.primaryScreen().availableSize() * ROOM))


def leave(window: Window) -> None:
    """Remember where things are, and end the background."""
    if (made := teaching.of(window)) is not None:
        made.projector.leave()
    window.settings.set_bytes("geometry", window.saveGeometry())
    if window.views:
        window.arrangement.remember(window.look.style.scale)
    window.settings.flush()
    if window.player is not None:
        window.player.stop()
    if window.autosave is not None:
        window.autosave.end()
    filming.end_all(window)
    if "learn" in window.views:
        window.views["learn"].close_training()
    for session in (window.session, window.twin.session if window.twin else None):
        if session is not None:
            session.close()


def _leave_behind(window: Window, lost: list[Document]) -> bool:
    """Ask whether networks that were never saved, and gave way to others, may go."""
    sentence = tr("The network “{name}”, which you left for another, is not saved; undo brings it back. Close anyway?")
    buttons = QMessageBox.StandardButton
    told = sentence.format(name=models.title(lost[0].source))
    box = asking.question(window, "RNRviz", told)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    for kind, text in ((buttons.Discard, tr("Close")), (buttons.Cancel, tr("Cancel"))):
        box.addButton(kind).setText(text)
    box.setDefaultButton(buttons.Cancel)

    def close(answer: int) -> None:
        if buttons(answer) == buttons.Discard:
            for document in lost:
                window.filed.mark(document.network, f"given up {id(document.network)}")
            window.close()

    box.finished.connect(close)
    box.open()
    return False


def _answer(window: Window, answer: QMessageBox.StandardButton) -> None:
    if answer == QMessageBox.StandardButton.Save:
        deeds.ask_save(window)
    elif answer == QMessageBox.StandardButton.Discard:
        window.setWindowModified(False)
    else:
        return
    if not window.isWindowModified():
        window.close()
