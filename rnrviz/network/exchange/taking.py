"""From a network of this program to layers that other programs have, and back to the very same network.

Exact, not approximate: blocks of several cells become as many units with the same gates, a forget gate that is not
there becomes one that is always open, the mean of two directions becomes a matrix of halves.
"""

from itertools import chain
from typing import Any

import numpy as np

from rnrviz.network.exchange.building import CUSTOM, Form, Parameters, filled, half_parameters
from rnrviz.network.exchange.naming import Names, architecture_names, output_state
from rnrviz.network.exchange.stack import GATES, GRU, LSTM, PEEPHOLES, RNN, Array, Half, Layer, Stack, equal
from rnrviz.network.exchange.text import Plan, Plans, plan_names, read_plans
from rnrviz.network.network import Network, network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

OPEN = {"logistic": 100.0, "tanh": 100.0, "identity": 1.0, "relu": 1.0}  # the net input at which a gate is exactly 1


def stack_of(model: Network) -> Stack:
    """The network as layers. Raises InputError for what is no such network."""
    form, plans = _form(model)
    config, W = model.config, model.parameters
    cells = int(config.get("n_C", 1))
    if cells > 1 and config.get("peephole"):
        raise InputError("Peepholes of blocks with several cells are nothing that other programs have.")
    halves = [
        [_half(W, name, plan, cells) for name, plan in zip(*layer, strict=True)]
        for layer in zip(form.names, plans, strict=True)
    ]
    output = W[f"W_y_{form.output}"]
    how = config.get("combine")
    if how in ("mean", "sum"):
        part = output / 2 if how == "mean" else output
        output = np.concatenate([part, part], axis=1)
    layers = tuple(Layer(tuple(each)) for each in halves)
    return Stack(layers, output, W["W_y"], W.get("W_y_u"), W.get("embedding"))


def _form(model: Network) -> tuple[Form, Plans]:
    """How the network's parts are called, and what they are."""
    config = model.config
    if model.architecture == CUSTOM:
        read = read_plans(model.text)
        if read is None:
            raise InputError("Own equations are nothing that other programs have.")
        names, output = plan_names(read[0])
        return Form(CUSTOM, config, names, output, model.text), read[0]
    if config.get("feedback"):
        raise InputError("Layers fed back from the last one are nothing that other programs have.")
    names = architecture_names(model.architecture, config)
    form = Form(model.architecture, config, names, output_state(model.architecture, config))
    return form, tuple(tuple(_plan(config, k > 0) for k, _ in enumerate(layer)) for layer in names)


def _plan(config: dict[str, Any], reverse: bool) -> Plan:
    if "n_M" in config:
        functions = tuple(str(config[key]) for key in ("g_C", "g_Z", "g_M"))
        return Plan(LSTM, functions, peephole=bool(config["peephole"]))
    if "reset_after" in config:
        return Plan(GRU, (config["g_C"], config["g_X"]), after=bool(config["reset_after"]))
    return Plan(RNN, (config["g_X"],), reverse=reverse)


def _half(W: Parameters, names: Names, plan: Plan, cells: int) -> Half:
    """Gates of a block repeated for each of its cells; an open forget gate where there is none."""
    size = W[names.bias("z" if plan.kind == LSTM else "x")].size
    inputs, past, biases = {}, {}, {}
    for gate in GATES[plan.kind]:
        times = cells if gate in PEEPHOLES else 1
        recurrent = names.recurrent(gate, plan.after)
        if names.bias(gate) in W:
            inputs[gate] = _rows(W[names.weight(gate)], times, size)
            past[gate] = _rows(W[recurrent], times, size)
            biases[gate] = np.repeat(W[names.bias(gate)].ravel(), times)
        else:
            width = W[names.weight("z")].size // size
            inputs[gate], past[gate] = np.zeros((size, width)), np.zeros((size, size))
            biases[gate] = np.full(size, OPEN[plan.functions[0]])
    peepholes = {gate: W[names.peephole(gate)].ravel() for gate in PEEPHOLES if plan.peephole and _has(W, names, gate)}
    if plan.peephole:
        peepholes = {gate: peepholes.get(gate, np.zeros(size)) for gate in PEEPHOLES}
    after = W[f"W_{names.product}"] if plan.after else None
    return Half(plan.kind, inputs, past, biases, plan.functions, peepholes, after, plan.reverse)


def _has(W: Parameters, names: Names, gate: str) -> bool:
    return names.peephole(gate) in W


def _rows(matrix: Array, times: int, size: int) -> Array:
    """A matrix of ``size`` rows, each of the given ones repeated."""
    return np.repeat(matrix.reshape(size // times, -1), times, axis=0)


def told_of(model: Network) -> dict[str, Any]:
    """What is to be told beside the weights, JSON, so that `restored` makes the same network of them."""
    return {
        "architecture": model.architecture,
        "config": model.config,
        "equations": model.text if model.architecture == CUSTOM else None,
        "vocabulary": list(model.vocabulary.tokens),
        "loss": model.loss,
        "embedding": model.embedding,
        "history": model.history,
    }


def restored(stack: Stack, told: Any) -> Network | None:
    """The network that was told and whose layers these are, to the bit; None if the weights are not its own."""
    try:
        tokens = Vocabulary(tuple(told["vocabulary"]))
        text = told["equations"] if told["architecture"] == CUSTOM else None
        empty = network(
            told["architecture"], told["config"], None, tokens, told["loss"], text, told["history"], told["embedding"]
        )
        form, _ = _form(empty)
        made = filled(empty, _parameters(stack, form, empty))
        return made if equal(stack_of(made), stack) else None
    except (InputError, KeyError, TypeError, ValueError):
        return None


def _parameters(stack: Stack, form: Form, empty: Network) -> Parameters:
    """Those that the network has, of blocks the first of the alike rows."""
    config = empty.config
    cells = int(config.get("n_C", 1))
    found = {f"W_y_{form.output}": _output(stack.output, config.get("combine")), "W_y": stack.bias}
    more = {"W_y_u": stack.direct, "embedding": stack.embedding}
    found |= {name: values for name, values in more.items() if values is not None}
    for half, names in zip(stack.halves, chain.from_iterable(form.names), strict=True):
        shared = {names.weight(g) for g in GATES[half.kind] if g in PEEPHOLES}
        shared |= {names.recurrent(g) for g in GATES[half.kind] if g in PEEPHOLES}
        shared |= {names.bias(g) for g in GATES[half.kind] if g in PEEPHOLES}
        for name, values in half_parameters(half, names).items():
            if name in empty.program.parameters:
                found[name] = values[::cells] if name in shared else values
    return found


def _output(output: Array, how: Any) -> Array:
    if how not in ("mean", "sum"):
        return output
    part = output[:, : output.shape[1] // 2]
    return part * 2 if how == "mean" else part
