"""The columns of the tape: a token's chip and, once it is read, its target, its prediction and how sure that was."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QPainter, QPen, QPolygonF

from rnrviz.figures import numbers
from rnrviz.figures.measure import elided_text, text_width
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.tape_content import Rows, Tape, visible

TEXTLESS, NUMBERLESS, MARKLESS = 11.0, 42.0, 30.0
LONGEST = 200  # letters: no column shows more
HATCH = Qt.BrushStyle.BDiagPattern
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class ColumnPainter:
    """Paints columns of a tape where a span has them."""

    painter: QPainter
    tape: Tape
    span: Span
    place: Rows
    style: Style

    def column(self, t: int, read: bool, here: bool) -> None:
        """One column; `here`, that of the cursor."""
        self._chip(t, read, here)
        if read and t <= self.tape.length:
            self._outcome(t, here)

    def bead(self, t: int) -> None:
        """Where there is no room for a chip: a bar for the token, and under it how sure the network was."""
        inset, read, here = self.style.px(6), t <= self.span.cursor, t == self.span.cursor and not self.style.figure
        odd = t - 1 in self.tape.refused
        color = self.style.marked if odd else self.style.cursor if here else self.style.muted
        area = self.cell(t, self.place.chip).adjusted(0.5, inset, -0.5, -inset)
        self.painter.fillRect(area, color if read or odd else self.style.coming)
        if self.tape.computed and t <= min(self.span.cursor, self.tape.length):
            agree = self.tape.targets[t - 1] == self.tape.guesses[t - 1]
            self._bar(self.cell(t, self.place.bar), float(self.tape.sure[t - 1]), bool(agree))

    def cell(self, t: int, row: QRectF, wider: float = 0.0) -> QRectF:
        """The room of a column in a row of the tape."""
        width = max(self.span.column, self.style.px(wider))
        return QRectF(self.span.x(t) - width / 2, row.top(), width, row.height())

    def _chip(self, t: int, read: bool, here: bool) -> None:
        token = self.tape.tokens[t - 1]
        refused, unknown = t - 1 in self.tape.refused, t - 1 in self.tape.unknown
        body = self._body(t, token, here)
        edge = self.style.marked if refused else self.style.cursor if here else self.style.muted
        faint = not read and not refused
        self.painter.setPen(self._edge(self.style.coming if faint else edge, here, t > self.tape.length))
        self.painter.setBrush(self.style.panel if read else QColor(Qt.GlobalColor.transparent))
        corner = min(self.style.px(6), body.width() / 3)
        self.painter.drawRoundedRect(body, corner, corner)
        if unknown or refused:
            self.painter.setBrush(QBrush(self.style.tint(edge if refused else self.style.muted, 0.35), HATCH))
            self.painter.drawRoundedRect(body, corner, corner)
        color = self.style.ink if read else self.style.muted
        inset = -1.0 if self.span.column < self.style.px(24) else self.style.px(3)
        self._text(body.adjusted(inset, 0, -inset, 0), visible(token), color, here)
        if unknown:
            self._text(self.cell(t, self.place.unknown), "UNK", self.style.muted, False, 0.85)

    def _outcome(self, t: int, here: bool) -> None:
        """Target, prediction, whether they agree, and how sure the network was."""
        if not self.tape.computed:
            self._text(self.cell(t, self.place.guess), "…", self.style.muted)
            return
        target, guess = int(self.tape.targets[t - 1]), int(self.tape.guesses[t - 1])
        wanted = visible(self.tape.symbols[target]) if target >= 0 else "–"
        self._text(self.cell(t, self.place.target), wanted, self.style.muted if target < 0 else self.style.ink)
        area = self.cell(t, self.place.guess)
        marked = target >= 0 and self.span.column >= self.style.px(MARKLESS)
        shift = self.style.px(6) if marked else 0.0
        said = visible(self.tape.symbols[guess]) if guess >= 0 else numbers.NOT_A_NUMBER
        self._text(area.adjusted(2, 0, -2 * shift - 2, 0), said, self.style.ink, here)
        if marked:
            half = text_width(said, self._font(here, 1.08)) / 2
            x = min(area.right() - self.style.px(7), area.center().x() - shift + half + self.style.px(9))
            self._mark(QPointF(x, area.center().y()), target == guess)
        self._bar(self.cell(t, self.place.bar), float(self.tape.sure[t - 1]), target == guess)

    def _text(self, area: QRectF, text: str, color: QColor, bold: bool = False, size: float = 1.08) -> None:
        """Text in the middle, shortened to fit; nothing where not even a letter fits."""
        if self.span.column < self.style.px(TEXTLESS):
            return
        font = self._font(bold, size if self.span.column >= self.style.px(18) else 0.85)
        self.painter.setFont(font)
        self.painter.setPen(self.style.word(color))
        self.painter.drawText(area, CENTRE, elided_text(text[:LONGEST], font, round(area.width(), 1)))

    def _body(self, t: int, token: str, bold: bool) -> QRectF:
        column, row = self.span.column, self.place.chip
        gap = min(self.style.px(4), column * 0.2)
        wanted = text_width(token[:40], self._font(bold, 1.08)) + self.style.px(18)
        width = max(1.0, min(column - gap, max(self.style.px(34), wanted)))
        inset = self.style.px(2.0)
        return QRectF(self.span.x(t) - width / 2, row.top() + inset, width, row.height() - 2 * inset)

    def _edge(self, color: QColor, here: bool, lost: bool) -> QPen:
        pen = QPen(color, self.style.px(2.0 if here else 1.0))
        if lost:
            pen.setStyle(Qt.PenStyle.DashLine)
        return pen

    def _font(self, bold: bool, size: float) -> QFont:
        return self.style.font(size, bold=bold)

    def _mark(self, at: QPointF, agree: bool) -> None:
        """A tick or a cross."""
        r = self.style.px(3.4)
        self.painter.setPen(QPen(self.style.muted if agree else self.style.ink, self.style.px(1.5)))
        if agree:
            points = (QPointF(-r, 0.1 * r), QPointF(-0.3 * r, 0.8 * r), QPointF(r, -0.9 * r))
            self.painter.drawPolyline(QPolygonF([at + p for p in points]))
            return
        self.painter.drawLine(QLineF(at + QPointF(-r, -r), at + QPointF(r, r)))
        self.painter.drawLine(QLineF(at + QPointF(-r, r), at + QPointF(r, -r)))

    def _bar(self, area: QRectF, sure: float, agree: bool) -> None:
        """How sure: a bar, full when certain, solid where it was right; the number where it has room."""
        inset = min(self.style.px(5), area.width() * 0.12)
        track = QRectF(area.left() + inset, area.top(), area.width() - 2 * inset, self.style.px(3.5))
        self.painter.fillRect(track, self.style.hairline)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(1.0, max(0.0, sure if np.isfinite(sure) else 0.0)))
        color = self.style.signal("y")
        self.painter.fillRect(filled, color if agree else self.style.tint(color, 0.55))
        if self.span.column >= self.style.px(NUMBERLESS):
            self.painter.setFont(self.style.font(0.85))
            self.painter.setPen(self.style.muted)
            below = QRectF(area.left(), track.bottom(), area.width(), area.bottom() - track.bottom())
            self.painter.drawText(below, CENTRE, f"{sure:.2f}" if 0 <= sure <= 1 else numbers.short(sure, 2))
