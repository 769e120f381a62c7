"""The sign for editing: a pencil, drawn in a square of 24."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF

from rnrviz.figures.style import Style

BODY = ((5, 19), (6, 14.5), (15.5, 5), (19, 8.5), (9.5, 18))
RING = ((13, 7.5), (16.5, 11))


def pencil(style: Style) -> QIcon:
    """The icon in the style's muted ink, for screens of one, two and three pixels per point."""
    icon = QIcon()
    for ratio in (1, 2, 3):
        picture = QPixmap(24 * ratio, 24 * ratio)
        picture.fill(Qt.GlobalColor.transparent)
        picture.setDevicePixelRatio(ratio)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
        painter.setPen(QPen(style.muted, 1.7, Qt.PenStyle.SolidLine, cap, join))
        painter.drawPolygon(QPolygonF([QPointF(*point) for point in BODY]))
        painter.drawLine(*(QPointF(*point) for point in RING))
        painter.end()
        icon.addPixmap(picture)
    return icon
