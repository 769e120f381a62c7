"""An animation of a view, made in a process of its own while the window lives on; it can be cancelled."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QObject, QProcess, QSize, Qt
from PySide6.QtWidgets import QProgressDialog, QWidget

from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views import asking, stepping

if TYPE_CHECKING:
    from rnrviz.views.saving import Report

ENDINGS = (".gif", ".apng", ".mp4")
SIZE = 340, 112  # of the window that waits; Qt puts all close together
WIDEST = QSize(1600, 1200)  # pixels of a frame: what browsers and slides play smoothly


def label(suffix: str) -> str:
    """What the menu says for a kind of animation."""
    known = {
        ".gif": tr("Save animation as GIF…"),
        ".apng": tr("Save animation as APNG…"),
        ".mp4": tr("Save animation as MP4 video…"),
    }
    return known[suffix]


def ask(view: Any, suffix: str, report: Report) -> None:
    """Ask for a file name, and begin."""
    chosen = asking.ask_save(view, label(suffix), f"{view.name}{suffix}", (suffix[1:].upper(), suffix), ENDINGS)
    if chosen:
        Filming(view, chosen, report).begin()


@final
class Filming(QObject):
    """One animation under way; it goes when it is done."""

    def __init__(self, view: Any, path: Path, report: Report) -> None:
        super().__init__(view)
        self._view, self._path, self._report = view, path, report
        self._folder = tempfile.TemporaryDirectory()
        self.process = QProcess(self)
        self.process.finished.connect(self._end)
        self.process.errorOccurred.connect(self._fail)
        self._dialog = QProgressDialog(tr("Making the animation…"), tr("Cancel"), 0, 0, view)
        self._dialog.setWindowModality(Qt.WindowModality.NonModal)
        self._dialog.setMinimumDuration(600)
        self._dialog.setMinimumSize(*(round(view.canvas().style_.px(n)) for n in SIZE))
        self._dialog.canceled.connect(self.cancel)

    def begin(self) -> None:
        """Write the network, and start."""
        from rnrviz.network import files

        document, model = self._view.session.document, Path(self._folder.name) / "model.safetensors"
        try:
            files.save(document.network, model)
        except InputError as error:
            self._report(str(error))
            self._leave()
            return
        command = program()
        self.process.start(
            command[0], [*command[1:], "render", str(model), "-", *self._options(), "-o", str(self._path)]
        )
        self.process.write(" ".join(self._view.session.sequence.tokens).encode())
        self.process.closeWriteChannel()

    def cancel(self) -> None:
        """No animation after all; nothing is written."""
        self.process.finished.disconnect(self._end)
        self.process.errorOccurred.disconnect(self._fail)
        self.process.kill()
        self.process.waitForFinished(1000)
        with contextlib.suppress(OSError):
            stepping.draft_of(self._path).unlink(missing_ok=True)
        self._leave()

    def _options(self) -> list[str]:
        canvas = self._view.canvas()
        style, size = canvas.style_, canvas.viewport().size().boundedTo(WIDEST)
        words = ["--view", self._view.name, "--size", f"{max(50, size.width())}x{max(50, size.height())}"]
        words += ["--text-size", f"{min(2.4, style.scale):g}", "--scale", "1"]
        return words + (["--dark"] if style.dark else [])

    def _end(self, code: int) -> None:
        told = bytes(self.process.readAllStandardError().data()).decode("utf-8", "replace").strip()
        if code == 0:
            self._report(tr("Saved: {file}").format(file=self._path.name), True)
        else:
            self._report(told.splitlines()[-1].removeprefix("rnrviz: ") if told else tr("The animation failed."))
        self._leave()

    def _fail(self, _error: QProcess.ProcessError) -> None:
        if self.process.state() == QProcess.ProcessState.NotRunning:
            self._report(tr("The animation failed."))
            self._leave()

    def _leave(self) -> None:
        self._dialog.canceled.disconnect(self.cancel)
        self._dialog.close()
        self._dialog.deleteLater()
        self._folder.cleanup()
        self.deleteLater()


def end_all(widget: QWidget) -> None:
    """Cancel what is under way for the views in it, which are about to go, or for itself."""
    for each in widget.findChildren(Filming):
        each.cancel()


def program() -> list[str]:
    """How to run this program's commands, also from inside a bundle."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "rnrviz"]
