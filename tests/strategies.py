"""Random networks and sequences of every kind that the program knows, for hypothesis."""

import numpy as np
from hypothesis import strategies as st

from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Sequence, Vocabulary

INNER = st.sampled_from(("logistic", "tanh", "identity", "relu"))
GATES = st.sampled_from(("logistic", "logistic", "tanh", "identity", "relu"))
EMBEDDINGS = st.sampled_from(("", "", "trained", "fixed"))
LOSSES = st.sampled_from(
    [("quadratic", g) for g in ("logistic", "tanh", "identity", "relu", "softmax")]
    + [("cross_entropy", g) for g in ("softmax", "logistic")] * 2
)
LAYERS, WINDOW = st.integers(1, 3), st.integers(1, 4)
UNITS = st.sampled_from((1, 2, 3, 4, 5, 7, 8, 9, 13, 17))  # kernels go by eights: below, at and above them
SYMBOLS = st.sampled_from((2, 3, 4, 9))
BLOCKS = {
    **{name: st.booleans() for name in ("forget", "peephole", "direct")},
    **{"n_M": st.sampled_from((1, 2, 3, 5)), "n_C": LAYERS, "g_C": GATES, "g_Z": INNER, "g_M": INNER},
}
CONFIGS = {
    "elman": {"n_X": UNITS, "g_X": INNER},
    "stacked_elman": {"n_L": LAYERS, "n_X": UNITS, "feedback": st.booleans(), "g_X": INNER},
    "window": {"p": WINDOW, "n_X": UNITS, "around": st.booleans(), "g_X": INNER},
    "bidirectional": {"n_X": UNITS, "combine": st.sampled_from(("mean", "sum", "concat")), "g_X": INNER},
    "lstm": BLOCKS,
    "stacked_lstm": BLOCKS | {"n_L": LAYERS},
    "gru": {"n_X": UNITS, "reset_after": st.booleans(), "g_C": GATES, "g_X": INNER},
}


@st.composite
def networks(draw, architectures=ARCHITECTURES, losses=LOSSES, embeddings=EMBEDDINGS) -> Network:
    """Any network with weights and biases of moderate size."""
    architecture = draw(st.sampled_from(architectures))
    vocabulary = Vocabulary(tuple("abcdefghi"[: draw(SYMBOLS)]))
    config = draw(st.fixed_dictionaries(CONFIGS[architecture]))
    embedding = draw(embeddings)
    if embedding:
        config["n_U"] = draw(st.integers(1, 3))
    loss, config["g_Y"] = draw(losses)
    seed = draw(st.integers(0, 2**20))
    network = random_network(architecture, config, vocabulary, seed, loss, embedding)
    noise = np.random.default_rng(seed).normal(0.0, draw(st.sampled_from((0.1, 0.5))), network.program.whole)
    return network.with_vector(network.vector + noise)


@st.composite
def runs(draw, longest=10, **choices) -> tuple[Network, Sequence]:
    """A network and a sequence of 0 to ``longest`` tokens of its vocabulary."""
    network = draw(networks(**choices))
    tokens = draw(st.lists(st.sampled_from(network.vocabulary.tokens), min_size=0, max_size=longest))
    return network, network.vocabulary.encode(tokens)
