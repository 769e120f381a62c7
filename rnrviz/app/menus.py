"""The menu bar, made afresh when the language or the views change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QDockWidget, QMenu, QMenuBar

from rnrviz.app import mnemonics, teaching
from rnrviz.app.actions import Actions
from rnrviz.app.score import Score
from rnrviz.language import available, language, tr
from rnrviz.views import saving

if TYPE_CHECKING:
    from rnrviz.app.twin import Twin


def titled(views: dict[str, Any], twin: Twin | None) -> list[tuple[str, Any]]:
    """The views with their names, a second network's apart from the first's."""
    second = dict.fromkeys(twin.views, f" · {twin.title}") if twin is not None else {}
    return [(view.title() + second.get(name, ""), view) for name, view in views.items()]


def fill(
    bar: QMenuBar,
    actions: Actions,
    views: Iterable[tuple[str, Any]],
    docks: Iterable[QDockWidget],
    report: saving.Report,
    on_language: Callable[[str], None],
    score: Score,
    fill_recent: Callable[[QMenu], None],
) -> None:
    """All the menus."""
    for old in bar.findChildren(QMenu):
        old.deleteLater()
    bar.clear()
    _file(bar.addMenu(tr("File")), actions, views, report, fill_recent)
    edit = bar.addMenu(tr("Edit"))
    edit.addActions(actions.of_menu("edit"))
    edit.addSeparator()
    edit.addActions(actions.of_menu("brush"))
    _view(bar, bar.addMenu(tr("View")), actions, docks, score)
    step = bar.addMenu(tr("Step"))
    step.addActions(actions.of_menu("step"))
    step.addSeparator()
    step.addActions(actions.of_menu("back"))
    step.addSeparator()
    step.addActions(actions.of_menu("error"))
    _languages(bar.addMenu(tr("Language")), on_language)
    help_ = bar.addMenu(tr("Help"))
    lessons = help_.addMenu(tr("Lessons"))
    lessons.aboutToShow.connect(lambda: teaching.fill(bar, lessons))
    help_.addActions(actions.of_menu("help"))
    mnemonics.install(bar)


def _file(
    menu: QMenu,
    actions: Actions,
    views: Iterable[tuple[str, Any]],
    report: saving.Report,
    fill_recent: Callable[[QMenu], None],
) -> None:
    menu.addAction(actions["open"])
    recent = menu.addMenu(tr("Open recent"))
    recent.setToolTipsVisible(True)
    recent.aboutToShow.connect(lambda: fill_recent(recent))
    menu.addActions([actions["new"], actions["own"]])
    menu.addSeparator()
    menu.addActions([actions["save_session"], actions["save_session_as"], actions["save"]])
    menu.addSeparator()
    menu.addActions(actions.of_menu("compare"))
    menu.addSeparator()
    save_view = menu.addMenu(tr("Save view as"))
    for title, view in views:
        saving.add_formats(save_view.addMenu(title), view, report)
    menu.addActions(actions.of_menu("picture"))
    menu.addSeparator()
    menu.addAction(actions["quit"])


def _view(bar: QMenuBar, menu: QMenu, actions: Actions, docks: Iterable[QDockWidget], score: Score) -> None:
    menu.addActions(actions.of_menu("perspective"))
    menu.addAction(actions["arrange"])
    menu.addSeparator()
    menu.addMenu(_tracks(menu, actions, score))
    menu.addMenu(_submenu(menu, tr("Form of the staves"), actions.of_menu("form")))
    menu.addMenu(_submenu(menu, tr("Beside the score"), [dock.toggleViewAction() for dock in docks]))
    menu.addMenu(_submenu(menu, tr("Go to"), actions.of_menu("go")))
    menu.addSeparator()
    theme = menu.addMenu(tr("Theme"))
    group = QActionGroup(theme)
    for action in actions.of_menu("theme"):
        theme.addAction(group.addAction(action))
    menu.addMenu(_submenu(menu, tr("Text size"), actions.of_menu("size")))
    menu.addSeparator()
    menu.addActions([actions["view_menu"], actions["table"], actions["full_screen"]])
    in_class = _submenu(menu, tr("In class"), actions.of_menu("projector"))
    in_class.addMenu(_screens(bar, in_class, actions))
    in_class.addActions(actions.of_menu("stage"))
    menu.addMenu(in_class)


def _screens(bar: QMenuBar, parent: QMenu, actions: Actions) -> QMenu:
    """Which screen the projector fills; asked of the system each time."""
    made = QMenu(tr("Screen of the projector"), parent)
    made.addSeparator()
    made.addActions(actions.of_menu("screen"))
    made.aboutToShow.connect(lambda: teaching.fill_screens(bar, made))
    return made


def _tracks(parent: QMenu, actions: Actions, score: Score) -> QMenu:
    """The tracks of the score: which are seen, in their order, and how to change that order and their heights."""
    made = QMenu(tr("Tracks of the score"), parent)
    moves = [_moves(made, tr("Move up"), score, -1), _moves(made, tr("Move down"), score, 1)]

    def fill() -> None:
        made.clear()
        for name in (*score.shown, *(name for name in score.panes if name not in score.shown)):
            action = made.addAction(score.panes[name].title(), partial(score.toggle, name))
            action.setCheckable(True)
            action.setChecked(name in score.shown)
        made.addSeparator()
        for each in moves:
            made.addMenu(each)
        made.addSeparator()
        made.addActions(actions.of_menu("track"))

    made.aboutToShow.connect(fill)
    fill()
    return made


def _moves(parent: QMenu, title: str, score: Score, by: int) -> QMenu:
    """Each track that is seen, to be moved one place."""
    made = QMenu(title, parent)

    def fill() -> None:
        made.clear()
        shown = score.shown
        for name in shown:
            action = made.addAction(score.panes[name].title(), partial(score.shift, name, by))
            action.setEnabled(name != (shown[0] if by < 0 else shown[-1]))

    made.aboutToShow.connect(fill)
    fill()
    return made


def _submenu(parent: QMenu, title: str, actions: list[QAction]) -> QMenu:
    made = QMenu(title, parent)
    made.addActions(actions)
    return made


def _languages(menu: QMenu, on_language: Callable[[str], None]) -> None:
    group = QActionGroup(menu)
    for code, name in available():
        action = group.addAction(name)
        action.setCheckable(True)
        action.setChecked(code == language())
        action.triggered.connect(partial(_choose, on_language, code))
        menu.addAction(action)


def _choose(on_language: Callable[[str], None], code: str, _checked: bool = True) -> None:
    on_language(code)
