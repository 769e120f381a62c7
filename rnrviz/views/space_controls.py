"""What can be chosen of the state space: the signal, both axes, the scale, and the strings that are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import language, tr
from rnrviz.network.notation import spoken, symbol
from rnrviz.views.flowing import Flowing
from rnrviz.views.own_keys import ENDS, OwnKeys
from rnrviz.views.trajectories import Choice, choices, signals, usual

if TYPE_CHECKING:
    from rnrviz.network.network import Network
    from rnrviz.network.program import Signal

CHIP = 130  # the widest that a kept string is written
MOST = 12  # rows of an open list


@final
class SpaceControls(QWidget):
    """Calls `on_choice` after anything was chosen; `on_keep` when the present string is to be kept."""

    def __init__(self, style: Style, on_choice: Callable[[], None], on_keep: Callable[[], None]) -> None:
        super().__init__()
        self._style, self._on_choice = style, on_choice
        self._signals: tuple[Signal, ...] = ()
        self._known: tuple[object, ...] = ()
        self.kept: tuple[str, ...] = ()
        self._made: list[QToolButton] = []
        self.which, self.across, self.up = QComboBox(), QComboBox(), QComboBox()
        self.square, self.hold = QCheckBox(), QPushButton()
        self._lines = QWidget(self), QWidget(self)
        self._rows = tuple(Flowing(line, style) for line in self._lines)
        self._build(on_keep)

    def _build(self, on_keep: Callable[[], None]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        arrows = (_beside("→", self.across), _beside("↑", self.up))
        for widget in (self.which, *arrows, self.square, self.hold):
            self._rows[0].addWidget(widget)
        for line in self._lines:
            column.addWidget(line)
        for box in (self.which, self.across, self.up):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            box.setMaxVisibleItems(MOST)
            OwnKeys(box, ENDS)
        self.which.activated.connect(lambda _: self._other_signal())
        self.across.activated.connect(lambda _: self._on_choice())
        self.up.activated.connect(lambda _: self._on_choice())
        self.square.setChecked(True)
        self.square.clicked.connect(lambda _: self._on_choice())
        self.hold.clicked.connect(lambda _: on_keep())
        for button in (self.square, self.hold):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            OwnKeys(button, (Qt.Key.Key_Space,))

    @property
    def signal(self) -> Signal:
        """The signal whose space is shown."""
        return self._signals[max(0, self.which.currentIndex())]

    @property
    def axes(self) -> tuple[Choice, Choice]:
        """What lies across and what goes up."""
        known = [choice for choice, _ in choices(self.signal)]
        return known[max(0, self.across.currentIndex())], known[max(0, self.up.currentIndex())]

    @property
    def equal(self) -> bool:
        """Whether both axes have the same scale."""
        return self.square.isChecked()

    def names(self) -> tuple[str, str]:
        """How the axes are called in a line of text."""
        return self.across.currentText(), self.up.currentText()

    def keep(self, text: str) -> None:
        """Keep a string; one that is kept already goes to the end."""
        if text.strip():
            self.kept = (*(other for other in self.kept if other != text), text)
            self._chips()
            self._on_choice()

    def drop(self, text: str) -> None:
        """Keep it no longer."""
        self.kept = tuple(other for other in self.kept if other != text)
        self._chips()
        self.hold.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_choice()

    def chips(self) -> list[QToolButton]:
        """The buttons that drop the kept strings, in their order."""
        return self._made

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        for row in self._rows:
            row.set_style(style)
        self._chips()

    def retranslate(self, network: Network) -> None:
        """The lists of this network, and all words in the language of now."""
        self._signals = signals(network)
        known = (language(), *((s.name, s.shape) for s in self._signals))
        if known == self._known:
            return
        same, self._known = known[1:] == self._known[1:], known
        chosen = [max(0, box.currentIndex()) for box in (self.which, self.across, self.up)]
        self._fill(self.which, [symbol(s.name).unicode for s in self._signals], chosen[0] if same else 0)
        for k, signal in enumerate(self._signals):
            self.which.setItemData(k, spoken(signal.name, signal.role), Qt.ItemDataRole.ToolTipRole)
        self._axes(chosen[1:] if same else None)
        self._words()
        self._chips()

    def _words(self) -> None:
        texts = (tr("Signal"), tr("Horizontal axis"), tr("Vertical axis"))
        for box, text in zip((self.which, self.across, self.up), texts, strict=True):
            box.setAccessibleName(text)
            box.setToolTip(text)
        self.square.setText("1:1")
        self.square.setAccessibleName(tr("Equal scales on both axes"))
        self.square.setToolTip(tr("Equal scales on both axes"))
        for box in (self.across, self.up):
            for k in range(2 if self.signal.size > 1 else 0):
                words = tr("principal component {n} of all points shown").format(n=k + 1)
                box.setItemData(self.signal.size + k, words, Qt.ItemDataRole.ToolTipRole)
        self.hold.setText(tr("Keep"))
        self.hold.setToolTip(tr("Keep the way of this string in the picture, to lay others over it"))

    def _other_signal(self) -> None:
        self._axes(None)
        self._on_choice()

    def _axes(self, chosen: list[int] | None) -> None:
        known = choices(self.signal)
        wanted = chosen or [[choice for choice, _ in known].index(choice) for choice in usual(self.signal)]
        for box, index in zip((self.across, self.up), wanted, strict=True):
            self._fill(box, [text for _, text in known], index)

    @staticmethod
    def _fill(box: QComboBox, texts: list[str], index: int) -> None:
        box.clear()
        box.addItems(texts)
        box.setCurrentIndex(index)

    def _chips(self) -> None:
        """A button for every kept string."""
        row = self._rows[1]
        while row.takeAt(0) is not None:
            pass
        for old in self._made:
            old.hide()
            old.deleteLater()
        self._made = []
        for text in self.kept:
            chip = QToolButton()
            font = self._style.font(0.92)
            wide = round(self._style.px(CHIP))
            chip.setText(f"{QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, wide)}  ×")
            chip.setFont(font)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            words = tr("No longer keep “{text}”").format(text=text)
            chip.setToolTip(words)
            chip.setAccessibleName(words)
            chip.clicked.connect(partial(self.drop, text))
            OwnKeys(chip, (Qt.Key.Key_Space,))
            row.addWidget(chip)
            self._made.append(chip)
        self._lines[1].setVisible(bool(self.kept))


def _beside(arrow: str, box: QComboBox) -> QWidget:
    """A list with the direction of its axis before it."""
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2)
    row.addWidget(QLabel(arrow))
    row.addWidget(box)
    return pair
