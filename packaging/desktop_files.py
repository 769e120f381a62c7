"""Make RNRviz known to a Linux desktop: `python packaging/desktop_files.py [PREFIX]`, ~/.local if none is given.

PREFIX/share gets the entry of the menus, what software centres show, the type of session files, and the icon as SVG
and as PNG in every usual size, drawn from the SVG.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

HERE = Path(__file__).resolve().parent
ICON = HERE.parent / "resources" / "icons" / "rnrviz.svg"
SIZES = (16, 22, 24, 32, 48, 64, 128, 256, 512)
HOMES = {
    "rnrviz.desktop": "applications",
    "rnrviz.metainfo.xml": "metainfo",
    "rnrviz-mime.xml": "mime/packages",
}


def main() -> int:
    """Write everything and have the desktop look at it."""
    prefix = Path(sys.argv[1]) if sys.argv[1:] else Path.home() / ".local"
    application = QGuiApplication.instance() or QGuiApplication([])
    written = write(prefix / "share")
    refresh(prefix / "share")
    print(f"{len(written)} files in {prefix / 'share'}")
    del application
    return 0


def write(share: Path) -> list[Path]:
    """All files, each in its place below share."""
    written = []
    for name, home in HOMES.items():
        written.append(_place(share / home / name))
        written[-1].write_text(fitted((HERE / "desktop" / name).read_text("utf-8")), "utf-8")
    icons = share / "icons" / "hicolor"
    written.append(_place(icons / "scalable" / "apps" / "rnrviz.svg"))
    shutil.copyfile(ICON, written[-1])
    for size in SIZES:
        written.append(_place(icons / f"{size}x{size}" / "apps" / "rnrviz.png"))
        if not drawn(size).save(str(written[-1])):
            raise SystemExit(f"{written[-1]} could not be written.")
    return written


def fitted(text: str) -> str:
    """The entry with the place of the program, where that is not one in which the desktop looks for programs."""
    program = Path(sys.executable).parent / "rnrviz"
    if shutil.which("rnrviz") or not program.exists():
        return text
    place = str(program).replace("\\", "\\\\")  # as any text of an entry; a command is quoted besides
    quoted = re.sub(r'(["`$\\])', r"\\\1", str(program)).replace("\\", "\\\\").replace("%", "%%")
    return text.replace("TryExec=rnrviz\n", f"TryExec={place}\n").replace("\nExec=rnrviz ", f'\nExec="{quoted}" ')


def drawn(size: int) -> QImage:
    """The icon as a picture of this many pixels a side, clear where nothing is drawn."""
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(ICON)).render(painter)
    painter.end()
    return image


def refresh(share: Path) -> None:
    """Tell the desktop, where its tools are installed; without them it looks by itself, only later."""
    for tool, folder in (("update-desktop-database", "applications"), ("update-mime-database", "mime")):
        if shutil.which(tool):
            subprocess.call([tool, share / folder])


def _place(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


if __name__ == "__main__":
    sys.exit(main())
