"""Pictures of what stays the same from frame to frame: drawn once, and put on the screen again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPixmap

from rnrviz.language import language

SHARPEST = 3.0
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
            picture = QPixmap(max(1, round(area.width() * ratio)), max(1, round(area.height() * ratio)))
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(-area.topLeft())
            try:
                draw(painter)
            finally:
                painter.end()  # a painter that outlives its picture ends the program
            self._picture, self._made_for = picture, made_for
        return self._picture

    def _same(self, made_for: tuple[object, ...]) -> bool:
        return len(made_for) == len(self._made_for) and all(
            x is y or (isinstance(x, self._alike) and x == y) for x, y in zip(made_for, self._made_for, strict=True)
        )


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
