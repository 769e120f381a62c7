"""The units of the unrolled network: nodes filled by value, strips for crowds, outlines for what is to come."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen, QPixmap

from rnrviz.figures import numbers
from rnrviz.figures.style import Style
from rnrviz.figures.unrolled_geometry import Geometry, Row

HOLLOW = -1
Values = NDArray[np.float64]


class NodePainter:
    """Draws the units of columns for one geometry and one style."""

    def __init__(self, geometry: Geometry, style: Style, limits: dict[str, float], rim: QColor | None = None) -> None:
        self.rim = rim
        self.geometry = geometry
        self.style = style
        self.limits = limits
        self.digits = style.font(0.85)
        self.ratio = 1.0
        self._stamps: dict[tuple[str, int], QPixmap] = {}

    def show_at(self, ratio: float) -> None:
        """The screen's pixels per point."""
        if ratio != self.ratio:
            self.ratio = ratio
            self._stamps.clear()

    def alive(self, painter: QPainter, row: Row, xs: list[float], values: Values, vector: bool) -> None:
        """One row of units in the columns at `xs`; `values` (columns, units)."""
        if not xs:
            return
        colors = self.style.diverging(values, self.limits[row.band.signal])
        if not row.nodes:
            self._cells(painter, row, xs, colors, vector)
        elif not (vector or self.geometry.pill) and np.isfinite(values).all():
            self._stamp(painter, row, xs, _packed(colors))
        else:
            painter.setPen(self._rim(row))
            self._nodes(painter, row, xs, values, colors)

    def outlines(self, painter: QPainter, row: Row, xs: list[float], vector: bool, over: bool = False) -> None:
        """The same units before they are computed; ``over`` edges, which must not be seen through them."""
        if row.nodes and not (vector or self.geometry.pill or over):
            self._stamp(painter, row, xs, [[HOLLOW] * len(row.y)] * len(xs))
            return
        pen = QPen(self.style.coming, self.style.px(1.0))
        painter.setPen(pen)
        painter.setBrush(QBrush(self.style.paper) if over else QBrush(Qt.BrushStyle.NoBrush))
        if row.nodes:
            for x in xs:
                for k in range(len(row.y)):
                    self._shape(painter, row, x, k)
        elif xs and self.geometry.bare:
            half = self.geometry.cell / 2
            painter.drawRect(QRectF(QPointF(xs[0] - half, row.top), QPointF(xs[-1] + half, row.bottom)))
        else:
            for x in xs:
                half = self.geometry.cell / 2
                painter.drawRect(QRectF(x - half, row.top, 2 * half, row.bottom - row.top))

    def _rim(self, row: Row) -> QPen:
        """In the colour of the signal, or in one that all have."""
        if self.rim is not None:
            return QPen(self.rim, self.style.px(1.8))
        return QPen(self.style.signal(row.band.signal), self.style.px(1.1))

    def _stamp(self, painter: QPainter, row: Row, xs: list[float], colors: list[list[int]]) -> None:
        """Nodes laid down as small pictures, each colour painted once: ten times faster than painting every node."""
        ratio, half = self.ratio, np.ceil(row.radius + 1.5)
        heights, offsets = row.y.tolist(), row.dx.tolist()
        stamps, name = self._stamps, row.band.signal
        for x, column in zip(xs, colors, strict=True):
            for y, dx, color in zip(heights, offsets, column, strict=True):
                stamp = stamps.get((name, color)) or self._new_stamp(row, color, half)
                at = QPointF(round((x + dx - half) * ratio) / ratio, round((y - half) * ratio) / ratio)
                painter.drawPixmap(at, stamp)

    def _new_stamp(self, row: Row, color: int, half: float) -> QPixmap:
        side = round(2 * half * self.ratio)
        picture = QPixmap(side, side)
        picture.setDevicePixelRatio(self.ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self.style.coming, self.style.px(1.0)) if color == HOLLOW else self._rim(row))
        painter.setBrush(Qt.BrushStyle.NoBrush if color == HOLLOW else QColor.fromRgb(color))
        painter.translate(half - float(row.dx[0]), half - float(row.y[0]))
        self._shape(painter, row, 0.0, 0)
        painter.end()
        self._stamps[row.band.signal, color] = picture
        return picture

    def _nodes(self, painter: QPainter, row: Row, xs: list[float], values: Values, colors: NDArray[np.uint8]) -> None:
        pill = bool(self.geometry.pill)
        finite = np.isfinite(values)
        pen = painter.pen()
        for x, column, shown, sound in zip(xs, values.tolist(), colors.tolist(), finite.tolist(), strict=True):
            for k, (r, g, b, _) in enumerate(shown):
                color = QColor(r, g, b)
                painter.setBrush(color)
                self._shape(painter, row, x, k)
                if not (sound[k] or pill):
                    painter.setBrush(QBrush(self.style.paper, Qt.BrushStyle.BDiagPattern))
                    self._shape(painter, row, x, k)
                if pill:
                    self._number(painter, row, x, k, column[k], color)
                    painter.setPen(pen)

    def _shape(self, painter: QPainter, row: Row, x: float, k: int) -> None:
        """Gates are square, for they multiply; all other units are round."""
        x, y, r = x + float(row.dx[k]), float(row.y[k]), row.radius
        square = row.band.role == "gate"
        if self.geometry.pill:
            body = self._pill(row, x, y)
            corner = self.style.px(2.5) if square else body.height() / 2
            painter.drawRoundedRect(body, corner, corner)
        elif square:
            r *= 0.92
            painter.drawRect(QRectF(x - r, y - r, 2 * r, 2 * r))
        else:
            painter.drawEllipse(QPointF(x, y), r, r)

    def _pill(self, row: Row, x: float, y: float) -> QRectF:
        height = min(row.pitch - 3.0, self.style.px(19))
        return QRectF(x - self.geometry.pill / 2, y - height / 2, self.geometry.pill, height)

    def _number(self, painter: QPainter, row: Row, x: float, k: int, value: float, color: QColor) -> None:
        painter.setPen(self.style.text_on(color))
        painter.setFont(self.digits)
        body = self._pill(row, x + float(row.dx[k]), float(row.y[k]))
        painter.drawText(body, Qt.AlignmentFlag.AlignCenter, _brief(value))

    def _cells(self, painter: QPainter, row: Row, xs: list[float], colors: NDArray[np.uint8], vector: bool) -> None:
        half = self.geometry.cell / 2
        seam = 1.0 if self.geometry.cell >= 9 else 0.0
        if vector:
            _rectangles(painter, row, xs, colors, half, seam)
            return
        image = _image(colors)
        height = row.bottom - row.top
        if self.geometry.bare:
            painter.drawImage(QRectF(xs[0] - half, row.top, xs[-1] - xs[0] + 2 * half, height), image)
            if seam:
                painter.setPen(QPen(self.style.paper, seam))
                painter.drawLines([QLineF(x + half - 0.5, row.top, x + half - 0.5, row.bottom) for x in xs])
            return
        for k, x in enumerate(xs):
            painter.drawImage(QRectF(x - half, row.top, 2 * half, height), image, QRectF(k, 0, 1, len(row.y)))


def _brief(value: float) -> str:
    """A number that fits into a node: two decimals, fewer digits where it is large; a bare 0 or 1 only if exact."""
    if value in (0.0, 1.0, -1.0):
        return f"{value + 0.0:g}".replace("-", numbers.MINUS)
    if not abs(value) < 99.5:
        return numbers.short(value, 2)
    if abs(value) < 0.005:
        return numbers.power(value) if abs(value) > 9.5e-10 else "0.00"
    text = f"{value:.2f}" if abs(value) < 9.995 else f"{value:.1f}"
    return text.replace("-", numbers.MINUS)


def _packed(colors: NDArray[np.uint8]) -> list[list[int]]:
    """Each colour as one number, 0xRRGGBB."""
    wide = colors.astype(np.int64)
    packed: list[list[int]] = ((wide[..., 0] << 16) + (wide[..., 1] << 8) + wide[..., 2]).tolist()
    return packed


def _image(colors: NDArray[np.uint8]) -> QImage:
    """(columns, units, RGBA) as a picture of one pixel per unit."""
    pixels = np.ascontiguousarray(colors.transpose(1, 0, 2))
    height, width, _ = pixels.shape
    return QImage(pixels.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()


def _rectangles(
    painter: QPainter, row: Row, xs: list[float], colors: NDArray[np.uint8], half: float, seam: float
) -> None:
    for x, column in zip(xs, colors.tolist(), strict=True):
        for k, (r, g, b, _) in enumerate(column):
            area = QRectF(x - half, row.top + k * row.pitch, 2 * half - seam, row.pitch)
            painter.fillRect(area, QColor(r, g, b))
