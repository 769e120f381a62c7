"""The tracks of the score by key and by menu: their order, their heights, and the form of the staves."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtWidgets import QComboBox

from rnrviz.app.one_chooser import OneChooser
from rnrviz.figures.lanes import AUTOMATIC, FORMS

if TYPE_CHECKING:
    from rnrviz.app.window import Window

KEY = "staves"  # of the settings
STEP = 40.0  # pixels at text size 1


@final
class Tracks:
    """Acts on the track that has the focus; the form of the staves is remembered."""

    def __init__(self, window: Window) -> None:
        self._window, self._chooser = window, OneChooser(window)
        self.apply()

    @property
    def active(self) -> str:
        """The name of the track with the focus, "" for none; one that was hidden may still have it."""
        focus, score = self._window.focusWidget(), self._window.score
        held = (name for name in score.shown if focus is not None and score.panes[name].isAncestorOf(focus))
        return next(held, "")

    def move(self, by: int) -> None:
        """Up (-1) or down (1). In a list of choices the key opens it, as everywhere."""
        focus = self._window.focusWidget()
        if isinstance(focus, QComboBox):
            focus.showPopup()
        elif self.active:
            self._window.score.shift(self.active, by)

    def grow(self, by: int) -> None:
        """A step taller (1) or lower (-1)."""
        if self.active:
            self._window.score.grow(self.active, round(by * self._window.look.style.px(STEP)))

    @property
    def form(self) -> str:
        """One of FORMS."""
        known = self._window.settings.text(KEY, AUTOMATIC)
        return known if known in FORMS else AUTOMATIC

    def choose(self, form: str) -> None:
        """Draw all staves in this form, now and the next time."""
        self._window.settings.set_text(KEY, form)
        self.apply()

    def next(self) -> None:
        """The form after this one."""
        self.choose(FORMS[(FORMS.index(self.form) + 1) % len(FORMS)])

    def apply(self) -> None:
        """Tell the views, those of a second network too, and the menu."""
        self._chooser.watch()
        for view in self._window.views.values():
            if hasattr(view, "set_form"):
                view.set_form(self.form)
            if hasattr(view, "on_form"):
                view.on_form = self.choose
        for form in FORMS:
            self._window.commands[f"form_{form}"].setChecked(form == self.form)
