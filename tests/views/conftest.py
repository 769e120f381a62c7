"""Views outlive their test: Python must not collect a widget while Qt still paints it for the last time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def _kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """pytest-qt holds its widgets weakly and paints once more after the test; hold them until then."""
    kept: list[QWidget] = []
    add = QtBot.addWidget

    def keep(self: QtBot, widget: QWidget, **options: Any) -> None:
        kept.append(widget)
        add(self, widget, **options)

    monkeypatch.setattr(QtBot, "addWidget", keep)
    yield
    kept.clear()
