"""The fields of a new random network: the settings of its text, its input, its error, its vocabulary, its seed."""

from __future__ import annotations

from itertools import pairwise
from typing import Any, final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QSpinBox, QWidget

from rnrviz.app import network_fields as fields
from rnrviz.app.embedding_rows import EmbeddingRows
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network import own
from rnrviz.network.equations import Config
from rnrviz.network.network import LOSSES, Network, random_network
from rnrviz.network.texts import alternatives
from rnrviz.network.vocabulary import Vocabulary

MOST_SEED = 999_999
USUAL_TOKENS = "a b c T"


@final
class NetworkForm(QWidget):
    """`changed` when a person chose something; `show_text` gives it the fields that a text declares."""

    changed = Signal()

    def __init__(self, style: Style, current: Network | None) -> None:
        super().__init__()
        self._look = style
        self.fields: dict[str, QWidget] = {}
        self.before: QWidget | None = None
        self._above = 0
        self._declared: tuple[Config, dict[str, tuple[str, ...]]] = ({}, {})
        self.embedding = EmbeddingRows(style, current, self, self.changed.emit)
        losses = [(fields.loss_label(loss), loss) for loss in reversed(LOSSES)]
        self.loss = fields.listed(losses, current.loss if current else LOSSES[1])
        self.vocabulary = QLineEdit(" ".join(current.vocabulary.tokens) if current else USUAL_TOKENS)
        self.vocabulary.setCursorPosition(0)
        self.seed = fields.number(0, MOST_SEED, 1, style)
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, round(style.px(6)), 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(round(style.px(8)))
        self._form.setHorizontalSpacing(round(style.px(18)))
        self.loss.currentIndexChanged.connect(lambda _index: self.changed.emit())
        self.vocabulary.textChanged.connect(lambda _text: self.changed.emit())
        for text, widget in self._lasting():
            self._add(text, widget)
        self.embedding.show_in(self._form)

    def add_first(self, text: str, widget: QWidget) -> None:
        """A row over all the others, which stays."""
        widget.setAccessibleName(text)
        self._form.insertRow(0, text, widget)
        self._above, self.before = 1, widget

    def wrap_long_rows(self) -> None:
        """A field goes below its name where both have no room beside each other."""
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)

    def show_text(self, text: str, given: Config | None = None) -> None:
        """Fields for the settings of this text, with `given` values; what a person chose stays where it can."""
        declared = {name: value for name, value in fields.choices(text).items() if value != "n_V"}
        words = alternatives(text)
        if (declared, words) == self._declared and given is None:
            return
        kept = self._kept(declared, words) | {n: v for n, v in (given or {}).items() if n in declared}
        for widget in self.fields.values():
            self._form.removeRow(widget)
        self._declared, self.fields = (declared, words), {}
        for place, (name, default) in enumerate(declared.items()):
            made = fields.field(name, kept.get(name, default), words.get(name, ()), self._look)
            self.fields[name] = made
            self._add("" if isinstance(default, bool) else fields.label(name), made, self._above + place)
            self._listen(made)
        self._order()
        self.updateGeometry()

    def _order(self) -> None:
        """Tab goes from the top to the bottom, after what is `before` the form."""
        rows = [*self.fields.values(), *(widget for _, widget in self._lasting())]
        for above, below in pairwise([self.before, *rows] if self.before is not None else rows):
            QWidget.setTabOrder(above, below)

    def config(self) -> Config:
        """The settings as chosen."""
        chosen = {name: fields.value(widget) for name, widget in self.fields.items()}
        size = self.embedding.chosen()[1]
        return chosen | ({"n_U": size} if size else {})

    def tokens(self) -> tuple[str, ...]:
        """The tokens as typed."""
        return tuple(self.vocabulary.text().split())

    def make(self, architecture: str, text: str) -> Network:
        """The network. Raises InputError, EquationError where a place in the text is at fault."""
        vocabulary = Vocabulary(self.tokens())
        table = self.embedding.table(vocabulary)
        kind = self.embedding.chosen()[0]
        own.read(text, self.config(), len(vocabulary), kind)
        return random_network(
            architecture,
            self.config(),
            vocabulary,
            self.seed.value(),
            loss=self.loss.currentData(),
            embedding=kind,
            text=text if architecture == own.CUSTOM else None,
            table=table,
        )

    def _kept(self, declared: Config, words: dict[str, tuple[str, ...]]) -> Config:
        """What a person chose and may still choose; the defaults follow the text."""
        kept: Config = {}
        for name, widget in self.fields.items():
            value, default = fields.value(widget), self._declared[0].get(name)
            same_kind = name in declared and type(declared[name]) is type(value)
            if same_kind and value != default and (not isinstance(value, str) or value in words.get(name, ())):
                kept[name] = value
        return kept

    def _lasting(self) -> tuple[tuple[str, QWidget], ...]:
        return (
            *self.embedding.widgets(),
            (tr("Error function"), self.loss),
            (tr("Vocabulary (separate tokens with spaces)"), self.vocabulary),
            (tr("Seed"), self.seed),
        )

    def _add(self, text: str, widget: QWidget, place: int = -1) -> None:
        """A row; without a text the widget has both columns and says itself what it is."""
        if text:
            widget.setAccessibleName(text)
            self._form.insertRow(place, fields.set_in_type(text), widget)
        else:
            self._form.insertRow(place, widget)
        label = self._form.labelForField(widget)
        for part in (widget, label):
            if part is not None:
                part.show()

    def _listen(self, widget: Any) -> None:
        if isinstance(widget, QCheckBox):
            widget.toggled.connect(lambda _on: self.changed.emit())
        elif isinstance(widget, QSpinBox):
            widget.valueChanged.connect(lambda _value: self.changed.emit())
        elif isinstance(widget, QComboBox):
            widget.currentIndexChanged.connect(lambda _index: self.changed.emit())
