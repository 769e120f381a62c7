"""What a lecturer needs: lessons, and the stage that they are held on."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMenu, QMenuBar

from rnrviz.app import announcing, lessons, screens
from rnrviz.app.lessons import Lessons
from rnrviz.app.projector import Projector
from rnrviz.app.stage import Stage
from rnrviz.app.stage_dialog import dialog

if TYPE_CHECKING:
    from rnrviz.app.actions import Slots
    from rnrviz.app.window import Window


@final
class Teaching(QObject):
    """What is said and shown to a class. Made when the window has its views; its menus and commands find it there."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self.lessons = Lessons(window)
        self.stage = Stage(window)
        self.announcer = announcing.Announcer(window)
        self.projector = Projector(window, self.stage)


def slots(window: Window) -> Slots:
    """One function for each of their commands."""
    return {
        "lesson_next": partial(lessons.page, window, 1),
        "lesson_back": partial(lessons.page, window, -1),
        "lesson_show": partial(lessons.show, window),
        "lesson_open": lambda: made.lessons.ask_open() if (made := of(window)) else None,
        "stage": lambda: dialog(window, made.stage).open() if (made := of(window)) else None,
        "stage_end": lambda: made.stage.show_only(()) if (made := of(window)) else None,
        "projector": lambda: made.projector.toggle() if (made := of(window)) else None,
        "next_screen": lambda: made.projector.next_screen() if (made := of(window)) else None,
        "spotlight": lambda: made.projector.toggle_spotlight() if (made := of(window)) else None,
        "ring": lambda: made.projector.ring.toggle() if (made := of(window)) else None,
        "lesson_end": lambda: made.lessons.end() if (made := of(window)) else None,
    }


def of(window: Window) -> Teaching | None:
    """The one of a window, None before it has begun."""
    return window.findChild(Teaching)


def fill(bar: QMenuBar, menu: QMenu) -> None:
    """The lessons, in the menu of a window's bar."""
    made = bar.window().findChild(Teaching)
    if made is not None:
        made.lessons.fill(menu)


def fill_screens(bar: QMenuBar, menu: QMenu) -> None:
    """The screens that a projector may fill."""
    made = bar.window().findChild(Teaching)
    if made is not None:
        screens.fill(menu, made.projector)
