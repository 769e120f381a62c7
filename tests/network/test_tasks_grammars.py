"""Reber's grammars against a regular expression and the enumeration of their strings."""

import re
from collections import Counter

import numpy as np
import pytest
from enumerating import assert_follows, made, rows_of, taught, texts

C = "(?:XT*VP)*(?:S|XT*VV)"
REBER = f"B(?:TS*X{C}|PT*V(?:P{C}|V))E"
EMBEDDED = f"B([TP]){REBER}\\1E"
LISTED = 20


def listed(most):
    """All strings of Reber's grammar of at most so many symbols, with their probabilities: 1/2 for every choice."""
    arcs = {"1": "T2 P3", "2": "S2 X4", "3": "T3 V5", "4": "X3 S6", "5": "P4 V6"}
    waiting, done = [("B", "1")], []
    while waiting:
        text, state = waiting.pop()
        if state == "6":
            done.append((text + "E", 0.5 ** (len(text) - 1)))
        elif len(text) < most - 1:
            waiting += [(text + arc[0], arc[1]) for arc in arcs[state].split()]
    return done


@pytest.fixture(scope="module")
def strings():
    return listed(LISTED)


@pytest.fixture(scope="module")
def embedded(strings):
    return [(f"B{c}{text}{c}E", mass / 2) for text, mass in strings for c in "TP"]


def test_the_list_is_the_language_of_the_expression(strings):
    assert all(re.fullmatch(REBER, text) for text, _ in strings)
    assert len({text for text, _ in strings}) == len(strings)
    assert 0.99 < sum(mass for _, mass in strings) < 1


def joined(strings):
    return ["".join(text) for text in texts(strings, last=True)]


@pytest.mark.parametrize(("name", "language"), [("reber", REBER), ("embedded_reber", EMBEDDED)])
def test_strings_are_of_the_language_and_as_frequent_as_they_are_probable(name, language, strings, embedded):
    number = 40_000
    drawn = Counter(joined(made(name, strings=number)))
    assert all(re.fullmatch(language, text) for text in drawn)
    for text, mass in strings if name == "reber" else embedded:
        if mass * number > 30:
            assert abs(drawn[text] - mass * number) < 5.5 * np.sqrt(mass * number), text


@pytest.mark.parametrize("name", ["reber", "embedded_reber"])
def test_truth_at_every_prefix_is_that_of_the_listed_strings(name, strings, embedded):
    language = strings if name == "reber" else embedded
    tail = 1 - sum(mass for _, mass in language)
    some = made(name, strings=300)
    rows, seen = some.truth.rows(), set()
    for k, text in enumerate(joined(some)):
        for t in range(1, min(len(text), 9)):
            if text[:t] not in seen:
                seen.add(text[:t])
                assert_follows(rows[some.begins[k] + t - 1], some.vocabulary.tokens, text[:t], language, tail)
    assert len(seen) > 40


def test_before_the_end_comes_the_second_symbol():
    some = made("embedded_reber", strings=200)
    for k, text in enumerate(joined(some)):
        for t in (len(text) - 3, len(text) - 2):
            row = some.truth.rows(some.begins[k] + t, some.begins[k] + t + 1)[0]
            assert row[some.vocabulary.numbers[text[t + 1]]] == 1 and row.sum() == 1
        assert text[-2] == text[1]


def test_continual_strings_follow_one_another():
    some = made("continual_reber", each=4, streams=50, targets="next")
    for text in joined(some):
        assert text.endswith("EB")  # the last target begins another string
        pieces, rest = [], text[:-1]
        while rest:
            found = re.match(EMBEDDED, rest)
            assert found, rest
            pieces.append(found.group())
            rest = rest[found.end() :]
        assert len(pieces) == 4


@pytest.mark.parametrize("name", ["reber", "embedded_reber", "continual_reber"])
def test_the_same_choice_draws_the_same_strings(name):
    a, b, other = made(name), made(name), made(name, choice=2)
    np.testing.assert_array_equal(a.tokens, b.tokens)
    assert a.tokens.tolist() != other.tokens.tolist()


def test_a_text_that_has_left_the_grammar_does_not_come_back():
    network = taught("reber", made("reber").vocabulary)
    rows = rows_of(network, "BTXSEBTXBTXS", legal=False)
    nothing = np.isnan(rows).all(1)
    assert nothing.tolist() == [False] * 4 + [True] + [False] * 3 + [True] * 4  # E ends the first string
