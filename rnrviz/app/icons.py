"""Vector icons, drawn in a square of 24 and coloured by the theme."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

SQUARE = 24.0
STROKE = 1.8
RATIOS = (1, 2, 3)

Draw = Callable[[QPainter], None]


def icon(name: str, color: QColor, faint: QColor, size: float = SQUARE) -> QIcon:
    """The icon of this name for `size` logical pixels; `faint` is for when it is disabled."""
    made = QIcon()
    for shade, mode in ((color, QIcon.Mode.Normal), (faint, QIcon.Mode.Disabled)):
        for ratio in RATIOS:
            made.addPixmap(pixmap(name, shade, ratio, size), mode)
    return made


def pixmap(name: str, color: QColor, ratio: float = 1, size: float = SQUARE) -> QPixmap:
    """The icon as a picture of `size` logical pixels."""
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    picture.setDevicePixelRatio(ratio)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size / SQUARE, size / SQUARE)
    cap, join = Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin
    painter.setPen(QPen(color, STROKE, Qt.PenStyle.SolidLine, cap, join))
    dict(ICONS)[name](painter)
    painter.end()
    return picture


def _chevron(painter: QPainter, x: float, way: int) -> None:
    painter.drawPolyline(QPolygonF([QPointF(x - 3 * way, 6), QPointF(x + 3 * way, 12), QPointF(x - 3 * way, 18)]))


def _bar(painter: QPainter, x: float) -> None:
    painter.drawLine(QPointF(x, 6), QPointF(x, 18))


def _first(painter: QPainter) -> None:
    _bar(painter, 7)
    _chevron(painter, 14, -1)


def _last(painter: QPainter) -> None:
    _bar(painter, 17)
    _chevron(painter, 10, 1)


def _back_ten(painter: QPainter) -> None:
    _chevron(painter, 9, -1)
    _chevron(painter, 16, -1)


def _forward_ten(painter: QPainter) -> None:
    _chevron(painter, 8, 1)
    _chevron(painter, 15, 1)


def _play(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    painter.drawPolygon(QPolygonF([QPointF(8, 5.5), QPointF(18.5, 12), QPointF(8, 18.5)]))


def _pause(painter: QPainter) -> None:
    painter.fillRect(QRectF(7, 5.5, 3.6, 13), painter.pen().color())
    painter.fillRect(QRectF(13.4, 5.5, 3.6, 13), painter.pen().color())


def _more(painter: QPainter) -> None:
    painter.setBrush(painter.pen().color())
    for x in (6, 12, 18):
        painter.drawEllipse(QPointF(x, 12), 0.8, 0.8)


def _close(painter: QPainter) -> None:
    painter.drawLine(QPointF(7, 7), QPointF(17, 17))
    painter.drawLine(QPointF(17, 7), QPointF(7, 17))


def _down(painter: QPainter) -> None:
    painter.drawPolyline(QPolygonF([QPointF(6, 9), QPointF(12, 15), QPointF(18, 9)]))


def _carry(painter: QPainter, way: int) -> None:
    """An arrow over a stop: errors on their way, back (-1) or forward again (1)."""
    tip, tail = QPointF(12 + 7 * way, 9.5), QPointF(12 - 7 * way, 9.5)
    painter.drawLine(tail, tip)
    painter.drawPolyline(QPolygonF([tip - QPointF(4 * way, 4), tip, tip - QPointF(4 * way, -4)]))
    painter.setBrush(painter.pen().color())
    for x in (5.5, 12.0, 18.5):
        painter.drawEllipse(QPointF(x, 18), 1.0, 1.0)


def _network(painter: QPainter) -> None:
    """The program's own sign: a state that feeds itself."""
    painter.drawEllipse(QPointF(12, 14), 5, 5)
    path = QPainterPath(QPointF(8.2, 10.4))
    path.cubicTo(QPointF(3.5, 2), QPointF(20.5, 2), QPointF(15.8, 10.4))
    painter.drawPath(path)
    for turn in (-0.55, 0.95):
        tip = QPointF(15.8, 10.4)
        painter.drawLine(tip, tip + QPointF(4 * math.sin(turn), -4 * math.cos(turn)))


ICONS: tuple[tuple[str, Draw], ...] = (
    ("first", _first),
    ("back_ten", _back_ten),
    ("back", lambda painter: _chevron(painter, 12, -1)),
    ("play", _play),
    ("pause", _pause),
    ("forward", lambda painter: _chevron(painter, 12, 1)),
    ("forward_ten", _forward_ten),
    ("last", _last),
    ("carry_back", lambda painter: _carry(painter, -1)),
    ("carry_forth", lambda painter: _carry(painter, 1)),
    ("more", _more),
    ("close", _close),
    ("down", _down),
    ("network", _network),
)
