"""How much room a text takes: measured once for each text and font, for figures ask for the same frame after frame."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF

WRAPPED = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
ENDLESS = 10_000.0


@lru_cache(maxsize=8192)
def text_width(text: str, font: QFont) -> float:
    """How wide a line is set, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)


@lru_cache(maxsize=512)
def wrapped_height(text: str, font: QFont, width: float) -> float:
    """How high a text is that is broken into lines of this width, in pixels; 0 for none."""
    return QFontMetricsF(font).boundingRect(QRectF(0, 0, width, ENDLESS), WRAPPED, text).height() if text else 0.0


@lru_cache(maxsize=8192)
def elided_text(text: str, font: QFont, width: float) -> str:
    """A line that ends in an ellipsis where it is wider than this."""
    if text_width(text, font) <= width:
        return text
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)
