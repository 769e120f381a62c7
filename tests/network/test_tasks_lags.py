"""Long time lags: every string as the paper describes it, and what comes next by enumeration."""

from itertools import product

import numpy as np
import pytest
from enumerating import assert_follows, made, rows_of, taught, texts


@pytest.mark.parametrize("p", [2, 4, 10, 100])
def test_2a_are_two_strings(p):
    some = made("lag_2a", p=p)
    middle = [f"a{i}" for i in range(1, p)]
    assert texts(some, last=True) == [["x", *middle, "x"], ["y", *middle, "y"]]
    assert len(some.vocabulary) == p + 1
    assert (some.truth.rows().max(1) == 1).all()


def listed(name, p, q):
    """Strings with their probabilities; those of 2c up to four more distractors than q."""
    if name == "lag_2b":
        middles = list(product([f"a{i}" for i in range(1, p)], repeat=p - 1))
        return [((c, *middle, c), 0.5 / len(middles)) for middle in middles for c in "xy"]
    letters = [f"a{i}" for i in range(1, p + 1)]
    return [
        (("b", c, *middle, "e", c), 0.5 * 0.1 * 0.9**k / p ** (q + k))
        for k in range(5) for middle in product(letters, repeat=q + k) for c in "xy"
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "p", "q"), [("lag_2b", 2, 0), ("lag_2b", 4, 0), ("lag_2c", 2, 1), ("lag_2c", 1, 3)])
def test_what_comes_next_is_what_the_listed_strings_say(name, p, q):
    some = made(name, p=p, strings=60, **({"q": q} if q else {}))
    language = listed(name, p, q)
    tail = max(0.0, 1 - sum(mass for _, mass in language))
    rows = some.truth.rows()
    whole = {text for text, _ in language}
    for k, text in enumerate(texts(some, last=True)):
        assert tuple(text) in whole or len(text) > q + 8
        for t in range(1, min(len(text), q + 6 if q else p + 1)):
            row = rows[some.begins[k] + t - 1]
            alike = tail * 0.5 ** (t > 1) / p ** max(0, t - 2)  # of the strings that are not listed
            assert_follows(row, some.vocabulary.tokens, tuple(text[:t]), language, alike)


@pytest.mark.parametrize(("p", "q"), [(10, 10), (3, 50)])
def test_2c_has_q_distractors_and_then_a_tenth_stops(p, q):
    some = made("lag_2c", p=p, q=q, strings=4000)
    more = []
    for k, text in enumerate(texts(some, last=True)):
        assert text[0] == "b" and text[1] in "xy" and text[-2:] == ["e", text[1]]
        assert set(text[2:-2]) <= {f"a{i}" for i in range(1, p + 1)}
        more.append(len(text) - 4 - q)
        known = some.legal[some.part(k)].sum(1) == 1
        assert known.tolist() == [False] * (len(text) - 2) + [True]  # only the last symbol can be known
    assert min(more) == 0 and abs(np.mean(more) - 9) < 5.5 * np.sqrt(90 / 4000)


@pytest.mark.parametrize("name", ["lag_2a", "lag_2b", "lag_2c"])
def test_only_the_last_instant_counts_where_asked(name):
    for instants, of in (("last", 1), ("every", None)):
        some = made(name, instants=instants)
        for k in range(len(some)):
            counts = some.counts[some.part(k)]
            assert counts.sum() == (of or len(counts)) and counts[-1] == 1
    assert made(name, instants="every").tokens.tolist() == made(name, instants="last").tokens.tolist()


def test_a_typed_string_with_another_end_is_lost():
    network = taught("lag_2b", made("lag_2b", p=3).vocabulary, p=3)
    rows = rows_of(network, ["x", "a1", "a1", "x", "y", "a2", "a1", "x", "x"], legal=False)
    nothing = np.isnan(rows).all(1)
    assert nothing.tolist() == [False, False, False, True, False, False, False, True, True]
