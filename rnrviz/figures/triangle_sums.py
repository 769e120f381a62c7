"""Painting what is around the cells of a triangle (t, tau): the sums of rows and columns, both totals, the note."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from rnrviz.figures.heat import largest
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.triangle_grid import EDGE, FOOT, NOTE, WORDS, Grid
from rnrviz.figures.triangle_marks import corner
from rnrviz.figures.triangle_rows import differ

ROOT = 0.5  # bars go with this power of the size: else all but the largest would look like 0
BAR, MARK = 22.0, 5.0
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def paint_way_back(painter: QPainter, grid: Grid) -> None:
    """A frame around what BPTT has been through."""
    rows, px = grid.rows, grid.style.px
    if rows.tau > rows.cursor:
        return
    first = max(rows.instants[0], grid.shown.start)
    box = grid.cell(first, rows.tau).united(grid.cell(rows.cursor, rows.reach))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(grid.style.signal("delta"), px(1.8)))
    painter.drawRoundedRect(box, px(3), px(3))


def paint_sums(painter: QPainter, grid: Grid) -> None:
    """The sum of every column as a bar, up or down from a line, as far as BPTT has come; a line at the exact size."""
    rows, px, span = grid.rows, grid.style.px, grid.span
    middle, reach = grid.foot + px(FOOT) / 2, px(FOOT / 2 - 14)
    painter.setPen(QPen(grid.style.hairline, 1))
    painter.drawLine(QPointF(span.gutter, middle), QPointF(span.width, middle))
    limit = largest(rows.of_copies, rows.exact_of_copies) or 1.0
    off, wide = differ(rows.of_copies, rows.exact_of_copies), max(2.0, min(px(BAR), 0.6 * span.column))
    for tau in range(max(grid.shown.start, rows.tau), min(grid.shown.stop, rows.reach + 1)):
        value, exact = float(rows.of_copies[tau - 1]), float(rows.exact_of_copies[tau - 1])
        size, meant = _size(value, limit, reach), math.copysign(_size(exact, limit, reach), exact)
        painter.fillRect(_bar(span.x(tau), wide, middle, math.copysign(size, value)), _color(value, grid.style))
        if off[tau - 1] and abs(meant - math.copysign(size, value)) >= 1.0:
            painter.setPen(QPen(grid.style.ink, px(1.6)))
            ends = (QPointF(span.x(tau) + side * wide * 0.8, middle - meant) for side in (-1, 1))
            painter.drawLine(*ends)
            size = max(size, px(1) + abs(meant)) if meant * value >= 0 else size
        _paint_sum(painter, grid, value, tau, middle, size)


def _bar(x: float, wide: float, middle: float, size: float) -> QRectF:
    return QRectF(x - wide / 2, middle - max(0.0, size), wide, abs(size))


def _size(value: float, limit: float, reach: float) -> float:
    return float(reach * min(1.0, abs(value) / limit) ** ROOT) if np.isfinite(value) else reach


def _color(value: float, style: Style) -> QColor:
    return style.diverging_color(0.8 if value >= 0 else -0.8, 1.0) if np.isfinite(value) else style.marked


def _paint_sum(painter: QPainter, grid: Grid, value: float, tau: int, middle: float, size: float) -> None:
    painter.setFont(grid.style.font(0.85))
    painter.setPen(grid.style.ink)
    if painter.fontMetrics().horizontalAdvance(short(value, 2)) > grid.span.column - grid.style.px(4):
        return
    high = grid.style.px(14)
    y = middle - size - high if value >= 0 else middle + size
    area = QRectF(grid.span.x(tau) - grid.span.column / 2, y, grid.span.column, high)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, short(value, 2))


def paint_labels(painter: QPainter, grid: Grid) -> None:
    """The weight, and left of every known row its t and its sum, as many as there is room for."""
    rows, px, gutter = grid.rows, grid.style.px, grid.span.gutter
    head = QRectF(px(EDGE), px(6), px(90), px(20))
    draw_symbol(painter, head, rows.weight, grid.style, rows.index, 1.15, align=Qt.AlignmentFlag.AlignLeft)
    every = max(1, math.ceil(px(13) / grid.high))
    painter.setFont(grid.style.font(0.85))
    for t in grid.known:
        if (rows.cursor - t) % every:
            continue
        middle = grid.top_of(t) + grid.high / 2
        if rows.rows_off[t - 1]:
            corner(painter, QPointF(gutter - px(0.5), middle - px(MARK)), px(MARK), grid.style)
        painter.setPen(grid.style.ink if rows.counts(t) else grid.style.muted)
        painter.drawText(QRectF(px(EDGE), middle - px(8), px(30), px(16)), LEFT, str(t))
        value = short(float(rows.of_errors[t - 1]), 2)
        painter.drawText(QRectF(px(30), middle - px(8), gutter - px(36), px(16)), RIGHT, value)


def paint_totals(painter: QPainter, grid: Grid) -> None:
    """Both grand totals, and whether they have met."""
    rows, px, style = grid.rows, grid.style.px, grid.style
    (forward, back), gone = rows.totals, rows.tau <= rows.cursor
    top, right = grid.foot + px(6), grid.span.gutter - px(6)
    lines = (("Σ" if rows.ahead else "RTRL", short(forward), True), ("BPTT", short(back) if gone else "…", gone))
    for k, (word, value, known) in enumerate(lines):
        area = QRectF(px(EDGE), top + k * px(18), right - px(EDGE), px(18))
        painter.setFont(style.font(0.85, bold=known and rows.tau == 1))
        painter.setPen(style.ink if known else style.muted)
        painter.drawText(area, LEFT, word)
        painter.drawText(area, RIGHT, value)
    painter.setPen(QPen(style.hairline, 1))
    painter.drawLine(QPointF(px(EDGE), top - px(3)), QPointF(right, top - px(3)))


def paint_note(painter: QPainter, grid: Grid) -> None:
    """How far the totals are off, on a ground of its own."""
    if not grid.rows.note:
        return
    px, style, box = grid.style.px, grid.style, grid.note
    painter.fillRect(box, style.tint(style.signal("delta"), 0.12))
    painter.fillRect(QRectF(0, box.top(), px(WORDS), box.height()), style.signal("delta"))
    painter.setFont(style.font(NOTE))
    painter.setPen(style.ink)
    words = box.adjusted(px(EDGE + WORDS / 2), px(WORDS), -px(EDGE), -px(WORDS))
    painter.drawText(words, LEFT | Qt.TextFlag.TextWordWrap, grid.rows.note)
