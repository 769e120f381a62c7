"""The score: views share the height, and the unrolled network keeps its nodes at the text sizes of a lecture."""

from __future__ import annotations

import pytest

from rnrviz.app.score import balanced


@pytest.mark.parametrize(
    ("wanted", "least", "sizes"),
    [
        ([300, 360], [200, 250], [300, 360]),
        ([300, 360], [200, 400], [260, 400]),
        ([300, 360], [350, 400], [300, 360]),
        ([], [], []),
    ],
)
def test_who_lacks_takes_from_who_can_spare(wanted: list[float], least: list[float], sizes: list[float]) -> None:
    assert balanced(wanted, least) == pytest.approx(sizes)


def test_truth_is_chosen_in_one_place(window, qtbot):
    window.choose_perspective("predict")
    qtbot.wait(30)
    over_time, bars = window.views["outlook"].choice, window.views["prediction"].choice
    assert bars.isVisible() and not over_time.isVisible()
    window.inspector.docks["prediction"].close()
    qtbot.wait(30)
    assert over_time.isVisible() and not bars.isVisible()
    window.inspector.docks["prediction"].show()
    qtbot.wait(30)
    assert bars.isVisible() and not over_time.isVisible()
