"""A chooser of which a name that is too long for it ends in three dots, not in half a letter."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter


class CutBox(QComboBox):
    """As any other; `cut` says where the dots stand."""

    cut = Qt.TextElideMode.ElideRight

    def paintEvent(self, event: QPaintEvent) -> None:
        """The frame, and as much of the name as there is room for."""
        option, painter = QStyleOptionComboBox(), QStylePainter(self)
        self.initStyleOption(option)
        complex_, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(complex_, option, part, self).width() - 4
        option.currentText = self.fontMetrics().elidedText(self.currentText(), self.cut, room)
        painter.drawComplexControl(complex_, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        painter.end()
