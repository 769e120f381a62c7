"""Every number explained: what is shown, computed again by plain arithmetic, is the number, and every link holds."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from gallery import IDS, KINDS, LOSSES, TEXT, trace

from rnrviz.network.contributions import contributions
from rnrviz.network.explain import Explanation, explain
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import Others, addends, evaluate, scale
from rnrviz.network.gradients import bptt, deltas
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.question import Question, fits
from rnrviz.network.sensitivities import sensitivities
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary

LENGTH = len(TEXT)
INSTANTS = (1, 2, 7, LENGTH)
RANGES = ((7, 7), (3, 8), (1, LENGTH), (LENGTH, LENGTH))
each_kind = pytest.mark.parametrize("kind", KINDS, ids=IDS)
each_loss = pytest.mark.parametrize("loss", LOSSES)


def units(run: Trace, hidden: bool = True) -> Iterator[tuple[str, tuple[int, ...]]]:
    for signal in run.network.program.signals.values():
        if hidden or signal.role != "hidden":
            yield from ((signal.name, index) for index in np.ndindex(*signal.shape))


def weights(run: Trace) -> list[tuple[str, tuple[int, ...]]]:
    """One entry of every parameter."""
    trained = (p for p in run.network.program.parameters.values() if p.trained)
    return [(p.name, tuple(int(i) for i in np.unravel_index(p.size // 2, p.shape))) for p in trained]


def close(a: float, b: float, by: float = 0.0) -> bool:
    return abs(a - b) <= 1e-12 * max(abs(a), abs(b), by, 1e-300)


def sound(found: Explanation, values: Values) -> None:
    """The shown numbers make the number, and each of them is what its own explanation says it is."""
    for reading, way in enumerate(found.readings):
        if way.right is not None:
            size = max(map(scale, addends(way.right)), default=0.0)
            assert close(found.recomputed(reading), found.value, size), (found.question, way.method)
        for operand in found.operands(reading):
            assert values(operand.question) == operand.value
            assert fits(operand.question, values.network, LENGTH)


@each_kind
@each_loss
def test_every_signal(kind, loss):
    run = trace(kind, loss, begun=True)
    values = Values(run)
    for name, index in units(run):
        for t in INSTANTS:
            found = explain(run, Question("signal", name, index, t), values)
            assert found.value == run[name][(t - 1, *index)]
            sound(found, values)


@each_kind
@each_loss
def test_every_delta(kind, loss):
    run = trace(kind, loss)
    values = Values(run)
    for errors in RANGES:
        known = deltas(run, errors)
        for name, index in units(run):
            for t in INSTANTS:
                found = explain(run, Question("delta", name, index, t, errors), values)
                assert found.value == known[name][(t - 1, *index)]
                sound(found, values)


@each_kind
@each_loss
def test_every_sensitivity(kind, loss):
    run = trace(kind, loss)
    values, parameters = Values(run), run.network.program.parameters
    for t in (1, 2, LENGTH):
        known = sensitivities(run, t)
        for name, index in units(run, hidden=False):
            for weight in weights(run) if name in known else ():
                found = explain(run, Question("sensitivity", name, index, t, weight=weight), values)
                parameter = parameters[weight[0]]
                of = known[name][index][parameter.slice].reshape(parameter.shape)[weight[1]]
                assert close(found.value, of, 1e-3)
                sound(found, values)


@each_kind
@each_loss
def test_every_gradient_and_contribution(kind, loss):
    run = trace(kind, loss)
    values = Values(run)
    for name, index in weights(run):
        table = contributions(run, name, index)
        for first, last in RANGES:
            errors = first, last
            found = explain(run, Question("gradient", name, index, errors=errors), values)
            assert found.value == bptt(run, errors)[name][index]
            assert [way.method for way in found.readings] == ["bptt", "rtrl"]
            sound(found, values)
            for tau in INSTANTS:
                part = explain(run, Question("contribution", name, index, tau, errors), values)
                assert close(part.value, table[first - 1 : last, tau - 1].sum(), np.abs(table).max())
                sound(part, values)


@each_kind
@each_loss
def test_errors_targets_slopes_and_probabilities(kind, loss):
    run = trace(kind, loss)
    values = Values(run)
    for t in INSTANTS:
        found = explain(run, Question("error", "E", (), t), values)
        assert found.value == run["E"][t - 1] or (t == LENGTH and np.isnan(found.value))
        if t < LENGTH:
            sound(found, values)
        shares = [explain(run, Question("probability", "y", (i,), t), values) for i in range(3)]
        assert close(sum(share.value for share in shares), 1.0)
        for share in shares:
            sound(share, values)
    for equation in run.network.equations:
        if equation.terms[0].activation and values.function(equation.target) != "softmax":
            sound(
                explain(run, Question("slope", equation.target, (0,) * len(run[equation.target].shape[1:]), 3)), values
            )
    sound(explain(run, Question("target", "d", (0,), 3), values), values)


@each_kind
def test_every_link_can_be_followed_to_the_end(kind):
    run = trace(kind, text="abca")
    values = Values(run)
    waiting = [Question("gradient", *weights(run)[-1], errors=(2, 3)), Question("error", "E", (), 3)]
    waiting += [Question("sensitivity", "y", (1,), 3, weight=weights(run)[0])]
    seen: set[Question] = set()
    while waiting:
        question = waiting.pop()
        if question not in seen:
            seen.add(question)
            found = explain(run, question, values)
            assert found.name and found.symbol and found.place().title
            waiting += [o.question for r in range(len(found.readings)) for o in found.operands(r) if o.link]
    assert any(question.t == 1 for question in seen)


def test_a_long_sum_shows_the_largest_and_the_rest_as_one():
    net = random_network("elman", {"n_X": 40}, Vocabulary(tuple("abc")), 1)
    run = net.run("abcab")
    found = explain(run, Question("signal", "X", (3,), 4))
    terms = found.terms()
    rest = [term for term in terms if isinstance(term, Others)]
    assert [part.count for part in rest] == [40 - 11]
    inner = [abs(evaluate(term)) for term in terms if not isinstance(term, Others)][1:12]
    assert inner == sorted(inner, reverse=True)
    assert close(found.recomputed(), found.value, 1.0)


def test_before_the_first_token_there_is_nothing_to_compute():
    found = explain(trace(KINDS[0]), Question("signal", "x", (2,), 0))
    assert found.value == 0.0 and found.right is None and found.notes()


def test_what_a_network_does_not_have_is_refused():
    run = trace(KINDS[0])
    for question in (
        Question("signal", "phi", (0,), 1),
        Question("signal", "x", (9,), 1),
        Question("delta", "x", (0,), 1, (0, 3)),
        Question("sensitivity", "x", (0,), 1, weight=("W_x_x", (7, 7))),
        Question("gradient", "embedding", (0, 0), errors=(1, 1)),
    ):
        with pytest.raises(InputError):
            explain(run, question)


def test_saturated_outputs_are_still_explained():
    net = random_network("elman", {"n_X": 3}, Vocabulary(tuple("abc")), 1)
    for i, bias in enumerate((900.0, 0.0, -900.0)):
        net = net.with_value("W_y", (i,), bias)
    run = net.run("abcab")
    for t in (1, 2):
        found = explain(run, Question("error", "E", (), t))
        assert close(found.recomputed(), found.value)
    shown = explain(run, Question("signal", "y", (0,), 1))
    assert close(shown.recomputed(), shown.value)


def test_a_students_own_cell():
    text = "n_U = n_V\nn_X = 3\nn_Y = n_V\nX = W_x_u @ u[t] + W_x_x @ (x[t-1] * y[t-1]) + W_x\n"
    text += "x = 0.5 * tanh(X[t]) + 0.5 * x[t-2]\nY = W_y_x @ x[t] + W_y\ny = softmax(Y[t])\n"
    run = random_network("custom", {}, Vocabulary(tuple("abc")), 4, text=text).run(TEXT)
    values = Values(run)
    for name, index in units(run):
        for t in INSTANTS:
            sound(explain(run, Question("signal", name, index, t), values), values)
            sound(explain(run, Question("delta", name, index, t, (2, 8)), values), values)
            if name != "u":
                asked = Question("sensitivity", name, index, t, weight=("W_x_x", (1, 2)))
                sound(explain(run, asked, values), values)


@pytest.mark.parametrize(
    ("architecture", "config", "name", "index", "has"),
    [
        ("elman", {"n_X": 4}, "x", (3,), True),
        ("elman", {"n_X": 2}, "x", (3,), False),
        ("lstm", {}, "x", (0, 0), False),
        ("gru", {}, "x", (0,), False),
        ("elman", {}, "u", (0,), False),
        ("elman", {}, "y", (0, 1), True),
        ("elman", {}, "y", (0,), False),
        ("elman", {"g_Y": "logistic"}, "y", (0,), True),
        ("elman", {"g_Y": "logistic"}, "y", (0, 1), False),
    ],
)
def test_a_slope_that_another_network_has_not(architecture, config, name, index, has):
    run = random_network(architecture, config, Vocabulary(("a", "b", "c")), 1).run("abc")
    question = Question("slope", name, index, 2)
    assert fits(question, run.network) == has
    if has:
        assert np.isfinite(explain(run, question).value)
    else:
        with pytest.raises(InputError, match="no such number"):
            explain(run, question)
