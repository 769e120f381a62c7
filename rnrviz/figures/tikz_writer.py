"""The statements of one TikZ picture, its clipping, and the colours and fonts that they name."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import final

from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor

from rnrviz.figures import tikz_shapes as shapes

MOST = 60_000  # statements that TeX still sets in about a minute
FACES = {"text": r"\sffamily", "bold": r"\sffamily\bfseries", "italic": r"\sffamily\itshape", "serif": r"\rmfamily"}

Look = tuple[str, float, float]  # a colour's name, its opacity, degrees counter-clockwise


@final
class TikzWriter:
    """Set `clips` to the paths that clip what comes next."""

    def __init__(self) -> None:
        self.body: list[str] = []
        self.colours: dict[str, str] = {}
        self.faces: dict[str, str] = {}
        self.clips: list[str] = []
        self._inside: list[str] = []
        self._names, self._count = shapes.colour_names(), itertools.count(1)

    @property
    def full(self) -> bool:
        """Whether there is more than TeX can set in a reasonable time."""
        return len(self.body) > MOST

    def path(self, options: Sequence[str], outline: str) -> None:
        """A path, filled, stroked or both."""
        self._say(rf"\path[{', '.join(options)}] {outline};")

    def node(self, at: QPointF, width: float, face: str, look: Look, tex: str) -> None:
        """Text around the middle of the place that it has in the program, whatever the font of the document."""
        colour, alpha, turned = look
        turn = math.radians(-turned)
        middle = at + QPointF(math.cos(turn) * width / 2, math.sin(turn) * width / 2)
        more = (f", text opacity={alpha:g}" if alpha < 0.999 else "") + (f", rotate={turned:.4g}" if turned else "")
        self._say(rf"\node[{face}, text={colour}{more}] at {shapes.point(middle)} {{{tex}}};")

    def colour(self, colour: QColor) -> str:
        """The name of a colour, which the picture's head defines."""
        digits = colour.name()[1:].upper()
        if digits not in self._names:
            self._names[digits] = f"rnrvalue{next(self._count)}"
        self.colours[self._names[digits]] = digits
        return self._names[digits]

    def face(self, kind: str, size: float) -> str:
        """The name of a font, which the picture's head defines."""
        name = f"{kind} {shapes.number(size)}"
        self.faces[name] = rf"{FACES[kind]}\fontsize{{{shapes.length(size)}}}{{{shapes.length(1.2 * size)}}}\selectfont"
        return name

    def head(self) -> list[str]:
        """Definitions of the fonts, as options of the picture, and of the colours, as statements."""
        faces = [rf"  {name}/.style={{font={font}}}," for name, font in self.faces.items()]
        colours = [rf"  \definecolor{{{name}}}{{HTML}}{{{digits}}}" for name, digits in self.colours.items()]
        return [*faces, "]", *colours]

    def leave(self) -> None:
        """End the clipping."""
        self.clips = []
        self._enter()

    def _say(self, statement: str) -> None:
        if not self.full:
            self._enter()
            self.body.append(f"  {statement}")

    def _enter(self) -> None:
        """Leave the clipping of before and begin that of now."""
        if self.clips != self._inside:
            self.body += [r"  \end{scope}"] if self._inside else []
            self.body += [r"  \begin{scope}", *(rf"  \clip {clip};" for clip in self.clips)] if self.clips else []
            self._inside = list(self.clips)
