"""The units of the unrolled network on a screen: kept as two pictures, one with values and one of what is to come.

From instant to instant only the place changes where the one ends and the other begins.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, final

from PySide6.QtGui import QPainter, QPixmap

from rnrviz.figures.kept import Kept, Twice, blit, sharpness
from rnrviz.figures.unrolled_geometry import Row

if TYPE_CHECKING:
    from rnrviz.figures.unrolled import UnrolledItem

Paint = Callable[[QPainter, Row, range, bool], None]


@final
class Pictures:
    """Kept as long as the same columns of the same run are in sight, and made when they are so for the second time."""

    def __init__(self) -> None:
        self._alive, self._coming = Kept(), Kept()
        self._twice = Twice()

    def serve(self, item: UnrolledItem, painter: QPainter) -> bool:
        """Whether the units can be laid down from pictures now."""
        return (
            self._twice.again(self._key(item))
            and item.back is None
            and not item.style.figure
            and sharpness(painter) is not None
        )

    def lay(self, item: UnrolledItem, painter: QPainter) -> None:
        """All units, each row of them filled as far as it is known."""
        assert item.content is not None
        span, ratio = item.span, sharpness(painter) or 1.0
        shown, right = span.columns(item.content.length), item.boundingRect().right()
        for known, top, bottom in _strips(item):
            end = min(max(known, shown.start - 1), shown.stop)
            border = span.x(end) + span.column / 2
            if end >= shown.start:
                filled = self._picture(self._alive, item, ratio, item.paint_alive)
                blit(painter, filled, (0, top, border, bottom), ratio)
            if end < shown.stop - 1:
                empty = self._picture(self._coming, item, ratio, item.paint_coming)
                blit(painter, empty, (border, top, right, bottom), ratio)

    def _picture(self, kept: Kept, item: UnrolledItem, ratio: float, paint: Paint) -> QPixmap:
        assert item.content is not None and item.geometry is not None
        rows, shown = item.geometry.rows, item.span.columns(item.content.length)

        def draw(painter: QPainter) -> None:
            for row in rows:
                if row.nodes:
                    paint(painter, row, shown, False)

        return kept.get(self._key(item), item.boundingRect(), ratio, draw)

    def _key(self, item: UnrolledItem) -> tuple[object, ...]:
        return item.content, item.nodes, *item.span.frame()


def _strips(item: UnrolledItem) -> list[tuple[int, float, float]]:
    """How far neighbouring rows of units are known, and the top and the bottom of their strip."""
    assert item.geometry is not None
    rows = sorted((row for row in item.geometry.rows if row.nodes), key=lambda row: row.top)
    strips, top = [], 0.0
    for row, below in zip(rows, [*rows[1:], None], strict=False):
        known = item.known(row.band.signal)
        if below is None or item.known(below.band.signal) != known:
            bottom = item.span.height if below is None else (row.bottom + below.top) / 2
            strips.append((known, top, bottom))
            top = bottom
    return strips
