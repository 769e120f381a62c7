"""A sentence in the middle of a figure: no more lines than needed, and no word left alone on the last."""

import pytest

from rnrviz.figures.measure import text_width, wrapped_height
from rnrviz.figures.message import balanced_width
from rnrviz.figures.style import Style

SENTENCE = "Click any number, in any view: here it says where that number comes from."


@pytest.mark.parametrize("lines", [1, 2, 3])
def test_lines_are_of_about_one_length(qtbot, lines):
    font = Style().font()
    whole = text_width(SENTENCE, font)
    room = {1: whole + 5, 2: whole * 0.97, 3: whole * 0.45}[lines]
    wide = balanced_width(SENTENCE, font, room)
    assert wrapped_height(SENTENCE, font, wide) == wrapped_height(SENTENCE, font, room)
    assert wide <= room and (lines == 1 or wide < whole / lines * 1.25)


def test_paragraphs_stay_apart(qtbot):
    font = Style().font()
    both = SENTENCE + "\n\n" + "Enter begins with E[t]."
    room = text_width(SENTENCE, font) * 0.97
    assert wrapped_height(both, font, balanced_width(both, font, room)) == wrapped_height(both, font, room)
