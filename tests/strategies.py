"""Random networks and sequences of every kind that the program knows, for hypothesis."""

import numpy as np
from hypothesis import strategies as st

from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Sequence, Vocabulary

INNER = st.sampled_from(("logistic", "tanh", "identity", "relu"))
EMBEDDINGS = st.booleans()
LOSSES = st.sampled_from(
    [("quadratic", g) for g in ("logistic", "tanh", "identity", "relu", "softmax")]
    + [("cross_entropy", g) for g in ("softmax", "logistic")] * 2
)


@st.composite
def elman_configs(draw):
    return {"n_X": draw(st.sampled_from((1, 2, 3, 4, 5, 8, 13))), "g_X": draw(INNER)}


@st.composite
def lstm_configs(draw):
    options = {name: draw(st.booleans()) for name in ("forget", "peephole", "direct")}
    sizes = {"n_M": draw(st.integers(1, 3)), "n_C": draw(st.integers(1, 3))}
    gates = draw(st.sampled_from(("logistic", "logistic", "tanh", "identity", "relu")))
    return options | sizes | {"g_C": gates, "g_Z": draw(INNER), "g_M": draw(INNER)}


@st.composite
def networks(draw, architectures=("elman", "lstm"), losses=LOSSES, embeddings=EMBEDDINGS) -> Network:
    """Any network with weights and biases of moderate size."""
    architecture = draw(st.sampled_from(architectures))
    vocabulary = Vocabulary(tuple("abcd"[: draw(st.integers(2, 4))]))
    config = draw(elman_configs() if architecture == "elman" else lstm_configs())
    embedding = draw(embeddings)
    if embedding:
        config["n_U"] = draw(st.integers(1, 3))
    loss, config["g_Y"] = draw(losses)
    seed = draw(st.integers(0, 2**20))
    network = random_network(architecture, config, vocabulary, seed, loss, embedding)
    noise = np.random.default_rng(seed).normal(0.0, draw(st.sampled_from((0.1, 0.5))), network.program.size)
    return network.with_vector(network.vector + noise)


@st.composite
def runs(draw, longest=10, **choices) -> tuple[Network, Sequence]:
    """A network and a sequence of 0 to ``longest`` tokens of its vocabulary."""
    network = draw(networks(**choices))
    tokens = draw(st.lists(st.sampled_from(network.vocabulary.tokens), min_size=0, max_size=longest))
    return network, network.vocabulary.encode(tokens)
