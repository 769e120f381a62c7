"""Boxes for numbers that look like every other number on the screen: with a point in every language."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QAbstractSpinBox, QDoubleSpinBox, QLineEdit

from rnrviz.figures.style import Style

INDENT = 7.0


@final
class NumberBox(QDoubleSpinBox):
    """A number between `least` and `most`, with a point; a comma may be typed as well."""

    def __init__(self, least: float, most: float) -> None:
        super().__init__()
        self.setLocale(QLocale.c())
        self.setDecimals(6)
        self.setRange(least, most)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)

    def validate(self, text: str, place: int) -> tuple[QValidator.State, str, int]:
        """A comma becomes a point while it is typed."""
        return super().validate(text.replace(",", "."), place)


def indent(box: QAbstractSpinBox, style: Style) -> None:
    """Keep the digits off the frame: within a spin box the style sheet's padding counts for nothing."""
    editor = box.findChild(QLineEdit)
    if isinstance(editor, QLineEdit):
        editor.setTextMargins(round(style.px(INDENT)), 0, 0, 0)
