"""From the back row, and to colour-blind eyes: contrasts for a projector, and signals that stay apart."""

from itertools import combinations

import numpy as np
import pytest

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.curves import CORNERS, DASHES
from rnrviz.figures.palette import PAPERS, SIGNALS, STRONG_PAPERS
from rnrviz.figures.style import Style, contrast
from rnrviz.network import files
from rnrviz.paths import resource
from rnrviz.views.lanes import lanes
from tests.colour_vision import MACHADO, distance, lab

BOTH = pytest.mark.parametrize("dark", [False, True])
STRONG = pytest.mark.parametrize("strong", [False, True])
EYES = pytest.mark.parametrize("eyes", MACHADO)
TOGETHER = ("phi", "gamma", "lambda", "x", "z")  # of one memory block
COLOURED = (*TOGETHER, "u", "delta")
APART, STRONG_APART = 10.0, 15.0  # of L*a*b*; 2.3 is just noticeable


def grounds(style):
    return style.paper, style.panel


@BOTH
def test_words_have_seven_to_one_and_marks_three(dark):
    style = Style(dark, projector=True)
    for ground in grounds(style):
        for name in ("ink", "muted", "accent", "cursor"):
            assert contrast(getattr(style, name), ground) >= 7, name
        for name in ("hairline", "coming", "marked"):
            assert contrast(getattr(style, name), ground) >= 3, name
        for name in SIGNALS[dark]:
            assert contrast(style.signal(name), ground) >= 7, name
        for value in (-1.0, 1.0):
            assert contrast(style.diverging_color(value, 1.0), ground) >= 3
    assert set(STRONG_PAPERS[dark]) | {"paper", "panel"} == set(PAPERS[dark])


@BOTH
@pytest.mark.parametrize("alpha", [0.5, 0.55, 0.6, 0.85])
def test_a_colour_that_is_laid_on_thinly_is_still_a_mark(dark, alpha):
    style = Style(dark, projector=True)
    for name in SIGNALS[dark]:
        made = style.tint(style.signal(name), alpha)
        assert all(contrast(made, ground) >= 3 for ground in grounds(style)), name
        assert all(contrast(style.word(made), ground) >= 7 for ground in grounds(style)), name
    assert Style(dark).tint(style.signal("x"), alpha) != style.ink


def test_the_usual_style_is_as_it_was():
    assert Style().font(0.2).pixelSize() == 11 and Style(projector=True, least=20).font(0.2).pixelSize() == 20
    assert Style().word(Style().coming) == Style().coming


def test_the_simulation_knows_white_black_and_what_is_confused():
    for eyes in MACHADO:
        assert np.allclose(lab((1, 1, 1), eyes), (100, 0, 0), atol=0.6) and np.allclose(lab((0, 0, 0), eyes), 0)
    red, green = (0.75, 0.25, 0.2), (0.4, 0.45, 0.15)
    usual, without = (np.linalg.norm(lab(red, eyes) - lab(green, eyes)) for eyes in ("usual", "deuteranopia"))
    assert usual > 2 * without


@BOTH
@STRONG
@EYES
def test_signals_of_a_block_stay_apart_to_all_eyes(dark, strong, eyes):
    style = Style(dark, projector=strong)
    for one, other in combinations(COLOURED if strong else TOGETHER, 2):
        found = distance(style.signal(one), style.signal(other), eyes)
        assert found >= (STRONG_APART if strong else APART), (one, other, found)


@BOTH
@EYES
def test_both_signs_stay_apart_to_all_eyes(dark, eyes):
    style = Style(dark)
    for value in (0.3, 0.6, 1.0):
        up, down, nothing = (style.diverging_color(v, 1.0) for v in (value, -value, 0.0))
        assert min(distance(up, down, eyes), distance(up, nothing, eyes), distance(down, nothing, eyes)) >= APART


def test_units_of_one_colour_have_dashes_and_markers_of_their_own():
    assert len(set(DASHES)) == 4 and len(set(CORNERS)) == 2  # and a circle and a square


def test_where_colours_are_near_place_and_name_tell_signals_apart():
    """The input and delta come near to gates in the usual colours: each signal has a lane and a name of its own."""
    network = files.load(resource("models", "anbncn-lstm-forget.safetensors"))
    session = Session(Document(network, "aabbccT", 3))
    session.wait()
    shown = lanes(session.trace)
    assert len({lane.name for lane in shown}) == len({lane.caption for lane in shown}) == len(shown) >= 5
    near = [(one, other) for dark in (False, True) for one, other in near_in(Style(dark))]
    assert near and all({"u", "delta"} & set(pair) for pair in near)
    session.close()


def near_in(style):
    """Pairs of signals that some eyes take for one another in the usual colours."""
    pairs = [(a, b, eyes) for a, b in combinations(COLOURED, 2) for eyes in MACHADO]
    return [(a, b) for a, b, eyes in pairs if distance(style.signal(a), style.signal(b), eyes) < APART]
