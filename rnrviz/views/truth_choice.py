"""What predictions are compared with: the chooser of the truth, and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QWidget

from rnrviz.document import edits, truths
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.tasks.truth import Language, language_of
from rnrviz.views.cut_box import CutBox
from rnrviz.views.own_keys import ENDS, OwnKeys

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.tasks.distributions import Distributions

FEWEST = 12  # letters


@final
class _Box(CutBox):
    """The wheel scrolls what is below, it does not choose."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """To whoever is below."""
        event.ignore()


@final
class TruthChoice(QWidget):
    """A label and a chooser; what is chosen goes into the document."""

    def __init__(self, session: Session, style: Style) -> None:
        super().__init__()
        self._session = session
        self._label = QLabel()
        self.box = _Box()
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(FEWEST)
        OwnKeys(self.box, ENDS)
        self._label.setBuddy(self.box)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self._row.addWidget(self.box, 1)
        self.box.activated.connect(self._choose)
        self.set_style(style)

    def show_choice(self) -> None:
        """What there is to choose from, and what is chosen, in the language of now."""
        network = self._session.document.network
        language, offered = language_of(network), truths.offered(network)
        self._label.setText(tr("Truth:"))
        self.box.setAccessibleName(tr("What the prediction is compared with"))
        items = [(label(source, language), source) for source in offered]
        if items != [(self.box.itemText(k), self.box.itemData(k)) for k in range(self.box.count())]:
            self.box.clear()
            for text, source in items:
                self.box.addItem(text, source)
        self.box.setCurrentIndex(offered.index(truths.source(self._session)))
        self.box.setToolTip(self.box.currentText())

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 0)))
        self._row.setSpacing(round(style.px(8)))
        self._label.setFont(style.font(0.92))
        self._label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")
        self._label.setAlignment(Qt.AlignmentFlag.AlignVCenter)

    def _choose(self, number: int) -> None:
        source = str(self.box.itemData(number))
        if source != truths.source(self._session):
            self._session.apply(edits.choose_truth(self._session.document, source))


def label(source: str, language: Language | None) -> str:
    """What a source is called."""
    if language is not None and source in (truths.LEGAL, truths.STRINGS):
        legal = tr("{language}: legal symbols, equal shares")
        strings = tr("{language}: n from {first} to {last}, equally probable")
        drawn = strings if language.longest else tr("{language}: as drawn")
        sentence = legal if source == truths.LEGAL else drawn
        return sentence.format(language=title(language.name), first=language.shortest, last=language.longest)
    last = truths.RECENT.get(source, 0)
    if last:
        return ntr("this text, after the last symbol", "this text, after the last {n} symbols", last).format(n=last)
    return tr("this text, after the whole prefix") if source == truths.WHOLE else tr("nothing")


def title(name: str) -> str:
    """What the language of a task is called."""
    titles = {
        "anbn": "aⁿbⁿ",
        "anbncn": "aⁿbⁿcⁿ",
        "anbmBmAn": "aⁿbᵐBᵐAⁿ",
        "anbn_stream": "aⁿbⁿ",
        "reber": "Reber",
        "embedded_reber": tr("embedded Reber"),
        "continual_reber": tr("continual Reber"),
        "xor": tr("temporal XOR"),
        "guuu": "ba/dii/guuu",
        "letters_in_words": tr("letters in words"),
        "lag_2a": tr("time lag 2a"),
        "lag_2b": tr("time lag 2b"),
        "lag_2c": tr("time lag 2c"),
        "parity": tr("parity"),
    }
    return titles.get(name, name)


def how_far(bits: float, apart: float) -> str:
    """Both distances in words; empty where they cannot be measured."""
    if bits != bits:
        return ""
    if bits == float("inf"):
        sentence = tr("Distance from the truth: ∞ bits, as a symbol that may come has probability 0; Σ|y − p| = {sum}.")
        return unbroken(sentence.format(sum=short(apart)))
    sentence = tr("Distance from the truth: {bits} bits (Kullback-Leibler divergence); Σ|y − p| = {sum}.")
    return unbroken(sentence.format(bits=short(bits), sum=short(apart)))


def unbroken(sentence: str) -> str:
    """No line ends beside a minus or an equals sign, nor within Σ|y."""
    return sentence.replace(" − ", "\u00a0−\u00a0").replace(" = ", "\u00a0=\u00a0").replace("|", "|\u2060")


def why_unknown(session: Session) -> str:
    """Why nothing is known of the next symbol at an instant."""
    source = truths.source(session)
    if source in (truths.LEGAL, truths.STRINGS):
        return tr("The language says nothing here: no string of it begins so, or the string has ended.")
    return tr("The text says nothing here: what has been read is too short, or occurs only at its end.")


def counted(found: Distributions, t: int) -> str:
    """How often the prefix occurs, where it was counted; t is 0-based."""
    return places(found.total(t))


def places(n: int) -> str:
    """So many of them, in words; the empty text for none."""
    if not n:
        return ""
    sentence = ntr("p = n/N, counted at {n} place of this text.", "p = n/N, counted at {n} places of this text.", n)
    return sentence.format(n=n)
