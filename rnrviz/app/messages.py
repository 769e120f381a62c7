"""The line at the bottom of the window: one sentence, and what is being computed."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from rnrviz.app.icons import icon
from rnrviz.figures.style import Style
from rnrviz.language import tr

WHOLE = 1000
MOMENT = 300


@final
class MessageLine(QWidget):
    """Always there, so that nothing moves when a message comes. A problem stays until dismissed or mended."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._sentence, self._calm = "", ""
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
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self._label, 1), (self._close, 0), (self._busy, 0), (self._bar, 0)):
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignVCenter)
        self.set_style(style)
        self.retranslate()
        self._show()

    @property
    def text(self) -> str:
        """What a person reads there now."""
        return self._label.toolTip() or self._label.text()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._close.setIcon(icon("close", style.muted, style.hairline))
        self._bar.setFixedWidth(round(style.px(120)))
        self.setFixedHeight(round(style.px(30)))
        margin = round(style.px(14))
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(margin, 0, margin, 0)
            layout.setSpacing(round(style.px(8)))
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
        """The sentence is cut to fit; the tooltip has all of it."""
        if event.type() == QEvent.Type.Resize and watched is self._label:
            self._show()
        return False

    def _show(self) -> None:
        problem = bool(self._sentence) and self._sentence != self._dismissed
        whole = self._sentence if problem else self._calm
        name = "problem" if problem else "quiet"
        if self._label.objectName() != name:
            self._label.setObjectName(name)
            self._label.style().polish(self._label)
        self._close.setVisible(problem)
        room = max(40, self._label.width() - 4)
        metrics = QFontMetricsF(self._label.font())
        cut = metrics.elidedText(("⚠ " if problem else "") + whole, Qt.TextElideMode.ElideRight, room)
        self._label.setText(cut)
        self._label.setToolTip(whole if whole not in cut else "")
        self._label.setAccessibleName(whole)
