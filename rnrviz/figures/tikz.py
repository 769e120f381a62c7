"""A paint device that is a file of TikZ: it compiles alone, and its picture can stand in any document of LaTeX."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintDevice, QPaintEngine

from rnrviz.figures.tikz_engine import TikzEngine
from rnrviz.figures.tikz_shapes import BP, FARTHEST
from rnrviz.network.problems import InputError

DPI = 96
HEAD = r"""% {title}
% Drawn by RNRviz. This file compiles alone: pdflatex FILE.tex
% Inside a document: \input this file after deleting every line above \begin{tikzpicture} and the last line; the
% document then needs \usepackage{tikz} and \usetikzlibrary{patterns}. A document that says \usepackage{standalone}
% can \input the file as it is. The fonts and the colours are defined once, at the head of the picture.
\documentclass[tikz]{standalone}
\usepackage[T1]{fontenc}
\usepackage{mathptmx}
\usepackage[scaled]{helvet}
\usetikzlibrary{patterns}
\begin{document}
"""


@final
class TikzDevice(QPaintDevice):
    """A sheet of `size` pixels, 96 to the inch, printed `zoom` times as large.

    `document` is the whole file, once the painter has ended.
    """

    def __init__(self, size: QSize, title: str, zoom: float = 1.0) -> None:
        super().__init__()
        self._size, self._title, self._zoom, self._engine = size, title, zoom, TikzEngine()

    def paintEngine(self) -> QPaintEngine:
        """The one that gathers."""
        return self._engine

    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """What a painter asks of its device."""
        kinds = QPaintDevice.PaintDeviceMetric
        width, height = self._size.width(), self._size.height()
        known = {
            kinds.PdmWidth: width, kinds.PdmHeight: height, kinds.PdmWidthMM: round(width * 25.4 / DPI),
            kinds.PdmHeightMM: round(height * 25.4 / DPI), kinds.PdmDpiX: DPI, kinds.PdmDpiY: DPI,
            kinds.PdmPhysicalDpiX: DPI, kinds.PdmPhysicalDpiY: DPI, kinds.PdmDepth: 32, kinds.PdmNumColors: 2**24,
            kinds.PdmDevicePixelRatio: 1,
        }  # fmt: skip
        return known[metric] if metric in known else super().metric(metric)

    def document(self) -> str:
        """The file. Raises InputError where there is too much in it for TeX."""
        writer = self._engine.writer
        if writer.full or max(self._size.toTuple()) > FARTHEST:
            raise InputError("There is too much in this picture for TeX; save it as PDF instead.")
        opening = [
            HEAD.replace("{title}", " ".join(self._title.split())).rstrip("\n"),
            rf"\begin{{tikzpicture}}[x={BP}bp, y=-{BP}bp, {self._scaled()}line cap=rect, line join=bevel,",
            "  every node/.style={anchor=base, inner sep=0pt, outer sep=0pt},",
            *writer.head(),
            rf"  \clip (0,0) rectangle ({self._size.width()},{self._size.height()});",
        ]
        return "\n".join([*opening, *writer.body, r"\end{tikzpicture}", r"\end{document}", ""])

    def _scaled(self) -> str:
        return "" if self._zoom == 1.0 else f"scale={self._zoom:.5g}, transform shape, "
