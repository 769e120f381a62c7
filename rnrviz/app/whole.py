"""The whole score, or all of the window: a picture, PNG, or SVG and PDF with text as text; or stepped, as a film."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPaintDevice, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

from rnrviz.figures import pdf_text
from rnrviz.figures.export import DPI, POINTS, SHARPER
from rnrviz.language import tr
from rnrviz.network.problems import reason
from rnrviz.views import asking, filming

if TYPE_CHECKING:
    from rnrviz.app.window import Window

ENDINGS = (".png", ".svg", ".pdf")
SCORE, WINDOW = "score", "window"
DRAWN = QWidget.RenderFlag.DrawWindowBackground | QWidget.RenderFlag.DrawChildren


def title(what: str) -> str:
    """What the menu says."""
    return {SCORE: tr("Save the whole score as…"), WINDOW: tr("Save the whole window as…")}[what]


def ask(window: Window, what: str) -> None:
    """Ask for a name, save, and say how it went."""
    path = asking.ask_save(window, title(what), f"{what}.png", ("PNG", ".png"), (*ENDINGS, *filming.ENDINGS))
    if path is None:
        return
    if path.suffix.lower() in filming.ENDINGS:
        _film(window, what, path)
        return
    try:
        save(part(window, what), path)
        window.report(tr("Saved: {file}").format(file=path.name), True)
    except OSError as error:
        why = reason(error)
        window.report(tr("“{file}” could not be written: {why}.").format(file=path.name, why=why))


def _film(window: Window, what: str, path: Path) -> None:
    """From the first token to the last, in this perspective, apart; as large as the window is."""
    if window.session is not None:
        words = ("--view", what, "--perspective", window.arrangement.perspective.name, *filming.in_size(window.size()))
        filming.Filming(window, window.session, window.look.style, words, path, window.report).begin()


def part(window: Window, what: str) -> QWidget:
    """The score, or the window itself."""
    return window.score if what == SCORE else window


def save(widget: QWidget, path: Path, sharper: float = SHARPER) -> None:
    """Write it as it is seen; an older file is replaced only when the new one is complete. Raises OSError."""
    draft = path.with_name(f".{path.stem}.part{path.suffix}")
    try:
        {".png": _png, ".svg": _svg, ".pdf": _pdf}[path.suffix.lower()](widget, draft, sharper)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def picture(widget: QWidget, sharper: float = SHARPER) -> QImage:
    """As it is seen, in so many pixels for one of the screen."""
    image = QImage(widget.size() * sharper, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharper)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    _render(widget, painter)
    painter.end()
    return image


def _png(widget: QWidget, path: Path, sharper: float) -> None:
    if not picture(widget, sharper).save(str(path)):
        raise OSError(str(path))


def _svg(widget: QWidget, path: Path, _sharper: float) -> None:
    from PySide6.QtSvg import QSvgGenerator

    generator = QSvgGenerator()
    generator.setFileName(str(path))
    generator.setSize(widget.size())
    generator.setViewBox(QRect(QPoint(), widget.size()))
    generator.setResolution(DPI)
    _on(generator, widget, path)


def _pdf(widget: QWidget, path: Path, _sharper: float) -> None:
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    page = QPageSize(
        QSizeF(widget.size()) * (POINTS / DPI), QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch
    )
    writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))
    _on(writer, widget, path)
    pdf_text.mend(path)


def _on(device: QPaintDevice, widget: QWidget, path: Path) -> None:
    painter = QPainter()
    if not painter.begin(device):
        raise OSError(str(path))
    painter.fillRect(widget.rect(), widget.palette().window())
    _render(widget, painter)
    painter.end()


def _render(widget: QWidget, painter: QPainter) -> None:
    widget.render(painter, QPoint(), QRegion(), DRAWN)
