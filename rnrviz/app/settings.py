"""What the window remembers between two runs."""

from __future__ import annotations

from pathlib import Path
from typing import final

from PySide6.QtCore import QByteArray, QSettings

SMALLEST, LARGEST = 0.8, 2.6


@final
class Settings:
    """A file of its own, kept as text; `path` is for tests, None for the user's own place."""

    def __init__(self, path: Path | None = None) -> None:
        kind = QSettings.Format.IniFormat
        if path is None:
            self._store = QSettings(kind, QSettings.Scope.UserScope, "rnrviz", "rnrviz")
        else:
            self._store = QSettings(str(path), kind)
        self.path = Path(self._store.fileName())

    def text(self, key: str, default: str = "") -> str:
        """The remembered word."""
        return str(self._store.value(key, default))

    def set_text(self, key: str, value: str) -> None:
        """Remember a word."""
        self._store.setValue(key, value)

    def bytes(self, key: str) -> QByteArray:
        """The remembered bytes, empty when there are none."""
        value = self._store.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_bytes(self, key: str, value: QByteArray) -> None:
        """Remember bytes, such as the window's geometry."""
        self._store.setValue(key, value)

    @property
    def scale(self) -> float:
        """Text size factor."""
        try:
            return min(LARGEST, max(SMALLEST, float(self.text("scale", "1"))))
        except ValueError:
            return 1.0

    def flush(self) -> None:
        """Write now."""
        self._store.sync()
