"""The equations taken literally: the value of a signal at an instant is what its equation says, in plain numpy.

The judge of the kernels: it knows nothing of operations, sweeps or the order of computation, takes any kind of
floats (complex128 for the complex step, longdouble for more digits) and many vectors of parameters at once. Everything
is an analytic function of the parameters, except that relu and maxima go by the real part.
"""

from collections.abc import Callable

import numpy as np

from rnrviz.network.equations import Source, Term
from rnrviz.network.network import Network
from rnrviz.network.trace import Trace

Instant = tuple[str, int]


class Literal:
    """A network with the parameters ``vectors`` (B, P) on the tokens, targets and initial state of a trace.

    What is asked for is computed, with all that it depends on, and kept. Instants count from 1.
    """

    def __init__(self, network: Network, trace: Trace, vectors: np.ndarray) -> None:
        self.network, self.trace = network, trace
        self.batch, self.kind = len(vectors), vectors.dtype
        parameters = network.program.parameters.values()
        self.weights = {p.name: vectors[:, p.slice].reshape(-1, *p.shape) for p in parameters}
        self.equations = {equation.target: equation for equation in network.equations}
        self.known: dict[Instant, np.ndarray] = {}

    def signal(self, name: str, t: int) -> np.ndarray:
        """The components of a signal at an instant, (B, size)."""
        waiting = [(name, t)]
        while waiting:
            at = waiting[-1]
            if at not in self.known:
                missing = [source for source in self._sources(*at) if source not in self.known]
                if missing:
                    waiting += missing
                    continue
                with np.errstate(all="ignore"):
                    self.known[at] = self._computed(*at)
            waiting.pop()
        return self.known[name, t]

    def error(self, t: int) -> np.ndarray:
        """E[t], (B,), whether or not it counts; `rnrviz.kernels.errors` says how it is defined."""
        d = self.trace.targets[t - 1]
        with np.errstate(all="ignore"):
            if self.network.loss == "quadratic":
                gap = d - self.signal("y", t)
                return np.asarray(0.5 * (gap * gap).sum(1))
            term = self.equations["y"].terms[0]
            Y = self.signal(term.sources[0].signal, t)
            if self._function(term) == "softmax":
                return np.asarray(-np.where(d != 0.0, d * _log_softmax(Y), 0.0).sum(1))
            return np.asarray((_softplus(Y) - d * Y).sum(1))

    def _sources(self, name: str, t: int) -> list[Instant]:
        if name == "u" or not 1 <= t <= len(self.trace):
            return []
        return [(s.signal, t - s.lag) for term in self.equations[name].terms for s in term.sources]

    def _computed(self, name: str, t: int) -> np.ndarray:
        signal = self.network.program.signals[name]
        if not 1 <= t <= len(self.trace):
            return self._alike(self._outside(name, t))
        if name == "u":
            return self._input(t)
        equation, total = self.equations[name], self._alike(np.zeros(signal.size))
        if equation.terms[0].kind == "concat":
            return np.concatenate([self.known[s.signal, t - s.lag] for s in equation.terms[0].sources], axis=1)
        for term in equation.terms:
            total = total + self._term(term, [self._read(source, t) for source in term.sources], signal.size)
        return total

    def _read(self, source: Source, t: int) -> np.ndarray:
        return self.known[source.signal, t - source.lag]

    def _outside(self, name: str, t: int) -> np.ndarray:
        """What the run began with (zeros unless it was given something) or, after the last instant, zeros."""
        row, signal = self.network.program.lags + t - 1, self.network.program.signals[name]
        return self.trace.record[row, signal.slice] if row >= 0 and t < 1 else np.zeros(signal.size)

    def _input(self, t: int) -> np.ndarray:
        index = int(self.trace.sequence.indices[t - 1])
        if "embedding" in self.network.program.parameters:
            return self.row(index)
        return self._alike(np.eye(len(self.network.vocabulary))[index])

    def _alike(self, values: np.ndarray) -> np.ndarray:
        """The same for every vector of parameters."""
        found = np.empty((self.batch, values.size), self.kind)
        found[:] = values
        return found

    def _term(self, term: Term, read: list[np.ndarray], size: int) -> np.ndarray:
        if term.kind == "constant":
            return self._alike(np.full(size, term.factor))
        if term.kind == "bias":
            return self.bias(str(term.parameter))
        if term.kind == "sum":
            return term.factor * read[0]
        if term.kind == "activation":
            return np.asarray(ACTIVATIONS[self._function(term)](read[0]))
        if term.kind == "gate":
            return np.asarray(_spread(read[0], size) * _spread(read[1], size))
        if term.kind == "product":
            return self.product(str(term.parameter), read[0])
        return np.asarray(self.weighted(str(term.parameter), read[0]).reshape(self.batch, size, -1).sum(2))

    def row(self, index: int) -> np.ndarray:
        """A row of the table of embeddings, (B, n_U)."""
        return np.asarray(self.weights["embedding"][:, index])

    def bias(self, name: str) -> np.ndarray:
        """W, (B, size)."""
        return np.asarray(self.weights[name])

    def product(self, name: str, read: np.ndarray) -> np.ndarray:
        """W @ s, (B, rows of W)."""
        return np.asarray((self.weights[name] @ read[:, :, None])[:, :, 0])

    def weighted(self, name: str, read: np.ndarray) -> np.ndarray:
        """W * s entry by entry, (B, size of s)."""
        return np.asarray(self.weights[name].reshape(read.shape) * read)

    def _function(self, term: Term) -> str:
        return str(self.network.config.get(str(term.activation), term.activation))


def _spread(values: np.ndarray, size: int) -> np.ndarray:
    """A gate (B, n_M) over the cells of its blocks, (B, n_M n_C)."""
    return values if values.shape[1] == size else np.repeat(values, size // values.shape[1], axis=1)


def _logistic(net: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-S)), by exponentials of what is not positive."""
    positive = net.real >= 0.0
    small = np.exp(np.where(positive, -net, net))
    return np.where(positive, 1.0, small) / (1.0 + small)


def _relu(net: np.ndarray) -> np.ndarray:
    return np.where(net.real <= 0.0, np.zeros_like(net), net)


def _softmax(net: np.ndarray) -> np.ndarray:
    powers = np.exp(net - net.real.max(1, keepdims=True))
    return np.asarray(powers / powers.sum(1, keepdims=True))


def _log_softmax(net: np.ndarray) -> np.ndarray:
    """Relative to the likeliest, whose own share is left out of the sum: exact however sure it is."""
    likeliest = net.real.argmax(1)[:, None]
    apart = net - np.take_along_axis(net, likeliest, 1)
    powers = np.exp(apart)
    np.put_along_axis(powers, likeliest, 0.0, 1)
    return np.asarray(apart - np.log1p(powers.sum(1, keepdims=True)))


def _softplus(net: np.ndarray) -> np.ndarray:
    """log(1 + exp Y)."""
    positive = net.real >= 0.0
    return np.where(positive, net, np.zeros_like(net)) + np.log1p(np.exp(np.where(positive, -net, net)))


ACTIVATIONS: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "logistic": _logistic,
    "tanh": np.tanh,
    "identity": lambda net: net,
    "relu": _relu,
    "softmax": _softmax,
}
