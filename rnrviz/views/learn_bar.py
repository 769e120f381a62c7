"""What the student tells the network: which task, and learn, wait, one token, one string, one epoch, anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.paths import resource
from rnrviz.views.flowing import Flowing
from rnrviz.views.learn_words import brief
from rnrviz.views.own_keys import ENDS, OwnKeys

if TYPE_CHECKING:
    from rnrviz.document.standing import Standing
    from rnrviz.network.training.descent import Settings


@final
class LearnBar(QWidget):
    """Two rows: the task and its settings in brief, which open the form; the buttons."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.task, self._label, self.settings = QComboBox(), QLabel(), QToolButton()
        self.run, self.token, self.one, self.epoch, self.anew, self.fresh = (QPushButton() for _ in range(6))
        self._line = QWidget()
        self._flow = Flowing(self._line, style)
        self._row = QHBoxLayout()
        self._brief: Settings | None = None
        for path in sorted(resource("tasks").glob("*.toml")):
            self.task.addItem(path.stem, path)
        self._build()
        self.set_style(style)

    def _build(self) -> None:
        self._label.setBuddy(self.task)
        OwnKeys(self.task, ENDS)
        self.task.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.settings.setCheckable(True)
        self.settings.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.settings.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.settings.toggled.connect(lambda _open: self._show_brief())
        OwnKeys(self.settings, (Qt.Key.Key_Space,))
        self._row.addWidget(self._label)
        self._row.addWidget(self.task)
        self._row.addWidget(self.settings)
        self._row.addStretch(1)
        for button in self.buttons():
            OwnKeys(button, (Qt.Key.Key_Space,))
            self._flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._row)
        column.addWidget(self._line)

    def buttons(self) -> tuple[QPushButton, ...]:
        """All of them, in order."""
        return self.run, self.token, self.one, self.epoch, self.anew, self.fresh

    def show_task(self, task: str, settings: Settings) -> None:
        """The task of now and its settings."""
        if self.task.currentText() != task:
            self.task.setCurrentText(task)
        self._brief = settings
        self._show_brief()

    def show_standing(self, standing: Standing | None) -> None:
        """Which buttons do something now."""
        running = standing is not None and standing.running
        finished = standing is not None and standing.finished
        self.run.setText(tr("Wait") if running else tr("Learn"))
        for button in (self.run, self.token, self.one, self.epoch):
            button.setEnabled(not finished)
        self.anew.setEnabled(standing is not None and (running or finished or standing.progress.strings > 0))

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._flow.set_style(style)
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 6, 14, 2)))
        self._row.setSpacing(round(style.px(6)))
        self._label.setFont(style.font(0.92))
        self._label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")

    def retranslate(self) -> None:
        """Words in the language of now."""
        self._label.setText(tr("Task:"))
        self.task.setAccessibleName(tr("Task"))
        self.settings.setAccessibleName(tr("Settings"))
        self.settings.setToolTip(tr("Rule, learning rate, seed and more, for the next beginning"))
        words = (
            (tr("Learn"), tr("Learn, or wait")),
            (tr("One token"), tr("Read one token of the next string; the weights are updated after its last one")),
            (tr("One string"), tr("Learn one string")),
            (tr("One epoch"), tr("Learn all the task's strings once")),
            (tr("Anew"), tr("Begin anew with the same weights; this run stays in the list")),
            (tr("New weights"), tr("Other random weights, of the next seed; this run stays in the list")),
        )
        for button, (text, tip) in zip(self.buttons(), words, strict=True):
            button.setText(text)
            button.setToolTip(tip)
        self._show_brief()

    def _show_brief(self) -> None:
        sign = "▾" if self.settings.isChecked() else "▸"
        told = brief(self._brief) if self._brief is not None else tr("Settings")
        self.settings.setText(f"{sign} {told}")
