"""The growth of the cost as a picture; no screen is needed."""

import os
import sys
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.app.bench.notes import machine
from rnrviz.app.bench.results import Growth, Results
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.figures.growth_plot import Law, Panel


def save(results: Results, path: str) -> None:
    """Draw it in the light theme and write it; the ending says how. Raises OSError."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    from rnrviz.figures import export, growth
    from rnrviz.figures.style import Style

    application = QApplication.instance() or QApplication(sys.argv[:1])
    caption = tr("Dashed: the power law through the points that it spans.") + " " + machine(results)
    canvas = growth.canvas(panels(results.growth), caption, Style())
    export.save(canvas, path)
    canvas.deleteLater()
    application.processEvents()


def panels(growths: list[Growth]) -> "list[Panel]":
    """Microseconds an instant over n_X, microseconds a sequence over L."""
    from rnrviz.figures.growth_plot import Panel

    said = {
        "n_X": (tr("Cost per instant, over the number of states"), tr("µs per instant")),
        "L": (tr("Cost per sequence, over its length"), tr("µs per sequence")),
    }
    return [
        Panel(title, over, unit, tuple(_law(g) for g in growths if g.over == over))
        for over, (title, unit) in said.items()
    ]


def _law(g: Growth) -> "Law":
    from rnrviz.figures.growth_plot import Law

    return Law(g.algorithm, np.array(g.sizes, float), 1e6 * np.array(g.seconds), g.exponent, 1e6 * g.factor, g.first)
