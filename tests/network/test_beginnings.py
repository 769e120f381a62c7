"""The untrained network of a file: its biases, the code of its input, equations of its own; targets of 1 and -1."""

import numpy as np
import pytest

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.acceptance import accepts

OWN = "n_U = n_V\nn_X = 2\nn_Y = n_V\nx: n_X = tanh(W_x_u @ u[t] + W_x_x @ x[t-1] + W_x)\nY = W_y_x @ x[t] + W_y\n"
OWN += "Yh = 0.5 * Y[t]\nh = tanh(Yh[t])\ny = 2 * h[t]\n"
SIGNS = {"name": "anbncn", "longest": 3, "targets": "signs"}


def network(section, task=None, seed=1):
    return recipes.made({"task": task or {"name": "anbncn"}, "network": section, "algorithm": {"seed": seed}}).network


def test_biases_of_gates_are_those_of_the_file_and_nothing_else_changes():
    sizes = {"n_M": 2, "forget": True, "peephole": True}
    plain = network(sizes).parameters
    own = network(sizes | {"biases": {"phi": -0.5, "lambda": [1, 2.5], "gamma": [0]}}).parameters
    assert own["W_phi"].tolist() == [-0.5, -0.5] and own["W_lambda"].tolist() == [1.0, 2.5]
    assert own["W_gamma"].tolist() == [0.0, 0.0] and plain["W_lambda"].tolist() == [2.0, 2.0]
    same = set(plain) - {"W_phi", "W_lambda", "W_gamma"}
    assert all(np.array_equal(own[name], plain[name]) for name in same)


def test_input_of_signs_is_1_in_its_place_and_minus_1_elsewhere():
    made = network({"input": "signs"})
    assert made.run("ab")["u"].tolist() == [[1, -1, -1, -1], [-1, 1, -1, -1]]
    assert not made.program.parameters["embedding"].trained
    assert network({"input": "one-hot"}).run("ab")["u"].tolist() == [[1, 0, 0, 0], [0, 1, 0, 0]]


def test_targets_of_signs_are_judged_by_the_sign():
    task = anbncn(1, 2, "signs")
    assert task.targets[0].tolist() == [1, 1, -1, -1] and task.verdict.rule == "signs"
    made = network({"architecture": "custom", "equations": OWN, "loss": "quadratic"}, SIGNS)
    vector = made.vector.copy()
    for name in ("W_x_u", "W_y_x", "W_x"):
        vector[made.program.parameters[name].slice] = 0.0
    vector[made.program.parameters["W_y"].slice] = 1.0, -1.0, -1.0, -1.0  # a at every instant, which is never all
    assert not accepts(made.with_vector(vector), anbncn(1, 3, "signs")).any()


def test_outputs_between_minus_2_and_2_are_equations_of_a_file():
    made = network({"architecture": "custom", "equations": OWN, "loss": "quadratic", "input": "signs"}, SIGNS)
    trace = made.run("aabbcc")
    p = made.parameters
    np.testing.assert_allclose(trace["y"], 4 / (1 + np.exp(-(trace["x"] @ p["W_y_x"].T + p["W_y"]))) - 2, atol=1e-14)


def test_weights_are_drawn_evenly_from_as_far_as_is_said():
    made = network({"n_M": 30, "peephole": True, "weights": 0.2})
    for name, values in made.parameters.items():
        if name.count("_") > 1:
            assert 0.15 < np.abs(values).max() <= 0.2 or values.size < 40
        else:
            assert set(values.ravel().tolist()) <= {-1.0, 0.0}
    assert abs(np.mean(made.parameters["W_z_z"])) < 0.02 and abs(np.std(made.parameters["W_z_z"]) - 0.1155) < 0.01
    assert not np.array_equal(network({"weights": 0.2}, seed=2).vector, network({"weights": 0.2}).vector)


WRONG = [
    ({"weights": -1}, "[network] weights is -1; expected a finite number, 0 or more."),
    ({"biases": 3}, "[network] biases is 3; expected { NAME = 0.0 }."),
    ({"biases": {"psi": 1}}, "[network] biases is 'psi'; expected phi, "),
    ({"biases": {"lambda": 1}}, "[network] biases is 'lambda'; expected phi, "),
    ({"biases": {"phi": [1, 2, 3]}}, "[network] biases.phi is [1, 2, 3]; expected 0.0, [0.0, …] (2)."),
    ({"biases": {"phi": "x"}}, "[network] biases.phi is 'x'; expected 0.0, [0.0, …] (2)."),
    ({"biases": {"phi": True}}, "[network] biases.phi is True; expected 0.0, [0.0, …] (2)."),
    ({"input": "two"}, "[network] input is 'two'; expected one-hot, signs."),
    ({"equations": OWN}, "[network] equations is "),
    ({"architecture": "custom"}, '[network] equations is missing; expected """…""".'),
    ({"architecture": "custom", "equations": "x ="}, "[network] Line 1, column"),
    ({"architecture": "nothing"}, "[network] architecture is 'nothing'; expected elman, "),
]


@pytest.mark.parametrize(("section", "sentence"), WRONG)
def test_a_wrong_value_is_named(section, sentence):
    with pytest.raises(InputError) as caught:
        network(section)
    assert str(caught.value).startswith(sentence)


def test_signs_want_the_quadratic_error():
    with pytest.raises(InputError) as caught:
        network({}, SIGNS)
    assert str(caught.value) == "[network] loss is 'cross_entropy'; expected quadratic (targets = \"signs\")."
