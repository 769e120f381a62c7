"""Files that are broken, cut off, or want to run code: one sentence each, and nothing is run."""

import collections
import os
import pickle
import pickletools
import struct
import zipfile

import numpy as np
import onnx
import pytest
import torch

from rnrviz.network.exchange import files as exchange
from rnrviz.network.exchange.options import Options
from rnrviz.network.exchange.pickled import read_pickle
from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))


class Malicious:
    """Makes a file when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.mkdir, (str(self.path),)


def refused(path, **options):
    with pytest.raises(InputError) as error:
        exchange.read(path, Options(**options))
    sentence = str(error.value)
    assert sentence.startswith(str(path)) and sentence.endswith(".") and "\n" not in sentence
    return sentence


@pytest.mark.parametrize("protocol", range(2, 6))
@pytest.mark.parametrize("where", ["whole", "beside", "key"])
def test_a_pickle_that_would_make_a_file_makes_none(tmp_path, protocol, where):
    target = tmp_path / "made"
    state = {"whole": Malicious(target), "beside": {"rnn.weight_ih_l0": torch.zeros(3, 3), "x": Malicious(target)}}
    state["key"] = {"a": [1, (Malicious(target),)]}
    torch.save(state[where], tmp_path / "x.pt", pickle_protocol=protocol)
    assert f"{os.mkdir.__module__}.mkdir" in refused(tmp_path / "x.pt")
    assert not target.exists()


def builtin_calls(target):
    """Ways to call that pickles know, each to make a folder."""
    name = str(target).encode()
    yield b"cos\nmkdir\n(V" + name + b"\ntR."
    yield b"(V" + name + b"\nios\nmkdir\n."
    yield b"(cos\nmkdir\nV" + name + b"\no."
    yield b"\x80\x04\x8c\x02os\x8c\x05mkdir\x93(\x8c" + bytes([len(name)]) + name + b"t\x81."
    yield b"\x80\x04\x8c\x02os\x8c\x05mkdir\x93(\x8c" + bytes([len(name)]) + name + b"t}\x92."
    yield b"\x80\x02\x82\x01."  # EXT1, from copyreg's table
    yield b"\x80\x02ccopyreg\n_reconstructor\n(cbuiltins\nobject\ncbuiltins\nobject\nNtR."
    yield b"c__builtin__\neval\n(Vopen('x','w')\ntR."
    yield b"ccollections\nOrderedDict\n(tR(dVa\ncos\nmkdir\nsb."
    yield b"P1\n."


def test_no_way_to_call_is_followed(tmp_path):
    target = tmp_path / "made"
    for content in builtin_calls(target):
        try:
            found = read_pickle(content)
        except InputError:
            continue
        assert type(found) is dict and not found  # a dictionary whose state is passed over
    assert not target.exists()


def test_the_legacy_form_a_module_and_torchscript_are_told(tmp_path):
    torch.save({"a": torch.zeros(1)}, tmp_path / "x.pt", _use_new_zipfile_serialization=False)
    assert "before 1.6" in refused(tmp_path / "x.pt")
    torch.save(torch.nn.LSTM(2, 2), tmp_path / "x.pt")
    assert "torch.nn.modules.rnn.LSTM" in refused(tmp_path / "x.pt")
    with zipfile.ZipFile(tmp_path / "x.pt", "w") as archive:
        archive.writestr("x/data.pkl", b"N.")
        archive.writestr("x/code/__torch__.py", b"")
    assert "TorchScript" in refused(tmp_path / "x.pt")


def archive(path, content, data=b"", **entries):
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("x/data.pkl", content)
        made.writestr("x/data/0", data)
        for name, values in entries.items():
            made.writestr(f"x/{name}", values)


def tensor_pickle(size, offset, shape, strides, kind="DoubleStorage"):
    """A state dictionary with one tensor, as torch writes it."""
    made = b"\x80\x02}X\x10\x00\x00\x00rnn.weight_hh_l0ctorch._utils\n_rebuild_tensor_v2\n(("
    made += b"X\x07\x00\x00\x00storagectorch\n" + kind.encode() + b"\nX\x01\x00\x00\x000X\x03\x00\x00\x00cpu"
    made += pickled(size) + b"tQ" + pickled(offset) + pickled(shape) + pickled(strides)
    return made + b"\x89ccollections\nOrderedDict\n)RtRs."


def pickled(value):
    """The words of a pickle that put a value on the stack."""
    return b"".join(
        struct.pack("<Bi", ord("J"), v) if isinstance(v, int) else {"(": b"(", ")": b"t"}[v] for v in _flat(value)
    )


def _flat(value):
    return ["(", *value, ")"] if isinstance(value, tuple) else [value]


@pytest.mark.parametrize(
    ("size", "offset", "shape", "strides"),
    [
        (4, 0, (4, 4), (4, 1)), (4, -1, (2, 2), (2, 1)), (4, 0, (2, 2), (-2, 1)), (4, 1, (2, 2), (2, 1)),
        (4, 0, (2, 2), (2**30, 1)), (4, 0, (2**30, 2**30), (0, 0)), (3, 0, (1, 1), (1, 1)), (4, 0, (0, 0), (1, 1)),
        (2**31 - 1, 0, (2, 2), (2, 1)), (4, 0, (2, 2), (2,)),
    ],
)  # fmt: skip
def test_a_tensor_beyond_its_numbers_is_refused(tmp_path, size, offset, shape, strides):
    other = tensor_pickle(4, 0, (2, 2), (2, 1))
    content = tensor_pickle(size, offset, shape, strides)
    whole = other[:-2] + b"X\x10\x00\x00\x00rnn.weight_ih_l0" + content[3 + 21 :]
    archive(tmp_path / "x.pt", content, np.zeros(4).tobytes())
    assert len(refused(tmp_path / "x.pt")) > 20
    archive(tmp_path / "x.pt", whole, np.zeros(4).tobytes())
    assert len(refused(tmp_path / "x.pt", output="none")) > 20


def test_a_well_made_one_is_read(tmp_path):
    """That the files of the test above are refused for the right reason."""
    first, second = tensor_pickle(4, 0, (2, 2), (2, 1)), tensor_pickle(4, 0, (2, 2), (2, 1))
    archive(tmp_path / "x.pt", first[:-2] + b"s" + second[3:].replace(b"_hh_", b"_ih_"), np.arange(4.0).tobytes())
    made = exchange.read(tmp_path / "x.pt", Options(output="none"))
    np.testing.assert_array_equal(made.parameters["W_x_u"], [[0.0, 1.0], [2.0, 3.0]])


def test_archives_that_are_odd_are_refused(tmp_path):
    path = tmp_path / "x.pt"
    cycle = {}
    cycle["a"] = cycle
    for content in (
        pickle.dumps(cycle),
        pickle.dumps([1]),
        b"",
        b"\x80\x02",
        b"N.",
        b"(((((.",
        b"0.",
        b"h\x07.",
        b"]}s.",
    ):
        archive(path, content)
        assert len(refused(path)) > 20
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x/data.pkl", b"\0" * 10**6)
    assert "is compressed" in refused(path)
    archive(path, b"N.", data=b"", **{"data.pkl/": b""})
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("x/data.pkl", b"N.")
        made.writestr("y/data.pkl", b"N.")
    assert "has 2 entries" in refused(path)
    path.write_bytes(b"PK\x03\x04")
    assert "broken" in refused(path)
    (tmp_path / "empty").write_bytes(b"")
    assert "not a safetensors" in refused(tmp_path / "empty")
    refused(tmp_path)
    assert "no such file" in refused(tmp_path / "none.pt")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.pt")
        assert "pipe or a device" in refused(tmp_path / "pipe.pt")


def test_a_model_of_this_program_needs_no_import(tmp_path):
    from rnrviz.network import files

    files.save(random_network("elman", {}, ABC, 1), tmp_path / "x.safetensors")
    assert "a model of this program already" in refused(tmp_path / "x.safetensors")


@pytest.fixture(scope="module")
def samples(tmp_path_factory):
    """A small file of every kind."""
    import h5py

    folder = tmp_path_factory.mktemp("samples")
    exchange.write(random_network("lstm", {"n_M": 2}, ABC, 1, embedding=""), folder / "x.safetensors")
    exchange.write(random_network("gru", {"n_X": 2, "n_U": 2}, ABC, 1, embedding="trained"), folder / "x.onnx")
    state = collections.OrderedDict(torch.nn.RNN(3, 2, 2).state_dict())
    torch.save(state | {"output.weight": torch.ones(3, 2)}, folder / "x.pt")
    with h5py.File(folder / "x.weights.h5", "w") as file:
        for name, shape in {"cell/vars/0": (3, 8), "cell/vars/1": (2, 8), "cell/vars/2": (8,)}.items():
            file[f"layers/lstm/{name}"] = np.ones(shape)
        file["layers/dense/vars/0"] = np.ones((2, 3))
    return sorted(folder.iterdir())


def broken(content, random):
    """The content with a piece cut off, bytes changed, a piece doubled or left out."""
    kind, at = random.integers(4), int(random.integers(len(content)))
    if kind == 0:
        return content[:at]
    if kind == 1:
        changed = bytearray(content)
        for place in random.integers(len(content), size=1 + int(random.integers(8))):
            changed[place] = random.integers(256)
        return bytes(changed)
    end = at + int(random.integers(1, 64))
    return content[:at] + content[at:end] * 2 + content[end:] if kind == 2 else content[:at] + content[end:]


@pytest.mark.parametrize("number", range(4))
@pytest.mark.filterwarnings("ignore")
def test_broken_files_give_a_network_or_a_sentence(samples, tmp_path, number):
    sample = samples[number]
    content, random = sample.read_bytes(), np.random.default_rng(number)
    assert isinstance(exchange.read(sample), Network)
    path = tmp_path / sample.name
    for _ in range(400):
        path.write_bytes(broken(content, random))
        try:
            assert isinstance(exchange.read(path), Network)
        except InputError as error:
            assert str(error).startswith(str(path)) and "\n" not in str(error)


def test_nests_and_repetitions_take_no_time_and_no_stack(tmp_path):
    deep = b"\x80\x02})" + b"\x85" * 10**6 + b"Ns."
    wide = b"\x80\x02}q\x00" + b"".join(
        b"}q"
        + bytes([k + 1])
        + b"("
        + b"".join(b"J" + struct.pack("<i", n) + b"h" + bytes([k]) for n in range(50))
        + b"u"
        for k in range(20)
    )
    sizes = b"\x80\x02](" + b"K\x01" * 10**6 + b"eq\x00" + b"ctorch\nSize\nh\x00\x85R" * 10**5 + b"."
    for content in (deep, wide + b"0" * 19 + b".", wide + b".", sizes):
        archive(tmp_path / "x.pt", content)
        assert len(refused(tmp_path / "x.pt")) > 20


def test_random_words_of_a_pickle_give_a_value_or_a_sentence():
    words, random = [op.code.encode("latin-1") for op in pickletools.opcodes], np.random.default_rng(1)
    for _ in range(3000):
        parts = [words[k] + random.bytes(int(random.integers(3))) for k in random.integers(len(words), size=12)]
        try:
            read_pickle(b"".join(parts) + b".")
        except InputError as error:
            assert str(error)


def test_a_bomb_of_constants_is_not_folded(tmp_path):
    """Weights that a graph would have to make of nothing, however large."""
    shape = onnx.numpy_helper.from_array(np.array([1, 4 * 10**5, 10**5]), "shape")
    large = onnx.helper.make_node("ConstantOfShape", ["shape"], ["W"])
    node = onnx.helper.make_node("LSTM", ["X", "W", "W"], ["Y"], hidden_size=1)
    values = [onnx.helper.make_tensor_value_info(name, 1, None) for name in ("X", "Y")]
    graph = onnx.helper.make_graph([large, node], "one", values[:1], values[1:], [shape])
    onnx.save(onnx.helper.make_model(graph), tmp_path / "x.onnx")
    assert "are an input of the graph" in refused(tmp_path / "x.onnx", output="none")
