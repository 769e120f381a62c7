"""Counting languages against the list of their strings."""

from itertools import product

import numpy as np
import pytest
from enumerating import assert_follows, assert_targets, made, rows_of, taught, texts
from hypothesis import given
from hypothesis import strategies as st

WRITE = {
    "anbn": lambda n, m: "a" * n + "b" * n,
    "anbncn": lambda n, m: "a" * n + "b" * n + "c" * n,
    "anbmBmAn": lambda n, m: "a" * n + "b" * m + "B" * m + "A" * n,
}


def listed(name, shortest, longest, start):
    numbers = range(shortest, longest + 1)
    pairs = product(numbers, numbers) if name == "anbmBmAn" else zip(numbers, numbers, strict=True)
    return [start + WRITE[name](n, m) + "T" for n, m in pairs]


@pytest.mark.parametrize("name", WRITE)
@given(st.integers(1, 5), st.integers(0, 4), st.sampled_from(["S", ""]), st.sampled_from(["legal", "next", "set"]))
def test_strings_targets_and_truth_are_those_of_the_list(name, shortest, more, start, targets):
    longest = shortest + more
    some = made(name, shortest=shortest, longest=longest, start=start, targets=targets)
    language = [(text, 1.0) for text in listed(name, shortest, longest, start)]
    endless = listed(name, 1, longest + 2, start)  # the legal symbols know no longest string
    whole = ["".join(text) for text in texts(some)]
    assert sorted(text + "T" for text in whole) == sorted(text for text, _ in language)
    assert_targets(some, targets)
    network = taught(name, some.vocabulary, shortest=shortest, longest=longest, start=start, targets=targets)
    for k, text in enumerate(whole):
        part = some.part(k)
        rows = some.truth.rows(part.start, part.stop)
        np.testing.assert_allclose(rows_of(network, text, legal=False), rows)
        shares = some.legal[part] / some.legal[part].sum(1, keepdims=True)
        np.testing.assert_allclose(rows_of(network, text, legal=True), shares)
        for t in range(1, len(text) + 1):
            assert_follows(rows[t - 1], some.vocabulary.tokens, text[:t], language)
            may = {other[t] for other in endless if other.startswith(text[:t])}
            assert {s for s, yes in zip(some.vocabulary.tokens, some.legal[part][t - 1], strict=True) if yes} == may


@pytest.mark.parametrize("name", WRITE)
@given(text=st.text("SabcABT", max_size=25), start=st.sampled_from(["S", ""]))
def test_texts_outside_the_language_are_left_unsaid(name, text, start):
    some = made(name, start=start)
    text = "".join(s for s in text if s in some.vocabulary.numbers)
    network = taught(name, some.vocabulary, start=start)
    prefixes = {s[:n] for s in listed(name, 1, 26, start) for n in range(1, min(len(s), 26) + 1)}
    begin = 0
    for t, row in enumerate(rows_of(network, text, legal=True)):
        inside, ended = text[begin : t + 1] in prefixes, text[t] == "T"
        assert np.isnan(row).all() == (not inside or ended)
        begin = t + 1 if ended else begin


def test_groups_are_those_of_the_larger_number():
    some = made("anbmBmAn", shortest=2, longest=5)
    larger = [max(text.count("a"), text.count("b")) for text in texts(some)]
    assert some.groups.tolist() == larger == sorted(larger) and len(some) == 16


def test_many_long_strings_are_made_at_once():
    some = made("anbn", longest=3000)
    assert len(some) == 3000 and len(some.tokens) == 3000 * 3001 + 3000
