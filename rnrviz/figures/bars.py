"""The prediction: one horizontal bar per symbol, the wanted outcome as an outline around the target's.

Where it is compared with the truth, a line below each bar ends in an upright stroke at the true probability.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.bars_content import EDGE, FOOT, HEAD, LEAST, LEGEND, TALLEST, Bar, Prediction, note_height
from rnrviz.figures.curves import draw_marker
from rnrviz.figures.measure import elided_text, text_width
from rnrviz.figures.message import draw_message
from rnrviz.figures.numbers import percent, short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, symbol_width
from rnrviz.language import tr

NUMBER, TRUE_NUMBER, DIAMOND = 76.0, 70.0, 26.0  # the widths of the columns right of the bars
STRONG, WEAK = 0.7, 0.35  # how far a bar's colour covers the panel: the most probable one, the others
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class BarsItem(QGraphicsItem):
    """Draws a Prediction into a rectangle of its scene."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style = style
        self.prediction = Prediction()
        self.area = QRectF(0, 0, 100, 100)

    def show_prediction(self, prediction: Prediction, area: QRectF, style: Style) -> None:
        """Draw this from now on."""
        if area != self.area:
            self.prepareGeometryChange()
        self.prediction, self.area, self.style = prediction, area, style
        self.update()

    def boundingRect(self) -> QRectF:
        """The whole area."""
        return self.area

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Heading, bars, small print; or the one message."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.prediction.message:
            draw_message(painter, self.area, self.prediction.message, self.style, EDGE)
            return
        self._heading(painter)
        self._notes(painter, self._bars(painter))

    def _heading(self, painter: QPainter) -> None:
        style, prediction = self.style, self.prediction
        box = self._head_box().adjusted(style.px(EDGE), 0, -style.px(EDGE), 0)
        if prediction.error == prediction.error:
            self._error(painter, box)
        box.setRight(box.right() - prediction.error_width(style))
        painter.setFont(style.font(bold=True))
        painter.setPen(style.ink)
        heading = prediction.heading.replace(" = ", "\u00a0=\u00a0")
        painter.drawText(box, LEFT | Qt.TextFlag.TextWordWrap, heading)

    def _head_box(self) -> QRectF:
        high = self.prediction.heading_height(self.area.width(), self.area.height(), self.style)
        return QRectF(0, 0, self.area.width(), self.style.px(high - 6 if high == HEAD else high))

    def _error(self, painter: QPainter, box: QRectF) -> None:
        """E[t] = ... at the right."""
        style, time = self.style, f"[{self.prediction.t}]"
        number = f" = {short(self.prediction.error)}"
        painter.setFont(style.font())
        painter.setPen(style.ink)
        wide = QFontMetricsF(style.font()).horizontalAdvance(number)
        symbol = symbol_width("E", style, size=1.2, time=time)
        base = box.center().y() + style.px(4.5)
        painter.drawText(QPointF(box.right() - wide, base), number)
        draw_symbol(painter, QPointF(box.right() - wide - symbol, base), "E", style, size=1.2, time=time)

    def places(self) -> list[tuple[Bar, QRectF]]:
        """Each bar and its row."""
        style, bars = self.style, self.prediction.bars
        top = style.px(self.prediction.head(self.area.width(), self.area.height(), style))
        notes = sum(note_height(n, self.area.width(), style) for n in self.prediction.notes) + style.px(FOOT)
        row = min(style.px(TALLEST), max(style.px(LEAST), (self.area.height() - top - notes) / max(1, len(bars))))
        left, width = style.px(EDGE), self.area.width() - 2 * style.px(EDGE)
        return [(bar, QRectF(left, top + place * row, width, row)) for place, bar in enumerate(bars)]

    def bar_at(self, at: QPointF) -> Bar | None:
        """The bar in whose row a point is."""
        return next((bar for bar, row in self.places() if row.contains(at)), None)

    def on_error(self, at: QPointF) -> bool:
        """Whether a point is on E[t], in the right half of the head."""
        head = self._head_box()
        head.setLeft(head.center().x())
        return self.prediction.error == self.prediction.error and head.contains(at)

    def _bars(self, painter: QPainter) -> float:
        places = self.places()
        if self.prediction.compared:
            self._legend(painter)
        for bar, row in places:
            self._bar(painter, bar, row)
        head = self.style.px(self.prediction.head(self.area.width(), self.area.height(), self.style))
        return (places[-1][1].bottom() if places else head) + self.style.px(FOOT - 2)

    def columns(self, box: QRectF) -> tuple[float, float, float]:
        """Where the bar starts, where it ends, where the number ends."""
        style = self.style
        font = style.font(1.05, bold=True)
        widest = max((text_width(bar.symbol, font) for bar in self.prediction.bars), default=0.0)
        symbols = min(max(widest, style.px(18)), box.width() * 0.3)
        start = box.left() + symbols + style.px(12)
        if self.prediction.compared:
            end = box.right() - style.px(DIAMOND + TRUE_NUMBER)
            return start, max(start + style.px(20), end - style.px(NUMBER - 6)), end
        end = box.right() - text_width(tr("target"), style.font(0.9)) - style.px(24)
        return start, end - style.px(NUMBER), end

    def _legend(self, painter: QPainter) -> None:
        """Whose the two columns of numbers are, each with its mark."""
        style = self.style
        head = self.prediction.heading_height(self.area.width(), self.area.height(), style)
        top, height = style.px(head - 2), style.px(LEGEND)
        box = QRectF(style.px(EDGE), top, self.area.width() - 2 * style.px(EDGE), height)
        _, _, end = self.columns(box)
        painter.setFont(style.font(0.85))
        for right, word in ((end, tr("network")), (end + style.px(TRUE_NUMBER), tr("truth"))):
            painter.setPen(style.muted if right == end else style.accent)
            painter.drawText(QRectF(right - 200, top, 200, height), RIGHT, word)
            x = right - text_width(word, style.font(0.85)) - style.px(14)
            mark = QRectF(x, top + height / 2 - style.px(5), style.px(9), style.px(10))
            if right == end:
                painter.fillRect(mark, style.tint(style.signal("y"), STRONG))
            else:
                self._stroke(painter, mark, mark.right())

    def _bar(self, painter: QPainter, bar: Bar, box: QRectF) -> None:
        style = self.style
        start, stop, end = self.columns(box)
        painter.setFont(style.font(1.05, bold=bar.best, italic=bar.rest))
        painter.setPen(style.muted if bar.rest else style.ink)
        name = elided_text(bar.symbol, painter.font(), start - box.left() - style.px(10) + 1)
        painter.drawText(QRectF(box.left(), box.top(), start - style.px(12) - box.left(), box.height()), RIGHT, name)
        track = QRectF(start, box.top() + box.height() * 0.2, stop - start, box.height() * 0.6)
        self._fill(painter, bar, track)
        painter.setFont(style.font(bold=bar.best))
        painter.setPen(style.ink if bar.best or bar.target else style.muted)
        text = short(bar.value) if self.prediction.raw else percent(bar.value)
        painter.drawText(QRectF(stop, box.top(), end - stop, box.height()), RIGHT, text)
        if self.prediction.compared:
            self._truth(painter, bar, QRectF(end, box.top(), style.px(TRUE_NUMBER), box.height()), track)
        if bar.target:
            self._target(painter, end, box, track)

    def _fill(self, painter: QPainter, bar: Bar, track: QRectF) -> None:
        style, value = self.style, min(1.0, max(0.0, bar.value)) if bar.value == bar.value else 0.0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.hairline)
        painter.drawRect(QRectF(track.left(), track.top(), 1, track.height()))
        colour = style.muted if bar.rest else style.signal("y")
        painter.setBrush(style.tint(colour, STRONG if bar.best else WEAK))
        painter.drawRect(QRectF(track.left(), track.top(), value * track.width(), track.height()))

    def _truth(self, painter: QPainter, bar: Bar, column: QRectF, track: QRectF) -> None:
        """The true probability: a line below the bar that ends in an upright stroke, and its number."""
        known = bar.truth == bar.truth
        if bar.truth > 0:
            reach = self.style.px(3)
            around = track.adjusted(0, -reach, 0, reach)
            self._stroke(painter, around, track.left() + bar.truth * track.width())
        painter.setFont(self.style.font())
        painter.setPen(self.style.accent if bar.truth > 0 else self.style.muted)
        painter.drawText(column, RIGHT, "–" if not known else percent(bar.truth) if bar.truth else "0 %")

    def _stroke(self, painter: QPainter, around: QRectF, x: float) -> None:
        colour, thin, thick = self.style.accent, self.style.px(2), self.style.px(3)
        painter.fillRect(QRectF(around.left(), around.bottom() - thin, x - around.left(), thin), colour)
        painter.fillRect(QRectF(x - thick / 2, around.top(), thick, around.height()), colour)

    def _target(self, painter: QPainter, end: float, box: QRectF, track: QRectF) -> None:
        """The wanted outcome: an outline up to one, and a diamond, with the word where there is room."""
        style, compared = self.style, self.prediction.compared
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(style.ink), style.px(1.2), Qt.PenStyle.DashLine))
        painter.drawRect(track.adjusted(0.5, -style.px(1.5), -0.5, style.px(1.5)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.ink)
        x = box.right() - style.px(7) if compared else end + style.px(14)
        draw_marker(painter, x, box.center().y(), 3, style.px(4))
        if compared:
            return
        painter.setPen(style.ink)
        painter.setFont(style.font(0.9))
        words = QRectF(end + style.px(22), box.top(), box.right() - end, box.height())
        painter.drawText(words, LEFT, tr("target"))

    def _notes(self, painter: QPainter, top: float) -> None:
        style = self.style
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        for note in self.prediction.notes:
            height = note_height(note, self.area.width(), style)
            box = QRectF(style.px(EDGE), top, self.area.width() - 2 * style.px(EDGE), height)
            painter.drawText(box, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap, note)
            top += height
