"""The chapter's symbols on a painter: maths italic, Greek, superscripts, subscripts, upright [t] and [t−1].

A symbol is set once for each text size and kept; drawing it again costs only its few pieces of text.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPixmap

from rnrviz.figures.kept import off_paper, sharpness
from rnrviz.figures.style import Style
from rnrviz.network.notation import symbol

SCRIPT = 0.72
RAISE = 0.42
SINK = 0.20
APART, CLEAR = 0.12, 0.06
LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight  # an enumeration is slow to look up
MARGIN = 4  # around a stamp: italics reach beyond their width


@dataclass(frozen=True)
class Piece:
    """A run of text, placed from the start of the symbol's baseline."""

    text: str
    font: QFont
    x: float
    y: float


@dataclass(frozen=True, eq=False)
class Symbol:
    """A symbol set in type: its pieces, its width, and how far it rises and sinks from the baseline."""

    pieces: tuple[Piece, ...]
    width: float
    ascent: float
    descent: float

    @cached_property
    def height(self) -> float:
        """How far any letter may rise."""
        return max(QFontMetricsF(p.font).ascent() - p.y for p in self.pieces)

    @cached_property
    def depth(self) -> float:
        """How far any letter may sink."""
        return max(QFontMetricsF(p.font).descent() + p.y for p in self.pieces)

    @cached_property
    def middle(self) -> float:
        """How far the baseline is below the middle of small letters."""
        return QFontMetricsF(self.pieces[0].font).xHeight() / 2

    @property
    def size(self) -> QSizeF:
        """Width and height of the whole symbol."""
        return QSizeF(self.width, self.ascent + self.descent)


def set_symbol(
    identifier: str, style: Style, index: str | Sequence[int] = "", size: float = 1.0, time: str = ""
) -> Symbol:
    """Set a symbol such as `W_phi_z` with a subscript `index` and a `time` such as `[t−1]`.

    `index` may be text or 0-based numbers, which are written from 1 as the chapter does. `g_Z` sets Z below.
    """
    below = index if isinstance(index, str) else subscript(index)
    return _set(identifier, below, time, round(style.scale * size, 3))


def symbol_width(
    identifier: str, style: Style, index: str | Sequence[int] = "", size: float = 1.0, time: str = ""
) -> float:
    """How wide the symbol is set, in pixels."""
    return set_symbol(identifier, style, index, size, time).width


def draw_symbol(
    painter: QPainter,
    where: QPointF | QRectF,
    identifier: str,
    style: Style,
    index: str | Sequence[int] = "",
    size: float = 1.0,
    time: str = "",
    color: QColor | None = None,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignCenter,
) -> float:
    """Draw a symbol and return its width.

    A point is the start of the baseline. In a rectangle the symbol is set by `align` (left, right or centre) with
    the letters' middle on the rectangle's middle.
    """
    setting = set_symbol(identifier, style, index, size, time)
    start = where if isinstance(where, QPointF) else _start(where, setting, align)
    color = style.ink if color is None else color
    ratio = sharpness(painter)
    if ratio is None:
        _write(painter, setting, start, color)
    else:
        stamp = _stamp(setting, color.rgb(), style.paper.rgb(), ratio)
        x, y = start.x() - MARGIN, start.y() - math.ceil(setting.height) - MARGIN
        painter.drawPixmap(QPointF(round(x * ratio) / ratio, round(y * ratio) / ratio), stamp)
        painter.setPen(color)  # as after letters
        painter.setFont(setting.pieces[-1].font)
    return setting.width


def _write(painter: QPainter, setting: Symbol, start: QPointF, color: QColor) -> None:
    painter.setPen(color)
    for piece in setting.pieces:
        painter.setFont(piece.font)
        painter.drawText(QPointF(start.x() + piece.x, start.y() + piece.y), piece.text)


@lru_cache(maxsize=2048)
def _stamp(setting: Symbol, color: int, paper: int, ratio: float) -> QPixmap:
    """The symbol as a picture: on a screen it is laid down five times faster than its letters."""
    height, depth = math.ceil(setting.height), math.ceil(setting.depth)
    width = math.ceil(setting.width) + 2 * MARGIN
    image = QImage(
        math.ceil(width * ratio), math.ceil((height + depth + 2 * MARGIN) * ratio), QImage.Format.Format_RGB32
    )
    image.setDevicePixelRatio(ratio)
    image.fill(QColor.fromRgb(paper))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _write(painter, setting, QPointF(MARGIN, height + MARGIN), QColor.fromRgb(color))
    painter.end()
    return QPixmap.fromImage(off_paper(image, QColor.fromRgb(color), QColor.fromRgb(paper)))


def draw_formula(
    painter: QPainter, area: QRectF, pieces: Sequence[tuple[str, str]], style: Style, size: float = 1.05
) -> None:
    """Symbols, each with what follows it, and text between them (no symbol), set to the right edge of an area."""
    font = style.font(size, maths=True)
    metrics = QFontMetricsF(font)

    def width(name: str, text: str) -> float:
        return symbol_width(name, style, "", size, text) if name else metrics.horizontalAdvance(text)

    x = area.right() - sum(width(name, text) for name, text in pieces)
    baseline = area.center().y() + metrics.xHeight() / 2
    for name, text in pieces:
        if name:
            draw_symbol(painter, QPointF(x, baseline), name, style, "", size, text, style.signal(name))
        else:
            painter.setFont(font)
            painter.setPen(style.ink)
            painter.drawText(QPointF(x, baseline), text)
        x += width(name, text)


def subscript(index: Sequence[int]) -> str:
    """A 0-based index as the chapter writes it: `(0, 1)` is `12`; with a comma where it would be ambiguous."""
    numbers = [str(i + 1) for i in index]
    return (",\u2009" if any(len(n) > 1 for n in numbers) else "").join(numbers)


def of_units(index: Sequence[int], shapes: Sequence[tuple[int, ...]]) -> str:
    """The 0-based index of a weight, each of its axes standing for units of this shape.

    The chapter's `i,jk`, from unit i to cell k of block j, with a thin space between j and k: they are two numbers.
    """
    places = [_unravelled(i, shape) for i, shape in zip(index, shapes, strict=True)]
    if all(len(place) == 1 for place in places):
        return subscript([place[0] for place in places])
    return ",".join("\u2009".join(str(i + 1) for i in place) for place in places)


def _unravelled(flat: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    place: list[int] = []
    for size in reversed(shape):
        flat, here = divmod(flat, size)
        place.insert(0, here)
    return tuple(place)


def without_layer(identifier: str) -> str:
    """`x` for `x2`, where the place says which layer is meant."""
    return identifier.rstrip("0123456789") or identifier


def instant(lag: int) -> str:
    """`[t]`, `[t−1]`, ..."""
    return "[t]" if lag == 0 else f"[t{'−' if lag > 0 else '+'}{abs(lag)}]"


def _start(area: QRectF, setting: Symbol, align: Qt.AlignmentFlag) -> QPointF:
    x = area.center().x() - setting.width / 2
    if align & LEFT:
        x = area.left()
    elif align & RIGHT:
        x = area.right() - setting.width
    return QPointF(x, area.center().y() + setting.middle)


def _parts(identifier: str) -> tuple[str, str, str]:
    """Base, superscript and subscript."""
    if identifier.startswith("g_"):
        return "g", "", symbol(identifier[2:]).base
    known = symbol(identifier)
    return known.base, known.superscript, ""


@lru_cache(maxsize=4096)
def _set(identifier: str, index: str, time: str, scale: float) -> Symbol:
    style = Style(scale=scale)
    large = style.font(1.0, italic=True, maths=True)
    small = style.font(SCRIPT, italic=True, maths=True)
    base, above, below = _parts(identifier)
    pieces: list[Piece] = []
    height = QFontMetricsF(large).capHeight()
    end = _lay(pieces, base, large, 0.0, 0.0)
    start = end + 0.06 * height
    apart = max(APART * height, _overlap(above, below + index, small, height)) if above and below + index else 0.0
    raised = _lay(pieces, above, small, start, -RAISE * height / SCRIPT * 0.95 - apart)
    sunk = _lay(pieces, below + index, small, start - 0.08 * height, SINK * height / SCRIPT + apart)
    end = max(end, raised if above else end, sunk if below + index else end)
    end = _lay(pieces, time, large, end + 0.08 * height, 0.0) if time else end
    return Symbol(tuple(pieces), end, *_extent(pieces))


def _overlap(above: str, below: str, small: QFont, height: float) -> float:
    """How far each of two scripts has to give way, above the other: letters have a smallest size, their places not."""
    metrics = QFontMetricsF(small)
    bottom = metrics.tightBoundingRect(above).bottom() - RAISE * height / SCRIPT * 0.95
    top = metrics.tightBoundingRect(below).top() + SINK * height / SCRIPT
    return (bottom - top + CLEAR * height) / 2


def _lay(pieces: list[Piece], text: str, font: QFont, x: float, y: float) -> float:
    """Lay a text letter by letter where upright and italic alternate; returns where it ends."""
    for run, italic in _runs(text):
        face = QFont(font)
        face.setItalic(italic)
        metrics = QFontMetricsF(face)
        pieces.append(Piece(run, face, x, y))
        x += metrics.horizontalAdvance(run)
        if italic and metrics.rightBearing(run[-1]) < 0:
            x -= metrics.rightBearing(run[-1])
    return x


def _runs(text: str) -> list[tuple[str, bool]]:
    """Letters lean, figures and brackets stand."""
    runs: list[tuple[str, bool]] = []
    for letter in text:
        italic = letter.isalpha()
        if runs and runs[-1][1] == italic:
            runs[-1] = (runs[-1][0] + letter, italic)
        else:
            runs.append((letter, italic))
    return runs


def _extent(pieces: list[Piece]) -> tuple[float, float]:
    above = max(QFontMetricsF(p.font).capHeight() - p.y for p in pieces)
    below = max(QFontMetricsF(p.font).descent() * 0.6 + p.y for p in pieces)
    return above, below
