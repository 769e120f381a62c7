"""Files of Keras: Keras itself, over torch, says what comes out."""

import os
import warnings

import numpy as np
import pytest

from rnrviz.network.exchange import files as exchange
from rnrviz.network.exchange.options import Options
from rnrviz.network.problems import InputError

os.environ["KERAS_BACKEND"] = "torch"
with warnings.catch_warnings(action="ignore"):
    import keras

    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    L = keras.layers

ABC = tuple("abcde")
INDICES = [0, 3, 2, 4, 1, 1, 0]
TEXT = "".join(ABC[i] for i in INDICES)
S = {"return_sequences": True}
SINGLE = {
    "rtol": 1e-6,
    "atol": 2e-7,
}  # some of what Keras does over torch is in single precision, whatever is asked for
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def model_of(layers, table, last="linear", dense=True):
    begin = [L.Input((None,)), L.Embedding(5, 3)] if table else [L.Input((None, 5))]
    made = keras.Sequential([*begin, *layers, *([L.Dense(5, activation=last)] if dense else [])])
    random = np.random.default_rng(1)
    for weights in made.weights:
        weights.assign(random.normal(0.0, 0.5, weights.shape))
    return made


def outputs(made, table):
    values = np.array([INDICES]) if table else np.eye(5)[[INDICES]]
    for layer in made.layers[:-1]:
        values = layer(values)
    last = made.layers[-1]
    net = values.detach().numpy()[0] @ last.kernel.numpy() + last.bias.numpy()  # Keras' own has float32 within
    return net if last.activation is keras.activations.linear else 1.0 / (1.0 + np.exp(-net))


CASES = {
    "lstm": (lambda: [L.LSTM(4, **S)], "lstm"),
    "gru": (lambda: [L.GRU(4, **S)], "gru"),
    "gru without biases": (lambda: [L.GRU(4, use_bias=False, **S)], "gru"),
    "gru, reset before": (lambda: [L.GRU(4, reset_after=False, **S)], "gru"),
    "simple": (lambda: [L.SimpleRNN(4, **S)], "elman"),
    "other sizes": (lambda: [L.LSTM(4, **S), L.LSTM(3, **S)], "custom"),
    "dropout": (lambda: [L.LSTM(4, **S), L.Dropout(0.3), L.LSTM(4, **S)], "stacked_lstm"),
    "both ways": (lambda: [L.Bidirectional(L.SimpleRNN(4, **S))], "bidirectional"),
    "gru both ways": (lambda: [L.Bidirectional(L.GRU(4, **S)), L.Bidirectional(L.GRU(2, **S))], "custom"),
}


@pytest.mark.parametrize("table", [True, False])
@pytest.mark.parametrize("name", CASES)
def test_an_imported_network_does_what_keras_does(tmp_path, name, table):
    layers, architecture = CASES[name]
    made = model_of(layers(), table)
    made.save(tmp_path / "x.keras")
    made.save_weights(tmp_path / "x.weights.h5")
    for file in ("x.keras", "x.weights.h5"):
        network = exchange.read(tmp_path / file, Options(tokens=ABC))
        assert network.architecture == architecture and bool(network.embedding) == table
        assert network.config["g_Y"] == ("identity" if file == "x.keras" else "softmax")
        np.testing.assert_allclose(network.run(TEXT)["Y"], outputs(made, table), **SINGLE)


def test_the_archive_says_what_weights_alone_do_not(tmp_path):
    """Activations, and the order of layers of several kinds."""
    layers = [L.GRU(4, recurrent_activation="relu", **S), L.SimpleRNN(3, activation="relu", **S), L.LSTM(2, **S)]
    made = model_of(layers, True, "sigmoid")
    made.save(tmp_path / "x.keras")
    network = exchange.read(tmp_path / "x.keras", Options(tokens=ABC))
    np.testing.assert_allclose(network.run(TEXT)["y"], outputs(made, True), **SINGLE)
    assert network.config["g_Y"] == "logistic"
    made.save_weights(tmp_path / "x.weights.h5")
    with pytest.raises(InputError, match="does not say in what order"):
        exchange.read(tmp_path / "x.weights.h5")


def test_an_activation_may_be_said(tmp_path):
    made = model_of([L.SimpleRNN(4, activation="relu", **S)], False)
    made.save_weights(tmp_path / "x.weights.h5")
    network = exchange.read(tmp_path / "x.weights.h5", Options(tokens=ABC, activation="relu"))
    np.testing.assert_allclose(network.run(TEXT)["Y"], outputs(made, False), **SINGLE)


@pytest.mark.parametrize(
    ("layers", "sentence"),
    [
        (lambda: [L.LSTM(4, go_backwards=True, **S)], "go_backwards"),
        (lambda: [L.LSTM(4, activation="elu", **S)], "The activation 'elu' of lstm"),
        (lambda: [L.Bidirectional(L.LSTM(4, **S), merge_mode="mul")], "by 'mul'"),
        (lambda: [L.Dense(4), L.LSTM(4, **S)], "The layer dense (Dense) has no counterpart"),
        (lambda: [L.LSTM(4, **S), L.LayerNormalization()], "LayerNormalization"),
    ],
)
def test_what_has_no_counterpart_is_refused(tmp_path, layers, sentence):
    model_of(layers(), False).save(tmp_path / "x.keras")
    with pytest.raises(InputError) as refused:
        exchange.read(tmp_path / "x.keras")
    assert sentence in str(refused.value)


def test_an_output_layer_of_zeros_may_be_asked_for(tmp_path):
    model_of([L.LSTM(4, **S)], True, dense=False).save_weights(tmp_path / "x.weights.h5")
    with pytest.raises(InputError, match="--output-layer none"):
        exchange.read(tmp_path / "x.weights.h5")
    assert not exchange.read(tmp_path / "x.weights.h5", Options(output="none")).parameters["W_y_z"].any()
