"""Models on disk: bit for bit there and back; every fault told in one sentence; nothing half written."""

import json
import os
import struct
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save as to_bytes
from strategies import networks

import rnrviz
from rnrviz.network import files
from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))


def contents(network: Network, folder: Path) -> tuple[dict[str, str], dict[str, np.ndarray]]:
    """Metadata and tensors of a good file, to be spoilt."""
    files.save(network, folder / "good.safetensors")
    content = (folder / "good.safetensors").read_bytes()
    header = json.loads(content[8 : 8 + struct.unpack("<Q", content[:8])[0]])
    return header["__metadata__"], {name: values.copy() for name, values in network.parameters.items()}


def refusal(path: Path, content: bytes | None = None) -> str:
    """The one sentence with which a file is refused; it begins with the file's name."""
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        files.load(path)
    sentence = str(caught.value)
    assert sentence.startswith(os.fspath(path)) and "\n" not in sentence
    assert len(sentence) < 500 + len(os.fspath(path))
    return sentence.removeprefix(os.fspath(path))


@given(networks())
@settings(max_examples=25)
def test_a_model_comes_back_bit_for_bit(tmp_path_factory, network):
    path = tmp_path_factory.mktemp("models") / "model.safetensors"
    files.save(network, path)
    back = rnrviz.load(path)
    assert back.vector.tobytes() == network.vector.tobytes()
    for name in ("architecture", "config", "vocabulary", "loss", "text", "embedding", "history"):
        assert getattr(back, name) == getattr(network, name), name


def test_a_custom_network_and_odd_texts_come_back(tmp_path):
    text = "n_U = n_V\nn_x = 2\nY: 3 = W_y_x @ x[t]\nx = W_x_u @ u[t] + W_x_x @ x[t-1]\ny = softmax(Y[t])\n"
    network = random_network("custom", {}, Vocabulary(("ñ", "€uro", "日本")), 1, text=text)
    network = Network(**{**vars_of(network), "history": {"task": "ñ\ud800", "none": None, "list": [1, 2.5]}})
    files.save(network, tmp_path / "ñandú 日本.safetensors")
    back = files.load(tmp_path / "ñandú 日本.safetensors")
    assert (back.text, back.vocabulary, back.history) == (text, network.vocabulary, network.history)


def vars_of(network: Network) -> dict[str, object]:
    names = ("architecture", "config", "vector", "vocabulary", "loss", "text", "embedding", "history")
    return {name: getattr(network, name) for name in names}


def test_float32_is_widened(tmp_path):
    network = random_network("elman", {}, ABC, 2)
    metadata, tensors = contents(network, tmp_path)
    narrow = {name: values.astype(np.float32) for name, values in tensors.items()}
    (tmp_path / "narrow.safetensors").write_bytes(to_bytes(narrow, metadata))
    back = files.load(tmp_path / "narrow.safetensors")
    for name, values in back.parameters.items():
        assert values.dtype == np.float64
        np.testing.assert_array_equal(values, narrow[name])


def test_what_has_a_default_may_be_left_out(tmp_path):
    network = random_network("elman", {}, ABC, 2)
    metadata, tensors = contents(network, tmp_path)
    metadata |= {"config": "{}"}
    del metadata["history"]
    (tmp_path / "m.safetensors").write_bytes(to_bytes(tensors, metadata))
    assert files.load(tmp_path / "m.safetensors").config == network.config


@pytest.mark.parametrize("history", [None, [], [1, {"a": None}], "by hand", 3, 2.5, True, {}])
def test_a_history_may_be_any_json(tmp_path, history):
    metadata, tensors = contents(random_network("elman", {}, ABC, 2), tmp_path)
    metadata["history"] = json.dumps(history)
    (tmp_path / "m.safetensors").write_bytes(to_bytes(tensors, metadata))
    network = files.load(tmp_path / "m.safetensors")
    assert network.history == history and network.told("seed") is None
    files.save(network, tmp_path / "again.safetensors")
    assert files.load(tmp_path / "again.safetensors").history == history


SPOILT_TENSORS = {
    "missing": (lambda t: t.pop("W_x_x"), ("W_x_x", "missing", "(4, 4)")),
    "surplus": (lambda t: t.update(W_q=np.zeros(2)), ("W_q", "W_x_u, W_x_x, W_x, W_y_x, W_y")),
    "shape": (lambda t: t.update(W_x_x=np.zeros((4, 5))), ("W_x_x", "(4, 5)", "(4, 4)")),
    "rank": (lambda t: t.update(W_x=np.zeros((4, 1))), ("W_x", "(4, 1)", "(4,)")),
    "scalar": (lambda t: t.update(W_x=np.zeros(())), ("W_x", "()", "(4,)")),
    "empty": (lambda t: t.update(W_x=np.zeros(0)), ("W_x", "(0,)", "(4,)")),
    "nan": (lambda t: t["W_x_u"].__setitem__((1, 2), np.nan), ("W_x_u", "nan", "[2, 3]")),
    "infinity": (lambda t: t["W_x"].__setitem__(3, -np.inf), ("W_x", "-inf", "[4]")),
    "integers": (lambda t: t.update(W_x=np.zeros(4, np.int64)), ("W_x", "I64", "F64")),
    "halves": (lambda t: t.update(W_x=np.zeros(4, np.float16)), ("W_x", "F16", "F64")),
    "embedding": (lambda t: t.update(embedding=np.zeros((3, 2))), ("embedding", "(3, 2)", "(3, 3)")),
}


@pytest.mark.parametrize("fault", SPOILT_TENSORS)
def test_a_wrong_tensor_is_named_with_what_was_found_and_expected(tmp_path, fault):
    metadata, tensors = contents(random_network("elman", {}, ABC, 2), tmp_path)
    spoil, words = SPOILT_TENSORS[fault]
    spoil(tensors)
    sentence = refusal(tmp_path / "bad.safetensors", to_bytes(tensors, metadata))
    assert all(word in sentence for word in words), sentence


SPOILT_METADATA = {
    "no version": ({"rnrviz": None}, ("rnrviz", "missing", "1")),
    "version 2": ({"rnrviz": "2"}, ("rnrviz", "'2'", "1")),
    "no architecture": ({"architecture": None}, ("architecture", "missing", "elman")),
    "architecture": ({"architecture": "transformer"}, ("architecture", "transformer", "elman, stacked_elman")),
    "control": ({"architecture": "\x1b[2J\n" * 99}, ("architecture", "elman, stacked_elman")),
    "custom": ({"architecture": "custom"}, ("equations", "missing")),
    "custom text": ({"architecture": "custom", "equations": "n_U = n_V\n!"}, ("Line 2",)),
    "empty custom text": ({"architecture": "custom", "equations": "y = 2"}, ("n_U",)),
    "no config": ({"config": None}, ("config", "missing")),
    "config text": ({"config": "elman"}, ("config", "JSON")),
    "config list": ({"config": "[1]"}, ("config", "JSON")),
    "config number": ({"config": "3"}, ("config", "JSON")),
    "config null": ({"config": "null"}, ("config", "JSON")),
    "deep": ({"config": "[" * 100_000}, ("config", "JSON")),
    "deep value": ({"config": '{"n_X":' + "[" * 900 + "]" * 900 + "}"}, ("n_X",)),
    "long digits": ({"config": '{"n_X":' + "9" * 10_000 + "}"}, ("config",)),
    "setting": ({"config": '{"n_Q": 3}'}, ("n_Q", "n_X")),
    "setting name": ({"config": json.dumps({"n" * 100_000: 3})}, ("nnn", "n_X")),
    "hostile size": ({"config": '{"n_X": 1000000000}'}, ("n_X", "1000000000", "100000")),
    "large size": ({"config": '{"n_X": 100000}'}, ("100000000",)),
    "negative size": ({"config": '{"n_X": -4}'}, ("n_X", "-4")),
    "zero size": ({"config": '{"n_X": 0}'}, ("n_X", "0")),
    "true size": ({"config": '{"n_X": true}'}, ("n_X", "True")),
    "fraction": ({"config": '{"n_X": 4.0}'}, ("n_X", "4.0")),
    "infinite": ({"config": '{"n_X": Infinity}'}, ("n_X", "inf")),
    "text size": ({"config": '{"n_X": "4"}'}, ("n_X", "'4'")),
    "other n_X": ({"config": '{"n_X": 5}'}, ("W_x_u", "(4, 3)", "(5, 3)")),
    "other n_U": ({"config": '{"n_U": 2}'}, ("n_U", "2", "3")),
    "other n_Y": ({"config": '{"n_Y": 2}'}, ("2", "3")),
    "activation": ({"config": '{"g_X": "sine"}'}, ("g_X", "sine", "logistic, tanh, identity, relu")),
    "activation list": ({"config": '{"g_X": ["tanh"]}'}, ("g_X", "tanh")),
    "inner softmax": ({"config": '{"g_X": "softmax"}'}, ("g_X", "softmax")),
    "no vocabulary": ({"vocabulary": None}, ("vocabulary", "missing")),
    "vocabulary text": ({"vocabulary": '"abc"'}, ("vocabulary", "JSON")),
    "vocabulary numbers": ({"vocabulary": "[1, 2, 3]"}, ("Token 1", "vocabulary", "expected a text")),
    "empty vocabulary": ({"vocabulary": "[]"}, ("vocabulary",)),
    "empty token": ({"vocabulary": '["a", "", "c"]'}, ("Token 2", "''", "expected at least one character")),
    "blank token": ({"vocabulary": '["a", "b c", "c"]'}, ("Token 2", "b c", "no space")),
    "surrogate": ({"vocabulary": '["a", "b", "\\ud800"]'}, ("3",)),
    "twice": ({"vocabulary": '["a", "b", "a"]'}, ("a", "twice")),
    "more tokens": ({"vocabulary": '["a", "b", "c", "d"]'}, ("n_U", "3", "4")),
    "no loss": ({"loss": None}, ("loss", "missing")),
    "loss": ({"loss": "hinge"}, ("loss", "hinge", "quadratic")),
    "loss and activation": ({"config": '{"g_Y": "tanh"}'}, ("cross_entropy", "softmax", "tanh")),
    "history": ({"history": "[1"}, ("history", "JSON")),
}


@pytest.mark.parametrize("fault", SPOILT_METADATA)
def test_wrong_metadata_is_named_with_what_was_found_and_expected(tmp_path, fault):
    metadata, tensors = contents(random_network("elman", {}, ABC, 2), tmp_path)
    change, words = SPOILT_METADATA[fault]
    metadata = {key: value for key, value in (metadata | change).items() if value is not None}
    sentence = refusal(tmp_path / "bad.safetensors", to_bytes(tensors, metadata))
    assert all(word in sentence for word in words), sentence


def test_huge_lstm_sizes_are_refused_before_any_memory_is_taken(tmp_path):
    metadata, tensors = contents(random_network("lstm", {}, ABC, 2), tmp_path)
    metadata["config"] = json.dumps({"n_M": 100_000, "n_C": 100_000})
    assert "100000000" in refusal(tmp_path / "bad.safetensors", to_bytes(tensors, metadata))


def test_what_is_no_model_is_refused(tmp_path):
    good = tmp_path / "good.safetensors"
    files.save(random_network("elman", {}, ABC, 2), good)
    content = good.read_bytes()
    bad = tmp_path / "bad.safetensors"
    for cut in (0, 1, 7, 8, 9, 100, len(content) - 1):
        refusal(bad, content[:cut])
    refusal(bad, content + b"\0")
    refusal(bad, struct.pack("<Q", 2**63) + content[8:])
    refusal(bad, struct.pack("<Q", 99_999_999) + content[8:])
    refusal(bad, b"PK\x03\x04" + b"\0" * 500)
    refusal(bad, to_bytes({}))
    assert "folder" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "none.safetensors")
    with pytest.raises(InputError, match="name of the file is empty"):
        files.load("")
    assert "cannot be read" in refusal(tmp_path / ("x" * 300))
    link = tmp_path / "link.safetensors"
    link.symlink_to(good)
    assert files.load(link).config["n_X"] == 4
    link.unlink()
    link.symlink_to(link)
    refusal(link)


@given(st.data())
@settings(max_examples=150)
def test_no_bytes_do_more_than_be_refused(tmp_path_factory, data):
    """Random bytes, and good files with bytes changed, removed or put in."""
    folder = tmp_path_factory.mktemp("fuzz")
    files.save(random_network("lstm", {"forget": True}, ABC, 2), folder / "good.safetensors")
    content = bytearray((folder / "good.safetensors").read_bytes())
    if data.draw(st.booleans()):
        content = bytearray(data.draw(st.binary(max_size=200)))
    else:
        header = 8 + struct.unpack("<Q", content[:8])[0]
        for _ in range(data.draw(st.integers(1, 4))):
            at = data.draw(st.integers(0, header))
            content[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    path = folder / "fuzzed.safetensors"
    path.write_bytes(content)
    try:
        network = files.load(path)
    except InputError as error:
        assert "\n" not in str(error)
    else:
        network.run(network.vocabulary.tokens[0])


def test_an_older_file_stays_when_writing_fails(tmp_path):
    path = tmp_path / "result.npz"
    path.write_text("old")

    def fail(temporary: str) -> None:
        Path(temporary).write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="the disk is full"):
        files.write(path, fail)
    with pytest.raises(KeyboardInterrupt):
        files.write(path, lambda temporary: (_ for _ in ()).throw(KeyboardInterrupt))
    assert path.read_text() == "old" and [p.name for p in tmp_path.iterdir()] == ["result.npz"]


def test_writing_keeps_permissions_and_follows_links(tmp_path):
    (tmp_path / "real").mkdir()
    real, link = tmp_path / "real" / ("long" * 60), tmp_path / "link"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    files.write(link, lambda temporary: Path(temporary).write_text("new"))
    assert link.is_symlink() and real.read_text() == "new" and real.stat().st_mode & 0o777 == 0o640


def test_where_nothing_can_be_written_a_sentence_says_so(tmp_path):
    network = random_network("elman", {}, ABC, 2)
    (tmp_path / "file").write_text("")
    for place in (tmp_path / "no" / "model", tmp_path / "file" / "model", tmp_path, tmp_path / ("n" * 400)):
        with pytest.raises(InputError) as caught:
            files.save(network, place)
        assert str(caught.value).startswith(os.fspath(place)[:300])
    assert [p.name for p in tmp_path.iterdir()] == ["file"]
