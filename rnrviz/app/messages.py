"""The line along the bottom of the window: one sentence, and what is being computed."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr

WHOLE = 1000
MOMENT = 300
MOST_LINES = 3
SIGN = "⚠ "
LONG_NAME = re.compile(r"[“«][^”»]{49,}[”»]|\S{49,}")
KEPT = 23  # letters at either end of a long name


@final
class MessageLine(QWidget):
    """Always there. It is one line high, and higher only for a problem that needs more lines to be said whole.

    A problem stays until dismissed or mended.
    """

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._sentence, self._calm = "", ""
        self.problem = False
        self.on_problem: Callable[[], None] = lambda: None  # told when there is one, and when there is none any more
        self._dismissed, self._task = "", ""
        self._done: float | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(MOMENT)
        self._patience.timeout.connect(self._show_busy)
        self._label = QLabel()
        self._label.installEventFilter(self)
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._label.setMinimumWidth(1)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._close = QToolButton()
        self._close.clicked.connect(self.dismiss)
        self._busy = QLabel()
        self._busy.setObjectName("quiet")
        self._bar = QProgressBar()
        self._bar.setRange(0, WHOLE)
        self._bar.setTextVisible(False)
        self._row = QHBoxLayout(self)
        for widget, stretch in ((self._label, 1), (self._close, 0), (self._busy, 0), (self._bar, 0)):
            self._row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        self.set_style(style)
        self.retranslate()

    @property
    def text(self) -> str:
        """What a person reads there now, uncut."""
        return self._label.accessibleName()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._look = style
        side = round(style.px(16))
        self._close.setIconSize(QSize(side, side))
        self._close.setIcon(icon("close", style.muted, style.hairline, side))
        self._bar.setFixedWidth(round(style.px(120)))
        margin = round(style.px(14))
        self._row.setContentsMargins(margin, 0, margin, 0)
        self._row.setSpacing(round(style.px(8)))
        self._show()

    def retranslate(self) -> None:
        """Names for assistive technology in the language of now."""
        self._close.setAccessibleName(tr("Dismiss the message"))
        self._close.setToolTip(tr("Dismiss the message"))
        self._bar.setAccessibleName(tr("Progress"))

    def set_problem(self, sentence: str) -> None:
        """Show this sentence, said aloud to assistive technology; empty takes it away."""
        if sentence != self._sentence:
            self._sentence, self._dismissed = sentence, ""
            self._show()
            if sentence:
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def set_calm(self, sentence: str) -> None:
        """What the line says when there is no problem."""
        self._calm = sentence
        self._show()

    def set_busy(self, what: str | None, progress: float | None) -> None:
        """What is being computed, and how far it is (0 to 1); said only when it takes more than a moment."""
        self._task, self._done = what or "", progress
        if not self._task:
            self._patience.stop()
            self._show_busy()
        elif self._busy.text():
            self._show_busy()
        elif not self._patience.isActive():
            self._patience.start()

    def _show_busy(self) -> None:
        self._busy.setText(self._task)
        self._bar.setVisible(bool(self._task) and self._done is not None)
        self._bar.setValue(round(WHOLE * (self._done or 0.0)))

    def dismiss(self) -> None:
        """The reader has read it."""
        self._dismissed = self._sentence
        self._show()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Escape on the button dismisses."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The sentence is set anew for the new width."""
        if event.type() == QEvent.Type.Resize and watched is self._label:
            self._show()
        return False

    def _show(self) -> None:
        was, self.problem = self.problem, bool(self._sentence) and self._sentence != self._dismissed
        if was != self.problem:
            self.on_problem()
        problem = self.problem
        name = "problem" if problem else "quiet"
        if self._label.objectName() != name:
            self._label.setObjectName(name)
            self._label.style().polish(self._label)
        self._close.setVisible(problem)
        self._label.setWordWrap(problem)
        whole = self._sentence if problem else self._calm
        shown = self._wrapped(whole) if problem else self._one_line(whole)
        self._label.setText(shown)
        self._label.setToolTip(whole if whole not in shown else "")
        self._label.setAccessibleName(whole)
        self.setFixedHeight(max(round(self._look.px(30)), round(self._height(shown) + self._look.px(10))))

    def _wrapped(self, sentence: str) -> str:
        """The sentence with long names cut in their middle; what several lines cannot hold is left off its end."""
        words = LONG_NAME.sub(lambda name: f"{name[0][:KEPT]}…{name[0][-KEPT:]}", SIGN + sentence).split(" ")
        shown, most = " ".join(words), MOST_LINES * self._metrics().lineSpacing() + 1
        while self._height(shown) > most and len(words) > 1:
            words = words[: len(words) * 9 // 10]
            shown = " ".join(words) + "…"
        return shown

    def _one_line(self, sentence: str) -> str:
        return self._metrics().elidedText(sentence, Qt.TextElideMode.ElideRight, self._room())

    def _height(self, shown: str) -> float:
        flags = Qt.TextFlag.TextWordWrap if self._label.wordWrap() else Qt.TextFlag.TextSingleLine
        return self._metrics().boundingRect(QRectF(0, 0, self._room(), 1e6), flags, shown).height()

    def _room(self) -> int:
        return max(40, self._label.width() - 4)

    def _metrics(self) -> QFontMetricsF:
        return QFontMetricsF(self._label.font())
