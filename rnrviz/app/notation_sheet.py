"""Half a page on how equations are written."""

from __future__ import annotations

import html

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QLabel, QWidget

from rnrviz.app.equation_colours import code_font
from rnrviz.app.sheets import dialog_around
from rnrviz.figures.style import Style
from rnrviz.language import tr

WIDTH = 430


def lines() -> tuple[tuple[str, str], ...]:
    """What is written, and what it means."""
    return (
        (
            "n_X = 4",
            tr("A size and its usual value. n_V is the number of tokens; n_U must be set."),
        ),
        (
            "g_X = tanh",
            tr("An activation: logistic, tanh, identity, relu; softmax for g_Y only."),
        ),
        (
            'forget = False\ncombine = "mean", "sum"',
            tr("An option; one of several words. Each setting gets a field in the form."),
        ),
        (
            "X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x",
            tr("A sum of terms. W begins the name of a weight: a matrix before @, alone a bias. u is the input."),
        ),
        (
            "x = g_X(X[t])\ny = g_Y(Y[t])",
            tr("An activation of a signal. There must be an output y."),
        ),
        (
            "Z: (n_M, n_C) = …\nR: n_X = …",
            tr("The size of a signal fed by weights, where it is not n_ with the signal's name."),
        ),
        (
            "x[t-1]   u[t-3]   b[t+1]",
            tr("A signal of an earlier instant, or of a later one: that part runs from right to left."),
        ),
        (
            "phi[t] * z[t]\nW_phi_x * x[t-1]",
            tr("A gate, component by component. A weight before * is a peephole: it sees its own block only."),
        ),
        (
            "(1 - zeta[t]) * c[t]\n0.5 * f[t] + x[t] / 2",
            tr("Brackets, numbers and factors."),
        ),
        (
            "concat(f[t], b[t])",
            tr("Signals one below the other."),
        ),
        (
            "if forget:\n    x += …\nelse: …\nif n_L > 1: …",
            tr("Only in networks so set. += adds terms to an earlier equation."),
        ),
        (
            "for k in range(1, p): X += W_x_uk @ u[t-k]",
            tr("Repeated for k from 1 to p−1. At the end of a name the letter becomes its number: uk is u1, u2…"),
        ),
        (
            "for k, l in pairs(n_L): …   xL",
            tr("For each layer but the last and the one above it. xL is the last one."),
        ),
        (
            "# …",
            tr("A comment. phi, gamma, lambda, rho and zeta are written out and set as Greek letters."),
        ),
    )


def notation_sheet(style: Style, parent: QWidget) -> QDialog:
    """The lines as a table, with a button to close it."""
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, round(style.px(10)), 0)
    grid.setHorizontalSpacing(round(style.px(26)))
    grid.setVerticalSpacing(round(style.px(9)))
    top = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
    for row, (written, meaning) in enumerate(lines()):
        code = QLabel(html.escape(written).replace("\n", "<br>").replace(" ", "&nbsp;"))
        code.setTextFormat(Qt.TextFormat.RichText)
        code.setFont(code_font(style, 1.0))
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setAccessibleName(written)
        words = QLabel(meaning)
        words.setObjectName("quiet")
        words.setWordWrap(True)
        width = round(style.px(WIDTH))
        words.ensurePolished()
        words.setFixedSize(width, words.heightForWidth(width))
        grid.addWidget(code, row, 0, top)
        grid.addWidget(words, row, 1, top)
    return dialog_around(tr("How equations are written"), inside, style, parent)
