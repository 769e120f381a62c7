"""The small parts of the dialog in which equations are written."""

from __future__ import annotations

import html
from collections.abc import Callable
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget

from rnrviz.app import models
from rnrviz.app import network_fields as fields
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES, text_of

EMPTY = "n_U = n_V\nn_X = 4\nn_Y = n_V\ng_X = tanh\ng_Y = softmax\n\n"


def templates() -> QComboBox:
    """What a text may begin with; the data is the text, None for that of the network at hand."""
    made = fields.listed([(tr("this network"), "")], "")
    made.setItemData(0, None)
    for name in ARCHITECTURES:
        made.addItem(models.kind(name), text_of(name))
    made.addItem(tr("only settings"), EMPTY)
    made.setMaxVisibleItems(made.count())
    made.setAccessibleName(tr("Begin with"))
    return made


def command(owner: QWidget, text: str, key: str, slot: Callable[[], object]) -> QPushButton:
    """A button with a key of its own."""
    made = QPushButton(text, owner)
    made.setShortcut(QKeySequence(key))
    made.setToolTip(f"{text.rstrip('…')}  ({QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)})")
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: slot())
    return made


def buttons(style: Style) -> QDialogButtonBox:
    """Create and cancel."""
    kinds = QDialogButtonBox.StandardButton
    made = QDialogButtonBox(kinds.Ok | kinds.Cancel)
    for kind, text in ((kinds.Ok, tr("Create")), (kinds.Cancel, tr("Cancel"))):
        made.button(kind).setText(text)
        made.button(kind).setAutoDefault(False)
    made.button(kinds.Ok).setDefault(True)
    made.button(kinds.Ok).setToolTip(tr("Create a random network  (Ctrl+Enter)"))
    return made


def hint(style: Style) -> QLabel:
    """The keys that the editor does not show."""
    made = QLabel(
        tr("Tab moves a line in; Esc and then Tab leaves the text. F8: to the wrong place. Ctrl+Enter: create.")
    )
    made.setObjectName("quiet")
    made.setFont(style.font(0.9))
    made.setWordWrap(True)
    return made


def padded(widget: QWidget, style: Style) -> QWidget:
    """With air above and beside it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(*(round(style.px(n)) for n in (14, 8, 2, 4)))
    column.addWidget(widget)
    column.addStretch(1)
    return made


def problem_line(style: Style, on_jump: Callable[[], None]) -> ProblemLine:
    """The line that says whether the text is understood."""
    return ProblemLine(style, on_jump)


@final
class ProblemLine(QLabel):
    """One sentence with room for two lines, so that nothing moves; a click or Enter on it leads to the place."""

    def __init__(self, style: Style, on_jump: Callable[[], None]) -> None:
        super().__init__()
        self._look = style
        self.sentence = ""
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * 2 + round(style.px(2)))
        self.setTextInteractionFlags(Qt.TextInteractionFlag.LinksAccessibleByKeyboard | self.textInteractionFlags())
        self.linkActivated.connect(lambda _link: on_jump())

    def say_wrong(self, sentence: str, somewhere: bool) -> None:
        """What is wrong; a link where the place is known."""
        self.sentence = sentence
        told = html.escape(sentence)
        colour = self._look.cursor.name()
        if somewhere:
            told = f'<a href="place" style="color:{colour}">{told}</a>'
        self.setText(f'<span style="color:{colour}">▲ {told}</span>')
        self.setAccessibleName(sentence)

    def say_good(self, sentence: str) -> None:
        """The text is understood."""
        self.sentence = ""
        self.setText(f'<span style="color:{self._look.muted.name()}">✓ {html.escape(sentence)}</span>')
        self.setAccessibleName(sentence)
