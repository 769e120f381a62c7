"""Tables of embeddings from files: every form is read alike, and what is missing is named."""

import json

import numpy as np
import pytest
from safetensors.numpy import save_file

import rnrviz
from rnrviz.network import files
from rnrviz.network.embeddings import read_table
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("a", "b", "c", "T"))
TABLE = np.arange(12.0).reshape(4, 3) / 8


def lines(separator, tokens=VOCABULARY.tokens, table=TABLE):
    return [separator.join([token, *map(str, row)]) for token, row in zip(tokens, table, strict=True)]


@pytest.mark.parametrize(
    "name, head, separator",
    [
        ("word2vec.txt", "4 3", " "),
        ("glove.vec", None, " "),
        ("table.csv", None, ","),
        ("table.csv", "token,v1,v2,v3", ","),
        ("table.tsv", None, "\t"),
        ("table.txt", None, ";"),
        ("table.txt", "token\tx\ty\tz", "\t"),
    ],
)
def test_texts_are_read_alike_in_any_order(tmp_path, name, head, separator):
    rows = [*lines(separator), separator.join(["surplus", "9", "9", "9"])]
    path = tmp_path / name
    path.write_text("\n".join([*([head] if head else []), *reversed(rows)]) + "\n", "utf-8")
    assert np.array_equal(read_table(path, VOCABULARY), TABLE)


def test_a_comma_may_be_a_token(tmp_path):
    path = tmp_path / "t.vec"
    path.write_text("a 1 2\n, 3 4\n", "utf-8")
    assert np.array_equal(read_table(path, Vocabulary((",", "a"))), [[3, 4], [1, 2]])


def test_a_quoted_comma_may_be_a_token_of_csv(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text('a,1,2\n",",3,4\n""" ",5,6\n', "utf-8")
    assert np.array_equal(read_table(path, Vocabulary((",", '"', "a"))), [[3, 4], [5, 6], [1, 2]])


def test_numbers_may_be_tokens(tmp_path):
    path = tmp_path / "t.vec"
    path.write_text("1 5\n2 6\n", "utf-8")
    assert np.array_equal(read_table(path, Vocabulary(("1", "2"))), [[5], [6]])


def test_binary_tables_with_and_without_a_list_of_tokens(tmp_path):
    order = np.array([2, 0, 3, 1])
    tokens = [VOCABULARY.tokens[i] for i in order]
    np.savez(tmp_path / "listed.npz", vectors=TABLE[order], tokens=np.array(tokens))
    np.savez(tmp_path / "plain.npz", TABLE)
    save_file({"v": TABLE[order]}, tmp_path / "listed.safetensors", {"vocabulary": json.dumps(tokens)})
    save_file({"v": TABLE.astype(np.float32)}, tmp_path / "plain.safetensors")
    for path in tmp_path.iterdir():
        assert np.array_equal(read_table(path, VOCABULARY), TABLE), path


def test_the_table_of_a_model_serves_another(tmp_path):
    model = random_network("elman", {"n_U": 3}, VOCABULARY, 1, embedding="fixed", table=TABLE)
    files.save(model, tmp_path / "m.safetensors")
    assert np.array_equal(read_table(tmp_path / "m.safetensors", Vocabulary(("T", "a"))), TABLE[[3, 0]])
    assert rnrviz.load(tmp_path / "m.safetensors").embedding == "fixed"


@pytest.mark.parametrize("unknown", ["UNK", "<unk>"])
def test_the_row_of_unk_serves_for_what_is_missing(tmp_path, unknown):
    path = tmp_path / "t.txt"
    path.write_text(f"a 1 2\n{unknown} 7 8\n", "utf-8")
    assert np.array_equal(read_table(path, Vocabulary(("zebra", "a", "UNK"))), [[7, 8], [1, 2], [7, 8]])


@pytest.mark.parametrize(
    "content, told",
    [
        ("a 1 2\n", "“b”, “c”, “T”"),
        ("a 1 2\nb 1\n", "Line 2 has 1 numbers; expected 2"),
        ("a 1 2\nb 1 x\nc 1 1\nT 1 1\n", "Line 2: 'x'"),
        ("a 1 nan\n", "'nan' is not a finite number"),
        ("", "empty"),
        ("\n\n", "empty"),
    ],
)
def test_bad_texts_are_one_sentence(tmp_path, content, told):
    path = tmp_path / "bad.txt"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_table(path, VOCABULARY)
    assert told in str(caught.value) and str(path) in str(caught.value)


def test_bad_files_are_one_sentence(tmp_path):
    (tmp_path / "a.safetensors").write_bytes(b"nonsense")
    (tmp_path / "b.npz").write_bytes(b"nonsense")
    (tmp_path / "c.txt").write_bytes(b"\xff\xfe\x00a")
    (tmp_path / "d.txt").mkdir()
    np.savez(tmp_path / "e.npz", a=TABLE, b=TABLE)
    np.savez(tmp_path / "f.npz", TABLE[:2])
    np.savez(tmp_path / "g.npz", np.array([[{}]], object))
    np.savez(tmp_path / "h.npz", TABLE + np.inf)
    for name in ("a.safetensors", "b.npz", "c.txt", "d.txt", "e.npz", "f.npz", "g.npz", "h.npz", "none.txt"):
        with pytest.raises(InputError) as caught:
            read_table(tmp_path / name, VOCABULARY)
        assert str(caught.value).count(name) == 1 and str(caught.value).endswith("."), str(caught.value)
