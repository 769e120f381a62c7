"""Pictures become files whole or not at all.

Qt's own writers tell neither that a disk is full nor why a folder cannot be written, so they write into memory.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage, QPagedPaintDevice, QPaintDevice, QPainter, QPdfWriter

from rnrviz.figures import pdf_text


def put(content: bytes, path: Path) -> None:
    """Write a file; an older one is replaced only when the new one is complete. Raises OSError."""
    draft = path.with_name(f".{path.name}.part")
    try:
        draft.write_bytes(content)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def png(image: QImage) -> bytes:
    """The picture as a PNG file has it."""
    memory = _memory()
    image.save(memory, "PNG")  # type: ignore[call-overload]
    return _content(memory)


def svg(prepare: Callable[..., None], draw: Callable[[QPainter], None]) -> bytes:
    """What is drawn as an SVG file has it; `prepare` is given the QSvgGenerator."""
    from PySide6.QtSvg import QSvgGenerator

    memory, generator = _memory(), QSvgGenerator()
    generator.setOutputDevice(memory)
    prepare(generator)
    _paint(generator, draw)
    return _content(memory)


def pdf(prepare: Callable[[QPdfWriter], None], draw: Callable[[QPainter], None]) -> bytes:
    """What is drawn as a PDF file has it, its text to be found and copied; `prepare` is given the QPdfWriter."""
    memory = _memory()
    writer = QPdfWriter(memory)
    prepare(writer)
    _paint(writer, draw)
    return pdf_text.mended(_content(memory))


def _paint(device: QPaintDevice | QPagedPaintDevice, draw: Callable[[QPainter], None]) -> None:
    painter = QPainter(device)
    draw(painter)
    painter.end()


def _memory() -> QBuffer:
    made = QBuffer()
    made.open(QIODevice.OpenModeFlag.WriteOnly)
    return made


def _content(memory: QBuffer) -> bytes:
    return bytes(memory.data().data())
