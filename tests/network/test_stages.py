"""What goes through time together, and what is computed equation by equation."""

import pytest

from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.reading import equations
from rnrviz.network.stages import BACKWARD, FORWARD, stages
from rnrviz.network.vocabulary import Vocabulary

STACKED = """
n_U = n_V
n_a = 3
n_b = 2
n_Y = n_V
A: n_a = W_a_u @ u[t] + W_a_a @ a[t-1] + W_a
a = tanh(A[t])
B: n_b = W_b_a @ a[t] + W_b_b @ b[t-1] + W_b
b = tanh(B[t])
Y = W_y_b @ b[t] + W_y_u @ u[t-2] + W_y
y = softmax(Y[t])
"""
WINDOW = """
n_U = n_V
n_H = 3
n_Y = n_V
H = W_h_u @ u[t] + W_h_v @ u[t-1] + W_h
h = tanh(H[t])
Y = W_y_h @ h[t] + W_y
y = softmax(Y[t])
"""


def test_the_state_recurs_and_the_output_does_not():
    network = random_network("elman", {}, Vocabulary(("a", "b")), seed=1)
    found = stages(network.equations)
    assert {name for name, stage in found.items() if stage.direction} == {"X", "x"}
    assert found["X"].number == found["x"].number < found["Y"].number == found["y"].number


def test_an_lstm_is_one_recurrence_up_to_its_cells():
    network = random_network("lstm", {"forget": True, "peephole": True}, Vocabulary(("a", "b")), seed=1)
    recurrent = {name for name, stage in stages(network.equations).items() if stage.direction == FORWARD}
    assert {"Phi", "phi", "Lambda", "lambda", "Gamma", "gamma", "Z", "x", "z"} <= recurrent
    assert not recurrent & {"Y", "y"}


def test_layers_follow_one_another():
    found = stages(equations(STACKED, {"n_U": 2, "n_a": 3, "n_b": 2, "n_Y": 2}))
    assert found["a"].direction == found["b"].direction == FORWARD
    assert found["a"].number < found["b"].number < found["y"].number


def test_a_window_of_tokens_has_no_recurrence():
    found = stages(equations(WINDOW, {"n_U": 2, "n_H": 3, "n_Y": 2}))
    assert not any(stage.direction for stage in found.values())


def test_the_halves_of_a_bidirectional_network_go_either_way():
    network = random_network("bidirectional", {}, Vocabulary(("a", "b")), seed=1)
    found = stages(network.equations)
    assert (found["f"].direction, found["b"].direction, found["y"].direction) == (FORWARD, BACKWARD, 0)
    assert found["f"].number != found["b"].number and max(found["f"].number, found["b"].number) < found["y"].number


def test_two_layers_that_read_both_ways_take_turns():
    """Each half of the second layer waits for both halves of the first."""
    text = "n_U = n_V\nn_Y = n_V\n"
    for k, below in (1, "u"), (2, "h1"):
        text += f"f{k}: 3 = tanh(W_f{k} @ {below}[t] + W_g{k} @ f{k}[t-1])\n"
        text += f"b{k}: 3 = tanh(W_b{k} @ {below}[t] + W_c{k} @ b{k}[t+1])\nh{k} = concat(f{k}[t], b{k}[t])\n"
    found = stages(equations(text + "y: n_Y = softmax(W_y @ h2[t])", {"n_U": 2, "n_Y": 2}))
    assert [found[name].direction for name in ("f1", "b1", "h1", "f2", "b2", "h2")] == [1, 2, 0, 1, 2, 0]
    first, between, second, last = (
        {found[name].number for name in names} for names in (["f1", "b1"], ["h1"], ["f2", "b2"], ["h2", "y"])
    )
    assert max(first) < min(between) <= max(between) < min(second) <= max(second) < min(last)


def test_layers_of_any_number_follow_one_another():
    network = random_network("stacked_lstm", {"n_L": 4}, Vocabulary(("a", "b")), seed=1)
    found = stages(network.equations)
    numbers = [found[f"z{layer}"].number for layer in range(1, 5)]
    assert numbers == sorted(set(numbers)) and numbers[-1] < found["y"].number


def test_what_needs_its_past_and_its_future_is_refused():
    text = STACKED.replace("W_a_a @ a[t-1]", "W_a_a @ a[t-1] + W_a_c @ a[t+1]")
    with pytest.raises(InputError, match="past"):
        stages(equations(text, {"n_U": 2, "n_a": 3, "n_b": 2, "n_Y": 2}))


@pytest.mark.parametrize("text", [STACKED, WINDOW])
def test_a_run_in_parts_is_the_same_run(text):
    network = random_network("custom", {}, Vocabulary(("a", "b")), seed=3, text=text)
    whole, parts = network.run("ab" * 50), network.run("ab" * 50, progress=lambda done: None)
    assert (whole["y"] == parts["y"]).all()
