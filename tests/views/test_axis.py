"""The shared time axis: places and instants are each other's inverse, and nothing moves without need."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnrviz.views.axis import COLUMN, MARGIN, NARROWEST, ROOMY, VALUES, WIDEST, TimeAxis

LENGTHS = st.integers(0, 5000)
FACTORS = st.floats(0.01, 100)


def axis(length, width=1000.0):
    made = TimeAxis(length)
    made.set_width(width)
    return made


@given(length=st.integers(1, 5000), factor=FACTORS, first=st.floats(0, 5000))
def test_places_and_instants_are_inverse(length, factor, first):
    made = axis(length)
    made.zoom(factor)
    made.scroll_to(first)
    for t in made.visible(1000):
        assert made.t_at(made.x(t)) == t


@given(length=LENGTHS, factor=FACTORS, t=st.integers(0, 5000))
def test_what_is_revealed_is_visible(length, factor, t):
    t = min(t, length)
    made = axis(length)
    made.zoom(factor)
    made.reveal(t)
    if t:
        assert t in made.visible(1000)
        assert made.x(t) >= made.gutter


@given(length=LENGTHS, factor=FACTORS, around=st.floats(0, 1000))
def test_columns_keep_their_bounds(length, factor, around):
    made = axis(length)
    made.zoom(factor, around)
    assert NARROWEST <= made.column <= WIDEST
    assert made.first >= 0


def test_revealing_what_is_visible_moves_nothing(qtbot):
    made = axis(100)
    made.scroll_to(20)
    with qtbot.assertNotEmitted(made.changed):
        made.reveal(28)
    assert made.first == 20


def test_the_first_column_is_whole_where_it_may_be():
    made = axis(10, 720)
    made.set_beside(50)
    made.reveal(10)
    assert 0 < made.first < 1
    made.reveal(6)
    assert made.first == 0


def test_zoom_keeps_the_instant_under_the_pointer():
    made = axis(1000)
    made.scroll_to(300)
    place = made.x(310)
    made.zoom(1.5, place)
    assert made.x(310) == pytest.approx(place)


def test_fit_shows_all_tokens_where_it_can():
    made = axis(10)
    made.fit()
    assert made.x(10) + made.column / 2 <= 1000 - MARGIN
    wide = made.column
    made.set_length(500)
    made.fit()
    assert made.column < wide


@given(length=st.integers(1, 5000), factor=FACTORS, width=st.integers(500, 2000))
def test_values_beside_the_last_instant_have_room(length, factor, width):
    made = axis(length, width)
    made.zoom(factor)
    made.reveal(length)
    assert made.right(width) - made.x(length) >= VALUES - 1e-6


def test_wide_tokens_get_wide_columns_where_there_is_room():
    made = axis(3)
    made.set_token(180.0)
    made.fit()
    assert made.column >= 180
    made.set_length(60)
    made.fit()
    assert made.column == pytest.approx(ROOMY * COLUMN)
    made.set_token(20.0)
    assert made.column == pytest.approx(COLUMN)


def test_text_size_widens_gutter_and_columns():
    made = axis(10)
    made.zoom(1.5)
    gutter, column = made.gutter, made.column
    made.set_scale(2.0)
    assert made.gutter == 2 * gutter and made.column == 2 * column


def test_columns_are_what_they_were_when_length_width_and_text_size_are() -> None:
    axis = TimeAxis(20)
    axis.set_width(1000)
    axis.fit()
    before = axis.column
    for change in (
        lambda: (axis.set_length(5000), axis.set_length(20)),
        lambda: (axis.set_scale(1.6), axis.set_scale(1.0)),
        lambda: (axis.set_width(400), axis.set_width(1000)),
    ):
        change()
        assert axis.column == before


@pytest.mark.parametrize("change", [lambda axis: axis.set_width(500.0), lambda axis: axis.set_scale(2.4)])
def test_the_cursor_stays_in_sight_when_there_is_less_room(change):
    axis = TimeAxis(13)
    axis.set_width(1200.0)
    axis.reveal(11)
    change(axis)
    assert axis.first < 10 and axis.first + axis.fits(axis.width) >= 11
    axis.scroll_to(0.0)
    assert axis.first + axis.fits(axis.width) < 11  # scrolled away by hand
    axis.set_width(axis.width - 40.0)
    assert axis.first == 0.0
