"""The plots of trainings: thinned curves keep their extremes, axes have round numbers, runs have colours and signs."""

import numpy as np
import pytest
from PySide6.QtCore import QRectF

from rnrviz.figures.learning import Content, LearningItem
from rnrviz.figures.learning_plot import FIRST, Panel, Plot, Shown, run_colour, thinned, written
from rnrviz.figures.style import Style, contrast

COLUMNS = ("loss", "right", "weights", "gradient", "distance", "farthest", "accepted")


def shown(strings, values, mark=0):
    strings, values = np.array(strings, float), np.array(values, float)
    return Shown(f"run {mark}", {"strings": strings} | dict.fromkeys(COLUMNS, values), mark)


def plot(values, log, strings=None, even=False, height=100.0, factor=1.0):
    run = shown(range(len(values)) if strings is None else strings, values)
    panel = Panel("loss", "Error", ("loss",), log=log, factor=factor)
    return Plot(panel, (run,), QRectF(50, 20, 400, height), Style(), even)


@pytest.mark.parametrize("length", [10, 300, 301, 2999, 3001])
def test_thinned_curves_keep_ends_and_extremes(length):
    x = np.arange(length, dtype=float)
    y = np.sin(x / 50)
    y[length // 3], y[length // 2] = 7.0, -9.0
    a, b = thinned(x, y)
    assert len(a) <= 320 and a[0] == x[0] and a[-1] == x[-1] and {7.0, -9.0} <= set(b) and (np.diff(a) > 0).all()
    assert set(zip(a, b, strict=True)) <= set(zip(x, y, strict=True))


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ([30, 20, 4], ["5", "10", "20"]),
        ([100, 0.01], ["0.01", "1", "100"]),
        ([1e-7, 1e5], ["10⁻⁷"]),
        ([2.0], ["2"]),
        ([np.nan, np.inf], []),
    ],
)
def test_a_logarithmic_axis_has_round_numbers(values, texts):
    made = plot(values, True)
    ticks = made.ticks()
    if texts:
        assert 2 <= len(ticks) <= 6 and all(made.low <= value <= made.high for value, _ in ticks)
    if texts:
        assert set(texts) <= {text for _, text in ticks}
        assert [text for _, text in ticks] == [written(10.0**value) for value, _ in ticks]


def test_an_even_axis_begins_at_zero():
    made = plot([0.25, 1.0], False, factor=100.0)
    assert [text for _, text in made.ticks()] == ["0", "50", "100"] and made.high > 100


@pytest.mark.parametrize("end", [0, 1, 7, 10, 11, 999, 10**6])
@pytest.mark.parametrize("even", [True, False])
def test_strings_go_from_left_to_right(end, even):
    made = plot([1, 1], True, [0, end], even)
    places = made.across(np.linspace(0, max(1, end), 50))
    assert (
        places[0] == made.box.left() and places[-1] == pytest.approx(made.box.right()) and (np.diff(places) > 0).all()
    )
    numbers = made.numbers()
    assert numbers[0] == 0 and numbers[-1] <= max(1, end)
    if end > FIRST and not even:
        assert set(numbers[1:]) == {10**k for k in range(1, 7) if 10**k <= end}


@pytest.mark.parametrize("dark", [False, True])
def test_runs_have_colours_that_are_seen_and_signs(dark):
    style = Style(dark)
    colours = [run_colour(mark, style) for mark in range(5)]
    assert len({colour.rgb() for colour in colours}) == 5
    assert all(contrast(colour, style.panel) >= 3 for colour in colours)


@pytest.mark.parametrize("width", [200, 379, 380, 700])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_plots_are_drawn_inside_the_area(qapp, width, count):
    item = LearningItem(Style())
    panels = tuple(Panel(str(k), f"Plot {k}", ("weights", "gradient"), ("‖W‖", "‖∇E‖"), True) for k in range(count))
    runs = (shown([0, 5, 900], [3, 2, np.nan]), shown([0], [np.inf], 1), shown([0, 100], [0, 0], 2))
    area = QRectF(0, 0, width, item.needed(count, width))
    item.show_content(Content(runs, panels), area, Style())
    boxes = item.boxes()
    assert len(boxes) == count and all(area.contains(box) and box.height() >= 50 for box in boxes)
    painted(item, area)


def painted(item, area):
    """Draw it; what goes wrong in painting raises here."""
    from PySide6.QtGui import QImage, QPainter

    image = QImage(int(area.width()), int(area.height()), QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    item.paint(painter, None)
    painter.end()
    assert len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 5)}) > 2


def test_without_a_run_it_says_what_to_do(qapp):
    item = LearningItem(Style())
    item.show_content(Content(caption="Press Learn."), QRectF(0, 0, 300, 100), Style())
    painted(item, item.area)
