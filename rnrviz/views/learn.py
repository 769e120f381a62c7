"""Learn: a network is trained while one looks on; what it learned is one edit that undo takes back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QCoreApplication, QRectF, QSize, Signal
from PySide6.QtWidgets import QComboBox, QGraphicsView, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.document.training import Training
from rnrviz.figures.learning import Course, LearningItem
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.network import Network
from rnrviz.network.training import recipe as recipes
from rnrviz.paths import resource
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.scrolling import by_keys

if TYPE_CHECKING:
    from rnrviz.document.session import Session

MINE = "descent"
LONGEST = 60  # tokens of the text that comes with a task


@final
class LearnView(QWidget):
    """Choose a task; learn, wait, one string, one epoch, anew. The window's network is the one that learns.

    Where it does not know the task's symbols, the task's own network takes its place, which undo takes back.
    """

    name = "learn"
    _news = Signal()

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.training: Training | None = None
        self._shown: Network | None = None
        self.task, self._label, self._state = QComboBox(), QLabel(), QLabel()
        self.run, self.one, self.epoch, self.anew = (QPushButton() for _ in range(4))
        for path in sorted(resource("tasks").glob("*.toml")):
            self.task.addItem(path.stem, path)
        self._canvas = Canvas(style, self)
        self._canvas.on_key = by_keys(self._canvas, lambda n: self.style_.px(n))
        self._item = LearningItem(style)
        self._canvas.scene().addItem(self._item)
        self._canvas.on_resize = self._draw
        self._lay_out()
        self._connect()
        self.set_style(style)

    def _lay_out(self) -> None:
        self._rows = (QHBoxLayout(), QHBoxLayout())
        self._label.setBuddy(self.task)
        self._rows[0].addWidget(self._label)
        self._rows[0].addWidget(self.task, 1)
        for button in self._buttons():
            self._rows[1].addWidget(button)
        self._rows[1].addStretch(1)
        self._state.setWordWrap(True)
        self._state.setContentsMargins(14, 0, 14, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for row in self._rows:
            layout.addLayout(row)
        layout.addWidget(self._canvas, 1)
        layout.addWidget(self._state)

    def _connect(self) -> None:
        self.run.clicked.connect(self.toggle)
        self.one.clicked.connect(lambda: self.go(1))
        self.epoch.clicked.connect(lambda: self.go(0))
        self.anew.clicked.connect(self.rewind)
        self.task.currentIndexChanged.connect(lambda _index: self._let_go())
        self._news.connect(self._follow)
        if (application := QCoreApplication.instance()) is not None:
            application.aboutToQuit.connect(self._let_go)

    def _buttons(self) -> tuple[QPushButton, ...]:
        return self.run, self.one, self.epoch, self.anew

    def title(self) -> str:
        """What the dock says."""
        return tr("Learn")

    def refresh(self, changed: frozenset[str]) -> None:
        """Another network than the one that learns ends the training; what was learned stays."""
        if changed & {"all", "language"}:
            self._canvas.setAccessibleName(self.title())
            self._speak()
        if "all" in changed:  # the task of the network in the window, if it has one
            self.task.setCurrentText(PurePath(self.session.document.source).stem)
        if "network" in changed and self.training is not None and self.session.document.network is not self._shown:
            self._let_go()
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        for row, (top, bottom) in zip(self._rows, ((6, 2), (2, 4)), strict=True):
            row.setContentsMargins(*(round(style.px(n)) for n in (14, top, 14, bottom)))
            row.setSpacing(round(style.px(6)))
        for label in (self._label, self._state):
            label.setFont(style.font(0.92))
            label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        self._draw()

    def sizeHint(self) -> QSize:
        """Two plots, one below the other."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(480)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Strings, mean loss and accepted strings of every judgement."""
        rows = self._rows_of_curve()
        return {"strings": rows[:, 0], "loss": rows[:, 1], "accepted": rows[:, 2]} if len(rows) else {}

    def toggle(self) -> None:
        """Learn, or wait."""
        training = self._ready()
        if training.standing.running:
            training.pause()
        else:
            training.run()
        self._draw()

    def go(self, strings: int) -> None:
        """Learn so many strings, 0 for all of the task once."""
        training = self._ready()
        training.wait()
        training.go(strings or training.epoch)
        self._draw()

    def rewind(self) -> None:
        """Begin anew with the same weights."""
        if self.training is not None:
            self.training.rewind()
            self._keep()
            self._draw()

    def close_training(self) -> None:
        """End what is under way; for the end of the window."""
        self._let_go()

    def _ready(self) -> Training:
        """The training of the chosen task, made when first asked for."""
        if self.training is None:
            recipe = recipes.read(self.task.currentData())
            document = self.session.document
            network = document.network
            if network.vocabulary != recipe.network.vocabulary:
                network, name = recipe.network, self.task.currentText()
                text = "".join(
                    recipe.network.vocabulary.tokens[n]
                    for n in recipe.strings.tokens[: recipe.strings.begins[-1]][-30:]
                )
                self.session.apply(edits.set_network(document, network, name, text, name))
            self._shown = network
            self.training = Training(recipe, network, self._news.emit)
        return self.training

    def _let_go(self) -> None:
        """Stop; what was learned stays in the window, the curve goes."""
        training, self.training = self.training, None
        if training is not None:
            training.wait()
            training.close()
        self._draw()

    def _follow(self) -> None:
        """Show the weights of now; when it waits, as an edit of its own."""
        if self.training is None:
            return
        if self.training.standing.running:
            self._show(self.training.standing.progress.last, kept=False)
        else:
            self._keep()
        self._draw()

    def _keep(self) -> None:
        """All that was learned since the beginning is one edit, whose undo leads back to the first weights."""
        if self.training is not None:
            now = self.training.standing.progress.last
            self._show(self.training.network, kept=False)
            if not np.array_equal(now.vector, self.training.network.vector):
                self._show(now, kept=True)

    def _show(self, network: Network, kept: bool) -> None:
        self._shown = network
        edit = edits.descend(self.session.document, network.vector)
        document = replace(edit.document, network=network)
        self.session.apply(replace(edit, document=document, kept=kept, merge=MINE))

    def _rows_of_curve(self) -> np.ndarray:
        curve = self.training.standing.progress.curve if self.training is not None else ()
        return np.array(curve, np.float64).reshape(-1, 3)

    def _speak(self) -> None:
        self._label.setText(tr("Task:"))
        self.task.setAccessibleName(tr("Task"))
        words = tr("Learn"), tr("One string"), tr("One epoch"), tr("Anew")
        tips = (
            tr("Learn, or wait"), tr("Learn one string"), tr("Learn all the task's strings once"),
            tr("Begin anew with the same weights"),
        )  # fmt: skip
        for button, text, tip in zip(self._buttons(), words, tips, strict=True):
            button.setText(text)
            button.setToolTip(tip)

    def _draw(self) -> None:
        standing = self.training.standing if self.training is not None else None
        running = standing is not None and standing.running
        self.run.setText(tr("Wait") if running else tr("Learn"))
        self.run.setEnabled(standing is None or not standing.finished)
        judged = sum(map(len, self.training.recipe.judge)) if self.training is not None else 0
        hint = tr("Learn trains this network on the strings of the task, while all views follow.")
        size = self._canvas.maximumViewportSize()
        area = QRectF(0, 0, max(1, self._canvas.viewport().width()), max(float(size.height()), self._item.needed()))
        self._canvas.scene().setSceneRect(area)
        self._item.show_course(Course(self._rows_of_curve(), judged, hint), area, self.style_)
        self._state.setText(self.said())
        self._canvas.setAccessibleDescription(self.said() or hint)

    def said(self) -> str:
        """How it stands, in words."""
        if self.training is None:
            return ""
        standing = self.training.standing
        progress = standing.progress
        parts = [ntr("{n} string", "{n} strings", progress.strings).format(n=progress.strings)]
        if progress.curve:
            parts.append(tr("loss {loss}").format(loss=short(progress.curve[-1][1])))
            parts.append(
                tr("accepted {n}, at best {best}").format(n=progress.curve[-1][2], best=progress.best_accepted)
            )
        with np.errstate(over="ignore"):
            parts.append(tr("‖W‖ = {norm}").format(norm=short(float(np.linalg.norm(progress.state.vector)))))
        if standing.running:
            parts.append(tr("{n} strings a second").format(n=round(standing.speed)))
        if standing.finished:
            parts.append(
                tr("The loss is no longer finite; the last good weights are kept. Try anew with a smaller alpha.")
            )
        return " · ".join(parts)
