"""A run, stepped, as an animation that browsers and slides play: GIF with one palette for all frames, or APNG."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QImage

from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

ENDINGS = (".gif", ".apng")
COLOURS, SAMPLES = 256, 5
MOST = 2**16 - 1  # pixels a side of a GIF
ENOUGH = 2**19  # pixels from which a palette is made
HOLD = 3  # the last frame stays so many times as long


def write(frame: Callable[[int], QImage], count: int, path: Path, seconds: float) -> None:
    """Write `count` frames of one size, each seen for so long; `frame` paints one, perhaps more than once.

    The suffix, one of ENDINGS, says how. Raises InputError and OSError.
    """
    durations = [round(1000 * seconds)] * (count - 1) + [round(1000 * seconds * HOLD)]
    kind = {".gif": "GIF", ".apng": "PNG"}[path.suffix.lower()]
    draw = _one_palette(frame, count) if kind == "GIF" else lambda k: _pillow(frame(k))
    others = _Frames(draw, range(1, count))
    draw(0).save(path, kind, save_all=True, append_images=others, duration=durations, loop=0, disposal=_disposal(kind))


@dataclass(frozen=True)
class _Frames:
    """Painted each time that somebody goes through them: all at once might be too large."""

    draw: Callable[[int], Image]
    which: range

    def __iter__(self) -> Iterator[Image]:
        return map(self.draw, self.which)


def _disposal(kind: str) -> int:
    return 1 if kind == "GIF" else 0  # leave the frame; the next one covers it


def _one_palette(frame: Callable[[int], QImage], count: int) -> Callable[[int], Image]:
    """Every frame in the same 256 colours, so that nothing flickers: those of some frames, side by side."""
    from PIL import Image

    chosen = sorted({round(k * (count - 1) / (SAMPLES - 1)) for k in range(SAMPLES)})
    counts = np.zeros(2**24, np.int64)
    for k in chosen:
        image = _pillow(frame(k))
        check_size("GIF", MOST, *image.size)
        counts += _counted(image)
    colours = Image.fromarray(_few(counts)[np.newaxis])
    palette = colours.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=ENOUGH // 1000, dither=Image.Dither.NONE)
    return lambda k: _pillow(frame(k)).quantize(palette=palette, dither=Image.Dither.NONE)


def check_size(ending: str, most: int, wide: int, high: int) -> None:
    """Raises InputError for a picture that a file of this kind cannot hold."""
    if max(wide, high) > most:
        raise InputError(
            "{ending} files have at most {most} pixels a side; this one would have {wide}×{high}. Fewer instants or a "
            "smaller --scale help.",
            ending=ending,
            most=most,
            wide=wide,
            high=high,
        )


def _counted(image: Image) -> np.ndarray:
    """How often each colour 0xRRGGBB is in a picture, (2^24,)."""
    red, green, blue = (band.astype(np.int32) for band in np.moveaxis(np.asarray(image), -1, 0))
    return np.bincount((red << 16 | green << 8 | blue).ravel(), minlength=2**24)


def _few(counts: np.ndarray) -> np.ndarray:
    """Every colour (n, 3), the frequent ones again and again: Pillow, given all the pixels of large pictures, looks for
    their palette for many minutes and cannot be interrupted."""
    found = np.flatnonzero(counts)
    often = np.repeat(found, np.ceil(counts[found] * (ENOUGH / counts.sum())).astype(np.int64))
    return np.stack((often >> 16, often >> 8 & 255, often & 255), -1).astype(np.uint8)


def _pillow(image: QImage) -> Image:
    from PIL import Image

    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    size = plain.width(), plain.height()
    return Image.frombuffer("RGB", size, bytes(plain.constBits()), "raw", "RGB", plain.bytesPerLine(), 1)
