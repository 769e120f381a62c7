"""What is said about the program: purpose, versions, licences, sources."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap, QRegion
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QVBoxLayout, QWidget

from rnrviz import __version__
from rnrviz.app.icons import pixmap
from rnrviz.app.sheets import dialog_around
from rnrviz.app.versions import LIBRARIES, version_of, versions
from rnrviz.figures.style import Style
from rnrviz.language import tr

WIDTH = 520
SOURCES = (
    "Williams, R. J. & Zipser, D. (1989). A learning algorithm for continually running fully recurrent neural "
    "networks. Neural Computation 1(2), 270–280.",
    "Elman, J. L. (1990). Finding structure in time. Cognitive Science 14(2), 179–211.",
    "Werbos, P. J. (1990). Backpropagation through time: what it does and how to do it. Proceedings of the IEEE "
    "78(10), 1550–1560.",
    "Hochreiter, S. & Schmidhuber, J. (1997). Long short-term memory. Neural Computation 9(8), 1735–1780.",
    "Gers, F. A., Schmidhuber, J. & Cummins, F. (2000). Learning to forget: continual prediction with LSTM. Neural "
    "Computation 12(10), 2451–2471.",
    "Gers, F. A. & Schmidhuber, J. (2001). LSTM recurrent networks learn simple context-free and context-sensitive "
    "languages. IEEE Transactions on Neural Networks 12(6), 1333–1340.",
)
FONTS = (("Inter", "SIL Open Font License 1.1"), ("STIX", "SIL Open Font License 1.1"))


def about(style: Style, parent: QWidget) -> QDialog:
    """Everything, to be read and copied; what is long is scrolled."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, round(style.px(10)), 0)
    column.setSpacing(round(style.px(9)))
    for widget in (*_head(style), *_licences(style), *_sources(style)):
        column.addWidget(widget)
    return dialog_around(tr("About RNRviz"), inside, style, parent)


def _head(style: Style) -> list[QWidget]:
    sign = QLabel()
    sign.setPixmap(_trimmed(pixmap("network", style.accent, 2, style.px(56))))
    name = QLabel(f"RNRviz {__version__}")
    name.setFont(style.font(1.5, bold=True))
    sentences = (
        tr("See a recurrent neural network think, one token at a time."),
        tr("Elman networks and LSTM in the chapter's notation; gradients by RTRL, BPTT and finite differences."),
        " · ".join(f"{each} {number}" for each, number in versions()[1:]),
    )
    return [sign, name, *(_paragraph(sentence, style) for sentence in sentences)]


def _trimmed(picture: QPixmap) -> QPixmap:
    """Without the free room around a sign, so that it stands above the beginning of the text."""
    return picture.copy(QRegion(picture.mask()).boundingRect())


def _licences(style: Style) -> list[QWidget]:
    """Of the program, of what is shipped with it, and of each library, with its version."""
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(round(style.px(20)))
    grid.setVerticalSpacing(round(style.px(3)))
    libraries = [(name, version_of(package), licence) for name, package, licence in LIBRARIES]
    fonts = [(tr("Font {name}").format(name=name), "", licence) for name, licence in FONTS]
    maps = [(tr("Colour maps CET, by Peter Kovesi"), "", "CC BY 4.0")]
    for row, words in enumerate([*fonts, *maps, *libraries]):
        for place, word in enumerate(words):
            grid.addWidget(_label(word, quiet=place > 0), row, place)
    grid.setColumnStretch(3, 1)
    ours = _paragraph(tr("RNRviz is free software under the MIT licence."), style)
    return [_heading(tr("Licences"), style), ours, table]


def _sources(style: Style) -> list[QWidget]:
    return [_heading(tr("Sources"), style), *(_paragraph(each, style) for each in SOURCES)]


def _heading(text: str, style: Style) -> QLabel:
    made = QLabel(text)
    made.setFont(style.font(1.0, bold=True))
    made.setContentsMargins(0, round(style.px(8)), 0, 0)
    return made


def _label(text: str, quiet: bool) -> QLabel:
    made = QLabel(text)
    made.setObjectName("quiet" if quiet else "")
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _paragraph(text: str, style: Style) -> QLabel:
    """Words set to a width that is good to read, as high as they then are."""
    words = _label(text, quiet=False)
    words.setWordWrap(True)
    width = round(style.px(WIDTH))
    words.ensurePolished()
    words.setFixedSize(width, words.heightForWidth(width))
    return words
