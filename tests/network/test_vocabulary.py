"""Typed text to symbols."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Sequence, Vocabulary

LETTERS = Vocabulary(("a", "b", "UNK"))
WORDS = Vocabulary(("the", "dog", "barks"))


@pytest.mark.parametrize("text", ["aab", "a a b", " a\tab\n", "\u3000aa\nb\r\n"])
def test_letters_may_be_typed_with_or_without_spaces(text):
    sequence = LETTERS.encode(text)
    assert sequence.tokens == ("a", "a", "b")
    assert sequence.indices.dtype == np.int64 and sequence.indices.tolist() == [0, 0, 1]
    assert sequence.unknown == () and len(sequence) == 3


def test_words_are_separated_by_white_space():
    assert WORDS.encode("the dog\n barks").indices.tolist() == [0, 1, 2]
    assert not WORDS.by_character


def test_unknown_tokens_become_unk_and_are_told():
    sequence = LETTERS.encode("axb€")
    assert sequence.indices.tolist() == [0, 2, 1, 2]
    assert sequence.unknown == (1, 3) and sequence.tokens == ("a", "x", "b", "€")
    assert LETTERS.encode("a UNK b").indices.tolist() == [0, 2, 1]
    assert LETTERS.encode("a UNK b").unknown == ()


def test_without_unk_the_token_and_its_position_are_named():
    with pytest.raises(InputError) as caught:
        WORDS.encode("the dog sleeps the")
    assert "sleeps" in str(caught.value) and "3" in str(caught.value) and "the dog barks" in str(caught.value)
    with pytest.raises(InputError) as caught:
        WORDS.encode("the \x1b[31m\0" + "x" * 10_000)
    assert len(str(caught.value)) < 200 and str(caught.value).isprintable()


@pytest.mark.parametrize("empty", ["", " \n\t", [], ()])
def test_nothing_is_a_sequence_of_no_tokens(empty):
    sequence = WORDS.encode(empty)
    assert len(sequence) == 0 and sequence.indices.shape == (0,) and sequence.indices.dtype == np.int64


@pytest.mark.parametrize("tokens", [(), ("",), ("a", "b c"), ("a", "a"), ("a", 3), ("\ud800",), ("a\n",)])
def test_a_vocabulary_must_make_sense(tokens):
    with pytest.raises(InputError):
        Vocabulary(tokens)


@given(st.lists(st.sampled_from(("a", "b", "c", "UNK")), max_size=20), st.booleans())
@settings(max_examples=100)
def test_encoding_is_undone_by_the_vocabulary(tokens, spaces):
    vocabulary = Vocabulary(("UNK", "c", "b", "a"))
    sequence = vocabulary.encode((" " if spaces or "UNK" in tokens else "").join(tokens))
    assert [vocabulary.tokens[i] for i in sequence.indices] == tokens
    assert vocabulary.encode(sequence) is sequence
    assert vocabulary.encode(tokens).indices.tolist() == sequence.indices.tolist()
    assert isinstance(sequence, Sequence)


def test_letters_need_no_spaces_beside_longer_tokens():
    mixed = Vocabulary(("a", "b", "END"))
    assert mixed.split("aab END") == ("a", "a", "b", "END")
    assert mixed.split("aax END") == ("aax", "END")
    assert Vocabulary(("a", "b", "END", "UNK")).split("aab END") == ("aab", "END")
