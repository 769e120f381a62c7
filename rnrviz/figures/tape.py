"""The tape: typed tokens as chips, one column each, and under those that were read the target and the prediction."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures import numbers
from rnrviz.figures.cursor import draw_band
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.tape_content import Rows, Tape, rows, visible

TEXTLESS, NUMBERLESS, MARKLESS = 11.0, 42.0, 30.0
LABEL = 10.0
STEPS = (1, 2, 5)
HATCH = Qt.BrushStyle.BDiagPattern
CENTRE = Qt.AlignmentFlag.AlignCenter


class TapeItem(QGraphicsItem):
    """Paints a Tape for a Span of columns."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.tape: Tape | None = None
        self.span = Span(1, 1, 0, 1, 0, 0)
        self.invitation = ""
        self._fitted: dict[tuple[str, float, bool], str] = {}

    def show_tape(self, tape: Tape | None, span: Span, style: Style, invitation: str = "") -> None:
        """Another tape, another part of it, or another look."""
        if style is not self.style or len(self._fitted) > 5000:
            self._fitted.clear()
        self.prepareGeometryChange()
        self.tape, self.span, self.style, self.invitation = tape, span, style, invitation
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, self.span.width, self.span.height)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        tape, span = self.tape, self.span
        if tape is None:
            return
        place = rows(self.style.scale, tape.coded)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.save()
        painter.setClipRect(QRectF(span.gutter, 0, span.width - span.gutter, span.height))
        if not tape.tokens:
            self._invite(painter, place)
        if 0 < span.cursor <= tape.length:
            draw_band(painter, span.place(span.cursor), 0, span.height, self.style, span.gutter)
        shown = span.columns(len(tape.tokens))
        self._times(painter, place, shown)
        if self.span.column < self.style.px(TEXTLESS):
            self._beads(painter, place, shown)
            shown = range(0)
        for t in shown:
            self._chip(painter, place, t)
            if t <= min(span.cursor, tape.length):
                self._outcome(painter, place, t)
        if tape.problem:
            self._complain(painter, place)
        painter.restore()
        self._labels(painter, place)

    def _labels(self, painter: QPainter, place: Rows) -> None:
        left = Qt.AlignmentFlag.AlignLeft
        x, width = self.style.px(LABEL), self.span.gutter - self.style.px(LABEL)
        for name, row, time in (
            ("t", place.time, ""),
            ("s", place.chip, "[t]"),
            ("d", place.target, "[t]"),
            ("y", place.guess, "[t]"),
        ):
            color = self.style.signal(name) if name in "dy" else self.style.muted if name == "t" else self.style.ink
            where = QRectF(x, row.top(), width, row.height())
            draw_symbol(painter, where, name, self.style, "", 1.15, time, color, left)
        if self.span.begins:
            self._beginning(painter, place)

    def _beginning(self, painter: QPainter, place: Rows) -> None:
        """The instant before the first token, where the cursor may stand too."""
        here = self.span.cursor == 0 and not self.style.figure
        if here:
            draw_band(painter, self.span.place(0), 0, self.span.height, self.style)
        painter.setFont(self.style.font(0.85, bold=here))
        painter.setPen(self.style.cursor if here else self.style.muted)
        x = self.span.place(0)[0]
        painter.drawText(QRectF(x - 20, place.time.top(), 40, place.time.height()), CENTRE, "0")

    def _times(self, painter: QPainter, place: Rows, shown: range) -> None:
        """The instants, as many as have room; that of the cursor always."""
        every = _every(self.span.column, self.style.px(9 + 7 * len(str(shown.stop))))
        cursor = self.span.cursor
        for t in shown:
            near = abs(t - cursor) * self.span.column < self.style.px(26) and cursor in shown and every > 1
            if t == cursor or ((t % every == 0 or t == 1) and not near):
                painter.setFont(self.style.font(0.85, bold=t == cursor and not self.style.figure))
                painter.setPen(self.style.cursor if t == cursor else self.style.muted)
                painter.drawText(self._cell(t, place.time, 60), CENTRE, str(t))

    def _cell(self, t: int, row: QRectF, wider: float = 0.0) -> QRectF:
        width = max(self.span.column, self.style.px(wider))
        return QRectF(self.span.x(t) - width / 2, row.top(), width, row.height())

    def _chip(self, painter: QPainter, place: Rows, t: int) -> None:
        assert self.tape
        token = self.tape.tokens[t - 1]
        here, read = t == self.span.cursor and not self.style.figure, t <= self.span.cursor
        refused, unknown = t - 1 in self.tape.refused, t - 1 in self.tape.unknown
        body = self._body(t, place.chip, token, here)
        edge = self.style.marked if refused else self.style.cursor if here else self.style.muted
        faint = not read and not refused
        painter.setPen(self._edge(self.style.coming if faint else edge, here, t > self.tape.length))
        painter.setBrush(self.style.panel if read else QColor(Qt.GlobalColor.transparent))
        corner = min(self.style.px(6), body.width() / 3)
        painter.drawRoundedRect(body, corner, corner)
        if unknown or refused:
            painter.setBrush(QBrush(self.style.tint(edge if refused else self.style.muted, 0.35), HATCH))
            painter.drawRoundedRect(body, corner, corner)
        color = self.style.ink if read else self.style.muted
        inset = -1.0 if self.span.column < self.style.px(24) else self.style.px(3)
        self._text(painter, body.adjusted(inset, 0, -inset, 0), visible(token), color, here)
        if unknown:
            self._text(painter, self._cell(t, place.unknown), "UNK", self.style.muted, False, 0.85)

    def _beads(self, painter: QPainter, place: Rows, shown: range) -> None:
        """Where there is no room for chips: a bar per token, and under it how sure the network was."""
        assert self.tape
        inset = self.style.px(6)
        for t in shown:
            read, here = t <= self.span.cursor, t == self.span.cursor and not self.style.figure
            odd = t - 1 in self.tape.refused
            color = self.style.marked if odd else self.style.cursor if here else self.style.muted
            area = self._cell(t, place.chip).adjusted(0.5, inset, -0.5, -inset)
            painter.fillRect(area, color if read or odd else self.style.coming)
            if self.tape.computed and t <= min(self.span.cursor, self.tape.length):
                agree = self.tape.targets[t - 1] == self.tape.guesses[t - 1]
                self._bar(painter, self._cell(t, place.bar), float(self.tape.sure[t - 1]), bool(agree))

    def _body(self, t: int, row: QRectF, token: str, bold: bool) -> QRectF:
        column = self.span.column
        gap = min(self.style.px(4), column * 0.2)
        wanted = QFontMetricsF(self._font(bold, 1.08)).horizontalAdvance(token[:40]) + self.style.px(18)
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

    def _text(
        self, painter: QPainter, area: QRectF, text: str, color: QColor, bold: bool = False, size: float = 1.08
    ) -> None:
        """Text in the middle, shortened to fit; nothing where not even a letter fits."""
        if self.span.column < self.style.px(TEXTLESS):
            return
        font = self._font(bold, size if self.span.column >= self.style.px(18) else 0.85)
        key = (text, round(area.width(), 1) + 1000 * size, bold)
        if key not in self._fitted:
            self._fitted[key] = _fit(text, QFontMetricsF(font), area.width())
        painter.setFont(font)
        painter.setPen(self.style.word(color))
        painter.drawText(area, CENTRE, self._fitted[key])

    def _outcome(self, painter: QPainter, place: Rows, t: int) -> None:
        """Target, prediction, whether they agree, and how sure the network was."""
        assert self.tape
        if not self.tape.computed:
            self._text(painter, self._cell(t, place.guess), "…", self.style.muted)
            return
        target, guess = int(self.tape.targets[t - 1]), int(self.tape.guesses[t - 1])
        here = t == self.span.cursor
        wanted = visible(self.tape.symbols[target]) if target >= 0 else "–"
        self._text(painter, self._cell(t, place.target), wanted, self.style.muted if target < 0 else self.style.ink)
        area = self._cell(t, place.guess)
        marked = target >= 0 and self.span.column >= self.style.px(MARKLESS)
        shift = self.style.px(6) if marked else 0.0
        said = visible(self.tape.symbols[guess]) if guess >= 0 else numbers.NOT_A_NUMBER
        self._text(painter, area.adjusted(2, 0, -2 * shift - 2, 0), said, self.style.ink, here)
        if marked:
            half = QFontMetricsF(self._font(here, 1.08)).horizontalAdvance(said) / 2
            x = min(area.right() - self.style.px(7), area.center().x() - shift + half + self.style.px(9))
            self._mark(painter, QPointF(x, area.center().y()), target == guess)
        self._bar(painter, self._cell(t, place.bar), float(self.tape.sure[t - 1]), target == guess)

    def _mark(self, painter: QPainter, at: QPointF, agree: bool) -> None:
        """A tick or a cross."""
        r = self.style.px(3.4)
        painter.setPen(QPen(self.style.muted if agree else self.style.ink, self.style.px(1.5)))
        if agree:
            points = (QPointF(-r, 0.1 * r), QPointF(-0.3 * r, 0.8 * r), QPointF(r, -0.9 * r))
            painter.drawPolyline(QPolygonF([at + p for p in points]))
            return
        painter.drawLine(QLineF(at + QPointF(-r, -r), at + QPointF(r, r)))
        painter.drawLine(QLineF(at + QPointF(-r, r), at + QPointF(r, -r)))

    def _bar(self, painter: QPainter, area: QRectF, sure: float, agree: bool) -> None:
        """How sure: a bar, full when certain, solid where it was right; the number where it has room."""
        inset = min(self.style.px(5), area.width() * 0.12)
        track = QRectF(area.left() + inset, area.top(), area.width() - 2 * inset, self.style.px(3.5))
        painter.fillRect(track, self.style.hairline)
        filled = QRectF(track)
        filled.setWidth(track.width() * min(1.0, max(0.0, sure if np.isfinite(sure) else 0.0)))
        color = self.style.signal("y")
        painter.fillRect(filled, color if agree else self.style.tint(color, 0.55))
        if self.span.column >= self.style.px(NUMBERLESS):
            painter.setFont(self.style.font(0.85))
            painter.setPen(self.style.muted)
            below = QRectF(area.left(), track.bottom(), area.width(), area.bottom() - track.bottom())
            painter.drawText(below, CENTRE, f"{sure:.2f}" if 0 <= sure <= 1 else numbers.short(sure, 2))

    def _invite(self, painter: QPainter, place: Rows) -> None:
        painter.setFont(self.style.font(1.15))
        painter.setPen(self.style.muted)
        area = QRectF(self.span.gutter + self.style.px(8), place.chip.top(), self.span.width, place.chip.height())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.invitation)

    def _complain(self, painter: QPainter, place: Rows) -> None:
        """Why the rest is not read, under the first token that is not."""
        assert self.tape
        width = min(self.style.px(430), self.span.width - self.span.gutter)
        x = self.span.x(self.tape.length + 1) - self.span.column / 2
        x = max(self.span.gutter, min(x, self.span.width - width))
        area = QRectF(x + self.style.px(3), place.target.top(), width - self.style.px(6), 0)
        area.setBottom(place.bar.bottom())
        painter.fillRect(area, self.style.paper)
        painter.setFont(self.style.font(0.92))
        painter.setPen(self.style.ink)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, self.tape.problem)


def _fit(text: str, metrics: QFontMetricsF, width: float) -> str:
    if metrics.horizontalAdvance(text[:200]) <= width:
        return text
    return metrics.elidedText(text[:200], Qt.TextElideMode.ElideRight, width)


def _every(column: float, room: float) -> int:
    """The round number of columns between two instants that are written."""
    ten = 1
    while True:
        for step in STEPS:
            if step * ten * column >= room:
                return step * ten
        ten *= 10
