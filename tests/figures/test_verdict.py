"""The headings over the gradients, in columns of any width."""

import pytest
from PySide6.QtGui import QFontMetricsF, QPainter, QPixmap

from rnrviz.figures.style import Style
from rnrviz.figures.verdict import fitting


@pytest.mark.parametrize(
    "room, said", [("differences", "finite differences"), ("finite", "finite diff."), ("fini.", "fini. dif.")]
)
def test_a_heading_has_a_short_form_before_its_words_are_cut(qtbot, room, said):
    picture = QPixmap(10, 10)
    painter = QPainter(picture)
    painter.setFont(Style().font(0.85))
    width = QFontMetricsF(painter.font()).horizontalAdvance(room) + 0.5
    found = fitting("finite differences", width, painter)
    painter.end()
    assert found == said
