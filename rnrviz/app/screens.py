"""Which screen the projector mode fills, and on which the lecturer's controls are: chosen once, remembered by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QActionGroup, QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu

from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.app.projector import Projector
    from rnrviz.app.settings import Settings

KEY = "projector/screen"  # of the settings: the name of a screen, "" for that which the window is not on


def wall(screens: Sequence[QScreen], own: QScreen, wanted: str) -> QScreen:
    """The screen to fill: the wanted one while it is there, else another than the window's own, else that."""
    named = [screen for screen in screens if wanted and screen.name() == wanted]
    return next(iter(named), next((screen for screen in screens if screen is not own), own))


def desk(screens: Sequence[QScreen], filled: QScreen, own: QScreen) -> QScreen | None:
    """The screen for the controls: the window's own, else another; None where the filled one is the only one."""
    others = [screen for screen in screens if screen is not filled]
    return own if own in others else next(iter(others), None)


def after(screens: Sequence[QScreen], now: QScreen) -> QScreen:
    """The next one in the system's order, round and round."""
    return screens[(list(screens).index(now) + 1) % len(screens)]


def title(number: int, screen: QScreen) -> str:
    """What a screen is called in the menu: its place, its name, its size in pixels."""
    size, name = screen.size() * screen.devicePixelRatio(), screen.name() or tr("Screen")
    return f"{number}: {name}, {size.width()} × {size.height()}"


def fill(menu: QMenu, projector: Projector) -> None:
    """One line for every screen that is there now, and one for whichever the window is not on."""
    _clear(menu)
    there, wanted = QGuiApplication.screens(), remembered(projector.settings)
    lines = [(screen.name(), title(number, screen)) for number, screen in enumerate(there, 1)]
    if len(there) > 1:
        lines.insert(0, ("", tr("The one that the window is not on")))
        wanted = wanted if wanted in dict(lines) else ""  # what is done while the remembered one is not there
    else:
        wanted = lines[0][0]
    group, before = QActionGroup(menu), menu.actions()[0]
    for name, text in lines:
        action = group.addAction(text.replace("&", "&&"))
        action.setData(name)
        action.setCheckable(True)
        action.setChecked(name == wanted)
        action.setEnabled(len(there) > 1)
        action.triggered.connect(partial(_choose, projector, name))
        menu.insertAction(before, action)


def _clear(menu: QMenu) -> None:
    """Without the lines of the last time."""
    for group in menu.findChildren(QActionGroup):
        for action in group.actions():
            menu.removeAction(action)
        group.deleteLater()


def remembered(settings: Settings) -> str:
    """The name of the chosen screen, "" for any other than the window's."""
    return settings.text(KEY)


def _choose(projector: Projector, name: str, _checked: bool = True) -> None:
    projector.choose_screen(name)
