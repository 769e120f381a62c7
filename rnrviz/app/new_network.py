"""The dialog for a new random network; its fields are read off the architecture's text."""

from __future__ import annotations

from typing import final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from rnrviz.app import models
from rnrviz.app import network_fields as fields
from rnrviz.app.network_form import NetworkForm
from rnrviz.app.scrolled import Scrolled
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.network import Network
from rnrviz.network.problems import InputError

USUAL = "lstm"


@final
class NewNetwork(QDialog):
    """Fill it in and `exec`; `network` is the result when it was accepted."""

    def __init__(self, style: Style, current: Network | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network: Network | None = None
        self._look = style
        self.setWindowTitle(tr("New random network"))
        usual = current.architecture if current is not None and current.architecture in ARCHITECTURES else USUAL
        self.architecture = fields.listed([(models.kind(name), name) for name in ARCHITECTURES], usual)
        self.architecture.setMaxVisibleItems(len(ARCHITECTURES))
        self.form = NetworkForm(style, current)
        self.form.add_first(tr("Architecture"), self.architecture)
        self.problem = QLabel()
        self.problem.setObjectName("problem")
        self.problem.setWordWrap(True)
        self.problem.hide()
        self._assemble()
        self.architecture.currentIndexChanged.connect(lambda _index: self._fill())
        self.form.changed.connect(self.problem.hide)
        self.form.embedding.kind.currentIndexChanged.connect(lambda _index: self._scroll.fit(self))
        self._fill()

    def _assemble(self) -> None:
        px = self._look.px
        self._scroll = Scrolled(self.form)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields scroll it; the focus would not be seen
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
        buttons.setContentsMargins(0, 0, round(self._look.px(6)), 0)
        return buttons

    def _fill(self) -> None:
        self.form.show_text(text_of(self.architecture.currentData()))
        self.problem.hide()
        self._scroll.fit(self)

    def summary(self) -> str:
        """What to call the network."""
        kind = self.architecture.currentText()
        return tr("random {kind}, seed {seed}").format(kind=kind, seed=self.form.seed.value())

    def _create(self) -> None:
        """Make it, or say in one sentence why that cannot be."""
        architecture = self.architecture.currentData()
        try:
            self.network = self.form.make(architecture, text_of(architecture))
        except InputError as error:
            self.problem.setText(str(error))
            self.problem.show()
            self._scroll.fit(self)
            return
        self.accept()
