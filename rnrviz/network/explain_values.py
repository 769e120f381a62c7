"""The value of everything that can be asked of a trace; what several questions need is computed once."""

from functools import lru_cache
from typing import final

import numpy as np

from rnrviz.network.backward import clear, newest
from rnrviz.network.equations import Equation, Term
from rnrviz.network.flow import swept
from rnrviz.network.gradients import bptt, deltas
from rnrviz.network.problems import InputError
from rnrviz.network.program import Signal
from rnrviz.network.question import Errors, Question, WeightOf
from rnrviz.network.trace import Trace
from rnrviz.network.uses import contribution_of_entry


@final
class Values:
    """Numbers of one trace by question; and what explanations look up in its network."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.network = trace, trace.network
        self.signals = trace.network.program.signals
        self.equations = {equation.target: equation for equation in trace.network.equations}
        self._deltas = lru_cache(8)(lambda errors: deltas(trace, errors))
        self._sensitivities = lru_cache(200_000)(self._sensitivities_at)
        self._contributions = lru_cache(8)(self._contributions_of)
        self._gradient = lru_cache(64)(lambda errors: bptt(trace, errors))

    def __call__(self, question: Question) -> float:
        """The number. Raises InputError where there is none."""
        kind, t, index = question.kind, question.t, self._numbers(question.index)
        if kind == "signal":
            return self.signal(question.name, self.flat(question.name, index), t)
        if kind == "weight":
            return float(self.network.parameters[question.name][index])
        if kind == "target":
            return float(self.trace["d"][t - 1][index])
        if kind == "error":
            return float(self.trace.errors[t - 1])
        if kind == "slope":
            return self.slope(question.name, index, t)
        if kind == "probability":
            outputs = self.trace["y"][t - 1]
            with np.errstate(all="ignore"):
                return float(outputs[index] / outputs.sum())
        if kind == "sensitivity" and question.weight is not None:
            return self.sensitivity(question.name, self.flat(question.name, index), t, question.weight)
        if question.errors is None:
            raise InputError("It is not said which errors are meant.")
        if kind == "delta":
            return self.delta(question.name, self.flat(question.name, index), t, question.errors)
        each = self._contributions(question.name, index, question.errors)
        if kind == "contribution":
            return float(each[t - 1])
        return float(self._gradient(question.errors)[question.name][index])

    def signal(self, name: str, flat: int, t: int) -> float:
        """A component of a signal at t, which may lie before the first token or after the last."""
        row = self.trace.network.program.lags + t - 1
        inside = 0 <= row < len(self.trace.record)
        return float(self.trace.record[row, self.signals[name].offset + flat]) if inside else 0.0

    def delta(self, name: str, flat: int, t: int, errors: Errors) -> float:
        """dE/d(signal); 0 outside of the string."""
        return float(self._deltas(errors)[name][t - 1].flat[flat]) if 1 <= t <= len(self.trace) else 0.0

    def slope(self, name: str, index: tuple[int, ...], t: int) -> float:
        """The derivative of an activation at what it gave; of softmax dy_j/dY_i, the index being (*j, *i)."""
        function, size = self.function(name), len(self.signals[name].shape)
        value = self.signal(name, self.flat(name, index[:size]), t)
        if function == "softmax":
            other = self.signal(name, self.flat(name, index[size:]), t)
            return value * ((1.0 if index[:size] == index[size:] else 0.0) - other)
        if function == "logistic":
            return value * (1.0 - value)
        return 1.0 - value * value if function == "tanh" else float(value > 0.0) if function == "relu" else 1.0

    def function(self, name: str) -> str:
        """The activation that makes a signal: logistic, tanh, identity, relu or softmax."""
        label = str(self.equations[name].terms[0].activation)
        return str(self.network.config.get(label, label))

    def sensitivity(self, name: str, flat: int, t: int, weight: WeightOf) -> float:
        """d(signal)/dW; 0 outside of the string."""
        if not 1 <= t <= len(self.trace):
            return 0.0
        return self._sensitivities(name, flat, t, weight)

    def counted(self, t: int, errors: Errors) -> bool:
        """Whether E[t] has a target and is one of those that are meant."""
        return errors[0] <= t <= errors[1] and 1 <= t <= len(self.trace) and self.trace.counts[t - 1] > 0

    def token(self, t: int) -> int | None:
        """The number of the token that is read at t; None outside of the string."""
        return int(self.trace.sequence.indices[t - 1]) if 1 <= t <= len(self.trace) else None

    def flat(self, name: str, index: tuple[int, ...]) -> int:
        """The number of a component."""
        return int(np.ravel_multi_index(index, self.signals[name].shape))

    def index(self, name: str, flat: int) -> tuple[int, ...]:
        """The index of a component."""
        return tuple(int(i) for i in np.unravel_index(flat, self.signals[name].shape))

    def readers(self, name: str) -> list[tuple[Equation, Term, int]]:
        """Who reads a signal: equation, term, and which of the term's sources it is."""
        return [
            (equation, term, place)
            for equation in self.network.equations
            for term in equation.terms
            for place, source in enumerate(term.sources)
            if source.signal == name
        ]

    def hidden(self, name: str) -> bool:
        """Whether a signal is a part of an equation, without a name of its own."""
        return name in self.equations and self.equations[name].hidden

    def one_hot(self, name: str) -> bool:
        """Whether a signal is the input as a one-hot code."""
        return name == "u" and not self.network.embedding

    def sizes(self, name: str) -> tuple[str, ...]:
        """How far the axes of a signal run, by the names of the sizes where the equations say them."""
        shape, equation = self.signals[name].shape, self.equations.get(name)
        if equation is None:
            return ("n_U",)
        if equation.size is not None:
            return tuple(map(str, equation.size))
        if f"n_{name}" in self.network.config and len(shape) == 1:
            return (f"n_{name}",)
        read = (s.signal for term in equation.terms for s in term.sources if not s.lag and s.signal != "u")
        alike = next((s for s in read if self.signals[s].shape == shape), None)
        return self.sizes(alike) if alike and equation.terms[0].kind != "concat" else tuple(map(str, shape))

    def net(self) -> Signal | None:
        """The signal by which the cross-entropy is derived, the net input of y; None for the quadratic error."""
        if self.network.loss == "quadratic":
            return None
        return self.signals[self.equations["y"].terms[0].sources[0].signal]

    def _sensitivities_at(self, name: str, flat: int, t: int, weight: WeightOf) -> float:
        trace = self.trace
        adjoints, through = np.zeros_like(trace.record), (0, newest(trace, t))
        rows = swept(trace, adjoints, self.signals[name], t - 1, flat, through)
        with np.errstate(all="ignore"):
            found = contribution_of_entry(trace, rows, weight[0], self._numbers(weight[1])).sum()
        clear(trace, adjoints, through)
        return float(found)

    def _contributions_of(self, name: str, index: tuple[int, ...], errors: Errors) -> np.ndarray:
        found = self._deltas(errors)
        rows = np.hstack([found[s.name].reshape(len(self.trace), -1) for s in self._in_order()])
        return contribution_of_entry(self.trace, rows, name, index)

    def _in_order(self) -> list[Signal]:
        return sorted(self.signals.values(), key=lambda signal: signal.offset)

    @staticmethod
    def _numbers(index: tuple[int | str, ...]) -> tuple[int, ...]:
        return tuple(int(i) for i in index)
