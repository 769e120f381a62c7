"""The fields of the dialog for a new network: one for each setting that the text of its equations declares."""

from __future__ import annotations

import re
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QSpinBox, QWidget

from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.equations import Setting
from rnrviz.network.texts import settings

MOST_UNITS = 512
FOUND_ELSEWHERE = ("n_U", "n_Y")  # the vocabulary and the embeddings decide these
SUBSCRIPT = re.compile(r"\b([A-Za-z])_(\w+)")
LETTER = re.compile(r", ([a-z])$")


def choices(text: str) -> dict[str, Setting]:
    """What a person may choose in this text of equations, with the defaults."""
    return {name: default for name, default in settings(text).items() if name not in FOUND_ELSEWHERE}


def label(name: str) -> str:
    """What the dialog calls a setting; one that it does not know is called by its symbol."""
    known = {
        "n_X": tr("State units, n_X"),
        "n_M": tr("Memory blocks, n_M"),
        "n_L": tr("Layers, n_L"),
        "p": tr("Tokens in the window, p"),
        "around": tr("The window also sees the tokens that follow"),
        "feedback": tr("The last layer also feeds the first"),
        "reset_after": tr("Reset gate after the product"),
        "combine": tr("State from both directions"),
        "n_C": tr("Cells per block, n_C"),
        "forget": tr("Forget gates, λ"),
        "peephole": tr("Peepholes"),
        "direct": tr("Direct connection from u to y"),
        "g_X": tr("Activation of the state, g_X"),
        "g_C": tr("Activation of the gates, g_C"),
        "g_Z": tr("Activation of the cell's input, g_Z"),
        "g_M": tr("Activation of the cell's output, g_M"),
        "g_Y": tr("Activation of the output, g_Y"),
    }
    return known.get(name) or (tr("Size, {name}").format(name=name) if name.startswith("n_") else name)


def set_in_type(text: str) -> str:
    """The label with its symbols as the chapter sets them: n_X with X below the line."""
    return LETTER.sub(r", <i>\1</i>", SUBSCRIPT.sub(r"<i>\1</i><sub><i>\2</i></sub>", text))


def word_label(name: str) -> str:
    """What the dialog calls an activation function, or another word that a setting may take."""
    known = {
        "logistic": tr("logistic"),
        "tanh": tr("hyperbolic tangent"),
        "identity": tr("identity"),
        "relu": "ReLU",
        "mean": tr("mean"),
        "sum": tr("sum"),
        "concat": tr("concatenation"),
    }
    return known.get(name, name)


def loss_label(name: str) -> str:
    """What the dialog calls an error function."""
    return {"quadratic": tr("quadratic"), "cross_entropy": tr("cross-entropy")}.get(name, name)


def field(name: str, default: Setting, words: tuple[str, ...], style: Style) -> QWidget:
    """A box to tick, a number or, of the given words, a list, by the kind of the default."""
    if isinstance(default, bool):
        box = QCheckBox(label(name))
        box.setChecked(default)
        return box
    if isinstance(default, int):
        return number(1, MOST_UNITS, default, style)
    return listed([(word_label(word), word) for word in words], str(default))


def number(least: int, most: int, value: int, style: Style) -> QSpinBox:
    """A field for a whole number."""
    spin = QSpinBox()
    spin.setRange(least, most)
    spin.setValue(value)
    margin = round(style.px(7))
    spin.lineEdit().setTextMargins(margin, 0, margin, 0)
    return spin


def listed(items: list[tuple[str, str]], chosen: str) -> QComboBox:
    """A field for one of several values: pairs of what is shown and what is kept."""
    combo = QComboBox()
    for shown, kept in items:
        combo.addItem(shown, kept)
    combo.setCurrentIndex(max(0, combo.findData(chosen)))
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return combo


def value(widget: QWidget) -> Any:
    """What was chosen in a field."""
    if isinstance(widget, QCheckBox):
        return widget.isChecked()
    if isinstance(widget, QSpinBox):
        return widget.value()
    return widget.currentData() if isinstance(widget, QComboBox) else None
