"""Break it: one of the gradients made wrong on purpose, to see where that shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import language, tr
from rnrviz.network.faults import FLIP, KINDS, ONLINE, SCISSORS, TRUNCATE, Fault, activated
from rnrviz.network.notation import symbol
from rnrviz.views.number_box import NumberBox, indent
from rnrviz.views.own_keys import ENDS, OwnKeys

if TYPE_CHECKING:
    from rnrviz.network.network import Network

LONGEST, LEAST, MOST = 9999, 1e-6, 10.0


@final
class FaultBar(QWidget):
    """A chooser of the fault and, beside it, its number or its signal; `choose` is told what was chosen."""

    def __init__(self, style: Style, choose: Callable[[Fault | None], None]) -> None:
        super().__init__()
        self._choose, self._fault = choose, Fault("")
        self._shown: tuple[Fault | None, Network, str] | None = None
        self._label, self.kind = QLabel(), QComboBox()
        self.t_0, self.alpha, self.signal = QSpinBox(), NumberBox(LEAST, MOST), QComboBox()
        for chooser in (self.kind, self.signal):
            chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            OwnKeys(chooser, ENDS)
        self.t_0.setRange(1, LONGEST)
        self._row = QHBoxLayout(self)
        for widget in (self._label, self.kind, self.t_0, self.alpha, self.signal):
            self._row.addWidget(widget)
        for widget in (self.t_0, self.alpha, self.signal):
            widget.hide()  # until a fault has it: hidden behind other tabs they would make the dock wide
        self._row.addStretch(1)
        self._label.setBuddy(self.kind)
        self.kind.activated.connect(self._chosen)
        self.t_0.valueChanged.connect(lambda value: self._set(t_0=value))
        self.alpha.valueChanged.connect(lambda value: self._set(alpha=value))
        self.signal.activated.connect(lambda _number: self._set(signal=self.signal.currentData()))
        self.set_style(style)

    def show_fault(self, fault: Fault | None, network: Network) -> None:
        """What is wrong now; texts in the language of now."""
        shown = fault, network, language()
        if self._shown is not None and shown[1] is self._shown[1] and shown == self._shown:
            return  # as at each step: lists filled anew would be laid out and painted again
        self._shown = shown
        if fault is not None:
            self._fault = fault
        for widget in (self.kind, self.t_0, self.alpha, self.signal):
            widget.blockSignals(True)
        self._fill(network)
        self.kind.setCurrentIndex(self.kind.findData(fault.kind if fault else ""))
        self.t_0.setValue(self._fault.t_0)
        self.alpha.setValue(self._fault.alpha)
        self.signal.setCurrentIndex(max(0, self.signal.findData(self._fault.signal)))
        for widget in (self.kind, self.t_0, self.alpha, self.signal):
            widget.blockSignals(False)
        for widget, kind in ((self.t_0, TRUNCATE), (self.alpha, ONLINE), (self.signal, FLIP)):
            widget.setVisible(fault is not None and fault.kind == kind)

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        for box in (self.t_0, self.alpha):
            indent(box, style)
        self._label.setFont(style.font(0.9))
        self._label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 0, 14, 4)))
        self._row.setSpacing(round(style.px(8)))

    def _fill(self, network: Network) -> None:
        self._label.setText(tr("Break it"))
        self.kind.setAccessibleName(tr("Break it"))
        self.t_0.setAccessibleName(tr("Truncation t₀"))
        self.t_0.setPrefix("t₀ = ")
        self.alpha.setAccessibleName(tr("Learning rate α"))
        self.alpha.setPrefix("α = ")
        self.signal.setAccessibleName(tr("Signal whose derivative is wrong"))
        self.kind.clear()
        self.kind.addItem(tr("nothing"), "")
        for kind, words in possible(network):
            self.kind.addItem(words, kind)
        self.signal.clear()
        for name in activated(network):
            self.signal.addItem(symbol(name).unicode, name)

    def _chosen(self, number: int) -> None:
        kind = self.kind.itemData(number)
        signal = str(self.signal.currentData() or "")  # of this network; the last fault may have been another's
        self._choose(replace(self._fault, kind=kind, signal=signal) if kind else None)

    def _set(self, **setting: object) -> None:
        self._choose(replace(self._fault, **setting))  # type: ignore[arg-type]


def possible(network: Network) -> tuple[tuple[str, str], ...]:
    """The faults that a network can have, with what they are called."""
    words = {
        "truncate": tr("truncate BPTT"),
        "mean": tr("mean instead of sum"),
        "online": tr("update after each token"),
        "scissors": tr("cut errors (LSTM 1997)"),
        "flip": tr("flip the sign of a g′"),
        "float32": tr("round to float32"),
    }
    missing = {ONLINE} if network.program.leads else set()
    missing |= set() if activated(network) else {FLIP}
    gated = any(signal.role == "gate" for signal in network.program.signals.values())
    missing |= set() if gated else {SCISSORS}
    return tuple((kind, words[kind]) for kind in KINDS if kind not in missing)
