"""A canvas on paper: PNG in more pixels; SVG, PDF and TikZ with text as text, as large as the page wants it.

As it is seen, or as a figure for print: without ground and without empty margins. The style says which.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsView

from rnrviz.figures import written
from rnrviz.figures.style import BASE

SHARPER = 2.0
DPI, POINTS, CM = 96, 72, 2.54
LARGEST = 30_000  # pixels to either side of a picture
AROUND = 8  # what is left free around a figure
PROBE = 4000  # pixels to either side at which it is looked where something is drawn
FALLBACKS = (  # for machines that have not got the bundled fonts
    ("Inter", "Inter, 'Helvetica Neue', Arial, sans-serif"),
    ("STIX", "STIX, 'STIX Two Text', 'Times New Roman', serif"),
)


@dataclass(frozen=True)
class Paper:
    """How large a picture is printed: ``width`` in cm, or text of ``font`` points where usual text has ``body`` pixels.

    Neither: a pixel is a 96th of an inch. In a PNG a unit of the scene has ``sharper`` pixels.
    """

    width: float | None = None
    font: float | None = None
    body: float = BASE
    sharper: float = SHARPER

    @property
    def across(self) -> int | None:
        """For so many pixels there is room where width and font are said both."""
        if self.width is None or self.font is None:
            return None
        return round(self.width / CM * POINTS / self.font * self.body)

    def zoom(self, across: float) -> float:
        """96ths of an inch for one unit of a scene that is so many units wide."""
        if self.width is not None:
            return self.width / CM * DPI / max(1.0, across)
        return 1.0 if self.font is None else self.font / POINTS * DPI / self.body


@dataclass(frozen=True)
class Sheet:
    """What of a canvas's scene is drawn, on which ground (none for a figure), what it is called, and how large."""

    canvas: QGraphicsView
    area: QRectF
    ground: QBrush
    title: str
    paper: Paper = Paper()

    @property
    def zoom(self) -> float:
        """96ths of an inch for one unit of the scene."""
        return self.paper.zoom(self.size.width())

    @property
    def size(self) -> QSize:
        """Pixels, at one for each unit of the scene."""
        return self.area.size().toSize().expandedTo(QSize(1, 1))

    def paint(self, painter: QPainter, zoom: float = 1.0) -> None:
        """Draw it, a unit of the scene in `zoom` pixels."""
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
        size, bar = QSizeF(self.size) * zoom, self.canvas.verticalScrollBar()
        target = QRectF(0, 0, size.width(), size.height())
        if self.ground.style() != Qt.BrushStyle.NoBrush:
            painter.fillRect(target, self.ground)
        place = bar.value()
        bar.setValue(0)  # what is pinned to the top while the rest scrolls belongs there
        self.canvas.scene().render(painter, target, self.area, Qt.AspectRatioMode.KeepAspectRatio)
        bar.setValue(place)


def save(canvas: QGraphicsView, path: Path | str, figure: bool = False, paper: Paper | None = None) -> None:
    """Write the canvas's whole scene, scrolled to or not; the suffix says how (.png .svg .pdf .tex).

    A `figure` is cut to what is drawn and has no ground; what is on the canvas should be in a figure's style then.

    Raises ValueError or OSError. A failure leaves the old file.
    """
    target = Path(path)
    writer = dict(WRITERS).get(target.suffix.lower())
    if writer is None:
        raise ValueError(target.suffix)
    sheet = replace(_figure(canvas) if figure else _whole(canvas), paper=paper or Paper())
    written.put(writer(sheet), target)


def _whole(canvas: QGraphicsView) -> Sheet:
    return Sheet(canvas, canvas.sceneRect(), canvas.backgroundBrush(), canvas.accessibleName())


def _figure(canvas: QGraphicsView) -> Sheet:
    whole = QRectF(canvas.sceneRect().united(canvas.scene().itemsBoundingRect()).toAlignedRect())
    bare = Sheet(canvas, whole, QBrush(), canvas.accessibleName())
    return replace(bare, area=_drawn(bare).adjusted(-AROUND, -AROUND, AROUND, AROUND))


def _drawn(sheet: Sheet) -> QRectF:
    """The part of a sheet on which there is something; all of it if there is nothing."""
    shrink = max(1, -(-max(sheet.size.toTuple()) // PROBE))
    image = _image(sheet, 1 / shrink, QColor(Qt.GlobalColor.transparent))
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[..., 3]
    xs, ys = (np.flatnonzero(pixels.any(axis=axis)) for axis in (0, 1))
    if not len(xs):
        return sheet.area
    corner, far = QPointF(xs[0], ys[0]), QPointF(xs[-1] + 1, ys[-1] + 1)
    return QRectF(corner * shrink, far * shrink).translated(sheet.area.topLeft())


def picture(canvas: QGraphicsView, sharper: float = SHARPER) -> QImage:
    """The canvas's whole scene as it is seen, in pixels."""
    return _pixels(replace(_whole(canvas), paper=Paper(sharper=sharper)))


def _pixels(sheet: Sheet) -> QImage:
    white = sheet.ground.style() == Qt.BrushStyle.NoBrush
    sharper = min(sheet.paper.sharper, LARGEST / max(sheet.size.toTuple()))
    image = _image(sheet, sharper, QColor(Qt.GlobalColor.white) if white else sheet.ground.color())
    dots = round(sharper / sheet.zoom * DPI / CM * 100)  # a metre has
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    return image


def _image(sheet: Sheet, zoom: float, ground: QColor) -> QImage:
    image = QImage(sheet.size * zoom, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(ground)
    painter = QPainter(image)
    sheet.paint(painter, zoom)
    painter.end()
    return image


def _png(sheet: Sheet) -> bytes:
    return written.png(_pixels(sheet))


def _svg(sheet: Sheet) -> bytes:
    area = sheet.size

    def prepare(generator: Any) -> None:
        generator.setSize(area)
        generator.setViewBox(QRect(0, 0, area.width(), area.height()))
        generator.setResolution(DPI)
        generator.setTitle(sheet.title)

    text = written.svg(prepare, sheet.paint).decode()
    for name, units in (("width", area.width()), ("height", area.height())):
        length = f'{name}="{units * sheet.zoom * CM * 10 / DPI:.3f}mm"'
        text = re.sub(rf'(<svg [^>]*?)\b{name}="[^"]*"', rf"\g<1>{length}", text, count=1)
    for family, instead in FALLBACKS:
        text = text.replace(f'font-family="{family}"', f'font-family="{instead}"')
    return text.encode()


def _pdf(sheet: Sheet) -> bytes:
    points = QSizeF(sheet.size) * (sheet.zoom * POINTS / DPI)

    def prepare(writer: QPdfWriter) -> None:
        writer.setResolution(DPI)
        writer.setTitle(sheet.title)
        page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))

    def draw(painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        sheet.paint(painter, sheet.zoom)

    return written.pdf(prepare, draw)


def _tex(sheet: Sheet) -> bytes:
    from rnrviz.figures.tikz import TikzDevice

    device = TikzDevice(sheet.size, sheet.title, sheet.zoom)
    painter = QPainter(device)
    sheet.paint(painter)
    painter.end()
    return device.document().encode()


WRITERS: tuple[tuple[str, Callable[[Sheet], bytes]], ...] = (
    (".png", _png),
    (".svg", _svg),
    (".pdf", _pdf),
    (".tex", _tex),
)
