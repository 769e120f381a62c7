"""An animation, made in a process of its own while the window lives on; it can be cancelled."""

from __future__ import annotations

import contextlib
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QSize, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from rnrviz.language import language, tr
from rnrviz.network.problems import InputError
from rnrviz.views import asking, stepping

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnrviz.document.session import Session
    from rnrviz.figures.style import Style
    from rnrviz.network.network import Network
    from rnrviz.views.saving import Report

ENDINGS = (".gif", ".apng", ".mp4")
SIZE = 340, 112  # of the window that waits; Qt puts all close together
SOON = 600  # milliseconds that an animation may take without one
WIDEST = QSize(1600, 1200)  # pixels of a frame: what browsers and slides play smoothly
NAME = 60  # letters of a second network's name, which is that of a file


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
        of_view(view, chosen, report).begin()


def of_view(view: Any, path: Path, report: Report) -> Filming:
    """One view stepped, as large as it is seen."""
    canvas = view.canvas()
    words = ("--view", view.name, *in_size(canvas.viewport().size().boundedTo(WIDEST)))
    other = getattr(view, "other", None)
    second = (other.document.network, "2") if other is not None else None
    return Filming(view, view.session, canvas.style_, words, path, report, second)


def in_size(size: QSize) -> tuple[str, ...]:
    """Of `rnrviz render`: a frame of so many pixels."""
    return "--size", f"{max(50, size.width())}x{max(50, size.height())}", "--scale", "1"


@final
class Filming(QObject):
    """One animation under way, for `rnrviz render` with those words; it goes when it is done, or with its owner.

    ``second`` is a network that it is compared with, and its name.
    """

    def __init__(
        self,
        owner: QWidget,
        session: Session,
        style: Style,
        words: Sequence[str],
        path: Path,
        report: Report,
        second: tuple[Network, str] | None = None,
    ) -> None:
        super().__init__(owner)
        self._session, self._path, self._report, self._second = session, path, report, second
        self._over = False
        self._words = [*words, "--text-size", f"{min(2.4, style.scale):g}", *(["--dark"] if style.dark else [])]
        self._folder = tempfile.TemporaryDirectory()
        self.process = QProcess(self)
        self.process.finished.connect(self._end)
        self.process.errorOccurred.connect(self._fail)
        self._dialog = QProgressDialog(tr("Making the animation…"), tr("Cancel"), 0, 0, owner)
        self._dialog.setWindowModality(Qt.WindowModality.NonModal)
        self._dialog.setMinimumSize(*(round(style.px(n)) for n in SIZE))
        self._dialog.canceled.connect(self.cancel)
        self._soon = QTimer(self, singleShot=True, interval=SOON)  # the dialog's own would wait for a first value
        self._soon.timeout.connect(self._dialog.show)
        self._soon.start()

    def begin(self) -> None:
        """Write the network, and start."""
        from rnrviz.network import files

        document, model = self._session.document, Path(self._folder.name) / "model.safetensors"
        try:
            files.save(document.network, model)
            if self._second is not None:
                network, name = self._second
                beside = model.parent / "second" / f"{name.replace('/', ' ')[:NAME]}.safetensors"
                beside.parent.mkdir()
                files.save(network, beside)
                self._words += ["--compare", str(beside)]
        except InputError as error:
            self._report(str(error))
            self._leave()
            return
        environment = QProcessEnvironment.systemEnvironment()
        environment.insert("LANGUAGE", language())  # the window's, whatever the system's is
        self.process.setProcessEnvironment(environment)
        first, *rest = program()
        self.process.start(first, [*rest, "render", str(model), "-", *self._words, "-o", str(self._path)])
        self.process.write(" ".join(self._session.sequence.tokens).encode())
        self.process.closeWriteChannel()

    def cancel(self) -> None:
        """No animation after all; nothing is written. Once it is over, nothing is done."""
        if self._over:
            return
        self.process.finished.disconnect(self._end)
        self.process.errorOccurred.disconnect(self._fail)
        self.process.kill()
        self.process.waitForFinished(1000)
        with contextlib.suppress(OSError):
            stepping.draft_of(self._path).unlink(missing_ok=True)
        self._leave()

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
        self._over = True
        self._soon.stop()
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
