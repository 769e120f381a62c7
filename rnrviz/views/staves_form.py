"""The switch of the staves: curves, a raster, or as fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from rnrviz.figures.lanes import AUTOMATIC, FORMS, LINES, RASTER
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.own_keys import OwnKeys

LEFT, HIGH = 8.0, 21.0  # in the margin over the first lane


def form_title(form: str) -> str:
    """What a form is called in a menu."""
    return {
        AUTOMATIC: tr("Curves; a raster above six units"),
        LINES: tr("Always curves"),
        RASTER: tr("Always a raster (unit × time)"),
    }[form]


def form_word(form: str) -> str:
    """What a form is called on the switch."""
    return {AUTOMATIC: tr("Auto"), LINES: tr("Curves"), RASTER: tr("Raster")}[form]


@final
class FormButton(QToolButton):
    """Says the form of now, and offers the others in a menu. It stands in the margin over the first lane."""

    def __init__(self, on_choice: Callable[[str], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._on_choice, self._form = on_choice, AUTOMATIC
        self.setObjectName("switch")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        OwnKeys(self, (Qt.Key.Key_Space,))
        self.forms = QMenu(self)
        self.forms.aboutToShow.connect(self._fill)
        self.clicked.connect(self.open)

    def show_form(self, form: str, style: Style) -> None:
        """The form of now, in the language of now."""
        self._form = form
        self.setFont(style.font(0.85))
        self.setText(f"{form_word(form)} ▾")
        self.setAccessibleName(f"{tr('Staves')}: {form_title(form)}")
        self.setToolTip(tr("{form} (R: another form)").format(form=form_title(form)))
        self.setFixedHeight(round(style.px(HIGH)))
        self.adjustSize()
        self.move(round(style.px(LEFT)), 0)

    def open(self) -> None:
        """Offer the forms."""
        self.forms.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Down open the menu, as the space bar does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down):
            self.open()
        else:
            super().keyPressEvent(event)

    def _fill(self) -> None:
        self.forms.clear()
        for form in FORMS:
            action = self.forms.addAction(form_title(form), partial(self._on_choice, form))
            action.setCheckable(True)
            action.setChecked(form == self._form)
