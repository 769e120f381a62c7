"""The paths of a state space: lines that fade with age, marks by symbol, the cursor's point, a few labels."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from rnrviz.figures.curves import draw_curve, draw_marker
from rnrviz.figures.measure import elided_text
from rnrviz.figures.style import Style
from rnrviz.figures.trajectory import Path, Plane, Space, hollow, symbol_colour

BANDS = 16  # shades of a line that fades
OLDEST = 0.22  # how strong its oldest part still is
FEW = 40  # as many points have their symbols beside them
SIZE, GHOST = 4.6, 3.2
ASIDE = ((1.0, -1.0), (1.0, 1.0), (-1.0, -1.0), (-1.0, 1.0))
TEXT = 0.36  # of the width that a kept string may take


class Marks:
    """One picture of a space being drawn."""

    def __init__(self, space: Space, plane: Plane, box: QRectF, style: Style) -> None:
        self.space, self.box, self.style = space, box, style
        self.places = [plane.places(path.points) for path in space.paths]
        self.taken = [self._around(place) for place in self.places[0]] if self._few() else []
        self.veil = QColor(style.panel)
        self.veil.setAlpha(170)

    def _few(self) -> bool:
        return self.space.path is not None and len(self.space.path.points) <= 2 * FEW

    def _around(self, place: NDArray[np.float64]) -> QRectF:
        """Where a mark stands: no label may cover it."""
        side = self.style.px(SIZE)
        x, y = np.nan_to_num(place, nan=-1e6).tolist()
        return QRectF(x - side, y - side, 2 * side, 2 * side)

    def draw(self, painter: QPainter) -> None:
        """Kept paths below the present one, the cursor's point on top."""
        first = 1 if self.space.path else 0
        for k, path in enumerate(self.space.kept):
            self._ghost(painter, path, self.places[first + k], k)
        if self.space.path is None:
            return
        places, now = self.places[0], self.space.cursor
        self._coming(painter, self.space.path, places[now:])
        self._line(painter, places[: now + 1])
        self._marks(painter, self.space.path, places[: now + 1])
        self._start(painter, places[0])
        self._now(painter, places)
        self._symbols(painter, self.space.path, places)
        for k, path in enumerate(self.space.kept):
            self._named(painter, path, self.places[first + k])

    def _ghost(self, painter: QPainter, path: Path, places: NDArray[np.float64], k: int) -> None:
        """A kept string: a thin dashed line, small pale marks."""
        draw_curve(
            painter, places[:, 0], places[:, 1], self.style.tint(self.style.muted, 0.75), self.style.px(1.1), 1 + k % 3
        )
        for number, (x, y) in zip(path.symbols.tolist(), places[1:].tolist(), strict=True):
            if math.isfinite(x):
                self._mark(painter, x, y, number, GHOST, 0.65)

    def _coming(self, painter: QPainter, path: Path, places: NDArray[np.float64]) -> None:
        """What is not read yet: only hinted at."""
        draw_curve(painter, places[:, 0], places[:, 1], self.style.hairline, self.style.px(1.0), 2)
        painter.setBrush(self.style.panel)
        painter.setPen(QPen(self.style.coming, self.style.px(1.0)))
        for (x, y), number in zip(places[1:].tolist(), path.symbols[self.space.cursor :].tolist(), strict=True):
            if math.isfinite(x):
                draw_marker(painter, x, y, number, self.style.px(GHOST - 0.6))

    def _line(self, painter: QPainter, places: NDArray[np.float64]) -> None:
        """From the oldest, pale, to the newest, strong."""
        age = np.linspace(0.0, 1.0, max(1, len(places) - 1))
        colour = self.style.signal(self.space.signal)
        ends = np.concatenate([places[:-1], places[1:]], axis=1)
        whole = np.isfinite(ends).all(axis=1)
        for band in range(BANDS):
            inside = whole & (np.minimum(BANDS - 1, (age * BANDS).astype(int))[: len(ends)] == band)
            strength = OLDEST + (1.0 - OLDEST) * (band + 1) / BANDS
            pen = QPen(self.style.tint(colour, 0.85 * strength), self.style.px(1.0 + strength))
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines([QLineF(*row) for row in ends[inside].tolist()])

    def _marks(self, painter: QPainter, path: Path, places: NDArray[np.float64]) -> None:
        count = max(1, len(places) - 1)
        for t, (x, y) in enumerate(places.tolist()):
            if t and math.isfinite(x):
                self._mark(painter, x, y, int(path.symbols[t - 1]), SIZE, 0.55 + 0.45 * t / count)

    def _mark(self, painter: QPainter, x: float, y: float, number: int, size: float, strength: float) -> None:
        colour = self.style.tint(symbol_colour(number, self.style), strength)
        painter.setPen(QPen(colour if hollow(number) else self.style.panel, self.style.px(1.2)))
        painter.setBrush(self.style.panel if hollow(number) else colour)
        draw_marker(painter, x, y, number, self.style.px(size))

    def _start(self, painter: QPainter, place: NDArray[np.float64]) -> None:
        """t = 0: a ring with a cross."""
        if not np.isfinite(place).all():
            return
        x, y, r = float(place[0]), float(place[1]), self.style.px(4.5)
        painter.setPen(QPen(self.style.ink, self.style.px(1.2)))
        painter.setBrush(self.style.panel)
        painter.drawEllipse(QPointF(x, y), r, r)
        painter.drawLine(QLineF(x - r, y, x + r, y))
        painter.drawLine(QLineF(x, y - r, x, y + r))

    def _now(self, painter: QPainter, places: NDArray[np.float64]) -> None:
        """A ring around the cursor's point."""
        t = self.space.cursor
        if t < len(places) and np.isfinite(places[t]).all():
            painter.setPen(QPen(self.style.cursor, self.style.px(2.2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(*places[t].tolist()), self.style.px(9), self.style.px(9))

    def _symbols(self, painter: QPainter, path: Path, places: NDArray[np.float64]) -> None:
        """The cursor's point has its name; few points have all their symbols; where there is no room, none."""
        now = self.space.cursor
        font = self.style.font(0.92, bold=True)
        if now < len(places):
            said = f"{path.tokens[now - 1]}  t = {now}" if now else "t = 0"
            self._label(painter, said, places[now], self.style.ink, 11.0)
        if now:
            self._label(painter, "t = 0", places[0], self.style.muted, 6.0)
        painter.setFont(font)
        wanted = range(now, 0, -1) if now <= FEW else _latest_of_each(path, now)
        for t in wanted:
            if t != now:
                colour = symbol_colour(int(path.symbols[t - 1]), self.style)
                self._label(painter, path.tokens[t - 1], places[t], colour, 6.0)

    def _named(self, painter: QPainter, path: Path, places: NDArray[np.float64]) -> None:
        """A kept string is written at the end of its path."""
        painter.setFont(self.style.font(0.88))
        known = np.flatnonzero(np.isfinite(places).all(axis=1))
        if len(known):
            text = elided_text(path.text, painter.font(), TEXT * self.box.width() + 1)
            self._label(painter, text, places[known[-1]], self.style.muted, 7.0, 0.88)

    def _label(
        self, painter: QPainter, text: str, place: NDArray[np.float64], colour: QColor, away: float, size: float = 0.92
    ) -> None:
        """A text beside a point, on the first of four sides where there is room."""
        if not np.isfinite(place).all():
            return
        font = self.style.font(size, bold=size > 0.9)
        metrics = QFontMetricsF(font)
        wide, high, gap = metrics.horizontalAdvance(text), metrics.capHeight() + self.style.px(3), self.style.px(away)
        for across, up in ASIDE:
            x = place[0] + gap * 0.8 if across > 0 else place[0] - gap * 0.8 - wide
            middle = place[1] + up * (gap * 0.6 + high / 2)
            room = QRectF(QPointF(x, middle - high / 2), QSizeF(wide, high))
            if self.box.contains(room) and not any(room.intersects(other) for other in self.taken):
                self.taken.append(room.adjusted(-2, -1, 2, 1))
                painter.fillRect(room, self.veil)
                painter.setFont(font)
                painter.setPen(colour)
                painter.drawText(QPointF(x, middle + metrics.capHeight() / 2), text)
                return


def _latest_of_each(path: Path, last: int) -> list[int]:
    """The latest instant at which each symbol was read."""
    return sorted({int(number): t for t, number in enumerate(path.symbols[:last].tolist(), 1)}.values(), reverse=True)


def draw_legend(painter: QPainter, space: Space, box: QRectF, style: Style) -> None:
    """The symbols that occur, with their marks, as many as have room."""
    numbers: dict[int, str] = {}
    for path in space.paths:
        numbers |= dict(zip(path.symbols.tolist(), path.tokens, strict=True))
    painter.setFont(style.font(0.92))
    metrics, x, y = QFontMetricsF(painter.font()), box.left() + style.px(5), box.center().y()
    for number, token in sorted(numbers.items()):
        wide = metrics.horizontalAdvance(token)
        if x + wide + style.px(24) > box.right():
            painter.setPen(style.muted)
            painter.drawText(QPointF(x, y + style.px(4.5)), "…")
            return
        colour = symbol_colour(number, style)
        painter.setPen(QPen(colour if hollow(number) else style.paper, style.px(1)))
        painter.setBrush(style.paper if hollow(number) else colour)
        draw_marker(painter, x, y, number, style.px(SIZE))
        painter.setPen(style.ink)
        painter.drawText(QPointF(x + style.px(9), y + style.px(4.5)), token)
        x += wide + style.px(28)
