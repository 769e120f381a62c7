"""A text as a task: its tokens, its strings, the rare ones, and n/N as the chapter counts it."""

from collections import Counter

import numpy as np
import pytest
from enumerating import SAMPLE, made, texts
from hypothesis import given
from hypothesis import strategies as st

from rnrviz.network.problems import InputError
from rnrviz.paths import resource


def test_words_and_marks_are_tokens_and_capitals_are_not_told_apart():
    some = made("corpus", text="¿Está el gato-montés? No; ¡está L'Àlex!\n\n  No.")
    assert texts(some) == [
        ["¿", "está", "el", "gato-montés", "?", "no", ";", "¡", "está", "l'àlex", "!"],
        ["no", "."],
    ]
    assert some.vocabulary.tokens[:2] == ("está", "no") and some.vocabulary.tokens[-2:] == ("UNK", "T")
    assert "Está" in made("corpus", text="Está", lower=False).vocabulary.tokens


def test_characters_are_tokens_and_a_space_is_a_line():
    some = made("corpus", text="a  b\tc\nb", unit="characters")
    assert texts(some, last=True) == [["a", "_", "b", "_", "c", "T"], ["b", "T"]]
    composed, apart = made("corpus", text="ñ", unit="characters"), made("corpus", text="n\u0303", unit="characters")
    assert texts(composed) == texts(apart) == [["ñ"]]


@given(st.lists(st.lists(st.sampled_from("abcde"), min_size=1, max_size=6), min_size=1, max_size=12), st.integers(1, 6))
def test_the_frequent_tokens_stay_and_the_others_are_unknown(lines, most):
    some = made("corpus", text="\n".join(map(" ".join, lines)), most=most)
    counts = Counter(token for line in lines for token in line)
    kept = some.vocabulary.tokens[:-2]
    assert len(kept) == min(most, len(counts))
    assert min(counts[token] for token in kept) >= max([counts[t] for t in counts if t not in kept], default=0)
    read = [[token if token in kept else "UNK" for token in line] for line in lines]
    assert texts(some, last=True) == [[*line, "T"] for line in read]


@given(st.lists(st.lists(st.sampled_from("ab"), min_size=1, max_size=5), min_size=1, max_size=12))
def test_truth_is_n_of_N(lines):
    some = made("corpus", text="\n".join(map(" ".join, lines)))
    strings = [[*line, "T"] for line in lines]
    for k, string in enumerate(strings):
        for t in range(1, len(string)):
            alike = Counter(other[t] for other in strings if other[:t] == string[:t] and len(other) > t)
            found = some.truth.counts(int(some.begins[k]) + t - 1)
            assert {some.vocabulary.tokens[i]: n for i, n in found.items()} == dict(alike)


@given(st.text("ab", min_size=1, max_size=30), st.integers(1, 9))
def test_pieces_are_one_stream(text, length):
    some = made("corpus", text=text, unit="characters", cut="pieces", length=length)
    pieces = texts(some)
    assert "".join(token for piece in pieces for token in piece) == text
    assert all(len(piece) == length for piece in pieces[:-1]) and 1 <= len(pieces[-1]) <= length
    following = [some.vocabulary.tokens[i] for i in some.targets.argmax(1)]
    assert "".join(following[:-1]) == text[1:]
    assert some.counts.tolist() == [1.0] * (len(text) - 1) + [0.0] and some.targets[-1].sum() == 0
    assert some.truth.which[-1] == -1 or some.truth.total(len(text) - 1) > 0
    assert "T" not in some.vocabulary.tokens


def test_the_rest_judges_with_the_vocabulary_of_what_is_learned():
    learned, rest = made("corpus", share=2 / 3), made("corpus", share=2 / 3, part="rest")
    assert (len(learned), len(rest)) == (2, 1)
    assert learned.vocabulary == rest.vocabulary and texts(rest) == [["the", "cat", "UNK", "."]]
    assert texts(made("corpus", part="rest")) == texts(made("corpus"))  # all is learned: all judges


def test_without_an_end_the_last_token_has_no_target():
    some = made("corpus", text="a b\nc", end="")
    assert some.counts.tolist() == [1, 0, 0] and "T" not in some.vocabulary.tokens


def test_a_file_is_read_as_its_text(tmp_path):
    path = tmp_path / "text.txt"
    path.write_bytes(b"\xef\xbb\xbf" + SAMPLE.replace("\n", "\r\n").encode())
    assert texts(made("corpus", text="", path=str(path))) == texts(made("corpus"))


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"text": ""}, "Neither text nor path"),
        ({"path": "x"}, "Both text and path"),
        ({"text": "", "path": "/none/x.txt"}, "cannot be read (there is no such file"),
        ({"text": "", "path": "/"}, "cannot be read (it is a folder)"),
        ({"text": "", "path": "a\0b"}, "cannot be read"),
        ({"text": " \n"}, "has no token"),
        ({"text": "a T b", "lower": False}, "end is 'T', which is also a token"),
        ({"end": "UNK"}, "end is 'UNK', which is also a token"),
        ({"end": "a b"}, "expected at least one character and no space"),
        ({"unit": "letters"}, "unit is 'letters'; expected one of words, characters."),
        ({"cut": ""}, "cut is ''; expected one of lines, pieces."),
        ({"part": "all"}, "part is 'all'"),
        ({"length": 0}, "length is 0; expected 1 to"),
        ({"most": -1}, "most is -1; expected 0 to"),
        ({"share": 1.5}, "share is 1.5; expected 0.0 to 1.0."),
    ],
)
def test_what_cannot_be_is_told(options, sentence):
    with pytest.raises(InputError) as caught:
        made("corpus", **options)
    assert sentence in str(caught.value)


def test_a_file_that_is_no_text_or_too_large_is_told(tmp_path):
    (tmp_path / "x").write_bytes(b"\xff\xfe\x00")
    (tmp_path / "large").write_bytes(b"a" * 20_000_001)
    (tmp_path / "many").write_text(" ".join(f"w{i}" for i in range(7000)))
    for name, sentence in (("x", "not a text in UTF-8"), ("large", "20000001 bytes"), ("many", "7000 tokens in all")):
        with pytest.raises(InputError, match=sentence):
            made("corpus", text="", path=str(tmp_path / name))


@pytest.mark.parametrize("name", ["spanish", "english"])
def test_the_shipped_texts_are_read(name):
    some = made("corpus", text="", path=str(resource("texts", f"{name}.txt")))
    assert len(some) > 60 and 90 < len(some.vocabulary) < 250
    branches = [some.truth.counts(int(begin)) for begin in some.begins[:-1]]
    assert max(map(len, branches)) > 5  # the same beginning goes on in several ways
    assert np.array_equal(some.counts, np.ones(len(some.tokens)))
