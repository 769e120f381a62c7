"""One small network of every kind, each with random weights, for tests that ask the same of all of them."""

import numpy as np

from rnrviz.network.network import Network, random_network
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary

ABC = Vocabulary(("a", "b", "c"))
TEXT = "abcabbccabcac"
LAGGED = "n_U = n_V\nn_X = 3\nn_Y = n_V\nX = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x_h @ x[t-3] + W_x\nx = tanh(X[t])\n"
LAGGED += "Y = W_y_x @ x[t] + W_y\ny = softmax(Y[t])\n"
KINDS = (
    ("elman", {"n_X": 5}, ""),
    ("elman", {"g_X": "relu", "n_U": 2}, "trained"),
    ("elman", {"g_X": "logistic", "n_U": 2}, "fixed"),
    ("lstm", {"n_C": 2, "forget": True, "peephole": True}, ""),
    ("lstm", {"n_C": 2, "n_U": 2, "g_Y": "logistic"}, "trained"),
    ("stacked_elman", {"n_L": 3}, ""),
    ("stacked_elman", {"feedback": True, "n_U": 2}, "trained"),
    ("stacked_lstm", {"peephole": True}, ""),
    ("gru", {}, ""),
    ("gru", {"reset_after": True, "n_U": 2}, "trained"),
    ("window", {}, ""),
    ("window", {"n_U": 2}, "trained"),
    ("bidirectional", {}, ""),
    ("bidirectional", {"combine": "concat", "n_U": 2}, "trained"),
    ("bidirectional", {"combine": "sum", "g_Y": "logistic"}, ""),
    ("custom", {}, ""),
)
IDS = [" ".join((kind, *map(str, config.values()), embedding)).strip() for kind, config, embedding in KINDS]
ONE_WAY = [kind for kind in KINDS if kind[0] != "bidirectional"]
LOSSES = ("cross_entropy", "quadratic")


def network(kind: tuple[str, dict, str], loss: str = "cross_entropy", seed: int = 1) -> Network:
    """A network of this kind with weights and biases of moderate size."""
    architecture, config, embedding = kind
    text = LAGGED if architecture == "custom" else None
    made = random_network(architecture, config, ABC, seed, loss, embedding, text)
    return made.with_vector(made.vector + np.random.default_rng(seed).normal(0.0, 0.3, made.vector.size))


def trace(kind: tuple[str, dict, str], loss: str = "cross_entropy", text: str = TEXT, begun: bool = False) -> Trace:
    """Such a network's run; ``begun`` with states that are not zero."""
    made = network(kind, loss)
    known = made.program.signals
    initial = {name: np.full(known[name].size, 0.3) for name in recurrent(made) - {"u"}} if begun else None
    return made.run(text, initial=initial)


def state(made: Network) -> str:
    """The name of a state signal."""
    return next(name for name in ("x", "x1", "f") if name in made.program.signals)


def recurrent(made: Network) -> set[str]:
    return {s.signal for equation in made.equations for term in equation.terms for s in term.sources if s.lag}


def gap(a: np.ndarray, b: np.ndarray) -> float:
    """Relative difference, Euclidean."""
    return float(np.linalg.norm(np.asarray(a) - b) / max(np.linalg.norm(a), np.linalg.norm(b), 1e-300))
