"""The rows of pictures under the verdict, painted only where they show."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from rnrviz.figures.heat import draw_picture, picture
from rnrviz.figures.matrices import EDGE, NAME, Block, Entry, Place, arrange, cell_box, entry_at
from rnrviz.figures.numbers import NOT_A_NUMBER, power, short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol, set_symbol
from rnrviz.language import tr

CENTRE = Qt.AlignmentFlag.AlignCenter
GRID_FROM = 7.0
LARGE = 1.25  # of a name that has room


class MatrixRows(QGraphicsItem):
    """Blocks from top to bottom, each a symbol and its pictures; one entry may be selected."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self.style = style
        self.blocks: tuple[Block, ...] = ()
        self.places: list[Place] = []
        self.selected: Entry | None = None
        self._images: dict[tuple[int, int], QImage] = {}
        self._area = QRectF(0, 0, 100, 0)

    def show_blocks(self, blocks: tuple[Block, ...], width: float, style: Style) -> None:
        """Draw these from now on."""
        self.prepareGeometryChange()
        if blocks is not self.blocks or style is not self.style:
            self._images.clear()
        self.blocks, self.style = blocks, style
        self.places = arrange(blocks, width, style)
        self._area = QRectF(0, 0, width, self.places[-1].row.bottom() if self.places else 0.0)
        self.update()

    def boundingRect(self) -> QRectF:
        """All rows."""
        return self._area

    def at(self, point: QPointF) -> Entry | None:
        """The entry at a point of the item."""
        return entry_at(self.blocks, self.places, point)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:
        """Only rows that show."""
        shown = option.exposedRect
        for number, (block, place) in enumerate(zip(self.blocks, self.places, strict=True)):
            if place.row.intersects(shown):
                self._row(painter, number, block, place)

    def _row(self, painter: QPainter, number: int, block: Block, place: Place) -> None:
        self._name(painter, block, place)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for column, box in enumerate(place.pictures):
            self._picture(painter, number, column, box)
        self._scales(painter, block, place)
        if self.selected is not None and self.selected.block == number:
            self._outline(painter, block, place, self.selected)

    def _name(self, painter: QPainter, block: Block, place: Place) -> None:
        style = self.style
        top = place.pictures[0].top()
        wide = set_symbol(block.name, style, size=LARGE).width
        size = LARGE * min(1.0, style.px(NAME) / max(1.0, wide))
        setting = set_symbol(block.name, style, size=size)
        base = QPointF(style.px(EDGE), top + max(setting.ascent, style.px(13)))
        if block.name == "embedding":
            painter.setFont(style.font(0.85))
            painter.setPen(style.ink)
            painter.drawText(base, tr("embedding"))
        else:
            draw_symbol(painter, base, block.name, style, size=size)
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        if block.fixed:
            painter.drawText(base + QPointF(0, style.px(18)), tr("fixed"))
        elif block.relative == block.relative:
            painter.drawText(base + QPointF(0, style.px(18)), power(block.relative))

    def _picture(self, painter: QPainter, number: int, column: int, box: QRectF) -> None:
        block = self.blocks[number]
        matrix = block.pictures[column]
        if matrix is not None:
            key = (number, column)
            if key not in self._images:
                limit = block.limits()[0 if column == 0 else 2 if column == len(block.pictures) - 1 else 1]
                self._images[key] = picture(matrix, limit, self.style)
            draw_picture(painter, box, self._images[key])
        if matrix is None and block.fixed:
            return
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self.style.hairline, 1))
        if matrix is not None and min(cell_box(block, box, Entry(0, 0, 0)).size().toTuple()) >= GRID_FROM:
            painter.drawLines(grid(block, box))
        painter.drawRect(box)

    def _scales(self, painter: QPainter, block: Block, place: Place) -> None:
        """The scale of each group of pictures; a line joins the three that share one."""
        style = self.style
        weights, gradients, gap = block.limits()
        first, *shared, last = place.pictures
        y = first.bottom() + style.px(3)
        painter.setFont(style.font(0.85))
        painter.setPen(style.muted)
        self._scale(painter, first.center().x(), y, scale(weights))
        if block.fixed:
            return
        if block.pictures[-1] is not None:
            self._scale(painter, last.center().x(), y, scale(gap, 1))
        painter.setPen(QPen(style.hairline, 1))
        middle = (shared[0].center().x() + shared[-1].center().x()) / 2
        for a, b in ((shared[0].left(), middle - style.px(30)), (middle + style.px(30), shared[-1].right())):
            painter.drawLine(QLineF(a, y + style.px(7), b, y + style.px(7)))
        painter.setPen(style.muted)
        self._scale(painter, middle, y, scale(gradients))

    def _scale(self, painter: QPainter, middle: float, top: float, text: str) -> None:
        wide = self.style.px(120)
        painter.drawText(QRectF(middle - wide / 2, top, wide, self.style.px(14)), CENTRE, text)

    def _outline(self, painter: QPainter, block: Block, place: Place, entry: Entry) -> None:
        style = self.style
        for box in place.pictures[: 1 if block.fixed else None]:
            cell = cell_box(block, box, entry)
            spare = max(0.0, style.px(5) - min(cell.width(), cell.height())) / 2
            frame = cell.adjusted(-spare, -spare, spare, spare)
            painter.setPen(QPen(style.paper, style.px(4)))
            painter.drawRect(frame)
            painter.setPen(QPen(style.cursor, style.px(2)))
            painter.drawRect(frame)


def grid(block: Block, box: QRectF) -> list[QLineF]:
    """The lines between cells."""
    rows, columns = block.size
    across = [box.top() + box.height() * i / rows for i in range(1, rows)]
    down = [box.left() + box.width() * i / columns for i in range(1, columns)]
    lines = [QLineF(box.left(), y, box.right(), y) for y in across]
    return lines + [QLineF(x, box.top(), x, box.bottom()) for x in down]


def scale(limit: float, digits: int = 2) -> str:
    """What the ends of the colours mean; 0 where everything is zero, NaN where nothing is finite."""
    if math.isnan(limit):
        return NOT_A_NUMBER
    if limit == 0:
        return "0"
    return f"±{power(limit) if digits == 1 else short(limit, digits)}"
