"""The verdict over the gradients: a sign whose shape says it, a sentence, and the headings of the columns."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF, QTextDocument
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures import prose
from rnrviz.figures.fonts import SERIF
from rnrviz.figures.matrices import EDGE, NAME, slots
from rnrviz.figures.measure import wrapped_height
from rnrviz.figures.style import Style
from rnrviz.language import tr

SIGN = 18.0
WRAP = Qt.TextFlag.TextWordWrap
START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
LOOSE = Qt.TextFlag.TextDontClip
CENTRE = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom


@dataclass(frozen=True)
class Verdict:
    """`sign` is equal, different or none; `sentence` says it; `detail` adds more, maths between backticks."""

    sign: str = "none"
    sentence: str = ""
    detail: str = ""

    @property
    def words(self) -> str:
        """All of it, for those who listen."""
        return prose.plain(f"{self.sentence} {self.detail}")


class VerdictItem(QGraphicsItem):
    """Drawn over the rows, pinned to the top while they scroll."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style, self.verdict, self.width = style, Verdict(), 100.0
        self.headings: tuple[str, ...] = ()
        self._set: tuple[tuple[str, int, Style], QTextDocument] | None = None
        self.setZValue(1)

    def show_verdict(self, verdict: Verdict, headings: tuple[str, ...], width: float, style: Style) -> None:
        """Draw this from now on; without headings only the sentence."""
        self.prepareGeometryChange()
        self.verdict, self.headings, self.width, self.style = verdict, headings, width, style
        self.update()

    def boundingRect(self) -> QRectF:
        """As wide as the canvas, as high as the sentences and headings need."""
        return QRectF(0, 0, self.width, self.height())

    def height(self) -> float:
        """The height that the rows below have to leave."""
        style = self.style
        text = self._tall() + (self._detail().size().height() if self.verdict.detail else 0.0)
        return style.px(16) + max(style.px(SIGN), text) + (style.px(36) if self.headings else 0)

    def _room(self) -> QRectF:
        left = self.style.px(EDGE + SIGN + 10)
        return QRectF(left, self.style.px(8), max(40.0, self.width - left - self.style.px(EDGE)), 1000)

    def _tall(self) -> float:
        return wrapped_height(self.verdict.sentence, self.style.font(bold=True), self._room().width())

    def _detail(self) -> QTextDocument:
        asked = self.verdict.detail, round(self._room().width()), self.style
        if self._set is None or self._set[0] != asked:
            self._set = asked, detail_text(*asked)
        return self._set[1]

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Sign and sentences, then the headings."""
        style, room = self.style, self._room()
        painter.fillRect(self.boundingRect(), style.paper)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_sign(painter, self.verdict.sign, QPointF(style.px(EDGE + SIGN / 2), style.px(8 + SIGN / 2)), style)
        painter.setFont(style.font(bold=True))
        painter.setPen(style.ink)
        painter.drawText(room, WRAP, self.verdict.sentence)
        if self.verdict.detail:
            painter.save()
            painter.translate(room.left(), room.top() + self._tall())
            self._detail().drawContents(painter)
            painter.restore()
        if self.headings:
            self._headings(painter)

    def _headings(self, painter: QPainter) -> None:
        style, bottom = self.style, self.height()
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        top, tall = bottom - style.px(36), style.px(32)
        name = QRectF(style.px(EDGE), top, style.px(NAME), tall)
        painter.drawText(name, START | WRAP, tr("relative difference"))
        for (left, room), text in zip(slots(self.width, len(self.headings), style), self.headings, strict=True):
            box = QRectF(left - style.px(5), top, room + style.px(10), tall)
            painter.drawText(box, CENTRE | WRAP | LOOSE, fitting(text, box.width(), painter))
        painter.setPen(QPen(style.hairline, 1))
        painter.drawLine(QPointF(style.px(EDGE), bottom - 0.5), QPointF(self.width - style.px(EDGE), bottom - 0.5))


def detail_text(text: str, width: int, style: Style) -> QTextDocument:
    """What stands below the sentence, with weights as the chapter sets them."""
    made = QTextDocument()
    made.setDocumentMargin(0)
    made.setDefaultFont(style.font(0.9))
    maths = f".maths {{ font-family: '{SERIF}'; font-size: {round(style.px(14))}px; }}"
    made.setDefaultStyleSheet(f"{maths} div {{ color: {style.muted.name()}; }}")
    made.setHtml(f"<div>{prose.inline(text)}</div>")
    made.setTextWidth(width)
    return made


def fitting(text: str, width: float, painter: QPainter) -> str:
    """The text; its short form, or each word cut with a full stop, where a word is wider than the column."""
    metrics = QFontMetricsF(painter.font())
    if any(metrics.horizontalAdvance(word) > width for word in text.split(" ")):
        text = _short_forms().get(text, text)
    return " ".join(_cut(word, width, metrics) for word in text.split(" "))


def _short_forms() -> dict[str, str]:
    return {
        tr("finite differences"): tr("finite diff."),
        tr("BPTT − differences"): tr("BPTT − diff."),
    }


def _cut(word: str, width: float, metrics: QFontMetricsF) -> str:
    if metrics.horizontalAdvance(word) <= width:
        return word
    while len(word) > 2 and metrics.horizontalAdvance(word + ".") > width:
        word = word[:-1]
    return word + "."


def draw_sign(painter: QPainter, sign: str, at: QPointF, style: Style) -> None:
    """Equal: two strokes in a disc. Different: a triangle with a stroke. None: an empty ring."""
    r = style.px(SIGN / 2)
    painter.save()
    painter.translate(at)
    if sign == "equal":
        _disc(painter, r, style.signal("lambda"))
        painter.setPen(QPen(style.paper, style.px(2)))
        for y in (-0.22 * r, 0.22 * r):
            painter.drawLine(QPointF(-0.45 * r, y), QPointF(0.45 * r, y))
    elif sign == "different":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(style.signal("gamma"))
        painter.drawPolygon(QPolygonF([QPointF(0, -r), QPointF(1.1 * r, 0.85 * r), QPointF(-1.1 * r, 0.85 * r)]))
        painter.setPen(QPen(style.paper, style.px(2)))
        painter.drawLine(QPointF(0, -0.35 * r), QPointF(0, 0.25 * r))
        painter.drawPoint(QPointF(0, 0.58 * r))
    else:
        painter.setPen(QPen(style.muted, style.px(1.5)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(0, 0), 0.7 * r, 0.7 * r)
    painter.restore()


def _disc(painter: QPainter, radius: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(0, 0), radius, radius)
