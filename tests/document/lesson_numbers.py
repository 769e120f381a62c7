"""Numbers that lessons state and that are no single number of the run: each is computed here from the scene."""

from __future__ import annotations

import math

import numpy as np

from rnrviz.network.faults import Fault, faulty
from rnrviz.network.gradients import bptt, rtrl
from rnrviz.views.descent import USUAL


def difference(trace, instants, fault):
    exact = bptt(trace, instants).vector
    return np.linalg.norm(faulty(trace, instants, fault).vector - exact) / np.linalg.norm(exact)


def entry(gradients, document):
    name, index = document.weight
    parameter = document.network.program.parameters[name]
    return gradients.vector[parameter.slice].reshape(parameter.shape)[index]


def after_a_step(document, trace, alpha):
    vector = document.network.vector - alpha * bptt(trace, document.instants).vector
    return document.network.with_vector(vector).run(trace.sequence)["E"][document.cursor - 1]


def frequency(trace, before, after):
    tokens = "".join(trace.sequence.tokens)
    return tokens.count(before + after) / tokens[:-1].count(before)


def equal_digits(document, trace):
    a, b = (method(trace, document.instants).vector for method in (bptt, rtrl))
    assert np.linalg.norm(a - b) <= 1e-12 * np.linalg.norm(a)
    return 12


def error_at(trace, y):
    tokens = "".join(trace.sequence.tokens)
    n, whole = tokens.count("ab"), tokens[:-1].count("a")
    return n * (1 - y) ** 2 + (whole - n) * y**2


def travelled(document, trace):
    """What ten instants make of an error."""
    factor = document.network.parameters["W_x_x"][0, 0]
    return factor**10


def at_the_frequency(document, trace):
    best = document.network.with_value("W_y_x", (1, 0), frequency(trace, "a", "b"))
    made = bptt(best.run(trace.sequence), document.instants)
    parameter = best.program.parameters["W_y_x"]
    return made.vector[parameter.slice].reshape(parameter.shape)[1, 0]


def accepts(document, n):
    """Whether the network takes a^n b^n c^n: at every instant the legal symbols, and only they, are probable."""
    y = document.network.run("a" * n + "b" * n + "c" * n + "T")["y"]
    legal = [{0, 1}] * n + [{1}] * (n - 1) + [{2}] * n + [{3}]
    return all(set(np.flatnonzero(y[t] > 0.25)) == legal[t] for t in range(3 * n))


def accepted(document, trace):
    """How far it counts, of 200."""
    assert document.network.history["judged"] == 200
    count = next((n for n in range(1, 201) if not accepts(document, n)), 201) - 1
    assert count == document.network.history["accepted"]
    return count


NUMBERS = {
    "symbols": lambda d, t: len(d.network.vocabulary),
    "weights": lambda d, t: d.network.program.whole,
    "state without memory": lambda d, t: d.network.with_value("W_x_x", (0, 0), 0.0).run(t.sequence)["x"][:2].mean(),
    "usual alpha": lambda d, t: USUAL,
    "error after a step of 0.1": lambda d, t: after_a_step(d, t, 0.1),
    "error after a step of 1": lambda d, t: after_a_step(d, t, 1.0),
    "error after a step of 10": lambda d, t: after_a_step(d, t, 10.0),
    "sum of three errors": lambda d, t: t["E"][:3].sum(),
    "mean of copies": lambda d, t: entry(faulty(t, d.instants, Fault("mean")), d),
    "truncated at 1": lambda d, t: entry(faulty(t, d.instants, Fault("truncate", 1)), d),
    "truncated at 2": lambda d, t: entry(faulty(t, d.instants, Fault("truncate", 2)), d),
    "digits of equality": equal_digits,
    "flipped": lambda d, t: difference(t, d.instants, Fault("flip", signal="x")),
    "online": lambda d, t: difference(t, d.instants, Fault("online")),
    "usual online alpha": lambda d, t: Fault("online").alpha,
    "ratio of costs for 10": lambda d, t: 10**4 / 10**2,
    "what arrives of 0.5": lambda d, t: 1 / travelled(d, t),
    "what arrives of 1.5": travelled,
    "the factor that keeps": lambda d, t: d.network.parameters["W_x_x"][0, 0],
    "squashed cell input": lambda d, t: np.tanh(d.network.run(t.sequence)["Z"][1, 1, 0]),
    "input gates": lambda d, t: d.network.config["n_M"],
    "logistic of -3": lambda d, t: 1 / (1 + math.exp(-d.network.parameters["W_phi"][0])),
    "one step of forgetting": lambda d, t: 0.25 * 2 + 0.5,
    "a given lambda": lambda d, t: 0.25,
    "a given input": lambda d, t: 0.5,
    "a given lambda of 0.9": lambda d, t: 0.9,
    "what is left of 0.9": lambda d, t: 0.9**10,
    "accepted strings": accepted,
    "accepts n of the page": lambda d, t: 14 if accepts(d, 14) else 0,
    "frequency of b after a": lambda d, t: frequency(t, "a", "b"),
    "frequency of c after a": lambda d, t: frequency(t, "a", "c"),
    "square of a half": lambda d, t: (1 - t["y"][0, 1]) ** 2,
    "square of 0.25": lambda d, t: (1 - frequency(t, "a", "b")) ** 2,
    "square of 0.75": lambda d, t: frequency(t, "a", "b") ** 2,
    "error at 0.75": lambda d, t: error_at(t, frequency(t, "a", "b")),
    "gradient at the frequency": at_the_frequency,
}
