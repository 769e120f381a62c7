"""A canvas on paper: PNG at twice the size, SVG and PDF with text as text."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRect, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtWidgets import QGraphicsView

SHARPER = 2
DPI = 96
FALLBACKS = (  # for machines that have not got the bundled fonts
    ("Inter", "Inter, 'Helvetica Neue', Arial, sans-serif"),
    ("STIX", "STIX, 'STIX Two Text', 'Times New Roman', serif"),
)


def save(canvas: QGraphicsView, path: Path | str) -> None:
    """Write the canvas's whole scene, scrolled to or not; the suffix says how (.png .svg .pdf).

    Raises ValueError or OSError. The file is written beside its place and moved there when whole, so a failure leaves
    the old one.
    """
    target = Path(path)
    writer = dict(WRITERS).get(target.suffix.lower())
    if writer is None:
        raise ValueError(target.suffix)
    draft = target.with_name(f".{target.name}.part{target.suffix}")
    try:
        writer(canvas, draft)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def _size(canvas: QGraphicsView) -> QSize:
    return canvas.sceneRect().size().toSize().expandedTo(QSize(1, 1))


def _paint(canvas: QGraphicsView, painter: QPainter, area: QSize) -> None:
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.TextAntialiasing)
    target, bar = QRectF(0, 0, area.width(), area.height()), canvas.verticalScrollBar()
    painter.fillRect(target, canvas.backgroundBrush())
    place = bar.value()
    bar.setValue(0)  # what is pinned to the top while the rest scrolls belongs there
    canvas.scene().render(painter, target, canvas.sceneRect(), Qt.AspectRatioMode.KeepAspectRatio)
    bar.setValue(place)


def _begin(painter: QPainter, ready: bool, path: Path) -> None:
    if not ready:
        raise OSError(str(path))


def _png(canvas: QGraphicsView, path: Path) -> None:
    area = _size(canvas) * SHARPER
    image = QImage(area, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(canvas.palette().window().color())
    painter = QPainter(image)
    _paint(canvas, painter, area)
    painter.end()
    if not image.save(str(path)):
        raise OSError(str(path))


def _svg(canvas: QGraphicsView, path: Path) -> None:
    from PySide6.QtSvg import QSvgGenerator

    area = _size(canvas)
    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(area)
    generator.setViewBox(QRect(0, 0, area.width(), area.height()))
    generator.setResolution(DPI)
    generator.setTitle(canvas.accessibleName())
    painter = QPainter()
    _begin(painter, painter.begin(generator), path)
    _paint(canvas, painter, area)
    painter.end()
    text = path.read_text(encoding="utf-8")
    for family, instead in FALLBACKS:
        text = text.replace(f'font-family="{family}"', f'font-family="{instead}"')
    path.write_text(text, encoding="utf-8")


def _pdf(canvas: QGraphicsView, path: Path) -> None:
    area = _size(canvas)
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setTitle(canvas.accessibleName())
    points = QSizeF(area.width() * 72 / DPI, area.height() * 72 / DPI)
    page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    painter = QPainter()
    _begin(painter, painter.begin(writer), path)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    _paint(canvas, painter, area)
    painter.end()


WRITERS: tuple[tuple[str, Callable[[QGraphicsView, Path], None]], ...] = (
    (".png", _png),
    (".svg", _svg),
    (".pdf", _pdf),
)
