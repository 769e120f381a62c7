"""The error, the contributions of a weight's copies, and the gradient by both ways (chapter, RTRL and BPTT)."""

from rnrviz.network.backward import newest
from rnrviz.network.equations import Source
from rnrviz.network.explain_deltas import delta_of, seed, target
from rnrviz.network.explain_sensitivities import placed, sensitivity_of
from rnrviz.network.explain_terms import letters_of, named, read
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import (
    MINUS_ONE,
    ONE,
    Expression,
    Function,
    Number,
    Operand,
    Square,
    Sum,
    added,
    lettered,
    multiplied,
)
from rnrviz.network.question import Errors, Question, WeightOf
from rnrviz.network.uses import Use, uses

SMALL = 1e-280  # below, the logarithm of an output is taken from the net inputs


def error(values: Values, t: int) -> Expression:
    """E[t] as the chapter's ec:error or as cross-entropy; of a one-hot target only what counts."""
    if not values.trace.counts[t - 1]:
        return Sum(())
    count, net = values.signals["y"].size, values.net()
    if net is None:
        halves: list[Expression] = [_half(values, i, t) for i in range(count)]
        d, y = (lettered(Question(kind, name, ("i",), t)) for kind, name in (("target", "d"), ("signal", "y")))
        square = Square(Sum((d, multiplied(MINUS_ONE, y))))
        return added(halves, (("i", "n_Y"),), multiplied(Number(0.5), square))
    softmax = values.function("y") == "softmax"
    found = [part for i in range(count) for part in _entropy(values, i, t, softmax)]
    return added(found)


def _half(values: Values, i: int, t: int) -> Expression:
    difference = Sum((target(values, i, t), multiplied(MINUS_ONE, named(values, "y", i, t))))
    return multiplied(Number(0.5), Square(difference))


def _entropy(values: Values, i: int, t: int, softmax: bool) -> list[Expression]:
    wanted, y = target(values, i, t), named(values, "y", i, t)
    found: list[Expression] = []
    if wanted.value:
        found.append(multiplied(MINUS_ONE, wanted, _log(values, y, i, t, softmax)))
    if not softmax and wanted.value != 1.0:
        rests = [Sum((ONE, multiplied(MINUS_ONE, of))) for of in (wanted, y)]
        found.append(multiplied(MINUS_ONE, rests[0], Function("log", "log", rests[1])))
    return found


def _log(values: Values, y: Operand, i: int, t: int, softmax: bool) -> Expression:
    """log y, from the net inputs where y is too small for the computer's numbers."""
    net = values.net()
    if not softmax or y.value > SMALL or net is None:
        return Function("log", "log", y)
    nets = [part for k in range(net.size) for part in [read(values, Source(net.name), k, t)]]
    top = max(values.signal(net.name, k, t) for k in range(net.size))
    powers: list[Expression] = [Function("exp", "exp", part, top) for part in nets]
    total = Sum((Number(top), Function("log", "log", added(powers)))) if top else Function("log", "log", added(powers))
    return Sum((nets[i], multiplied(MINUS_ONE, total)))


def contribution(values: Values, weight: WeightOf, tau: int, errors: Errors) -> list[Expression]:
    """delta[tau] times what the weight's copy at tau was multiplied by, for every use of it."""
    found: list[Expression] = []
    for use in uses(values.network, weight[0]):
        if use.kind == "embedding":
            if values.token(tau) == weight[1][0]:
                found += delta_of(values, "u", int(weight[1][1]), tau, errors)
            continue
        j, i = placed(values, use, weight[1])
        factor = ONE if use.kind == "bias" else read(values, Source(use.source, use.lag), i, tau)
        found += [multiplied(part, factor) for part in delta_of(values, use.target, j, tau, errors)]
    return found


def by_bptt(values: Values, weight: WeightOf, errors: Errors) -> Expression:
    """dE/dW as the sum over tau of what the copies contribute."""
    last = newest(values.trace, errors[1])
    found = [part for tau in range(1, last + 1) for part in contribution(values, weight, tau, errors)]
    known = uses(values.network, weight[0])
    return added(found, (("τ", str(last)),), _pattern(values, known[0], weight, errors) if len(known) == 1 else None)


def _pattern(values: Values, use: Use, weight: WeightOf, errors: Errors) -> Expression | None:
    """A term of that sum with the letter tau for its instant, which is written as 0 here and lags from there."""
    if values.hidden(use.target) or use.kind == "embedding":
        return None
    j, i = placed(values, use, weight[1])
    delta = lettered(Question("delta", use.target, values.index(use.target, j), TAU, errors))
    if use.kind == "bias":
        return delta
    return multiplied(delta, lettered(Question("signal", use.source, values.index(use.source, i), TAU - use.lag)))


TAU = -1_000_000  # an instant that is written as the letter


def by_rtrl(values: Values, weight: WeightOf, errors: Errors) -> Expression:
    """dE/dW as RTRL finds it going forward: of every E[t], and that from the sensitivities of the outputs."""
    first, last = errors
    if first < last:
        asked = [Question("gradient", *weight, errors=(t, t)) for t in range(first, last + 1)]
        return added([Operand(question, values(question)) for question in asked])
    if not values.counted(first, errors):
        return Sum(())
    net = values.net() or values.signals["y"]
    found = [
        multiplied(seed(values, i, first), part)
        for i in range(net.size)
        for part in sensitivity_of(values, net.name, i, first, weight)
    ]
    return added(found, letters_of(values, "y", "l"), _pattern_of_outputs(values, net.name, first, weight))


def _pattern_of_outputs(values: Values, name: str, t: int, weight: WeightOf) -> Expression | None:
    if values.hidden(name):
        return None
    y, d = (lettered(Question(kind, of, ("l",), t)) for kind, of in (("signal", "y"), ("target", "d")))
    inner = lettered(Question("sensitivity", name, ("l",), t, weight=weight))
    return multiplied(Sum((y, multiplied(MINUS_ONE, d))), inner)
