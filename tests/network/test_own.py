"""One's own equations: files of them, and where a text is wrong."""

import numpy as np
import pytest

import rnrviz
from rnrviz.network import files, own
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

VOCABULARY = Vocabulary(("a", "b", "c", "T"))
ELMAN = text_of("elman")


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_text_can_be_ones_own(tmp_path, architecture):
    path = tmp_path / "mine.eq"
    own.write_text(text_of(architecture), path)
    network = own.load(path, VOCABULARY, "cross_entropy")
    assert network.architecture == own.CUSTOM and network.text == text_of(architecture)
    trace = network.run("abcT")
    assert np.isfinite(trace["E"][:3]).all() and rnrviz.bptt(trace).vector.any()
    files.save(network, tmp_path / "mine.safetensors")
    assert rnrviz.load(tmp_path / "mine.safetensors").text == network.text


def test_the_quadratic_error_where_the_output_fits_no_other(tmp_path):
    path = tmp_path / "mine.eq"
    own.write_text(ELMAN.replace("g_Y = softmax", "g_Y = identity"), path)
    assert own.load(path, VOCABULARY, "cross_entropy").loss == "quadratic"


@pytest.mark.parametrize(
    "old, new, line, marked",
    [
        ("x[t-1]", "x[t-q]", 10, "x[t-q]"),
        ("y = g_Y(", "y = h_Y(", 13, "h_Y"),
        ("X = W_x_u", "Q = W_x_u", 11, "X"),
        ("n_X = 4", "n_X = 0", 5, "n_X"),
        ("x[t-1]", "x[t]", 10, "X"),
        ("+ W_y\n", "+ W_y + (\n", 12, "("),
        ("@ x[t-1]", "@@ x[t-1]", 10, "@"),
        ("X = W_x_u @ u[t]", "X = W_x @ u[t]", 10, "W_x"),
    ],
)
def test_the_wrong_place(old, new, line, marked):
    text = ELMAN.replace(old, new)
    with pytest.raises(InputError) as caught:
        own.read(text, {}, 4, "")
    found = own.place(text, caught.value)
    assert found is not None and found.line == line
    written = text.splitlines()[line - 1]
    assert written[found.column - 1 : found.column - 1 + found.length] == marked


def test_a_name_made_by_a_loop_is_found_where_it_is_written():
    text = text_of("stacked_elman").replace("Xl: n_X =", "Xl =")
    with pytest.raises(InputError) as caught:
        own.read(text, {}, 4, "")
    found = own.place(text, caught.value)
    assert text.splitlines()[found.line - 1].strip().startswith("Xl =")


@pytest.mark.parametrize("text", ["", "n_U = n_V\n", "y = softmax(u[t])"])
def test_what_is_nowhere_has_no_place(text):
    with pytest.raises(InputError) as caught:
        own.read(text, {}, 4, "")
    assert own.place(text, caught.value) is None


def test_output_and_error_are_checked():
    reading = own.read(ELMAN.replace("n_Y = n_V", "n_Y = 3"), {}, 4, "")
    with pytest.raises(InputError, match="3 components"):
        own.check_output(reading, 4, "quadratic")
    reading = own.read(ELMAN, {"g_Y": "tanh"}, 4, "")
    own.check_output(reading, 4, "quadratic")
    with pytest.raises(InputError, match="softmax"):
        own.check_output(reading, 4, "cross_entropy")


def test_bad_files_are_one_sentence(tmp_path):
    (tmp_path / "a.eq").write_bytes(b"\xff\xff")
    (tmp_path / "b.eq").mkdir()
    (tmp_path / "c.eq").write_text("x" * 200_000)
    (tmp_path / "d.eq").write_text("n_U = n_V\ny = ((")
    for name in ("a.eq", "b.eq", "c.eq", "d.eq", "none.eq"):
        with pytest.raises(InputError) as caught:
            own.load(tmp_path / name, VOCABULARY, "quadratic")
        assert str(caught.value).count(name) == 1
    with pytest.raises(InputError):
        own.write_text("y", tmp_path / "b.eq")
