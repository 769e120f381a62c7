"""The legend over a triangle (t, tau): the range of the colours in sight, and what the marks of a fault mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from rnrviz.figures.heat import draw_picture, picture
from rnrviz.figures.numbers import MINUS, raised
from rnrviz.figures.triangle_cells import DECADES
from rnrviz.figures.triangle_grid import Grid
from rnrviz.figures.triangle_marks import LOST, MUCH_OFF, OFF, kinds_in, swatch
from rnrviz.language import tr

BAR, HIGH, SWATCH = 104.0, 10.0, 18.0
TOP, LINE, GAP, BUTTON = 5.0, 18.0, 8.0, 34.0  # the pane's button stands at the right end
STEPS = 2 * DECADES + 1


def ends(decade: int) -> tuple[str, str]:
    """Where the colours begin, and where they are strongest."""
    return ten(decade - DECADES), ten(decade)


def ten(exponent: int) -> str:
    """A power of ten."""
    return {0: "1", 1: "10"}.get(exponent, f"10{raised(str(exponent))}")


def mark_words() -> dict[str, str]:
    """What each mark says."""
    return {LOST: tr("left out"), OFF: tr("differs"), MUCH_OFF: tr("differs by 1 % or more")}


def paint_legend(painter: QPainter, grid: Grid) -> None:
    """As much as there is room for, the range first."""
    if grid.decade is None:
        return
    px, style = grid.style.px, grid.style
    painter.setFont(style.font(0.85))
    metrics, right = QFontMetricsF(style.font(0.85)), grid.span.width - px(BUTTON)
    least, most = ends(grid.decade)
    x = grid.span.gutter + px(2)
    x = _words(painter, grid, MINUS + most, x, metrics)
    shades = np.linspace(-1.0, 1.0, STEPS)[None]
    box = QRectF(x, px(TOP + (LINE - HIGH) / 2), px(BAR), px(HIGH))
    draw_picture(painter, box, picture(shades, 1.0, style))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(style.hairline, 1))
    painter.drawRect(box)
    x = _words(painter, grid, most, box.right() + px(5), metrics) + px(GAP)
    for kind in kinds_in(grid):
        words = mark_words()[kind]
        if x + px(SWATCH + GAP) + metrics.horizontalAdvance(words) > right:
            return
        x = _swatch(painter, grid, kind, words, x, metrics)
    said = tr("grey: below {least}").format(least=least)
    if x + metrics.horizontalAdvance(said) <= right:
        _words(painter, grid, said, x, metrics)


def _words(painter: QPainter, grid: Grid, words: str, x: float, metrics: QFontMetricsF) -> float:
    """Write; returns where the next thing may begin."""
    px, wide = grid.style.px, metrics.horizontalAdvance(words)
    painter.setPen(grid.style.muted)
    painter.drawText(QRectF(x, px(TOP), wide + 2, px(LINE)), Qt.AlignmentFlag.AlignVCenter, words)
    return x + wide + px(5)


def _swatch(painter: QPainter, grid: Grid, kind: str, words: str, x: float, metrics: QFontMetricsF) -> float:
    px, style = grid.style.px, grid.style
    box = QRectF(x, px(TOP + (LINE - SWATCH * 0.75) / 2), px(SWATCH), px(SWATCH * 0.75))
    painter.fillRect(box, style.diverging_color(0.5, 1.0))
    swatch(painter, box, kind, grid)
    return _words(painter, grid, words, box.right() + px(5), metrics) + px(GAP)
