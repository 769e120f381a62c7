"""Diverging colour maps for signed values: Kovesi's CET-D1A on light paper, CET-D4 on dark (CC BY 4.0).

Both are safe for colour-blind eyes. Kept as anchors, blue through neutral to red; straight between them. The middle
is bent to a grey close to the background's, and on dark paper the blue end is dimmed: it outshone the red one.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

LIGHT = """
172971 1A3189 1C3AA1 1F44B9 284ECF 3B59DD 5164E6 6571ED 777DF3 888AF9 9997FC
A9A5FC B9B4FA C7C2F8 D5D1F5 E2DEF1 EEE2E6 F5DAD6 FACABF FCB7A9 FCA592 FB917D
F87E68 F16C56 E85B46 DE4936 D43527 C81E19 B8060F A4000B 8F0309 7A0506 660702
"""
DARK = """
1881FA 227AEA 2873DB 2C6CCB 2F65BC 305EAD 31589F 315190 314B82 304474 2E3E66
2C3859 29324C 272C3F 232633 212128 221F20 28201E 332320 3F2622 4B2A24 572E27
633129 6F342C 7C382E 883B30 953E33 A24135 AF4437 BD473A CA4A3C D84D3F E64F41
"""
SIZE = 513
MIDDLE = {False: (236, 235, 232), True: (33, 34, 37)}
DEEPEST = (20, 102, 216)
REACH = 6  # anchors on either side of the middle that bend with it
PALE, DEEP = 7.0 * 0.05 - 0.05, 1.05 / 7.0 - 0.05  # luminances on which black, or white, stands out 7:1
MARK = 3.0
TRIM = 3  # anchors left out at either end of the light map: nearly black, they drown the symbols on them


def diverging(dark: bool) -> NDArray[np.uint8]:
    """The map as SIZE rows of RGBA; the middle row is zero."""
    words = DARK.split() if dark else LIGHT.split()[TRIM:-TRIM]
    anchors = np.array([[int(c[i : i + 2], 16) for i in (0, 2, 4)] for c in words])
    anchors = _bent(anchors, dark)
    where = np.linspace(0, len(anchors) - 1, SIZE)
    table = np.full((SIZE, 4), 255, dtype=np.uint8)
    for channel in range(3):
        table[:, channel] = np.round(np.interp(where, np.arange(len(anchors)), anchors[:, channel]))
    return table


def _bent(anchors: NDArray[Any], dark: bool) -> NDArray[Any]:
    """The anchors with the middle in its own grey and, on dark paper, a deeper blue end; both fade out smoothly."""
    middle = len(anchors) // 2
    away = np.abs(np.arange(len(anchors)) - middle)
    near = np.where(away < REACH, 0.5 + 0.5 * np.cos(np.pi * away / REACH), 0.0)
    bent = anchors + near[:, None] * (np.array(MIDDLE[dark]) - anchors[middle])
    if dark:
        blue = np.clip((middle - np.arange(len(anchors))) / middle, 0.0, 1.0)
        bent = bent + blue[:, None] * (np.array(DEEPEST) - anchors[0])
    return np.asarray(np.clip(bent, 0, 255))


def legible(colours: NDArray[Any], paper: tuple[int, int, int]) -> NDArray[np.uint8]:
    """RGB (n, 3), each as it is or as little lighter or darker as lets black or white words stand out 7:1 on it.

    What stands out 3:1 from the paper goes on doing so.
    """
    parts, each = np.arange(0.0, 1.0, 0.01)[:, None, None], np.arange(len(colours))
    lighter, darker = colours + parts * (255.0 - colours), colours * (1.0 - parts)
    up, down = (luminance(np.round(lighter)) >= PALE).argmax(0), (luminance(np.round(darker)) <= DEEP).argmax(0)
    pale, deep = lighter[up, each], darker[down, each]
    ground = float(luminance(np.array(paper, np.float64))) + 0.05
    mark = (MARK * ground if ground < 0.5 else ground / MARK) - 0.05  # the luminance that stands out from the paper
    first = (up == 0) | ((down > 0) & (luminance(np.asarray(colours, np.float64)) >= mark))
    return np.asarray(np.round(np.where(first[:, None], pale, deep)), np.uint8)


def luminance(colours: NDArray[Any]) -> NDArray[np.float64]:
    """Relative luminance as WCAG defines it, of RGB (..., 3)."""
    parts = colours / 255.0
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def paint(values: NDArray[np.float64], limit: float, table: NDArray[np.uint8], marked: Any) -> NDArray[np.uint8]:
    """RGBA of each value between -limit and limit; what is not finite gets the colour `marked`."""
    finite = np.isfinite(values)
    limit = limit if np.isfinite(limit) and limit > 0 else 1.0
    scaled = np.clip(np.where(finite, values, 0.0) / limit, -1.0, 1.0)
    colours = table[np.rint((scaled + 1.0) * (SIZE // 2)).astype(np.intp)]
    colours[~finite] = marked
    return colours


def place(value: float, limit: float) -> int:
    """The row of the map for one finite value between -limit and limit."""
    limit = limit if math.isfinite(limit) and limit > 0 else 1.0
    return round((max(-1.0, min(1.0, value / limit)) + 1.0) * (SIZE // 2))
