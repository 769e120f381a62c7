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
