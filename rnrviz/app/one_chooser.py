"""The truth is chosen in one place: over time, the chooser gives way to the one of the bars where both are seen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, final

from rnrviz.views.sight import is_seen

if TYPE_CHECKING:
    from rnrviz.app.window import Window

BARS, TIME = "prediction", "outlook"


@final
class OneChooser:
    """Looks after the two views of each network; `watch` again when there are new ones."""

    def __init__(self, window: Window) -> None:
        self._window = window

    def watch(self) -> None:
        """Listen to the docks of the bars, and set right what is seen now."""
        for name, dock in self._window.inspector.docks.items():
            if name.startswith(BARS):
                if not dock.property(TIME):
                    dock.setProperty(TIME, True)
                    dock.visibilityChanged.connect(partial(self._set, name))
                self._set(name, is_seen(dock))

    def _set(self, name: str, seen: bool) -> None:
        view = self._window.views.get(name.replace(BARS, TIME))
        if view is not None:
            view.offer_choice(not seen)
