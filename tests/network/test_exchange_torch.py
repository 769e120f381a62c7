"""Networks to and from PyTorch: torch itself says what comes out, and a round trip changes no bit."""

import numpy as np
import pytest
import strategies
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.network.exchange import files as exchange
from rnrviz.network.exchange.options import Options
from rnrviz.network.exchange.tensors import read_safetensors
from rnrviz.network.network import network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

OTHERS = ("elman", "stacked_elman", "bidirectional", "lstm", "stacked_lstm", "gru")
ABC = tuple("abcde")
INDICES = [0, 3, 2, 4, 1, 1, 0]
TEXT = "".join(ABC[i] for i in INDICES)


class Predictor(torch.nn.Module):
    """What many write: an embedding or one-hot input, recurrent layers, an output layer."""

    def __init__(self, kind, layers, both, table, size, bias, seed, dtype=torch.float64, **more):
        super().__init__()
        torch.manual_seed(seed)
        if table:
            self.table_of_words = torch.nn.Embedding(len(ABC), table)
        make = getattr(torch.nn, kind)
        self.core = make(table or len(ABC), size, layers, bidirectional=both, bias=bias, batch_first=True, **more)
        self.readout = torch.nn.Linear(size * (2 if both else 1), len(ABC), bias=bias)
        self.to(dtype)

    def forward(self, tokens):
        eye = torch.eye(len(ABC), dtype=self.readout.weight.dtype)
        u = self.table_of_words(tokens) if hasattr(self, "table_of_words") else eye[tokens]
        return self.readout(self.core(u)[0])


def outputs(module, indices=INDICES):
    with torch.no_grad():
        return module(torch.tensor([indices]))[0].numpy()


def assert_same_network(a, b):
    told = [(n.architecture, n.config, n.text, n.vocabulary, n.loss, n.embedding, n.history) for n in (a, b)]
    assert told[0] == told[1] and a.vector.tobytes() == b.vector.tobytes()


@given(st.data())
@settings(max_examples=60)
def test_an_imported_network_does_what_torch_does(tmp_path_factory, data):
    kind, both = data.draw(st.sampled_from(("RNN", "LSTM", "GRU"))), data.draw(st.booleans())
    layers, table, size = (data.draw(st.integers(*limits)) for limits in ((1, 3), (0, 4), (1, 6)))
    relu = kind == "RNN" and data.draw(st.booleans())
    more = {"nonlinearity": "relu"} if relu else {}
    module = Predictor(kind, layers, both, table, size, data.draw(st.booleans()), data.draw(st.integers(0, 99)), **more)
    path = tmp_path_factory.mktemp("torch") / "weights.pt"
    torch.save(module.state_dict(), path)
    named = {"output": "readout", "embedding": "table_of_words" if table else "none"}
    made = exchange.read(path, Options(tokens=ABC, activation="relu" if relu else None, **named))
    indices = data.draw(st.lists(st.integers(0, 4), min_size=1, max_size=8))
    trace = made.run([ABC[i] for i in indices])
    np.testing.assert_allclose(trace["Y"], outputs(module, indices), rtol=1e-12, atol=1e-13)
    assert made.embedding == ("trained" if table else "") and made.config["g_Y"] == "softmax"


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16, torch.bfloat16], ids=str)
@pytest.mark.parametrize("ending", ["pt", "safetensors"])
def test_narrow_numbers_are_widened_exactly(tmp_path, dtype, ending):
    from safetensors.torch import save_file

    module = Predictor("LSTM", 1, False, 3, 4, True, 1).to(dtype)
    path = tmp_path / f"weights.{ending}"
    save = torch.save if ending == "pt" else save_file
    save(module.state_dict(), path)
    made = exchange.read(path, Options(tokens=ABC))
    wide = module.to(torch.float64)
    np.testing.assert_array_equal(made.parameters["embedding"], wide.table_of_words.weight.detach().numpy())
    np.testing.assert_allclose(made.run(TEXT)["Y"], outputs(wide), rtol=1e-12, atol=1e-14)


def test_a_checkpoint_a_cell_and_views_are_read(tmp_path):
    """A state dictionary within a checkpoint, tensors that are parts of others, nn.LSTMCell's names, a parameter."""
    module = Predictor("LSTM", 1, False, 0, 4, True, 3)
    state = {name.replace("_l0", ""): value for name, value in module.state_dict().items()}
    whole = torch.cat([state["core.weight_ih"].flatten(), state["core.weight_hh"].flatten()])
    state["core.weight_hh"] = whole[16 * 5 :].view(16, 4)
    state["readout.weight"] = torch.nn.Parameter(state["readout.weight"].T.contiguous()).T
    path = tmp_path / "checkpoint.pth"
    optimizer = {"state": {0: {"exp_avg": torch.zeros(16, 5)}}, "param_groups": [{"lr": 0.1, "betas": (0.9, 0.99)}]}
    torch.save({"epoch": 3, "model_state_dict": state, "optimizer": optimizer, "loss": None}, path)
    np.testing.assert_allclose(exchange.read(path, Options(tokens=ABC)).run(TEXT)["Y"], outputs(module), rtol=1e-12)


@given(strategies.networks(OTHERS))
@settings(max_examples=120)
def test_a_round_trip_changes_no_bit(tmp_path_factory, made):
    """Also of what torch has not: then it is refused in a sentence; and torch's layers do the same with the tensors."""
    path = tmp_path_factory.mktemp("torch") / "weights.safetensors"
    config = made.config
    peepholes_of_many = config.get("peephole") and config["n_C"] > 1
    odd = peepholes_of_many or config.get("peephole") or config.get("feedback") or config.get("reset_after") is False
    functions = [config[g] for g in ("g_C", "g_Z", "g_M") if g in config and "n_M" in config]
    if odd or (functions and functions != ["logistic", "tanh", "tanh"]) or config.get("g_X", "tanh") not in known(made):
        with pytest.raises(InputError, match=r"PyTorch|other programs"):
            exchange.write(made, path)
        return
    if made.architecture == "gru" and (config["g_C"], config["g_X"]) != ("logistic", "tanh"):
        with pytest.raises(InputError, match="PyTorch"):
            exchange.write(made, path)
        return
    exchange.write(made, path)
    assert_same_network(exchange.read(path), made)
    indices = made.vocabulary.encode(made.vocabulary.tokens * 2).indices
    np.testing.assert_allclose(
        torchs(made, path, indices), made.run(made.vocabulary.tokens * 2)["Y"], rtol=1e-11, atol=1e-12
    )


def known(made):
    return ("tanh",) if made.architecture == "gru" else ("tanh", "relu")


def torchs(made, path, indices):
    """Y by torch's own layers, with the exported tensors under their names."""
    tensors = {name: torch.tensor(tensor.read()) for name, tensor in read_safetensors(path)[0].items()}
    prefix = next(name.partition(".")[0] for name in tensors if "weight_hh_l0" in name)
    state = {name.removeprefix(f"{prefix}."): values for name, values in tensors.items() if "_l" in name}
    size, layers = (
        state["weight_hh_l0"].shape[1],
        sum(name.startswith("weight_hh") and name[-1] != "e" for name in state),
    )
    more = {"nonlinearity": made.config["g_X"]} if prefix == "rnn" else {}
    make = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[prefix]
    both = any(name.endswith("_reverse") for name in state)
    core = make(state["weight_ih_l0"].shape[1], size, layers, bidirectional=both, dtype=torch.float64, **more)
    core.load_state_dict(state)
    table = tensors.get("embedding.weight", torch.eye(len(made.vocabulary), dtype=torch.float64))
    u = table[torch.tensor(indices)]
    direct = u @ tensors["direct.weight"].T if "direct.weight" in tensors else 0.0
    with torch.no_grad():
        return (core(u)[0] @ tensors["output.weight"].T + tensors["output.bias"] + direct).numpy()


@pytest.mark.parametrize(("kind", "layers"), [("LSTM", 1), ("GRU", 2), ("RNN", 2), ("GRU", 1)])
def test_networks_of_made_equations_go_back_too(tmp_path, kind, layers):
    torch.save(Predictor(kind, layers, True, 3, 4, True, 4).state_dict(), tmp_path / "a.pt")
    made = exchange.read(tmp_path / "a.pt", Options(tokens=ABC))
    assert made.architecture == "custom"
    exchange.write(made, tmp_path / "b.safetensors")
    assert_same_network(exchange.read(tmp_path / "b.safetensors"), made)


def test_bits_of_every_kind_survive(tmp_path):
    """Zeros with a sign, the smallest and the largest numbers."""
    for architecture in ("elman", "lstm", "gru"):
        config = {"reset_after": True} if architecture == "gru" else {}
        empty = network(architecture, config, None, Vocabulary(ABC))
        odd = np.resize([-0.0, 0.0, 5e-324, -5e-324, 1.7e308, 1 / 3], empty.vector.size)
        made = empty.with_vector(odd)
        for ending in ("safetensors", "onnx"):
            exchange.write(made, tmp_path / f"x.{ending}")
            assert_same_network(exchange.read(tmp_path / f"x.{ending}"), made)


def test_weights_that_were_changed_are_believed_and_not_the_old_description(tmp_path):
    """Trained on in torch, the always open gate of a network without forget gates is one no longer."""
    from safetensors import safe_open
    from safetensors.numpy import save_file

    made = random_network("lstm", {"forget": False, "direct": False}, Vocabulary(ABC), 1)
    exchange.write(made, tmp_path / "x.safetensors")
    with safe_open(tmp_path / "x.safetensors", "numpy") as file:
        metadata, tensors = file.metadata(), {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118
    tensors["lstm.weight_hh_l0"] = tensors["lstm.weight_hh_l0"] + 0.5
    save_file(tensors, tmp_path / "y.safetensors", metadata)
    again = exchange.read(tmp_path / "y.safetensors")
    assert again.config["forget"] and np.all(again.parameters["W_lambda_z"] == 0.5)


def test_what_is_said_goes_before_what_the_file_says(tmp_path):
    made = random_network("elman", {}, Vocabulary(ABC), 1)
    exchange.write(made, tmp_path / "x.safetensors")
    other = exchange.read(tmp_path / "x.safetensors", Options(tokens=tuple("vwxyz"), loss="quadratic"))
    assert other.vocabulary.tokens == tuple("vwxyz") and other.loss == "quadratic" and other.config["g_Y"] == "identity"
    assert other.vector.tobytes() == made.vector.tobytes()


@pytest.mark.parametrize(
    ("change", "options", "sentence"),
    [
        ({"other.weight": torch.zeros(5, 4)}, {}, "Several matrices fit (readout.weight, other.weight)"),
        ({"readout.weight": torch.zeros(5, 3)}, {}, "No output layer reads the 4 states"),
        ({}, {"output": "head"}, "There is no matrix head; the file has"),
        ({}, {"layers": "rnn"}, "There are no recurrent layers rnn; the file has core."),
        ({"b.weight_hh_l0": torch.zeros(3, 3)}, {}, "Several recurrent layers have names of their own (core, b)"),
        ({"core.weight_hr_l0": torch.zeros(2, 4)}, {}, "projection"),
        ({"core.weight_hh_l0": torch.zeros(8, 4)}, {}, "expected (H, H), (3 H, H) or (4 H, H)"),
        ({"core.bias_ih_l0": torch.zeros(5)}, {}, "core.bias_ih_l0 has the shape (5,); expected (16,)"),
        ({"core.bias_ih_l0": torch.full((16,), torch.nan)}, {}, "core.bias_ih_l0 has nan at [1]"),
        ({"core.weight_ih_l0": torch.zeros(16, 5, dtype=torch.int64)}, {}, "core.weight_ih_l0 is of type LongStorage"),
        ({"core.weight_ih_l2": torch.zeros(16, 4)}, {}, "core.weight_ih_l1 is missing"),
        ({"core.weight_ih_l0": torch.zeros(16, 9)}, {}, "reads 9 numbers and the output has 5"),
        ({}, {"tokens": ("a", "b")}, "The vocabulary has 2 tokens; the network has 5"),
        ({}, {"tokens": ("a", "b", "c", "d", "d")}, "twice"),
        ({}, {"loss": "cross_entropy", "output_activation": "tanh"}, "cross_entropy needs"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told(tmp_path, change, options, sentence):
    state = Predictor("LSTM", 1, False, 0, 4, True, 1).state_dict()
    torch.save({**state, **change}, tmp_path / "x.pt")
    with pytest.raises(InputError) as refused:
        exchange.read(tmp_path / "x.pt", Options(**options))
    assert sentence in str(refused.value) and str(refused.value).startswith(str(tmp_path / "x.pt"))


def test_without_an_output_layer_one_of_zeros_may_be_asked_for(tmp_path):
    core = torch.nn.GRU(5, 3, dtype=torch.float64)
    torch.save(core.state_dict(), tmp_path / "x.pt")
    with pytest.raises(InputError, match="--output-layer none"):
        exchange.read(tmp_path / "x.pt")
    made = exchange.read(tmp_path / "x.pt", Options(output="none"))
    with torch.no_grad():
        expected = core(torch.eye(5, dtype=torch.float64)[INDICES])[0].numpy()
    np.testing.assert_allclose(made.run([str(i) for i in INDICES])["x"], expected, rtol=1e-12, atol=1e-14)
