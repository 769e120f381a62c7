"""Pictures of what stays the same from frame to frame: drawn once, and put on the screen again and again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from math import ceil, floor
from typing import final

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPixmap

from rnrviz.language import language

SHARPEST = 3.0
LARGEST, MOST = 4_000_000, 16  # pixels of a picture, and how many of them
PLAIN = (bool, int, float, str, QRectF)
RASTER = QPaintEngine.Type.Raster


def sharpness(painter: QPainter) -> float | None:
    """Pixels of the screen for one of the scene; None in a file, and where a picture would be too large."""
    ratio: float = painter.worldTransform().m11() * painter.device().devicePixelRatioF()
    return ratio if ratio <= SHARPEST and painter.paintEngine().type() == RASTER else None


@final
class Kept:
    """One picture, drawn anew when what it was made for changes: identity counts, of plain values equality.

    `alike` are the other types of which equality counts. It is drawn anew in another language too.
    """

    def __init__(self, *alike: type) -> None:
        self._alike = (*PLAIN, *alike)
        self._made_for: tuple[object, ...] = ()
        self._picture: QPixmap | None = None

    def get(
        self, made_for: tuple[object, ...], area: QRectF, ratio: float, draw: Callable[[QPainter], None]
    ) -> QPixmap:
        """The picture of an area of the scene, on nothing."""
        made_for = (*made_for, language(), area, ratio)
        if self._picture is None or not self._same(made_for):
            picture = _picture(area, ratio, draw)
            self._picture, self._made_for = picture, made_for
        return self._picture

    def _same(self, made_for: tuple[object, ...]) -> bool:
        return len(made_for) == len(self._made_for) and all(
            x is y or (isinstance(x, self._alike) and x == y) for x, y in zip(made_for, self._made_for, strict=True)
        )


@final
class Twice:
    """Whether the same is asked for twice in a row: only then is a picture worth its making."""

    def __init__(self) -> None:
        self._asked: tuple[object, ...] = ()

    def again(self, asked: tuple[object, ...]) -> bool:
        """Whether these were asked for the last time too."""
        before, self._asked = self._asked, asked
        return len(asked) == len(before) and all(a is b or a == b for a, b in zip(asked, before, strict=True))


@final
class Often:
    """A few pictures of one area, each made when the same is to be painted there for the second time."""

    def __init__(self, area: QRectF) -> None:
        self._area = area
        self._asked: OrderedDict[tuple[object, ...], QPixmap | None] = OrderedDict()

    def paint(self, painter: QPainter, key: tuple[object, ...], draw: Callable[[QPainter], None]) -> None:
        """Lay down what `draw` paints; in a file, and where the picture would be too large, let it paint."""
        ratio = sharpness(painter)
        if ratio is None or self._area.width() * self._area.height() * ratio**2 > LARGEST:
            draw(painter)
            return
        key, at = (*key, ratio), QPointF(*(floor(c * ratio) / ratio for c in self._area.topLeft().toTuple()))
        if key not in self._asked:
            self._asked[key] = None
            draw(painter)
        else:
            found = self._asked[key] or _picture(QRectF(at, self._area.bottomRight()), ratio, draw)
            self._asked[key] = found
            self._asked.move_to_end(key)
            painter.drawPixmap(at, found)
        while len(self._asked) > MOST:
            self._asked.popitem(last=False)


def blit(painter: QPainter, picture: QPixmap, edges: tuple[float, float, float, float], ratio: float) -> None:
    """Lay down the part of a picture between left, top, right and bottom edges, on whole pixels."""
    left, top, right, bottom = (round(edge * ratio) for edge in edges)
    source = QRectF(left, top, right - left, bottom - top)
    area = QRectF(left / ratio, top / ratio, (right - left) / ratio, (bottom - top) / ratio)
    painter.drawPixmap(area, picture, source)


def _picture(area: QRectF, ratio: float, draw: Callable[[QPainter], None]) -> QPixmap:
    """What `draw` paints in an area of the scene, on nothing."""
    picture = QPixmap(max(1, ceil(area.width() * ratio)), max(1, ceil(area.height() * ratio)))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(-area.topLeft())
    try:
        draw(painter)
    finally:
        painter.end()  # a painter that outlives its picture ends the program
    return picture


def off_paper(image: QImage, ink: QColor, paper: QColor) -> QImage:
    """What one ink drew on paper, without the paper.

    Qt sets letters with a gamma that it leaves out where nothing is below them: light ones would look thinner.
    """
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4)[:, : image.width(), :3]
    inks, papers = (np.array([c.blue(), c.green(), c.red()], float) for c in (ink, paper))
    channel = int(np.argmax(np.abs(inks - papers)))
    distance = inks[channel] - papers[channel]
    if distance == 0.0:
        return image.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    alpha = np.clip((pixels[:, :, channel] - papers[channel]) / distance, 0.0, 1.0)[:, :, None]
    made = np.rint(np.concatenate([inks * alpha, 255.0 * alpha], axis=2)).astype(np.uint8)
    off = QImage(made.tobytes(), image.width(), image.height(), QImage.Format.Format_ARGB32_Premultiplied).copy()
    off.setDevicePixelRatio(image.devicePixelRatio())
    return off
