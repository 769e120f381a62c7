"""Faults of the program itself, wherever they happen: one sentence, a report to copy, and the window lives on."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
import traceback
from types import TracebackType
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject, Signal

from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.window import Window


@final
class Faults(QObject):
    """Those of one window. A thread's are handed to the thread of the screen.

    The same fault of the background comes with every step: it is reported once, and after that only its sentence is
    said.
    """

    _happened = Signal(object, str)

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._known: set[str] = set()
        self._happened.connect(self._say)

    def install(self) -> None:
        """Hear of all faults from now on."""
        sys.excepthook = self.here
        threading.excepthook = self.in_thread

    def here(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """A fault in the thread of the screen; what a worker handed over has a note of where it was."""
        debug(kind, error, trace)
        if threading.current_thread() is not threading.main_thread():  # a canvas may be drawn elsewhere
            self._happened.emit(error, threading.current_thread().name)
        elif issubclass(kind, KeyboardInterrupt):  # Ctrl-C in the terminal while the window computes
            self._window.close()
        else:
            self._say(error, "".join(getattr(error, "__notes__", ())))

    def in_thread(self, told: threading.ExceptHookArgs) -> None:
        """A fault that ended another thread, or would have."""
        if told.exc_value is None or issubclass(told.exc_type, SystemExit):
            return
        debug(told.exc_type, told.exc_value, told.exc_traceback)
        name = told.thread.name if told.thread is not None else "?"
        told.exc_value.add_note(f"In the background: {name}")
        with contextlib.suppress(RuntimeError):  # the window has gone while the thread still ran
            self._happened.emit(told.exc_value, name)

    def _say(self, error: BaseException, background: str) -> None:
        from rnrviz.app import fault_dialog, fault_report

        window = self._window
        if window.isHidden():  # a dialog would keep a closed program alive
            return
        sentence = tr("Internal error ({kind}: {why}). You can go on.")
        with contextlib.suppress(RuntimeError):  # the window may have gone
            window.report(sentence.format(kind=type(error).__name__, why=fault_report.said(error)))
            traced = fault_report.traced(error)
            if background and traced in self._known:
                return
            self._known.add(traced)
            deeds = window.findChild(fault_report.Deeds)
            report = fault_report.report(error, deeds.last if deeds else ())
            fault_dialog.show(report, window.look.style, window)


def debug(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """To the terminal, for those who mend."""
    if os.environ.get("RNRVIZ_DEBUG"):
        traceback.print_exception(kind, error, trace)
