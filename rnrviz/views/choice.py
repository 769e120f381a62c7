"""The switch of the gradients: of one error E[t], or of the sum of all up to t."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QLabel, QWidget

from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, set_symbol
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.document.document import ErrorChoice

SIGNS = "Σ,"
CHOICES: tuple[ErrorChoice, ...] = ("instant", "sum")


@final
class ErrorButton(QAbstractButton):
    """One choice, in the chapter's notation: a list of symbols and signs."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style_ = style
        self.parts: tuple[str, ...] = ()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_parts(self, parts: tuple[str, ...], spoken: str, style: Style) -> None:
        """Times such as `[3]` are set as E[3]; anything else is set as it is."""
        before = self.sizeHint()
        self.parts, self.style_ = parts, style
        self.setAccessibleName(spoken)
        self.setToolTip(spoken)
        if self.sizeHint() != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the notation and a margin."""
        width = sum(self._width(part) for part in self.parts)
        return QSize(round(width + self.style_.px(24)), round(self.style_.px(28)))

    def _width(self, part: str) -> float:
        if part.startswith("["):
            return set_symbol("E", self.style_, size=1.2, time=part).width
        return QFontMetricsF(self._font(part)).horizontalAdvance(part)

    def _font(self, part: str) -> QFont:
        return self.style_.font(1.1, maths=True) if part[0] in SIGNS else self.style_.font(1.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chosen: a line under it and ink; else muted."""
        style, painter = self.style_, QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        colour = style.ink if self.isChecked() else style.muted
        if self.isChecked():
            painter.fillRect(QRectF(box.left(), box.bottom() - style.px(2.5), box.width(), style.px(2.5)), style.accent)
        if self.hasFocus():
            painter.setPen(QPen(style.accent, 1, Qt.PenStyle.DotLine))
            painter.drawRect(box)
        self._notation(painter, box.adjusted(style.px(11), 0, 0, -style.px(2)), colour)
        painter.end()

    def _notation(self, painter: QPainter, box: QRectF, colour: QColor) -> None:
        for part in self.parts:
            wide = self._width(part)
            place = QRectF(box.left(), box.top(), wide, box.height())
            if part.startswith("["):
                draw_symbol(painter, place, "E", self.style_, size=1.2, time=part, color=colour)
            else:
                painter.setFont(self._font(part))
                painter.setPen(colour)
                painter.drawText(place, Qt.AlignmentFlag.AlignCenter, part)
            box.setLeft(box.left() + wide)


@final
class ErrorSwitch(QWidget):
    """Two buttons of which one is down."""

    def __init__(self, style: Style, choose: Callable[[ErrorChoice], None]) -> None:
        super().__init__()
        self._style = style
        self._label = QLabel()
        self._buttons = tuple(ErrorButton(style) for _ in CHOICES)
        self._group = QButtonGroup(self)
        row = self._row = QHBoxLayout(self)
        row.addWidget(self._label)
        for number, button in enumerate(self._buttons):
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(lambda number: choose(CHOICES[number]))
        self.set_style(style)

    def show_choice(self, choice: ErrorChoice, cursor: int) -> None:
        """Which one is down, with the cursor's t."""
        self._buttons[CHOICES.index(choice)].setChecked(True)
        self._label.setText(tr("Gradient of"))
        alone, total = self._buttons
        alone.show_parts((f"[{cursor or 't'}]",), tr("the error of this instant alone"), self._style)
        total.show_parts(sum_parts(cursor), tr("the sum of the errors up to this instant"), self._style)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 2)))
        self._row.setSpacing(round(style.px(4)))
        self._label.setFont(style.font(0.9))
        self._label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        for button in self._buttons:
            button.style_ = style
            button.updateGeometry()

    def buttons(self) -> tuple[ErrorButton, ...]:
        """The two, in the order of CHOICES."""
        return self._buttons


def sum_parts(cursor: int) -> tuple[str, ...]:
    """E[1] + ... + E[t] with the numbers of now."""
    if cursor == 0:
        return ("[1]", " + … + ", "[t]")
    if cursor <= 2:
        return ("Σ ", "[τ]", ", τ ≤ 1") if cursor == 1 else ("[1]", " + ", "[2]")
    return ("[1]", " + … + ", f"[{cursor}]")
