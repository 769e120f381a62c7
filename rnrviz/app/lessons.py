"""Lessons in the window: their menu, the scene around a page, the frame around what it points at."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QMenu

from rnrviz.app import models, pointing, twin
from rnrviz.app.perspectives import PERSPECTIVES, Groups, perspective
from rnrviz.app.pointing import Frame, target
from rnrviz.document import lesson_scene, lessons
from rnrviz.document.lesson_reader import read
from rnrviz.language import language, tr
from rnrviz.network.problems import InputError
from rnrviz.views import asking

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.lessons import Lesson, Page
    from rnrviz.document.session import Changes
    from rnrviz.views.lesson import LessonView

DOCK = "lesson"
HIGH, MOST, WIDE = 345.0, 0.58, 515.0  # the lesson's height, its greatest share; the docks' width; at text size 1
AROUND = 110  # pixels that the window is higher than the docks
ROOMY, LOWEST = 900, 200  # heights of the window, in pixels at text size 1
EACH = 300  # the height that a group of docks needs beside a lesson, at the usual text size


@final
class Lessons(QObject):
    """Follows the session of a window; `begin` when the window has its views."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._compared = ""
        self.frame = Frame(window, window.look.style)
        view = self.view
        view.on_page = self._turn
        view.on_open = self.open
        view.perspective = lambda: window.arrangement.perspective.name
        if window.hub is not None:
            window.hub.listen(self._follow)
        for name in ("arrange", *(f"perspective_{each.name}" for each in PERSPECTIVES)):
            window.commands[name].triggered.connect(self._perspective_chosen)
        window.inspector.docks[DOCK].installEventFilter(self)

    @property
    def view(self) -> LessonView:
        """Where the pages are."""
        found: LessonView = self._window.views[DOCK]
        return found

    def open(self, path: Path, number: int = 0) -> bool:
        """Begin the lesson of a file; if that cannot be, say why. Whether it could be."""
        lesson = self._read(path)
        if lesson is not None:
            self._window.report("")
            self.view.open(lesson, number)
            self.view.canvas().setFocus()
        return lesson is not None

    def ask_open(self) -> None:
        """Ask for a lesson's file."""
        chosen = asking.ask_open(self._window, tr("Open lesson file…"), ((tr("Lessons"), lessons.SUFFIX),))
        if chosen:
            self.open(chosen)

    def end(self) -> None:
        """Leave the lesson; what it showed stays, the views go back to their places."""
        if self.view.lesson is not None:
            self.view.leave()
            self._window.inspector.docks[DOCK].hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Its dock is closed by the user: that is to leave."""
        if event.type() == QEvent.Type.Close and self.view.lesson is not None:
            QTimer.singleShot(0, self, self.end)
        return False

    def fill(self, menu: QMenu, section: str = "") -> None:
        """The lessons by the sections of the chapter."""
        menu.clear()
        for each in lessons.shipped(language()):
            if each.section != section:
                section = each.section
                menu.addSeparator()
                menu.addAction(section).setEnabled(False)
            menu.addAction(each.title, partial(self.open, each.path))
        menu.addSeparator()
        menu.addActions(self._window.commands.of_menu("lesson"))
        menu.addSeparator()
        menu.addActions(self._window.commands.of_menu("lesson_file"))

    def _read(self, path: Path) -> Lesson | None:
        try:
            return read(path)
        except InputError as error:
            self._window.report(str(error))
            return None

    def _follow(self, changes: Changes) -> None:
        """A view that is behind a tab hears nothing; what was awaited may have happened."""
        view = self.view
        if "style" in changes:
            self.frame.set_style(self._window.look.style)
            if view.page is not None:
                self._settle(view.page)
        if "language" in changes and view.lesson is not None:
            other = lessons.in_language(view.lesson.path, language())
            lesson = self._read(other) if other != view.lesson.path else None
            if lesson is not None:
                view.open(lesson, view.number, stay=True)
        if view.lesson is not None:
            view.refresh(changes)

    def _perspective_chosen(self) -> None:
        """It is changed by then; the lesson's page stays beside it."""
        view = self.view
        if view.lesson is not None and view.page is not None:
            QTimer.singleShot(0, self, self._after_choice)

    def _after_choice(self) -> None:
        view = self.view
        if view.page is not None:
            self._settle(view.page)
            view.refresh(frozenset({"perspective"}))

    def _turn(self, page: Page | None, shown: bool) -> None:
        """The window around a page; where it is `shown` done, with the perspective that it awaits."""
        window = self._window
        if page is None or self.view.lesson is None:
            self._give_back()
            return
        if not window.arrangement.borrowed:
            window.arrangement.remember(window.look.style.scale)
            window.arrangement.borrowed = True
        size = window.size()
        self._file(self.view.lesson, self.view.number)
        self._compare(self.view.lesson, self.view.number)
        chosen = page.awaits.get("perspective") if shown else None
        self._show_perspective(chosen or page.scene.perspective or window.arrangement.perspective.name)
        window.score.show_panes(page.scene.tracks or window.arrangement.perspective.panes)
        window.score.share_out()
        self._settle(page)
        if window.session is not None:
            window.axis.set_length(window.session.length)
        window.axis.fit()
        if window.size() != size and window.windowState() == Qt.WindowState.WindowNoState:
            window.resize(size)  # while the views were on the way the window may have grown

    def _settle(self, page: Page) -> None:
        """The docks in their places, and the frame in its."""
        self._arrange(self._window.arrangement.perspective.docks, in_front(page))
        self.frame.point_at(target(self._window, page.points))

    def _show_perspective(self, name: str) -> None:
        self._window.arrangement.perspective = perspective(name)
        self._window.show_perspective()

    def _give_back(self) -> None:
        """The lesson is over: the user's own places again."""
        window = self._window
        self.frame.point_at(None)
        if self._compared and window.twin is not None:
            twin.end(window)
        self._compared = ""
        if window.arrangement.borrowed:
            window.arrangement.borrowed = False
            window.arrangement.change(window.arrangement.perspective.name, window.look.style.scale)
            window.inspector.docks[DOCK].show()  # with the list of lessons
            window.inspector.docks[DOCK].raise_()

    def _arrange(self, groups: Groups, front: tuple[str, ...]) -> None:
        """The lesson above, below it as many groups of the perspective's docks as there is height for."""
        window = self._window
        high = int(window.height() / window.look.style.scale)
        each = max(EACH, window.arrangement.perspective.each) if high > ROOMY else EACH
        each = min(each, max(high // 2, LOWEST))
        most = max(1, high // each - 1)
        below = [list(group) for group in groups[:most]]
        known = {DOCK, *(name for group in below for name in group)}
        below[0] += [name for name in front if name not in known and name in window.inspector.docks]
        keys = window.focusWidget()
        style = window.look.style
        share = min(MOST, style.px(HIGH) / max(1, window.height() - AROUND))
        window.inspector.arrange(((DOCK,), *map(tuple, below)), each, share, style.px(WIDE))
        for name in front:
            if name in window.inspector.docks and name != DOCK:
                window.inspector.docks[name].raise_()
        if high < 2 * each:  # there is height for one group only
            window.inspector.docks[DOCK].raise_()
        if keys is not None and keys.isVisible():
            keys.setFocus()

    def _compare(self, lesson: Lesson, number: int) -> None:
        """A second network, where the scene has one; one that the user chose is left alone."""
        window, wanted = self._window, lesson.pages[number].scene.compare
        beside = lesson_scene.beside(lesson, number)
        if beside is not None and (self._compared != wanted or window.twin is None):
            twin.compare(window, beside[0], models.title(beside[1]))
        elif beside is None and self._compared and window.twin is not None:
            twin.end(window)
        self._compared = wanted

    def _file(self, lesson: Lesson, number: int) -> None:
        """A scene's network is in a file: that of the lesson."""
        made = lesson_scene.document(lesson, number)
        self._window.filed.mark(made.network, f"{lesson.path} {number}")


def in_front(page: Page) -> tuple[str, ...]:
    """The docks to be seen, the one that is pointed at above all."""
    points = pointing.OF_VIEW.get(page.points, (page.points, ""))[0]
    return (*page.scene.docks, points)


def page(window: Window, by: int) -> None:
    """On or back in the lesson; where there is none, the list of lessons."""
    from rnrviz.app.deeds import go_to_view

    view = window.views.get(DOCK)
    if view is None or view.lesson is None:
        go_to_view(window, DOCK)
    else:
        view.next() if by > 0 else view.back()


def show(window: Window) -> None:
    """Do what the page asks for."""
    if DOCK in window.views:
        window.views[DOCK].show_me()
