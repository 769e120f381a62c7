"""A storm of keys, clicks, wheels, typing and commands over a window, the same for the same seed."""

import faulthandler
import random
import sys
from collections import deque
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QMainWindow, QMessageBox, QWidget

from rnrviz.app.actions import COMMANDS

KEY, MODIFIER, LEFT = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton.LeftButton
ARROWS = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down)
MOVES = (*ARROWS, KEY.Key_Home, KEY.Key_End, KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_Tab, KEY.Key_Backtab)
OTHERS = (KEY.Key_Return, KEY.Key_Escape, KEY.Key_Space, KEY.Key_Backspace, KEY.Key_Delete, KEY.Key_F2, KEY.Key_F10)
LETTERS = tuple(KEY(code) for code in range(KEY.Key_A.value, KEY.Key_Z.value + 1))
DIGITS = tuple(KEY(code) for code in range(KEY.Key_0.value, KEY.Key_9.value + 1))
HELD = (MODIFIER.NoModifier,) * 4 + (MODIFIER.ShiftModifier, MODIFIER.ControlModifier, MODIFIER.AltModifier)
TYPED = "aabbccT0123456789.-+e  \tñλ€😀\u0301\u202e"
HANGS = 120  # seconds for one act, on the busiest machine
LEFT_OUT = {"quit"}  # ends the storm
QUITTING = {(KEY.Key_Q, MODIFIER.ControlModifier)}


class Storm:
    """`act` does one thing at random to the window or to what it has opened. `done` are the last, for a report.

    What waits for an answer gets one from a timer, which runs inside Qt's nested loops too: nothing hangs.
    """

    def __init__(self, window: QMainWindow, seed: int, folder: Path) -> None:
        self.window, self.chance, self.folder = window, random.Random(seed), folder
        self.done: deque[str] = deque(maxlen=25)
        self.acts = (self.key, self.key, self.key, self.click, self.click, self.drag, self.wheel, self.type)
        self.acts += (self.command, self.command, self.choose, self.menu, self.resize)
        for name in LEFT_OUT:  # also where keys or clicks come upon them in a menu
            window.commands[name].setEnabled(False)
        self._answer = QTimer(window, interval=30)
        self._answer.timeout.connect(self.answer)
        self._answer.start()

    def act(self) -> None:
        """One act, and what follows from it. One that hangs is told by its stack, and ends the process."""
        faulthandler.dump_traceback_later(HANGS, exit=True, file=sys.__stderr__)
        self.chance.choice(self.acts)()
        if self.window.hub is not None:
            self.window.hub.flush()
        QApplication.processEvents()

    def end(self) -> None:
        """Close all that is open."""
        faulthandler.cancel_dump_traceback_later()
        self._answer.stop()
        for _ in range(20):
            if not (self.window.isVisible() and (self._asked() or self._opened())):
                break
            self.answer(always=True)
            for dialog in self._opened():
                dialog.close()
            QApplication.processEvents()

    def answer(self, always: bool = False) -> None:
        """No to questions that wait; what else waits is left to the storm for a while."""
        asked = self._asked()
        if isinstance(asked, QMessageBox) or (asked is not None and (always or self.chance.random() < 0.1)):
            asked.close()

    def file(self, dialog: QFileDialog) -> Path | None:
        """In place of the dialog of files, whose own questions nobody would answer: one of the folder, or none."""
        dialog.deleteLater()
        there = sorted(path for path in self.folder.iterdir() if path.is_file())  # what was saved too
        if self.chance.random() < 0.4 or not there:
            return None
        saves = dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
        return self.folder / f"storm-{self.chance.randrange(4)}" if saves else self.chance.choice(there)

    def key(self) -> None:
        kind = self.chance.choice((MOVES, MOVES, OTHERS, LETTERS, DIGITS))
        key, held = self.chance.choice(kind), self.chance.choice(HELD)
        if (key, held) not in QUITTING:
            self._note(f"key {key.name} {held.name}")
            QTest.keyClick(self._focus(), key, held)

    def click(self) -> None:
        widget, at = self._spot()
        button = LEFT if self.chance.random() < 0.9 else Qt.MouseButton.MiddleButton
        does = QTest.mouseClick if self.chance.random() < 0.8 else QTest.mouseDClick
        self._note(f"click {_name(widget)} {at.toTuple()}")
        does(widget, button, self.chance.choice(HELD), at)

    def drag(self) -> None:
        widget, at = self._spot()
        to = at + QPoint(self.chance.randint(-300, 300), self.chance.randint(-100, 100))
        self._note(f"drag {_name(widget)} {at.toTuple()} {to.toTuple()}")
        held = self.chance.choice((MODIFIER.NoModifier, MODIFIER.ShiftModifier))
        QTest.mousePress(widget, LEFT, held, at)
        QTest.mouseMove(widget, to)
        QTest.mouseRelease(widget, LEFT, held, to)

    def wheel(self) -> None:
        widget, at = self._spot()
        turn = QPoint(self.chance.choice((-480, -120, 0, 120)), self.chance.choice((-1200, -120, 120, 1200)))
        self._note(f"wheel {_name(widget)}")
        everywhere, nothing = QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton
        held, phase = self.chance.choice(HELD), Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(QPointF(at), everywhere, QPoint(), turn, nothing, held, phase, False)
        QApplication.sendEvent(widget, event)

    def type(self) -> None:
        text = "".join(self.chance.choices(TYPED, k=self.chance.randint(1, 8)))
        self._note(f"type {text!r}")
        for letter in text:
            _press_letter(self._focus(), letter)

    def command(self) -> None:
        """Any command of the table, whether or not its key works now, as long as it is enabled."""
        name = self.chance.choice([command.name for command in COMMANDS if command.name not in LEFT_OUT])
        self._note(f"command {name}")
        self.window.commands[name].trigger()

    def choose(self) -> None:
        """Another line of a list."""
        boxes = [box for box in self._top().findChildren(QComboBox) if box.isVisible() and box.count()]
        if boxes:
            box = self.chance.choice(boxes)
            place = self.chance.randrange(box.count())
            self._note(f"choose {box.itemText(place)}")
            box.setCurrentIndex(place)
            box.activated.emit(place)

    def menu(self) -> None:
        widget, at = self._spot()
        self._note(f"menu {_name(widget)}")
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at))
        QApplication.sendEvent(widget, event)

    def resize(self) -> None:
        size = self.chance.randint(200, 2200), self.chance.randint(150, 1400)
        self._note(f"resize {size}")
        self.window.resize(*size)

    def _top(self) -> QWidget:
        found = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        return found or self.chance.choice((self.window, self.window, *self._opened()))

    def _opened(self) -> list[QWidget]:
        tops = QApplication.topLevelWidgets()
        return [top for top in tops if top.isVisible() and top is not self.window and top.isWindow()]

    def _asked(self) -> QWidget | None:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget()

    def _focus(self) -> QWidget:
        top = self._top()
        return top.focusWidget() or top

    def _spot(self) -> tuple[QWidget, QPoint]:
        """A place in something that is seen."""
        top = self._top()
        seen = [each for each in top.findChildren(QWidget) if each.isVisible() and each.isEnabled()]
        widget = self.chance.choice(seen or [top])
        return widget, QPoint(
            self.chance.randrange(max(1, widget.width())), self.chance.randrange(max(1, widget.height()))
        )

    def _note(self, what: str) -> None:
        self.done.append(what)


def _press_letter(widget: QWidget, letter: str) -> None:
    from PySide6.QtGui import QKeyEvent

    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, 0, MODIFIER.NoModifier, letter))


def _name(widget: QWidget) -> str:
    return widget.objectName() or widget.accessibleName() or type(widget).__name__
