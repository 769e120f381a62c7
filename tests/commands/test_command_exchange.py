"""`rnrviz import` and `rnrviz export` as a user runs them."""

import os
import subprocess
import sys

import numpy as np
import pytest
import torch
from program import refused, rnrviz_command

import rnrviz
from rnrviz.network import files


@pytest.fixture(scope="module")
def state(folder):
    """A state dictionary of torch, float32, without names of its own."""
    torch.manual_seed(1)
    module = torch.nn.ModuleDict({"lstm": torch.nn.LSTM(3, 4), "linear": torch.nn.Linear(4, 3)})
    torch.save(module.state_dict(), folder / "net.pt")
    return module


def test_a_network_of_pytorch_becomes_a_model(folder, state):
    done = rnrviz_command(folder, "import", "net.pt", "--vocabulary", "a b c", "-o", "net.safetensors")
    assert (done.returncode, done.stdout) == (0, b"")
    assert done.stderr.decode().startswith("rnrviz: Made: LSTM network") and "tokens a b c." in done.stderr.decode()
    made = rnrviz.load(folder / "net.safetensors")
    with torch.no_grad():
        expected = state["linear"](state["lstm"](torch.eye(3)[[0, 1, 2, 2]])[0]).numpy()
    np.testing.assert_allclose(made.run("abcc")["Y"], expected, rtol=1e-5, atol=1e-6)
    assert rnrviz_command(folder, "check", "net.safetensors", "abcab").returncode == 0


@pytest.mark.parametrize("ending", ["safetensors", "onnx"])
def test_export_and_import_change_no_bit(folder, ending):
    for model in ("elman", "words"):
        out = rnrviz_command(folder, "export", f"{model}.safetensors", "-o", f"out.{ending}")
        assert (out.returncode, out.stdout, out.stderr) == (0, b"", b"")
        again = rnrviz_command(folder, "import", f"out.{ending}", "-o", "again.safetensors")
        assert again.returncode == 0
        assert (folder / "again.safetensors").read_bytes() == (folder / f"{model}.safetensors").read_bytes()


def test_the_tokens_may_stand_in_a_file(folder, state):
    (folder / "tokens.txt").write_text("one\ntwo three\n", "utf-8-sig")
    words = ("import", "net.pt", "--vocabulary", "@tokens.txt", "-o", "t.safetensors")
    assert rnrviz_command(folder, *words).returncode == 0
    assert files.load(folder / "t.safetensors").vocabulary.tokens == ("one", "two", "three")
    (folder / "tokens.txt").write_bytes(b"\xff\xfe")
    assert "UTF-8" in refused(folder, *words[:-1], "u.safetensors")


def test_the_options_are_heeded(folder):
    torch.manual_seed(1)
    parts = {"table": torch.nn.Embedding(3, 2), "a": torch.nn.RNN(2, 2), "b": torch.nn.RNN(2, 2)}
    parts |= {"head": torch.nn.Linear(2, 3, bias=False), "other": torch.nn.Linear(2, 3)}
    torch.save(torch.nn.ModuleDict(parts).state_dict(), folder / "many.pt")
    assert "choose by --layers" in refused(folder, "import", "many.pt", "-o", "many.safetensors")
    words = ["--layers", "b", "--output-layer", "head", "--embedding", "table", "--loss", "quadratic", "--activation"]
    done = rnrviz_command(folder, "import", "many.pt", *words, "relu", "-o", "many.safetensors")
    assert done.returncode == 0, done.stderr
    made = files.load(folder / "many.safetensors")
    assert (made.config["g_X"], made.config["g_Y"], made.loss, made.embedding) == (
        "relu",
        "identity",
        "quadratic",
        "trained",
    )
    np.testing.assert_array_equal(made.parameters["W_y_x"], parts["head"].weight.detach().numpy())
    np.testing.assert_array_equal(made.parameters["W_x_x"], parts["b"].weight_hh_l0.detach().numpy())


def test_single_precision(folder):
    done = rnrviz_command(folder, "export", "elman.safetensors", "--single", "-o", "single.safetensors")
    assert done.returncode == 0
    from safetensors.numpy import load_file

    assert {str(values.dtype) for values in load_file(folder / "single.safetensors").values()} == {"float32"}


class Malicious:
    def __reduce__(self):
        return os.mkdir, ("made-by-a-pickle",)


def test_a_file_that_would_run_code_runs_none(folder):
    torch.save({"lstm.weight_ih_l0": torch.zeros(4, 3), "x": Malicious()}, folder / "bad.pt")
    assert "for which code would have to be run" in refused(folder, "import", "bad.pt", "-o", "bad.safetensors")
    assert not (folder / "made-by-a-pickle").exists()


def test_what_cannot_be_is_told(folder, state):
    (folder / "x.txt").write_text("hello")
    assert "not a safetensors file" in refused(folder, "import", "x.txt", "-o", "x.safetensors")
    (folder / "x.pt").write_text("hello")
    assert "no file of PyTorch or Keras" in refused(folder, "import", "x.pt", "-o", "x.safetensors")
    assert "name of the file is empty" in refused(folder, "import", "", "-o", "x.safetensors")
    assert "no name of a file after @" in refused(
        folder, "import", "net.pt", "--vocabulary", "@", "-o", "x.safetensors"
    )
    assert "there is no such file" in refused(folder, "import", "none.pt", "-o", "x.safetensors")
    assert "expected one of .safetensors" in refused(folder, "import", "net.pt", "-o", "x.pt")
    assert "expected one of .safetensors .onnx" in refused(folder, "export", "elman.safetensors", "-o", "x.pt")
    assert "several cells" in refused(folder, "export", "lstm.safetensors", "-o", "x.onnx")
    assert "a model of this program already" in refused(folder, "import", "elman.safetensors", "-o", "x.safetensors")
    assert "2 tokens; the network has 3" in refused(
        folder, "import", "net.pt", "--vocabulary", "a b", "-o", "x.safetensors"
    )
    refused(folder, "import")
    refused(folder, "export", "elman.safetensors")


@pytest.mark.parametrize(("library", "file"), [("onnx", "x.onnx"), ("h5py", "x.weights.h5")])
def test_a_missing_library_is_told(folder, library, file):
    (folder / file).write_bytes(b"\x89HDF\r\n\x1a\n" if library == "h5py" else b"\x08\x07")
    code = (
        f"import sys; sys.modules[{library!r}] = None; from rnrviz.app.command_line import main;"
        f"sys.exit(main(['import', {file!r}, '-o', 'm.safetensors']))"
    )
    environment = os.environ | {"LANGUAGE": "en"}
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, env=environment)
    extra = "keras" if library == "h5py" else library
    assert done.returncode == 2
    assert done.stderr.endswith(f"needs the library {library}, which is not installed here (extra {extra}).\n")


def test_what_is_not_used_is_told(folder, state):
    parts = {"lstm": torch.nn.LSTM(3, 4), "norm": torch.nn.LayerNorm(4), "linear": torch.nn.Linear(4, 3)}
    torch.save(torch.nn.ModuleDict(parts).state_dict(), folder / "norm.pt")
    done = rnrviz_command(folder, "import", "norm.pt", "-o", "norm.safetensors")
    assert done.returncode == 0 and "Not used" in done.stderr.decode()
    assert done.stderr.decode().strip().endswith("norm.weight, norm.bias.")
    assert files.load(folder / "norm.safetensors").told("unused") == ["norm.weight", "norm.bias"]
    assert b"Not used" not in rnrviz_command(folder, "import", "net.pt", "-o", "net.safetensors").stderr


def test_a_file_of_another_program_is_led_to_the_import(folder, state):
    assert "rnrviz import net.pt -o MODEL.safetensors" in refused(folder, "check", "net.pt", "a b c")


def test_nothing_is_written_over_what_it_is_made_of(folder):
    before = (folder / "lstm.safetensors").read_bytes()
    (folder / "link.safetensors").symlink_to(folder / "lstm.safetensors")
    for name in ("lstm.safetensors", "./lstm.safetensors", "link.safetensors"):
        assert "would replace what it is made of" in refused(folder, "export", "lstm.safetensors", "-o", name)
        assert "would replace what it is made of" in refused(folder, "import", "lstm.safetensors", "-o", name)
    assert (folder / "lstm.safetensors").read_bytes() == before
    (folder / "link.safetensors").unlink()
