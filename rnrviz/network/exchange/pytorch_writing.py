"""Layers as the state dictionary of a PyTorch module."""

import numpy as np

from rnrviz.network.exchange.pytorch import NO_BIAS
from rnrviz.network.exchange.stack import FUNCTIONS, GATES, GRU, LSTM, RNN, Array, Half, Stack
from rnrviz.network.problems import InputError

PREFIX = {RNN: "rnn", LSTM: "lstm", GRU: "gru"}


def tensors_of_stack(stack: Stack) -> dict[str, Array]:
    """The state dictionary of a module with the members embedding, rnn (lstm, gru), output, direct, as they are there.

    Raises InputError for what torch's layers cannot do.
    """
    _check(stack)
    found: dict[str, Array] = {}
    if stack.embedding is not None:
        found["embedding.weight"] = stack.embedding
    for number, layer in enumerate(stack.layers):
        for half in layer.halves:
            end = f"_l{number}{'_reverse' if half.reverse else ''}"
            found |= {f"{PREFIX[half.kind]}.{name}{end}": values for name, values in _torch(half).items()}
    found |= {"output.weight": stack.output, "output.bias": stack.bias}
    return found | ({} if stack.direct is None else {"direct.weight": stack.direct})


def _torch(half: Half) -> dict[str, Array]:
    gates = GATES[half.kind]
    past = [np.full(half.size, NO_BIAS) for _ in gates]
    if half.after is not None:
        past[-1] = half.after
    return {
        "weight_ih": np.concatenate([half.inputs[gate] for gate in gates]),
        "weight_hh": np.concatenate([half.past[gate] for gate in gates]),
        "bias_ih": np.concatenate([half.biases[gate] for gate in gates]),
        "bias_hh": np.concatenate(past),
    }


def _check(stack: Stack) -> None:
    first = stack.halves[0]
    ways = {tuple(half.reverse for half in layer.halves) for layer in stack.layers}
    if any(half.form() != first.form() for half in stack.halves) or ways not in ({(False,)}, {(False, True)}):
        raise InputError("PyTorch has layers of one kind and size, all read one way or all both ways.")
    if first.peepholes:
        raise InputError("PyTorch's LSTM has no peepholes; ONNX has.")
    if first.kind == GRU and first.after is None:
        raise InputError("PyTorch's GRU has its reset gate after the product (reset_after); ONNX has both.")
    known = {RNN: (("tanh",), ("relu",))}.get(first.kind, (FUNCTIONS[first.kind],))
    if first.functions not in known:
        raise InputError(
            "PyTorch has no such layer with the functions {found}; it has {expected}.",
            found=", ".join(first.functions),
            expected=" / ".join(", ".join(each) for each in known),
        )
