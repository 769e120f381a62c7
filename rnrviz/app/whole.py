"""The whole score, or all of the window: a picture, PNG, or SVG and PDF with text as text; or stepped, as a film."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMarginsF, QPoint, QRect, QSizeF
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

from rnrviz.figures import written
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
        second = window.twin and (window.twin.session.document.network, window.twin.title)
        filming.Filming(window, window.session, window.look.style, words, path, window.report, second).begin()


def part(window: Window, what: str) -> QWidget:
    """The score, or the window itself."""
    return window.score if what == SCORE else window


def save(widget: QWidget, path: Path, sharper: float = SHARPER) -> None:
    """Write it as it is seen; an older file is replaced only when the new one is complete. Raises OSError."""
    content = {".png": _png, ".svg": _svg, ".pdf": _pdf}[path.suffix.lower()](widget, sharper)
    written.put(content, path)


def picture(widget: QWidget, sharper: float = SHARPER) -> QImage:
    """As it is seen, in so many pixels for one of the screen."""
    image = QImage(widget.size() * sharper, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(sharper)
    image.fill(widget.palette().window().color())
    painter = QPainter(image)
    _render(widget, painter)
    painter.end()
    return image


def _png(widget: QWidget, sharper: float) -> bytes:
    return written.png(picture(widget, sharper))


def _svg(widget: QWidget, _sharper: float) -> bytes:
    def prepare(generator: Any) -> None:
        generator.setSize(widget.size())
        generator.setViewBox(QRect(QPoint(), widget.size()))
        generator.setResolution(DPI)

    return written.svg(prepare, partial(_draw, widget))


def _pdf(widget: QWidget, _sharper: float) -> bytes:
    def prepare(writer: QPdfWriter) -> None:
        writer.setResolution(DPI)
        points = QSizeF(widget.size()) * (POINTS / DPI)
        page = QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch)
        writer.setPageLayout(QPageLayout(page, QPageLayout.Orientation.Portrait, QMarginsF()))

    return written.pdf(prepare, partial(_draw, widget))


def _draw(widget: QWidget, painter: QPainter) -> None:
    painter.fillRect(widget.rect(), widget.palette().window())
    _render(widget, painter)


def _render(widget: QWidget, painter: QPainter) -> None:
    widget.render(painter, QPoint(), QRegion(), DRAWN)
