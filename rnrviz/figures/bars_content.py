"""The prediction to be drawn: a bar for each symbol, its heading and its small print, and the height that they need."""

from __future__ import annotations

from dataclasses import dataclass

from rnrviz.figures.measure import text_width, wrapped_height
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import symbol_width

LEAST, ROW, TALLEST = 17.0, 22.0, 34.0
HEAD, LEGEND = 40.0, 20.0
LINE = 18.0  # what the head is lower by where its words stand in one line
EDGE, FOOT = 14.0, 5.0  # at the sides; below the bars and the small print


@dataclass(frozen=True)
class Bar:
    """A symbol and its probability (or its raw output, where `Prediction.raw`); the true one, NaN if not known."""

    symbol: str
    value: float
    target: bool = False
    best: bool = False
    rest: bool = False
    truth: float = float("nan")


@dataclass(frozen=True)
class Prediction:
    """What is predicted at instant t; `error` is E[t], NaN without a target; `message` alone when t = 0.

    `compared`: each bar has the true probability beside it.
    """

    bars: tuple[Bar, ...] = ()
    t: int = 0
    heading: str = ""
    error: float = float("nan")
    raw: bool = False
    notes: tuple[str, ...] = ()
    message: str = ""
    compared: bool = False

    def needed(self, width: float, style: Style) -> float:
        """The least height in which everything can be read."""
        return self._height(self.head(width, 0.0, style), LEAST, width, style)

    def _height(self, head: float, row: float, width: float, style: Style) -> float:
        rows = style.px(head + row * len(self.bars) + FOOT)
        return rows + sum(note_height(note, width, style) for note in self.notes)

    def head(self, width: float, height: float, style: Style) -> float:
        """The height of what stands above the bars, at text size 1, where there is so much in all."""
        return self.heading_height(width, height, style) + (LEGEND if self.compared else 0.0)

    def heading_height(self, width: float, height: float, style: Style) -> float:
        """That of the heading, at text size 1: where it is tight, one line is enough for a short one."""
        usual = HEAD + (LEGEND if self.compared else 0.0)
        wide = text_width(self.heading, style.font(bold=True))
        short_enough = wide <= width - 2 * style.px(EDGE) - self.error_width(style)
        return HEAD - LINE if short_enough and height < self._height(usual, ROW, width, style) else HEAD

    def error_width(self, style: Style) -> float:
        """The room of E[t] = ... at the right of the heading."""
        if self.error != self.error:
            return 0.0
        wide = text_width(f" = {short(self.error)}", style.font())
        return wide + symbol_width("E", style, size=1.2, time=f"[{self.t}]") + style.px(12)


def note_height(note: str, width: float, style: Style) -> float:
    """The height of a small print, wrapped."""
    return wrapped_height(note, style.font(0.85), max(40.0, width - 2 * style.px(EDGE))) + style.px(4)
