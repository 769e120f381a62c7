"""The switch of the staves: curves, a raster, or as fits."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton

from rnrviz.figures.lanes import AUTOMATIC, FORMS, LINES, RASTER
from rnrviz.figures.style import Style
from rnrviz.language import tr


def form_title(form: str) -> str:
    """What a form is called in a menu."""
    return {
        AUTOMATIC: tr("Curves; a raster above six units"),
        LINES: tr("Always curves"),
        RASTER: tr("Always a raster (unit × time)"),
    }[form]


def form_word(form: str) -> str:
    """What a form is called on the switch."""
    return {AUTOMATIC: tr("Automatic"), LINES: tr("Curves"), RASTER: tr("Raster")}[form]


@final
class FormButton(QToolButton):
    """Says the form of now, and offers the others in a menu."""

    def __init__(self, on_choice: Callable[[str], None]) -> None:
        super().__init__()
        self._on_choice, self._form = on_choice, AUTOMATIC
        self.setObjectName("corner")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def show_form(self, form: str, style: Style) -> None:
        """The form of now, in the language of now."""
        self._form = form
        self.setFont(style.font(0.85))
        self.setText(form_word(form))
        self.setAccessibleName(f"{tr('Staves')}: {form_title(form)}")
        self.setToolTip(tr("{form} (R: another form)").format(form=form_title(form)))
        self.adjustSize()

    def _fill(self) -> None:
        self._menu.clear()
        for form in FORMS:
            action = self._menu.addAction(form_title(form), partial(self._on_choice, form))
            action.setCheckable(True)
            action.setChecked(form == self._form)
