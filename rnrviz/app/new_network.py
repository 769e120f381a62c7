"""The dialog for a new random network; its fields are read off the architecture's text."""

from __future__ import annotations

from math import prod
from typing import Any, final

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from rnrviz.app import models
from rnrviz.app import network_fields as fields
from rnrviz.app.scrolled import Scrolled
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.configuration import checked_config
from rnrviz.network.layout import TRAINED
from rnrviz.network.network import LOSSES, Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.reading import equations
from rnrviz.network.sizes import parameter_shapes, signal_shapes
from rnrviz.network.texts import alternatives
from rnrviz.network.vocabulary import Vocabulary

MOST_SEED = 999_999
MOST_WEIGHTS = 5_000_000


@final
class NewNetwork(QDialog):
    """Fill it in and `exec`; `network` is the result when it was accepted."""

    def __init__(self, style: Style, current: Network | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network: Network | None = None
        self._look = style
        self.setWindowTitle(tr("New random network"))
        self.fields: dict[str, QWidget] = {}
        usual = current.architecture if current is not None else "lstm"
        self.architecture = fields.listed([(models.kind(name), name) for name in ARCHITECTURES], usual)
        self.architecture.currentIndexChanged.connect(lambda _index: self._fill())
        self.embedding = fields.number(0, fields.MOST_UNITS, 0, style)
        self.embedding.setSpecialValueText(tr("none: one-hot"))
        self.loss = fields.listed([(fields.loss_label(loss), loss) for loss in reversed(LOSSES)], "cross_entropy")
        self.vocabulary = QLineEdit(" ".join(current.vocabulary.tokens) if current else "a b c T")
        self.seed = fields.number(0, MOST_SEED, 1, style)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._assemble()
        self._fill()

    def _assemble(self) -> None:
        px = self._look.px
        inside = QWidget()
        self._form = QFormLayout(inside)
        self._form.setContentsMargins(0, 0, round(px(6)), 0)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(round(px(8)))
        self._form.setHorizontalSpacing(round(px(18)))
        self._scroll = Scrolled(inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(round(px(n)) for n in (22, 22, 6, 18)))
        column.setSpacing(round(px(14)))
        for widget in (self._scroll, self.problem, self._buttons()):
            column.addWidget(widget, int(widget is self._scroll))

    def _buttons(self) -> QDialogButtonBox:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(tr("Create"))
        buttons.button(kinds.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self._create)
        buttons.rejected.connect(self.reject)
        buttons.setContentsMargins(0, 0, round(self._look.px(16)), 0)
        return buttons

    def _fill(self) -> None:
        for shared in (self.architecture, self.embedding, self.loss, self.vocabulary, self.seed):
            shared.setParent(None)
        while self._form.rowCount():
            self._form.removeRow(0)
        self._add(tr("Architecture"), self.architecture)
        chosen = fields.choices(self.architecture.currentData())
        words = alternatives(text_of(self.architecture.currentData()))
        self.fields = {
            name: fields.field(name, default, words.get(name, ()), self._look) for name, default in chosen.items()
        }
        for name, made in self.fields.items():
            self._add("" if isinstance(chosen[name], bool) else fields.label(name), made)
        self._add(tr("Embedding dimension"), self.embedding)
        self._add(tr("Error function"), self.loss)
        self._add(tr("Vocabulary (separate tokens with spaces)"), self.vocabulary)
        self._add(tr("Seed"), self.seed)
        self._scroll.fit(self)

    def _add(self, text: str, widget: QWidget) -> None:
        """A row; without a text the widget has both columns and says itself what it is."""
        if text:
            widget.setAccessibleName(text)
            self._form.addRow(fields.set_in_type(text), widget)
        else:
            self._form.addRow(widget)
        widget.show()

    def config(self) -> dict[str, Any]:
        """The settings as chosen."""
        chosen = {name: fields.value(widget) for name, widget in self.fields.items()}
        return chosen | ({"n_U": self.embedding.value()} if self.embedding.value() else {})

    def summary(self) -> str:
        """What to call the network."""
        kind = self.architecture.currentText()
        return tr("random {kind}, seed {seed}").format(kind=kind, seed=self.seed.value())

    def _create(self) -> None:
        """Make it, or say in one sentence why that cannot be."""
        try:
            vocabulary = Vocabulary(tuple(self.vocabulary.text().split()))
            embedding = TRAINED if self.embedding.value() else ""
            architecture, config = self.architecture.currentData(), self.config()
            _check_size(text_of(architecture), config, len(vocabulary), embedding)
            self.network = random_network(
                architecture,
                config,
                vocabulary,
                self.seed.value(),
                loss=self.loss.currentData(),
                embedding=embedding,
            )
        except InputError as error:
            self.problem.setText(str(error))
            self.problem.show()
            self._scroll.fit(self)
            return
        self.accept()


def _check_size(text: str, given: dict[str, Any], symbols: int, embedding: str) -> None:
    config = checked_config(text, given, symbols, embedding)
    found = equations(text, config)
    shapes = parameter_shapes(found, signal_shapes(found, config), symbols if embedding else 0)
    weights = sum(prod(shape) for shape in shapes.values())
    if weights > MOST_WEIGHTS:
        raise InputError(
            "This network would have about {n} weights; at most {most} can be shown.",
            n=weights,
            most=MOST_WEIGHTS,
        )
