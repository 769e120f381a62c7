"""Weights of Keras 3: .weights.h5, and .keras archives, whose config.json says in what order the layers stand.

As Keras has them (documentation of SimpleRNN, LSTM, GRU): matrices the other way round, one column a unit; gates side
by side, LSTM i f c o, GRU z r h; one bias, but for a GRU with reset_after, which has one for the input and one for the
past. Nothing of the configuration is run: only names, words and numbers are taken from it.
"""

import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.exchange import archives
from rnrviz.network.exchange.keras_layers import Described, Weights, described, layer_of, plain
from rnrviz.network.exchange.onnx_graphs import MISSING
from rnrviz.network.exchange.options import NONE, Found, Options
from rnrviz.network.exchange.stack import Array, Layer, Stack
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    import h5py

WEIGHTS, CONFIG = "model.weights.h5", "config.json"
LARGEST = 2**31
PASSED = ("InputLayer", "Dropout", "SpatialDropout1D", "Masking", "GaussianNoise")


def read_keras(path: Path, options: Options) -> Found:
    """The layers of a file. Raises InputError for one that is broken or has other layers."""
    try:
        import h5py
    except ImportError:
        raise InputError(MISSING, library="h5py", extra="keras") from None
    config: list[Described] | None = None
    source: Path | io.BytesIO = path
    with path.open("rb") as file:
        packed = file.read(2) == b"PK"
    if packed:
        config, source = _configuration(archives.entry(path, CONFIG)), io.BytesIO(archives.entry(path, WEIGHTS))
    try:
        with h5py.File(source, "r") as weights_file:
            weights = _weights(weights_file)
    except (OSError, RuntimeError, ValueError, KeyError, TypeError, AttributeError):
        raise InputError("This is not an HDF5 file with weights of Keras 3, or it is broken.") from None
    return _found(config or described(weights, options.activation), weights, options)


def _weights(file: "h5py.File") -> Weights:
    """The variables of every layer, by the name of the layer: their paths within it and their numbers."""
    layers = file["layers"]
    found: dict[str, dict[str, Array]] = {}
    for name in layers:
        variables: dict[str, Array] = {}

        def visit(at: str, entry: Any, variables: dict[str, Array] = variables) -> None:
            if hasattr(entry, "shape"):
                if entry.dtype.kind != "f" or entry.size * 8 > LARGEST:
                    raise ValueError(at)
                variables[at] = np.asarray(entry[()], np.float64)

        layers[name].visititems(visit)
        found[str(name)] = variables
    return found


def _configuration(content: bytes) -> list[Described]:
    """The layers that a config.json lists, those that change nothing left out."""
    try:
        layers = json.loads(content)["config"]["layers"]
        listed = [(str(layer["class_name"]), layer["config"]) for layer in layers]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError("{name} does not list the layers of a network.", name=CONFIG) from None
    counts: dict[str, int] = {}
    found = []
    for kind, config in listed:
        name = plain(kind) + (f"_{counts[kind]}" if counts.get(kind) else "")
        counts[kind] = counts.get(kind, 0) + 1
        if kind not in PASSED:
            found.append(Described(kind, name, config if isinstance(config, dict) else {}))
    return found


def _found(layers: list[Described], weights: Weights, options: Options) -> Found:
    recurrent: list[Layer] = []
    embedding, output, function = None, None, None
    for layer in layers:
        variables = _finite(layer.name, weights.get(layer.name, {}))
        if layer.kind == "Embedding" and not recurrent and embedding is None:
            embedding = layer.matrix(variables, "vars/0")
        elif layer.kind == "Dense" and recurrent and output is None:
            output, function = layer, _function(layer)
        elif layer.kind in ("Softmax", "Activation") and output is not None:
            function = "softmax" if layer.kind == "Softmax" else _function(layer)
        elif layer.kind == "TimeDistributed" and recurrent and output is None:
            output, function = _inner(layer), _function(_inner(layer))
            variables = {name.removeprefix("layer/"): values for name, values in variables.items()}
            weights = {**weights, layer.name: variables}
        elif output is None:
            recurrent.append(layer_of(layer, variables))
        else:
            raise InputError("The layer {name} ({kind}) has no counterpart here.", name=layer.name, kind=layer.kind)
    if not recurrent:
        raise InputError("The file has no layer SimpleRNN, LSTM or GRU.")
    return Found(_stack(tuple(recurrent), embedding, output, weights, options), g_Y=function)


def _inner(layer: Described) -> Described:
    inner = layer.config.get("layer", {})
    config = inner.get("config", {}) if isinstance(inner, dict) else {}
    return Described("Dense", layer.name, config)


def _finite(name: str, variables: Mapping[str, Array]) -> dict[str, Array]:
    for values in variables.values():
        if not np.isfinite(values).all():
            raise InputError("The layer {name} has a weight that is not a finite number.", name=name)
    return dict(variables)


def _function(layer: Described) -> str:
    """The activation of the output; in a file of weights alone it is softmax."""
    told = layer.config.get("activation", "softmax")
    known = {"softmax": "softmax", "sigmoid": "logistic", "tanh": "tanh", "relu": "relu", "linear": "identity"}
    if not isinstance(told, str) or told not in known:
        raise InputError("The activation {found!r} of {name} has no counterpart here.", found=told, name=layer.name)
    return known[told]


def _stack(
    layers: tuple[Layer, ...], embedding: Array | None, output: Described | None, weights: Weights, options: Options
) -> Stack:
    states = layers[-1].size
    if options.output == NONE or output is None:
        if options.output != NONE:
            raise InputError(
                "No output layer reads the {n} states; name it by --output-layer, or write --output-layer none for one "
                "of zeros.",
                n=states,
            )
        symbols = layers[0].halves[0].width if embedding is None else len(embedding)
        return Stack(layers, np.zeros((symbols, states)), np.zeros(symbols), None, embedding)
    variables = weights.get(output.name, {})
    matrix = np.ascontiguousarray(output.matrix(variables, "vars/0").T)
    if matrix.shape[1] != states:
        raise InputError(
            "The output layer {name} reads {found} numbers; the last layer has {expected}.",
            name=output.name,
            found=matrix.shape[1],
            expected=states,
        )
    bias = variables.get("vars/1", np.zeros(len(matrix)))
    if bias.shape != (len(matrix),):
        raise output.misshapen("vars/1", bias.shape, (len(matrix),))
    return Stack(layers, matrix, bias, None, embedding)
