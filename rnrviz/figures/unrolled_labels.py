"""The names of the rows of an unrolled network, in the gutter, and the symbols that units stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from rnrviz.figures.ends import spread
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.unrolled_geometry import Row

if TYPE_CHECKING:
    from rnrviz.figures.unrolled import UnrolledItem

LABELS = 46.0
ROW = 17.0
SMALLEST = 0.5  # of the usual size of labels: where even these have no room, some are left out


def paint_labels(item: UnrolledItem, painter: QPainter) -> None:
    """The name of every row, and the symbols that units stand for."""
    assert item.content and item.geometry
    rows = labelled(item)
    each = item.span.height / len(rows) / item.style.px(ROW)
    size = 1.15 * min(1.0, max(SMALLEST, each))
    for row, y in zip(rows, label_heights(item, rows), strict=True):
        where = QRectF(item.style.px(10), y - item.style.px(9), item.style.px(LABELS), item.style.px(18))
        left, name, signal = Qt.AlignmentFlag.AlignLeft, row.band.signal, row.band.signal
        if item.back is not None and signal in item.back.names:
            name, signal = f"delta_{item.back.names[signal]}", "delta"
        draw_symbol(painter, where, name, item.style, "", size, "[t]", item.style.signal(signal), left)
    for row in item.geometry.rows:
        _paint_tokens(item, painter, row)


def labelled(item: UnrolledItem) -> list[Row]:
    """The rows whose labels have room: all, or every so many, with the last in any case."""
    assert item.geometry
    rows = list(item.geometry.rows)
    most = max(2, int(item.span.height / (SMALLEST * item.style.px(ROW))))
    step = -(-(len(rows) - 1) // (most - 1)) or 1
    return rows[: len(rows) - step : step] + rows[-1:]


def label_heights(item: UnrolledItem, rows: list[Row]) -> list[float]:
    """The middle of each row, moved apart where rows are closer than their labels."""
    wanted = [(row.top + row.bottom) / 2 for row in rows]
    return spread(wanted, item.style.px(ROW), item.boundingRect())


def _paint_tokens(item: UnrolledItem, painter: QPainter, row: Row) -> None:
    """The symbol that each input or output unit stands for, beside the first column."""
    assert item.content
    tokens = item.content.tokens.get(row.band.signal, ())
    if not tokens or not row.nodes or row.pitch < item.style.px(10.5):
        return
    painter.setFont(item.style.font(0.85))
    painter.setPen(item.style.muted)
    room = item.span.gutter - item.style.px(LABELS + 10)
    for token, y in zip(tokens, row.y, strict=False):
        area = QRectF(item.style.px(LABELS), float(y) - item.style.px(8), room, item.style.px(16))
        text = painter.fontMetrics().elidedText(token, Qt.TextElideMode.ElideRight, int(room))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
