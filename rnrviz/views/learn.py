"""Learn: a network is trained while one looks on; what it learned is one edit that undo takes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, final

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Signal
from PySide6.QtWidgets import QGraphicsView, QLabel, QPushButton, QVBoxLayout, QWidget

from rnrviz.document.classroom import Classroom
from rnrviz.document.run_files import KINDS, write
from rnrviz.document.runs import Run, columns
from rnrviz.document.training import Training
from rnrviz.figures.learning import Content, LearningItem
from rnrviz.figures.learning_plot import Panel, Shown
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.problems import InputError, reason
from rnrviz.network.training.acceptance import judged
from rnrviz.views import asking
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.learn_bar import LearnBar
from rnrviz.views.learn_form import LearnForm
from rnrviz.views.learn_rows import kind
from rnrviz.views.learn_runs import RunList
from rnrviz.views.learn_words import by_instants, legend, names, panels, said
from rnrviz.views.scrolling import by_keys

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.tasks.strings import Strings
    from rnrviz.network.training.recipe import Recipe

LOWEST = 96


@final
class LearnView(QWidget):
    """Choose a task and its settings; learn, wait, one token, one string, one epoch, anew, with new weights.

    Below, the curves of the run of now and of those chosen from the list of runs.
    """

    name = "learn"
    rows_are = "point"
    _news = Signal()

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._waits = False  # whether news are on their way to this thread
        self._hidden: frozenset[str] = frozenset()
        self._written, self._even = "", False
        self._wide = 0, False  # for which width of the view the line below the buttons has its height
        self._task: tuple[Strings, int, bool, bool] | None = None  # of now, how many judge, one by one, one-hot
        self.room = Classroom(session, self._announce)
        self.bar, self.form, self.runs = LearnBar(style), LearnForm(style, self._change), RunList(style)
        self._state, self._canvas, self._item = QLabel(), Canvas(style, self), LearningItem(style)
        self._canvas.on_key = by_keys(self._canvas, lambda n: self.style_.px(n))
        self._canvas.scene().addItem(self._item)
        self._canvas.on_resize = self._draw
        self._lay_out()
        self._connect()
        self.set_style(style)

    def _lay_out(self) -> None:
        self._state.setWordWrap(True)
        self.form.hide()
        self._canvas.set_least(self.style_, LOWEST)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.bar, self.form, self._state, self._canvas, self.runs):
            layout.addWidget(widget, int(widget is self._canvas))

    def _connect(self) -> None:
        bar, runs = self.bar, self.runs
        deeds: dict[QPushButton, Callable[[], None]] = {
            bar.run: self.room.toggle, bar.token: self.room.token, bar.one: partial(self.room.go, 1),
            bar.epoch: partial(self.room.go, 0), bar.anew: self.room.rewind, bar.fresh: self.room.fresh,
        }  # fmt: skip
        for button, deed in deeds.items():
            button.clicked.connect(partial(self._press, deed))
        bar.task.currentIndexChanged.connect(lambda _index: self._choose())
        bar.settings.toggled.connect(self.form.setVisible)
        runs.on_choice, runs.on_write = self._draw, self.write
        runs.on_resume = lambda number: self._press(partial(self.room.resume, number))
        runs.on_remove = lambda number: self._press(partial(self.room.remove, number))
        self._news.connect(self._follow)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self.close_training)
        self.room.choose(bar.task.currentText(), bar.task.currentData())

    @property
    def training(self) -> Training | None:
        """The training of now."""
        return self.room.training

    def title(self) -> str:
        """What the dock says."""
        return tr("Learn")

    def refresh(self, changed: frozenset[str]) -> None:
        """Another network than the one that learns ends the training; what was learned stays."""
        if changed & {"all", "language"}:
            self._canvas.setAccessibleName(self.title())
            for part in (self.bar, self.form, self.runs):
                part.retranslate()
            self._show_form()
        if "all" in changed:  # the task of the network in the window, if it has one
            self.bar.task.setCurrentText(PurePath(self.session.document.source).stem)
        ended = "network" in changed and self.room.network_changed()
        if ended or changed & {"all", "language", "style", "runs"}:
            self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        for part in (self._canvas, self.bar, self.form, self.runs):
            part.set_style(style)
        self._canvas.set_least(style, LOWEST)
        self._state.setFont(style.font(0.92))
        self._draw()

    def sizeHint(self) -> QSize:
        """Some plots, one below the other."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(560)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """The curves of the run of now, or of the runs that are compared, each with the number of its run."""
        shown = self._compared()
        if not shown:
            return {}
        parts = [columns(run) | {"run": np.full(len(run.standing.rows), run.number)} for run in shown]
        joined = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        return joined if len(shown) > 1 else {name: joined[name] for name in joined if name != "run"}

    def menu_entries(self) -> list[tuple[str, bool, Any]]:
        """Which plots are shown, and how the strings are counted along them."""
        entries = [(text, key not in self._hidden, partial(self._hide, key)) for key, text in names().items()]
        return [*entries, (tr("Logarithmic axis of strings"), not self._even, self._switch_axis)]

    def said(self) -> str:
        """How it stands, in words."""
        return said(self.room.standing, self.room.recipe) if self.room.standing is not None else ""

    def write(self, number: int, suffix: str) -> None:
        """Ask for a name and write a run to this file."""
        run = self.session.runs.get(number)
        title = kind(suffix).rstrip("…")
        name = f"{run.task}-{number}{suffix}" if run is not None else ""
        path = asking.ask_save(self, title, name, (suffix[1:].upper(), suffix), KINDS) if run is not None else None
        if path is None or run is None:
            return
        try:
            write(run, path)
            self._written = tr("Saved: {file}").format(file=path.name)
        except OSError as error:
            self._written = tr("“{file}” could not be written: {why}.").format(file=path.name, why=reason(error))
        except InputError as problem:
            self._written = str(problem)
        self._draw()

    def close_training(self) -> None:
        """End what is under way; for the end of the window."""
        self.room.let_go(kept=False)

    def _announce(self) -> None:
        """News, in the thread that learns: told once, however slow this thread is to hear of it."""
        if not self._waits:
            self._waits = True
            self._news.emit()

    def _follow(self) -> None:
        self._waits = False
        self.room.follow()
        self._draw()

    def _press(self, deed: Callable[[], None], _checked: bool = False) -> None:
        """What a button says, or why it cannot be done."""
        try:
            self._do(deed)
        except InputError as problem:
            self._written = str(problem)
            self._draw()

    def _do(self, deed: Callable[[], None]) -> None:
        """Do this; then all that follows is shown. Raises InputError as the deed does."""
        self._written = ""
        deed()
        self.room.file()
        self._show_form()
        self._draw()

    def _choose(self) -> None:
        if self.bar.task.currentText() != self.room.task:
            self._press(partial(self.room.choose, self.bar.task.currentText(), self.bar.task.currentData()))

    def _change(self, settings: dict[str, Any]) -> None:
        """A setting in the form; a seed gives new weights. Raises InputError."""
        deed = partial(self.room.fresh, settings["seed"]) if "seed" in settings else partial(self.room.change, settings)
        self._do(deed)

    def _show_form(self) -> None:
        self.bar.show_task(self.room.task, self.room.recipe.settings)
        self.form.show_recipe(self.room.recipe)

    def _hide(self, key: str) -> None:
        """Show or hide a plot; one always stays."""
        hidden = self._hidden ^ {key}
        if len(hidden) < len(names()):
            self._hidden = hidden
            self._draw()

    def _switch_axis(self) -> None:
        self._even = not self._even
        self._draw()

    def _compared(self) -> list[Run]:
        """The run of now, then those chosen from the list."""
        numbers = [self.room.number, *self.runs.marks()]
        return [run for number in numbers if (run := self.session.runs.get(number)) is not None]

    def _draw(self) -> None:
        standing, room = self.room.standing, self.room
        self.runs.set_room(self.height())
        self.runs.show_runs(self.session.runs, room.number)
        self.bar.show_standing(standing)
        self._item_draw()
        self._say(self._written or self.said(), standing is not None and standing.finished)
        self._canvas.setAccessibleDescription(self.said() or self._hint())

    def _say(self, told: str, wrong: bool) -> None:
        """A line below the buttons. It does not become lower again while words come and go: nothing jumps."""
        colour = self.style_.cursor if wrong else self.style_.muted
        padding = " ".join(f"{round(self.style_.px(n))}px" for n in (4, 14, 4, 14))
        sheet = f"color: {colour.name()}; background: transparent; padding: {padding}"
        if sheet != self._state.styleSheet():
            self._state.setStyleSheet(sheet)
        if told != self._state.text():
            self._state.setText(told)
            self._state.setVisible(bool(told))
        fits = self._state.heightForWidth(self._state.width()) if told else 0
        if (self.width(), bool(told)) != self._wide or fits > self._state.minimumHeight():
            self._wide = self.width(), bool(told)
            self._state.setMinimumHeight(fits)

    def _item_draw(self) -> None:
        marks, shown = self.runs.marks(), self._compared()
        every = tuple(shown)
        runs = tuple(Shown(legend(run, every), columns(run), marks.get(run.number, 0)) for run in shown)
        plots = self._panels(shown[0].recipe) if shown else ()
        size = self._canvas.maximumViewportSize()
        width = max(1, self._canvas.viewport().width())
        needed = self._item.needed(len(plots) if runs else 0, width)
        area = QRectF(0, 0, width, max(float(size.height()), needed))
        self._canvas.scene().setSceneRect(area)
        self._item.show_content(Content(runs, plots, self._hint(), self._even), area, self.style_)

    def _panels(self, recipe: Recipe) -> tuple[Panel, ...]:
        if self._task is None or self._task[0] is not recipe.strings:
            targets = recipe.strings.targets
            one_hot = bool(((targets == 0) | (targets == 1)).all())
            self._task = recipe.strings, judged(recipe.judge), by_instants(recipe), one_hot
        return panels(*self._task[1:], self._hidden)

    def _hint(self) -> str:
        return tr("Learn trains this network on the strings of the task, while all views follow.")
