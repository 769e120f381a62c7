"""Elman's streams and parity against what their definitions say, word lists against enumeration."""

from itertools import product

import numpy as np
import pytest
from enumerating import assert_follows, made, rows_of, taught, texts
from hypothesis import given
from hypothesis import strategies as st

from rnrviz.network.problems import InputError


def test_every_third_bit_is_the_xor_of_the_two_before():
    some = made("xor", each=500, streams=3)
    rows = some.truth.rows()
    for k, text in enumerate(texts(some, last=True)):
        assert len(text) == 1501
        bits = [int(bit) for bit in text]
        assert all(bits[t + 2] == bits[t] ^ bits[t + 1] for t in range(0, 1500, 3))
        for t in range(1500):
            known = t % 3 == 1
            expected = np.eye(2)[bits[t + 1]] if known else [0.5, 0.5]
            np.testing.assert_array_equal(rows[some.begins[k] + t], expected)
            assert some.legal[some.begins[k] + t].sum() == (1 if known else 2)
    free = [int(text[t]) for text in texts(some) for t in range(0, 1500, 3)]
    assert abs(np.mean(free) - 0.5) < 0.06


def test_every_consonant_has_its_vowels():
    some = made("guuu", each=300, streams=2)
    rows = some.truth.rows()
    for k, text in enumerate(texts(some)):
        whole = "".join(text)
        pieces = whole.replace("b", " b").replace("d", " d").replace("g", " g").split()
        assert len(pieces) == 300 and set(pieces) == {"ba", "dii", "guuu"}
        ends = np.cumsum([len(piece) for piece in pieces])
        for t in range(len(whole)):
            row = rows[some.begins[k] + t]
            if t + 1 in ends:
                np.testing.assert_allclose(row, [1 / 3, 1 / 3, 1 / 3, 0, 0, 0])
            else:
                assert row[some.vocabulary.numbers[whole[t + 1]]] == 1


LEXICON = st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=4)


@given(words=LEXICON, choice=st.integers(0, 99))
def test_letters_are_as_probable_as_the_enumerated_words_say(words, choice):
    some = made("letters_in_words", words=" ".join(words), each=3, streams=2, choice=choice)
    deep = 5
    sentences = [("".join(chosen), 1.0) for chosen in product(words, repeat=deep)]
    rows = some.truth.rows()
    for k, text in enumerate(texts(some)):
        whole = "".join(text)
        assert any(whole == "".join(chosen) for chosen in product(words, repeat=3))
        for t in range(1, min(len(whole), deep - 1) + 1):  # so many letters leave another word to come
            assert_follows(rows[some.begins[k] + t - 1], some.vocabulary.tokens, whole[:t], sentences)


def test_ambiguous_words_are_weighed():
    vocabulary = made("letters_in_words", words="a ab").vocabulary
    network = taught("letters_in_words", vocabulary, words="a ab")
    rows = rows_of(network, "aab", legal=False)
    # after a: the word a is over, or ab goes on with b; both as probable
    np.testing.assert_allclose(rows, [[0.5, 0.5], [0.5, 0.5], [1.0, 0.0]])
    np.testing.assert_array_equal(rows_of(network, "bb", legal=True), np.full((2, 2), np.nan))


@pytest.mark.parametrize("words", ["", "  \n", "a" * 100_001])
def test_words_that_are_none_or_too_many_are_told(words):
    with pytest.raises(InputError, match="words has"):
        made("letters_in_words", words=words)


@given(st.integers(1, 6), st.integers(0, 6), st.integers(0, 99), st.sampled_from(["last", "every"]))
def test_parity_counts_the_ones(shortest, more, choice, instants):
    some = made("parity", shortest=shortest, longest=shortest + more, strings=20, choice=choice, instants=instants)
    assert len(some) == 20
    for k, text in enumerate(texts(some)):
        part = some.part(k)
        assert shortest <= len(text) <= shortest + more
        for t in range(len(text)):
            counted = instants == "every" or t == len(text) - 1
            odd = sum(map(int, text[: t + 1])) % 2
            assert some.counts[part][t] == counted
            assert some.targets[part][t].tolist() == [counted * (1 - odd), counted * odd]
            assert some.truth.rows(part.start + t, part.start + t + 1)[0][odd] == 1


def test_all_lengths_of_parity_are_drawn():
    lengths = {len(text) for text in texts(made("parity", shortest=3, longest=6, strings=100))}
    assert lengths == {3, 4, 5, 6}
