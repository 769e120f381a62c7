"""A run, stepped, as a video that players and slide programs show: MP4 with H.264, by PyAV (the extra `video`)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from PySide6.QtGui import QImage

from rnrviz.figures.animation import HOLD, check_size
from rnrviz.network.problems import InputError

ENDING = ".mp4"
MOST = 16384  # pixels a side; H.264 has no more
RATE = 20  # pictures a second: some slide programs want them evenly spaced, so a still frame comes again and again
BT_709, LIMITED = 1, 1  # said in the file, or players guess which red is meant
QUALITY = {"crf": "16", "preset": "medium", "tune": "stillimage"}


def library() -> Any:
    """PyAV. Raises InputError where it is missing."""
    try:
        import av
    except ImportError:
        raise InputError(
            "This kind of file needs the library {library}, which is not installed here (extra {extra}).",
            library="av",
            extra="video",
        ) from None
    return av


def write(frame: Callable[[int], QImage], count: int, path: Path, seconds: float) -> None:
    """Write `count` frames of one size, each seen for so long, the last one longer. Raises InputError and OSError."""
    av = library()
    times = max(1, round(seconds * RATE))
    with av.open(path, "w", format="mp4", options={"movflags": "+faststart"}) as file:  # plays while it still loads
        stream = None
        for k in range(count):
            pixels = even(frame(k))
            if stream is None:
                check_size("MP4", MOST, pixels.shape[1], pixels.shape[0])
                stream = file.add_stream("libx264", rate=RATE, options=QUALITY)
                stream.height, stream.width = pixels.shape[:2]
                stream.pix_fmt = "yuv420p"  # what every player knows
                context = stream.codec_context
                context.colorspace = context.color_primaries = context.color_trc = BT_709
                context.color_range = LIMITED
            picture = av.VideoFrame.from_ndarray(pixels, "rgb24")
            for _ in range(times * (HOLD if k == count - 1 else 1)):
                file.mux(stream.encode(picture.reformat(format="yuv420p", dst_colorspace="ITU709")))
        if stream is not None:
            file.mux(stream.encode())


def even(image: QImage) -> np.ndarray:
    """The colours (height, width, 3) of a picture, with the last row or column twice where their number is odd."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    wide, high = plain.width(), plain.height()
    rows = np.frombuffer(plain.constBits(), np.uint8).reshape(high, plain.bytesPerLine())
    pixels = rows[:, : 3 * wide].reshape(high, wide, 3)
    return np.ascontiguousarray(np.pad(pixels, ((0, high % 2), (0, wide % 2), (0, 0)), "edge"))
