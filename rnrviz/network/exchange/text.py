"""Equations for layers that no architecture of the program has as they are: several gated ones, both ways, unlike ones.

The first lines of the text say in words what it is made of, so that it can be given to other programs again.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from rnrviz.network.exchange.naming import Names, names
from rnrviz.network.exchange.stack import FUNCTIONS, GRU, LSTM, PEEPHOLES, RNN, Half, Stack

HEAD = re.compile(r"# layer: (.+)")
DIRECT = "# direct connection from the input to the output"


@dataclass(frozen=True)
class Plan:
    """One half in words: its kind, its functions, what it has."""

    kind: str
    functions: tuple[str, ...]
    peephole: bool = False
    after: bool = False
    reverse: bool = False

    def __str__(self) -> str:
        marks = {"peephole": self.peephole, "after": self.after, "reverse": self.reverse}
        return " ".join([self.kind, *self.functions, *(mark for mark, has in marks.items() if has)])


Plans = tuple[tuple[Plan, ...], ...]


def plans_of(stack: Stack) -> Plans:
    """What a stack is made of."""
    return tuple(tuple(_plan(half) for half in layer.halves) for layer in stack.layers)


def _plan(half: Half) -> Plan:
    return Plan(half.kind, half.functions, bool(half.peepholes), half.after is not None, half.reverse)


def read_plans(text: str) -> tuple[Plans, bool] | None:
    """The plans that a text was made from and whether it is direct; None if it was not made here, or changed since."""
    heads = [found[1] for line in text.splitlines() if (found := HEAD.fullmatch(line))]
    try:
        plans = tuple(tuple(_read(part.split()) for part in head.split("; ")) for head in heads)
    except (IndexError, KeyError):
        return None
    direct = DIRECT in text
    return (plans, direct) if plans and text_of(plans, direct) == text else None


def _read(words: Sequence[str]) -> Plan:
    count = 1 + len(FUNCTIONS[words[0]])
    marks = ("peephole", "after", "reverse")
    return Plan(words[0], tuple(words[1:count]), *(mark in words[count:] for mark in marks))


def plan_names(plans: Plans) -> tuple[list[list[Names]], str]:
    """The names of every half, numbered from 1 through all the layers, and the state that the output reads."""
    found, below, number = [], "u", 0
    for at, layer in enumerate(plans, 1):
        halves = [names(plan.kind, number + k, below) for k, plan in enumerate(layer, 1)]
        number += len(halves)
        below = halves[0].past if len(halves) == 1 else f"h{at}"
        found.append(halves)
    return found, below


def text_of(plans: Plans, direct: bool) -> str:
    """The equations."""
    return "\n".join(_lines(plans, direct)) + "\n"


def _lines(plans: Plans, direct: bool) -> Iterator[str]:
    yield from (f"# layer: {'; '.join(map(str, layer))}" for layer in plans)
    if direct:
        yield DIRECT
    found, last = plan_names(plans)
    numbers = [n for n, _ in enumerate((plan for layer in plans for plan in layer), 1)]
    yield from ("", "n_U = n_V", *(f"n_{n} = 4" for n in numbers))
    if any(plan.kind == LSTM for layer in plans for plan in layer):
        yield "n_C = 1"
    yield from ("n_Y = n_V", "g_Y = softmax")
    number = 0
    for at, (layer, halves) in enumerate(zip(plans, found, strict=True), 1):
        for plan, name in zip(layer, halves, strict=True):
            number += 1
            yield ""
            yield from WRITERS[plan.kind](plan, name, number)
        if len(halves) > 1:
            yield f"h{at} = concat({', '.join(f'{name.past}[t]' for name in halves)})"
    yield from ("", f"Y = W_y_{last} @ {last}[t] + W_y" + (" + W_y_u @ u[t]" if direct else ""), "y = g_Y(Y[t])")


def _net(plan: Plan, name: Names, gate: str) -> str:
    """The terms of a gate's net input."""
    return (
        f"{name.recurrent(gate)} @ {name.past}[{_before(plan)}] + {name.weight(gate)} @ {name.below}[t] "
        f"+ {name.bias(gate)}"
    )


def _before(plan: Plan) -> str:
    return "t+1" if plan.reverse else "t-1"


def _capital(identifier: str) -> str:
    return identifier[0].upper() + identifier[1:]


def _simple(plan: Plan, name: Names, n: int) -> Iterator[str]:
    yield f"X{n}: n_{n} = {_net(plan, name, 'x')}"
    yield f"x{n} = {plan.functions[0]}(X{n}[t])"


def _memory(plan: Plan, name: Names, n: int) -> Iterator[str]:
    """As lstm.eq has them, with forget gates; the peepholes of gamma look at the same instant."""
    g_C, g_Z, g_M = plan.functions
    for gate in PEEPHOLES[:2]:
        yield from _gate(plan, name, gate, n, f"x{n}[{_before(plan)}]", g_C)
    yield f"Z{n}: (n_{n}, n_C) = {_net(plan, name, 'z')}"
    yield f"x{n} = lambda{n}[t] * x{n}[{_before(plan)}] + phi{n}[t] * {g_Z}(Z{n}[t])"
    yield from _gate(plan, name, "gamma", n, f"x{n}[t]", g_C)
    yield f"z{n} = gamma{n}[t] * {g_M}(x{n}[t])"


def _gate(plan: Plan, name: Names, gate: str, n: int, seen: str, function: str) -> Iterator[str]:
    peephole = f" + {name.peephole(gate)} * {seen}" if plan.peephole else ""
    yield f"{_capital(gate)}{n}: n_{n} = {_net(plan, name, gate)}{peephole}"
    yield f"{gate}{n} = {function}({_capital(gate)}{n}[t])"


def _gated(plan: Plan, name: Names, n: int) -> Iterator[str]:
    """As gru.eq has them."""
    before, (g_C, g_X) = f"x{n}[{_before(plan)}]", plan.functions
    for gate in ("rho", "zeta"):
        yield f"{_capital(gate)}{n}: n_{n} = {_net(plan, name, gate)}"
        yield f"{gate}{n} = {g_C}({_capital(gate)}{n}[t])"
    below = f"{name.weight('x')} @ {name.below}[t] + {name.bias('x')}"
    if plan.after:
        yield f"R{n}: n_{n} = {name.recurrent('x', True)} @ {before} + W_r{n}"
        yield f"X{n}: n_{n} = {below} + rho{n}[t] * R{n}[t]"
    else:
        yield f"X{n}: n_{n} = {name.recurrent('x')} @ (rho{n}[t] * {before}) + {below}"
    yield f"c{n} = {g_X}(X{n}[t])"
    yield f"x{n} = (1 - zeta{n}[t]) * c{n}[t] + zeta{n}[t] * {before}"


WRITERS = {RNN: _simple, LSTM: _memory, GRU: _gated}
