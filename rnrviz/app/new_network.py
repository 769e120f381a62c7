"""The dialog for a new random network; its fields are read off the architecture's text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from rnrviz.figures.style import Style
from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.equations import settings
from rnrviz.network.network import LOSSES, Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_UNITS, MOST_SEED = 512, 999_999
MOST_WEIGHTS = 5_000_000
USUAL = {"n_X": 4, "n_M": 2, "n_C": 1}


def field_label(name: str) -> str:
    """What the dialog calls a setting."""
    return {
        "n_X": tr("State units, n_X"),
        "n_M": tr("Memory blocks, n_M"),
        "n_C": tr("Cells per block, n_C"),
        "forget": tr("Forget gates, λ"),
        "peephole": tr("Peepholes"),
        "direct": tr("Direct connection from u to y"),
        "g_X": tr("Activation of the state, g_X"),
        "g_C": tr("Activation of the gates, g_C"),
        "g_Z": tr("Activation of the cell's input, g_Z"),
        "g_M": tr("Activation of the cell's output, g_M"),
        "g_Y": tr("Activation of the output, g_Y"),
    }.get(name, name)


def loss_label(name: str) -> str:
    """What the dialog calls an error function."""
    return {"quadratic": tr("quadratic"), "cross_entropy": tr("cross-entropy")}[name]


@final
class NewNetwork(QDialog):
    """Fill it in and `exec`; `network` is the result when it was accepted."""

    def __init__(self, style: Style, current: Network | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network: Network | None = None
        self.setWindowTitle(tr("New random network"))
        self.fields: dict[str, QWidget] = {}
        self.architecture = QComboBox()
        for name in ARCHITECTURES:
            self.architecture.addItem({"elman": "Elman", "lstm": "LSTM"}.get(name, name), name)
        self.architecture.setCurrentIndex(max(0, self.architecture.findData(_kind(current))))
        self.architecture.currentIndexChanged.connect(lambda _index: self._fill())
        self.embedding = QSpinBox()
        self.embedding.setRange(0, MOST_UNITS)
        self.embedding.setSpecialValueText(tr("none: one-hot"))
        self.loss = QComboBox()
        for loss in reversed(LOSSES):
            self.loss.addItem(loss_label(loss), loss)
        self.vocabulary = QLineEdit(" ".join(current.vocabulary.tokens) if current else "a b c T")
        self.seed = QSpinBox()
        self.seed.setRange(0, MOST_SEED)
        self.seed.setValue(1)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.setMinimumHeight(round(style.px(36)))
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._form.setVerticalSpacing(round(style.px(8)))
        self._form.setHorizontalSpacing(round(style.px(18)))
        self._assemble(style)
        self._fill()

    def _assemble(self, style: Style) -> None:
        kinds = QDialogButtonBox.StandardButton
        buttons = QDialogButtonBox(kinds.Ok | kinds.Cancel)
        buttons.button(kinds.Ok).setText(tr("Create"))
        buttons.button(kinds.Cancel).setText(tr("Cancel"))
        buttons.accepted.connect(self._create)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[round(style.px(22))] * 4)
        column.addLayout(self._form)
        column.addWidget(self.problem)
        column.addWidget(buttons)
        self.setMinimumWidth(round(style.px(440)))

    def _fill(self) -> None:
        for shared in (self.architecture, self.embedding, self.loss, self.vocabulary, self.seed):
            shared.setParent(None)
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        self._form.addRow(tr("Architecture"), self.architecture)
        for name, default in settings(text_of(self.architecture.currentData())).items():
            if name not in ("n_U", "n_Y"):
                self._add(name, default)
        self._form.addRow(tr("Embedding dimension"), self.embedding)
        self._form.addRow(tr("Error function"), self.loss)
        self._form.addRow(tr("Vocabulary (separate tokens with spaces)"), self.vocabulary)
        self._form.addRow(tr("Seed"), self.seed)
        for shared in (self.architecture, self.embedding, self.loss, self.vocabulary, self.seed):
            shared.show()
            label = self._form.labelForField(shared)
            if isinstance(label, QLabel):
                shared.setAccessibleName(label.text())
        self.adjustSize()

    def _add(self, name: str, default: Any) -> None:
        made = _field(name, default)
        made.setAccessibleName(field_label(name))
        self.fields[name] = made
        if isinstance(made, QCheckBox):
            made.setText(field_label(name))
            self._form.addRow("", made)
        else:
            self._form.addRow(field_label(name), made)

    def config(self) -> dict[str, Any]:
        """The settings as chosen."""
        chosen = {name: _value(widget) for name, widget in self.fields.items()}
        return chosen | ({"n_U": self.embedding.value()} if self.embedding.value() else {})

    def summary(self) -> str:
        """What to call the network."""
        kind = self.architecture.currentText()
        return tr("random {kind}, seed {seed}").format(kind=kind, seed=self.seed.value())

    def _create(self) -> None:
        """Make it, or say in one sentence why that cannot be."""
        try:
            vocabulary = Vocabulary(tuple(self.vocabulary.text().split()))
            _check_size(self.config(), len(vocabulary))
            self.network = random_network(
                self.architecture.currentData(),
                self.config(),
                vocabulary,
                self.seed.value(),
                loss=self.loss.currentData(),
                embedding=self.embedding.value() > 0,
            )
        except InputError as error:
            self.problem.setText(str(error))
            return
        self.accept()


def _kind(current: Network | None) -> str:
    return current.architecture if current is not None else "lstm"


def _field(name: str, default: Any) -> QWidget:
    if isinstance(default, bool):
        box = QCheckBox()
        box.setChecked(default)
        return box
    if isinstance(default, int):
        spin = QSpinBox()
        spin.setRange(1, MOST_UNITS)
        spin.setValue(USUAL.get(name, default))
        return spin
    combo = QComboBox()
    combo.addItems([a for a in ACTIVATIONS if a != "softmax" or name == "g_Y"])
    combo.setCurrentText(str(default))
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return combo


def _value(widget: QWidget) -> Any:
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QSpinBox):
        return widget.value()
    return widget.currentText() if isinstance(widget, QComboBox) else None


def _check_size(config: Mapping[str, Any], symbols: int) -> None:
    units = int(config.get("n_X", 0)) or int(config.get("n_M", 1)) * int(config.get("n_C", 1))
    weights = 4 * units * (units + int(config.get("n_U", symbols))) + symbols * units
    if weights > MOST_WEIGHTS:
        raise InputError(
            "This network would have about {n} weights; at most {most} can be shown.",
            n=weights,
            most=MOST_WEIGHTS,
        )
