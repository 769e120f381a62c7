"""The tape: typed tokens as chips, one column each, and under those that were read the target and the prediction."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.cursor import draw_band
from rnrviz.figures.kept import Kept, Twice, blit, sharpness
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.tape_columns import CENTRE, TEXTLESS, ColumnPainter
from rnrviz.figures.tape_content import Rows, Tape, rows

LABEL = 10.0
STEPS = (1, 2, 5)


class TapeItem(QGraphicsItem):
    """Paints a Tape for a Span of columns."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.tape: Tape | None = None
        self.span = Span(1, 1, 0, 1, 0, 0)
        self.invitation = ""
        self._twice, self._read, self._coming = Twice(), Kept(Style), Kept(Style)

    def show_tape(self, tape: Tape | None, span: Span, style: Style, invitation: str = "") -> None:
        """Another tape, another part of it, or another look."""
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
        shown = span.columns(len(tape.tokens))
        columns = ColumnPainter(painter, tape, span, place, self.style)
        if span.column < self.style.px(TEXTLESS):
            self._band(painter, tape)
            for t in shown:
                columns.bead(t)
        else:
            self._columns(columns, shown)
        self._times(columns, shown)
        if tape.problem:
            self._complain(painter, place)
        painter.restore()
        self._labels(painter, place)

    def _band(self, painter: QPainter, tape: Tape) -> None:
        if 0 < self.span.cursor <= tape.length:
            draw_band(painter, self.span.place(self.span.cursor), 0, self.span.height, self.style, self.span.gutter)

    def _columns(self, columns: ColumnPainter, shown: range) -> None:
        """All columns; on a screen those that the cursor is not in as pictures, when they are shown again."""
        cursor, figure, ratio = self.span.cursor, self.style.figure, sharpness(columns.painter)
        key = (columns.tape, self.style, *self.span.frame())
        live = shown
        if self._twice.again(key) and ratio is not None and not figure:
            self._lay(columns, shown, key, ratio)
            live = range(max(shown.start, cursor), min(shown.stop, cursor + 1))
        self._band(columns.painter, columns.tape)
        for t in live:
            columns.column(t, t <= cursor, t == cursor and not figure)

    def _lay(self, columns: ColumnPainter, shown: range, key: tuple[object, ...], ratio: float) -> None:
        """What was read, up to the cursor's column, and what is to come after it."""
        painter, span, cursor = columns.painter, self.span, self.span.cursor
        for kept, read, left, right in (
            (self._read, True, span.gutter, span.x(cursor) - span.column / 2),
            (self._coming, False, max(span.gutter, span.x(cursor) + span.column / 2), span.width),
        ):

            def draw(into: QPainter, read: bool = read) -> None:
                into.fillRect(self.boundingRect(), self.style.paper)  # letters on nothing would look thinner
                for t in shown:
                    replace(columns, painter=into).column(t, read, False)

            if right > left:
                picture = kept.get(key, self.boundingRect(), ratio, draw)
                blit(painter, picture, (left, 0.0, right, span.height), ratio)

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

    def _times(self, columns: ColumnPainter, shown: range) -> None:
        """The instants, as many as have room; that of the cursor always."""
        every = _every(self.span.column, self.style.px(9 + 7 * len(str(shown.stop))))
        cursor, painter = self.span.cursor, columns.painter
        for t in shown:
            near = abs(t - cursor) * self.span.column < self.style.px(26) and cursor in shown and every > 1
            if t == cursor or ((t % every == 0 or t == 1) and not near):
                painter.setFont(self.style.font(0.85, bold=t == cursor and not self.style.figure))
                painter.setPen(self.style.cursor if t == cursor else self.style.muted)
                painter.drawText(columns.cell(t, columns.place.time, 60), CENTRE, str(t))

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


def _every(column: float, room: float) -> int:
    """The round number of columns between two instants that are written."""
    ten = 1
    while True:
        for step in STEPS:
            if step * ten * column >= room:
                return step * ten
        ten *= 10
