"""What the window does after its first picture: open a model, ready the kernels. All of it off the screen's thread."""

from __future__ import annotations

import subprocess
import threading
from pathlib import Path
from typing import final

from PySide6.QtCore import QObject, Signal

from rnrviz.app import compiling, models
from rnrviz.language import tr


@final
class Startup(QObject):
    """`opened` comes first, with a network; then `ready`. `problem` has a sentence; a start goes on after it.

    It may be a session, `Kept`. `wrong` names a file of equations that have to be mended.
    """

    opened = Signal(object, str)
    ready = Signal()
    problem = Signal(str)
    wrong = Signal(str)

    def __init__(self, path: Path | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path.resolve() if path is not None else None
        self._child: subprocess.Popen[bytes] | None = None
        self._stopped = False
        self._thread = threading.Thread(target=self._run, name="startup", daemon=True)

    def begin(self) -> None:
        """Start the thread, unless the window was closed before."""
        if not self._stopped:
            self._thread.start()

    def stop(self) -> None:
        """The window closes: end what was started."""
        self._stopped = True
        if self._child is not None:
            compiling.stop(self._child)
        if self._thread.is_alive():
            self._thread.join(10)

    def _run(self) -> None:
        try:
            self._import()
            self._open()
            self._ready()
        except Exception as error:
            self._tell(self.problem, tr("The start failed: {why}").format(why=error))
            raise  # for the report: see `rnrviz.app.faults`

    def _import(self) -> None:
        """The views' code and the session's, so that the window's thread finds them loaded."""
        import rnrviz.app.hub
        import rnrviz.app.player  # noqa: F401
        from rnrviz import views

        for entry in views.VIEWS:
            views.load(entry)

    def _open(self) -> None:
        from rnrviz.network.equations import EquationError
        from rnrviz.network.problems import InputError

        wrong = ""
        for path in (path for path in (self._path, models.first()) if path is not None):
            try:
                self._tell(self.opened, _found(path), str(path))
                break
            except InputError as error:
                self._tell(self.problem, str(error))
                wrong = str(path) if isinstance(error.__cause__, EquationError) else wrong
        else:
            self._tell(self.opened, models.fallback(), "")
        if wrong:
            self._tell(self.wrong, wrong)

    def _ready(self) -> None:
        from rnrviz import kernels

        if not kernels.is_cached():
            self._compile_apart()
        if not self._stopped:
            kernels.load()
            self._tell(self.ready)

    def _compile_apart(self) -> None:
        """In a process of its own, so that the window does not stutter; if it fails, loading compiles here."""
        try:
            self._child = compiling.start()
            if self._stopped:  # while it was started
                compiling.stop(self._child)
            self._child.wait(compiling.PATIENCE)
        except (OSError, subprocess.TimeoutExpired):
            return

    def _tell(self, signal: object, *values: object) -> None:
        if not self._stopped:
            signal.emit(*values)  # type: ignore[attr-defined]


def _found(path: Path) -> object:
    """The network or the session of a file. Raises InputError."""
    from rnrviz.document import session_file

    return session_file.load(path) if path.suffix.lower() == session_file.SUFFIX else models.load(path)
