"""Models for the commands to work on."""

import pytest

from rnrviz import kernels
from rnrviz.network import files
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with an Elman network, an LSTM with all its options and one whose vocabulary has UNK."""
    kernels.load()  # else the first command says that it compiles them
    folder = tmp_path_factory.mktemp("commands")
    options = {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}
    files.save(random_network("elman", {"n_X": 3}, ABC, 1), folder / "elman.safetensors")
    files.save(random_network("lstm", options, ABC, 2, "quadratic"), folder / "lstm.safetensors")
    files.save(random_network("elman", {}, Vocabulary(("the", "dog", "UNK")), 3), folder / "words.safetensors")
    files.save(random_network("elman", {"n_X": 1}, ABC, 1), folder / "tiny.safetensors")
    huge = random_network("elman", {"g_X": "identity", "g_Y": "identity"}, ABC, 1, "quadratic")
    files.save(huge.with_vector(huge.vector * 1e200), folder / "huge.safetensors")
    return folder
