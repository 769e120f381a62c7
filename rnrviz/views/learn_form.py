"""The settings of a training in a compact form: rule, alpha, strings an update, seed, how far back errors go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from rnrviz.document import lesson
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.network.training.recipe import Recipe
from rnrviz.views.flowing import Flowing
from rnrviz.views.learn_words import labels, wrong
from rnrviz.views.own_keys import ENDS, SIDEWAYS, OwnKeys

RULES = ("adam", "rmsprop", "descent", "momentum")
WHOLE, BLOCKS = "whole", "blocks"
TYPED = ("alpha", "batch", "seed", "back", "every")
WIDE = {"alpha": 74, "batch": 62, "seed": 56, "back": 44, "every": 44}
USUAL = (20, 10)  # h and h' where they are first asked for


@final
class LearnForm(QWidget):
    """`change` is told the settings that were changed and may raise InputError, whose sentence is then shown."""

    def __init__(self, style: Style, change: Callable[[dict[str, Any]], None]) -> None:
        super().__init__()
        self._change = change
        self._recipe: Recipe | None = None
        self.rule, self.gradient, self.epoch, self.problem = QComboBox(), QComboBox(), QPushButton(), QLabel()
        self.fields = {key: QLineEdit() for key in TYPED}
        self._labels = {key: QLabel() for key in ("rule", "alpha", "batch", "seed", "gradient", "back", "every")}
        self._line = QWidget()
        self._flow = Flowing(self._line, style)
        self._groups: dict[str, QWidget] = {}
        self._build()
        self.set_style(style)

    def _build(self) -> None:
        widgets: dict[str, QWidget] = {"rule": self.rule, "gradient": self.gradient, **self.fields}
        for key in self._labels:
            extra = (self.epoch,) if key == "batch" else ()
            self._groups[key] = self._group(self._labels[key], widgets[key], *extra)
            self._flow.addWidget(self._groups[key])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._line)
        column.addWidget(self.problem)
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        for chooser in (self.rule, self.gradient):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            OwnKeys(chooser, ENDS)
        self.rule.activated.connect(lambda _index: self._tell(self._of_rule()))
        self.gradient.activated.connect(lambda _index: self._tell(self._of_gradient()))
        self.epoch.clicked.connect(self._whole_epoch)
        for key, field in self.fields.items():
            OwnKeys(field, SIDEWAYS)
            field.editingFinished.connect(lambda key=key: self._typed(key))

    def _group(self, label: QLabel, field: QWidget, *more: QWidget) -> QWidget:
        """A label and its field, which stay together."""
        group = QWidget()
        row = QHBoxLayout(group)
        row.setContentsMargins(0, 0, 6, 0)
        row.setSpacing(5)
        for widget in (label, field, *more):
            row.addWidget(widget)
        label.setBuddy(field)
        return group

    def show_recipe(self, recipe: Recipe) -> None:
        """The settings of now."""
        self._recipe = recipe
        settings = recipe.settings
        rule = "momentum" if settings.rule == "descent" and settings.momentum else settings.rule
        self.rule.setCurrentIndex(max(0, self.rule.findData(rule)))
        self.gradient.setCurrentIndex(self.gradient.findData(BLOCKS if settings.every else WHOLE))
        for key, field in self.fields.items():
            value = getattr(settings, key)
            field.setText(f"{value:g}" if isinstance(value, float) else str(value))
        for key in ("back", "every"):
            self._groups[key].setVisible(bool(settings.every))
        self.problem.hide()
        self.updateGeometry()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._flow.set_style(style)
        for label in self._labels.values():
            label.setFont(style.font(0.92))
            label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        for key, field in self.fields.items():
            field.setFixedWidth(round(style.px(WIDE[key])))
        self.problem.setContentsMargins(*(round(style.px(n)) for n in (14, 2, 14, 2)))

    def retranslate(self) -> None:
        """Words in the language of now."""
        words = labels()
        for key, label in self._labels.items():
            label.setText(words[key])
        named = {
            **self.fields, "rule": self.rule, "gradient": self.gradient,
        }  # fmt: skip
        spoken = {"alpha": tr("Learning rate α"), "back": tr("h: how many instants an error goes back"),
                  "every": tr("h′: after how many instants errors go back")}  # fmt: skip
        for key, widget in named.items():
            widget.setAccessibleName(spoken.get(key, words[key]))
            widget.setToolTip(spoken.get(key, words[key]))
        self._fill(self.rule, (("Adam", "adam"), ("RMSprop", "rmsprop"),
                               (tr("descent"), "descent"), (tr("momentum"), "momentum")))  # fmt: skip
        self._fill(self.gradient, (("BPTT", WHOLE), ("BPTT(h; h′)", BLOCKS)))
        self.epoch.setText(tr("epoch"))
        self.epoch.setToolTip(tr("One update after all the strings of the task"))

    def _fill(self, chooser: QComboBox, entries: tuple[tuple[str, str], ...]) -> None:
        now = chooser.currentIndex()
        chooser.clear()
        for text, data in entries:
            chooser.addItem(text, data)
        chooser.setCurrentIndex(max(0, now))

    def _of_rule(self) -> dict[str, Any]:
        chosen = self.rule.currentData()
        if chosen == "momentum":
            return {"rule": "descent", "momentum": lesson.MOMENTUM}
        return {"rule": chosen, "momentum": 0.0}

    def _of_gradient(self) -> dict[str, Any]:
        back, every = USUAL if self.gradient.currentData() == BLOCKS else (0, 0)
        return {"back": back, "every": every}

    def _whole_epoch(self) -> None:
        if self._recipe is not None:
            self._tell(lesson.drawn_for(self._recipe, len(self._recipe.strings)))

    def _typed(self, key: str) -> None:
        """What was typed, if it says something else than the settings of now."""
        if self._recipe is None or not self.fields[key].isVisible():
            return
        value, now = lesson.typed(key, self.fields[key].text()), getattr(self._recipe.settings, key)
        if value == now and type(value) is type(now):
            self.problem.hide()
        elif key == "batch":
            self._tell(lesson.drawn_for(self._recipe, value))
        else:
            self._tell({key: value})

    def _tell(self, settings: dict[str, Any]) -> None:
        try:
            self._change(settings)
            self.problem.hide()
        except InputError as error:
            self.problem.setText(wrong(error))
            self.problem.show()
