"""Small parts of the tape: which instants are numbered, and how odd tokens are written."""

from __future__ import annotations

import pytest

from rnrviz.figures.span import Span
from rnrviz.figures.tape import _every
from rnrviz.figures.tape_content import rows, visible


@pytest.mark.parametrize(("column", "every"), [(46, 1), (30, 1), (15, 2), (6, 5), (1, 50)])
def test_instants_are_numbered_where_there_is_room(column: float, every: int) -> None:
    assert _every(column, 30) == every


def test_a_token_without_ink_is_named_by_its_code() -> None:
    assert visible("ab") == "ab"
    assert visible("\u200b") == "U+200B"


def test_unk_has_its_own_room() -> None:
    assert rows(1.0, True).height > rows(1.0, False).height
    assert rows(2.0, False).height == pytest.approx(2 * rows(1.0, False).height)


def test_a_span_shows_only_what_lies_in_it() -> None:
    span = Span(width=512, height=100, gutter=112, column=40, first=3.5, cursor=0)
    assert span.columns(100) == range(4, 15)
    assert span.columns(6) == range(4, 7)
    assert span.x(4) == pytest.approx(112)


@pytest.mark.parametrize("column", [6.0, 46.0, 260.0])
def test_the_beginning_stands_between_labels_and_columns(column: float) -> None:
    span = Span(width=512, height=100, gutter=112, column=column, first=0, cursor=0)
    centre, width = span.place(0)
    assert centre + width / 2 == pytest.approx(112) and 20 < width < 66 and span.begins
    assert span.place(1) == (span.x(1), column)
