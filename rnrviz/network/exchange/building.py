"""From the layers of another program to a network of this one."""

from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np

from rnrviz.network.equations import Config
from rnrviz.network.exchange.naming import Names, architecture_names, output_state
from rnrviz.network.exchange.stack import GRU, LSTM, RNN, Array, Half, Stack, checked
from rnrviz.network.exchange.text import plan_names, plans_of, text_of
from rnrviz.network.network import Network, flatten, network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

CUSTOM = "custom"
Parameters = dict[str, Array]


@dataclass(frozen=True)
class Told:
    """What weights do not say: the tokens (None: numbers), the error function and g_Y (None: what goes with the
    other), whether the embeddings are trained or fixed, a history."""

    tokens: tuple[str, ...] | None = None
    loss: str | None = None
    g_Y: str | None = None
    embedding: str = "trained"
    history: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Form:
    """An architecture with its settings, and how its parts are called."""

    architecture: str
    config: Config
    names: list[list[Names]]
    output: str
    text: str | None = None


def network_of(stack: Stack, told: Told) -> Network:
    """The network of these layers: of an architecture that comes with the program or, where none fits, of equations
    made for it. Raises InputError where the parts do not fit one another."""
    checked(stack)
    form, vocabulary = form_of(stack), vocabulary_of(told.tokens, len(stack.output))
    g_Y = told.g_Y or ("identity" if told.loss == "quadratic" else "softmax")
    loss = told.loss or ("cross_entropy" if g_Y in ("softmax", "logistic") else "quadratic")
    config = form.config | {"n_U": stack.layers[0].halves[0].width, "g_Y": g_Y}
    embedding = told.embedding if stack.embedding is not None else ""
    empty = network(form.architecture, config, None, vocabulary, loss, form.text, told.history, embedding)
    return filled(empty, parameters_of(stack, form))


def vocabulary_of(tokens: tuple[str, ...] | None, symbols: int) -> Vocabulary:
    """The given tokens, which must be as many as the network has, or the numbers from 0 on."""
    if tokens is None:
        return Vocabulary(tuple(map(str, range(symbols))))
    if len(tokens) != symbols:
        raise InputError(
            "The vocabulary has {found} tokens; the network has {expected}.", found=len(tokens), expected=symbols
        )
    return Vocabulary(tokens)


def filled(empty: Network, parameters: Parameters) -> Network:
    """The network with these parameters, whose shapes may differ from its own in brackets only."""
    shapes = {p.name: p.shape for p in empty.program.parameters.values()}
    shaped = {
        name: values.reshape(shapes[name]) if name in shapes and values.size == np.prod(shapes[name]) else values
        for name, values in parameters.items()
    }
    return empty.with_vector(flatten(empty.program, shaped))


def form_of(stack: Stack) -> Form:
    """The architecture that these layers are of."""
    found = _known(stack)
    if found is None:
        plans, direct = plans_of(stack), stack.direct is not None
        names, output = plan_names(plans)
        config: Config = {f"n_{n}": half.size for n, half in enumerate(stack.halves, 1)}
        return Form(CUSTOM, config, names, output, text_of(plans, direct))
    architecture, config = found
    return Form(architecture, config, architecture_names(architecture, config), output_state(architecture, config))


def _known(stack: Stack) -> tuple[str, Config] | None:
    first, direct = stack.halves[0], stack.direct is not None
    if any(half.form() != first.form() for half in stack.halves):
        return None
    layers, ways = len(stack.layers), {tuple(half.reverse for half in layer.halves) for layer in stack.layers}
    if ways == {(False, True)} and first.kind == RNN and layers == 1 and not direct:
        return "bidirectional", {"n_X": first.size, "g_X": first.functions[0], "combine": "concat"}
    if ways != {(False,)} or (direct and first.kind != LSTM) or (first.kind == GRU and layers > 1):
        return None
    config: Config = {"n_L": layers} if layers > 1 else {}
    if first.kind == LSTM:
        config |= dict(zip(("g_C", "g_Z", "g_M"), first.functions, strict=True))
        config |= {"n_M": first.size, "n_C": 1, "forget": True, "peephole": bool(first.peepholes), "direct": direct}
        return ("stacked_lstm" if layers > 1 else "lstm"), config
    config |= {"n_X": first.size}
    if first.kind == GRU:
        config |= dict(zip(("g_C", "g_X"), first.functions, strict=True))
        return "gru", config | {"reset_after": first.after is not None}
    return ("stacked_elman" if layers > 1 else "elman"), config | {"g_X": first.functions[0]}


def parameters_of(stack: Stack, form: Form) -> Parameters:
    """Every parameter by its name."""
    found = {f"W_y_{form.output}": stack.output, "W_y": stack.bias}
    if stack.direct is not None:
        found["W_y_u"] = stack.direct
    if stack.embedding is not None:
        found["embedding"] = stack.embedding
    for half, names in zip(stack.halves, chain.from_iterable(form.names), strict=True):
        found |= half_parameters(half, names)
    return found


def half_parameters(half: Half, names: Names) -> Parameters:
    """The parameters of one half."""
    after, found = half.after is not None, Parameters()
    for gate in half.inputs:
        found[names.weight(gate)] = half.inputs[gate]
        found[names.recurrent(gate, after)] = half.past[gate]
        found[names.bias(gate)] = half.biases[gate]
    found |= {names.peephole(gate): values for gate, values in half.peepholes.items()}
    if half.after is not None:
        found[f"W_{names.product}"] = half.after
    return found
