"""Any text of equations without loops taken as what it is, Python expressions, and evaluated by Python in torch.

Sizes have to stand after the names, ``x: 3 = ...``. What a signal is at an instant is asked of its equation; outside of
the string it is zero.
"""

import ast
from collections.abc import Callable

import torch
from oracles_networks import ACTIVATIONS


class Names(dict):
    """What the names of an equation mean at an instant: weights as used then, signals to be read by their instant."""

    def __init__(self, instant: int, weights: dict, signals: dict, config: dict) -> None:
        functions = ACTIVATIONS | {k: ACTIVATIONS[v] for k, v in config.items() if v in ACTIVATIONS}
        super().__init__(signals | weights | functions | {"t": instant, "concat": lambda *parts: torch.cat(parts)})


class Signal:
    """``x[t-1]``: the value of a signal at an instant."""

    def __init__(self, value: Callable[[int], torch.Tensor]) -> None:
        self.value = value

    def __getitem__(self, instant: int) -> torch.Tensor:
        return self.value(instant)


def network(text: str):
    """The text as a function of oracles_networks.NETWORKS."""
    equations = [node for node in ast.parse(text).body if isinstance(node, ast.AnnAssign)]
    codes = {node.target.id: compile(ast.Expression(node.value), "text", "eval") for node in equations}
    sizes = {node.target.id: ast.unparse(node.annotation) for node in equations}

    def run(config: dict, W: list[dict], inputs: list[torch.Tensor]) -> list[dict]:
        known: dict[tuple[str, int], torch.Tensor] = {}

        def value(name: str, instant: int) -> torch.Tensor:
            size = config["n_U"] if name == "u" else config.get(sizes[name]) or int(sizes[name])
            if not 0 <= instant < len(inputs):
                return torch.zeros(size, dtype=torch.float64)
            if name == "u":
                return inputs[instant]
            if (name, instant) not in known:
                names = Names(instant, W[instant], signals, config)
                found = eval(codes[name], {"__builtins__": {}}, names)
                known[name, instant] = found + torch.zeros(size, dtype=torch.float64)
            return known[name, instant]

        signals = {name: Signal(lambda instant, name=name: value(name, instant)) for name in ("u", *codes)}
        return [{name: signals[name][instant] for name in signals} for instant in range(len(inputs))]

    return run
