"""The texts of equations: what they mean, a user's own, and where a wrong one is wrong."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import rnrviz
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.equations import EquationError
from rnrviz.network.network import Network, random_network
from rnrviz.network.problems import InputError
from rnrviz.network.reading import equations
from rnrviz.network.texts import settings as choices
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))
HEAD = "n_U = n_V\nn_X = 3\nn_Y = n_V\ng_X = tanh\n"
END = "\nY = W_y_x @ x[t] + W_y\ny = softmax(Y[t])\n"

TWO_LAYERS = (
    HEAD
    + """n_S = 2
X = W_x_u @ u[t] + W_x_x @ x[t-1] + W_x
x = g_X(X[t])
S = W_s_x @ x[t] + W_s_s @ s[t-1] + W_s
s = g_X(S[t])
Y = W_y_s @ s[t] + W_y
y = softmax(Y[t])
"""
)
TWO_LAGS = HEAD + "X = W_x_u @ u[t] + W_x_v @ u[t-2] + W_x_x @ x[t-1] + W_x_w @ x[t-2] + W_x\nx = g_X(X[t])" + END
FEEDBACK = HEAD + "X = W_x_u @ u[t] + W_x_y @ y[t-1] + W_x\nx = g_X(X[t])" + END  # Jordan's network
BACKWARDS = HEAD + "y = softmax(Y[t])\nY = W_y_x @ x[t] + W_y\nx = g_X(X[t])\nX = W_x_u @ u[t] + W_x_x @ x[t-1]"
PARTS = (
    HEAD
    + """n_R = 3
R = W_r_u @ u[t] + W_r_x @ x[t-1]
r = logistic(R[t])
X = W_x_u @ u[t] + W_x_x @ (r[t] * x[t-1])
x: n_X = tanh(X[t]) + x[t-2] + logistic(R[t]) * (W_a @ x[t-1]) + r[t] * (W_b @ x[t-1])
"""
    + END
)
ADDED = HEAD + "more = True\nX = W_x_u @ u[t]\nif more: X += tanh(S[t]) + W_x\nS: 3 = W_s @ x[t-1]\nx = g_X(X[t])" + END
GATED_INPUT = HEAD + "X: 2 = W_x_u @ u[t]\nx = tanh(X[t]) * u[t]\nx += W_p * x[t-1]" + END
CUSTOM = {
    "two layers": TWO_LAYERS,
    "two lags": TWO_LAGS,
    "feedback": FEEDBACK,
    "backwards": BACKWARDS,
    "parts": PARTS,
    "added": ADDED,
    "gated input": GATED_INPUT,
}


def custom(text: str, **more) -> Network:
    return random_network("custom", {}, AB, 7, text=text, **more)


@pytest.mark.parametrize("embedding", [False, True])
@pytest.mark.parametrize("text", CUSTOM.values(), ids=CUSTOM)
def test_a_users_own_network_has_right_gradients(text, embedding):
    network = custom(text, embedding=embedding, loss="cross_entropy")
    trace = network.run("abbabaab")
    bptt, rtrl = rnrviz.bptt(trace, per_step=True), rnrviz.rtrl(trace, per_step=True)
    found = rnrviz.differences(network, trace, per_step=True)
    assert rnrviz.compare(bptt, rtrl).relative <= 1e-12
    np.testing.assert_allclose(bptt.steps, rtrl.steps, rtol=1e-11, atol=1e-14)
    np.testing.assert_allclose(bptt.steps, found.steps, rtol=1e-7, atol=1e-9)
    assert all(np.abs(bptt[name]).max() > 0 for name in bptt.names)


def test_two_lags_mean_what_they_say():
    network = custom(TWO_LAGS)
    trace, W = network.run("abba"), network.parameters
    x, u = np.vstack([np.zeros((2, 3)), trace["x"]]), np.vstack([np.zeros((2, 2)), trace["u"]])
    for t in range(4):
        net = W["W_x_u"] @ u[t + 2] + W["W_x_v"] @ u[t] + W["W_x_x"] @ x[t + 1] + W["W_x_w"] @ x[t] + W["W_x"]
        np.testing.assert_allclose(trace["x"][t], np.tanh(net), rtol=1e-14)
    np.testing.assert_array_equal(trace.before("x", 2), x[:4])


def test_parts_of_equations_are_signals_of_their_own_and_stay_apart():
    network = custom(PARTS)
    trace, W = network.run("ab"), network.parameters
    x1 = trace["x"][0]
    logistic = 1 / (1 + np.exp(-trace["R"][1]))
    expected = np.tanh(trace["X"][1]) + logistic * (W["W_a"] @ x1) + trace["r"][1] * (W["W_b"] @ x1)
    np.testing.assert_allclose(trace["x"][1], expected, rtol=1e-13)
    assert set(trace.names) == {"u", "R", "r", "X", "x", "Y", "y", "d", "E"}


def test_an_activation_added_later_does_not_replace_what_was_there():
    network = custom(ADDED)
    trace, W = network.run("abb"), network.parameters
    expected = trace["u"] @ W["W_x_u"].T + np.tanh(trace["S"]) + W["W_x"]
    np.testing.assert_allclose(trace["X"], expected, rtol=1e-13)


def test_the_order_of_the_lines_does_not_matter():
    order = [e.target for e in custom(BACKWARDS).equations]
    assert order == ["X", "x", "Y", "y"]


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_the_architectures_read_and_say_what_may_be_chosen(name):
    declared = choices(text_of(name))
    assert declared["n_U"] == "n_V" and declared["g_Y"] == "softmax"
    network = random_network(name, {}, AB, 0)
    assert network.config == {k: 2 if v == "n_V" else v for k, v in declared.items()}
    assert [e.target for e in network.equations][-1] == "y"


@pytest.mark.parametrize(
    ("wrong", "line", "column"),
    [
        ("X = W_x_u @ u[t] +\nx = g_X(X[t])", 1, None),
        ("X = W_x_u) @ u[t]", 1, 10),
        ("X = 'text'", 1, 5),
        ("X = W_x_u @ u[t]\nx = g_Q(X[t])", 2, 5),
        ("X = W_x_u @ u[t]\nx = g_X(X)", 2, None),
        ("X = W_x_u @ u[t+0]", 1, 13),
        ("X = W_x_u @ u[t*2]", 1, 13),
        ("X = W_x_u @ u[t-0]", 1, 13),
        ("X = W_x_u @ u[t-1001]", 1, 13),
        ("X = W_x_u @ u[t-1.0]", 1, 13),
        ("X = W_x_u @ u[t-True]", 1, 13),
        ("X = u_x @ u[t]", 1, 5),
        ("X = W_x_u @ u[t] - W_x", 1, 20),
        ("X = W_x_u @ u[t] / 0", 1, 20),
        ("for k in u: X = W_x", 1, 1),
        ("for k in range(n_Z): X = W_x", 1, 16),
        ("for k, l in range(2): X = W_x", 1, 1),
        ("if n_X > tanh: X = W_x", 1, 4),
        ("import os", 1, 1),
        ("__import__('os').system('true')", 1, 1),
        ("X = __import__('os')", 1, 5),
        ("X = W_x_u @ u[t]\nX = W_x", 2, 1),
        ("u = W_x", 1, 1),
        ("X, Z = W_x", 1, 1),
        ("Q += W_x", 1, 1),
        ("X: -1 = W_x", 1, 4),
        ("if maybe: X = W_x", 1, 4),
        ("x = tanh(x[t])", 1, None),
        ("x = tanh(Q[t])", 1, None),
        ("def f(): pass", 1, 1),
        ("x: True = tanh(W_x_u @ u[t])", 1, 4),
        ("X = W_x_u @ u[t]; x = tanh(X[t], X[t])", 1, 23),
    ],
)
def test_a_wrong_text_is_refused_with_its_line_and_column(wrong, line, column):
    with pytest.raises(EquationError) as caught:
        equations(HEAD + wrong + END.replace("x[t]", "x[t-1]"), {"n_X": 3, "n_U": 2, "n_Y": 2, "g_X": "tanh"})
    assert caught.value.line == line + HEAD.count("\n")
    assert f"{line + HEAD.count(chr(10))}" in str(caught.value)
    if column:
        assert caught.value.column == column
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        HEAD,
        HEAD + "X = W_x_u @ u[t]",
        HEAD + "x = x[t-1]" + END,  # no size
        HEAD + "X: 2 = W_x_u @ u[t]\nx: 3 = tanh(X[t])" + END,
        HEAD + "X: 3 = W_x_u @ u[t]\nx = tanh(X[t])\nZ: 2 = W_x_u @ u[t]" + END,  # one weight, two sizes
        "x = " + "+".join(["W_x"] * 5000) + END,
        "x = " + "(" * 500 + "W_x" + ")" * 500 + END,
        "\n".join(f"s{i}: 1 = s{i + 1}[t]" for i in range(1200)) + END,
        "#" * 30_000,
    ],
    ids=lambda text: repr(text[-25:]),
)
def test_a_text_without_sense_is_refused_with_a_sentence(text):
    with pytest.raises(InputError) as caught:
        custom(text)
    assert 10 < len(str(caught.value)) < 300 and "\n" not in str(caught.value)


@pytest.mark.parametrize("wrong", ["-4", "4.5", "6 / 2", "1e99"])
def test_what_cannot_be_a_size_is_refused_where_it_is_set(wrong):
    text = HEAD + f"n_Q = {wrong}\nx: n_Q = tanh(W_x_u @ u[t])" + END
    with pytest.raises(EquationError, match="n_Q must be a whole number above 0") as caught:
        custom(text)
    assert (caught.value.line, caught.value.column) == (1 + HEAD.count("\n"), 7)


@pytest.mark.parametrize("lag", ["t-1001", "t+9999"])
def test_how_far_away_a_signal_can_be_read_is_said(lag):
    with pytest.raises(EquationError, match="at most 1000 instants away") as caught:
        custom(HEAD + f"x: n_X = tanh(W_x_u @ u[{lag}])" + END)
    assert (caught.value.line, caught.value.column) == (1 + HEAD.count("\n"), 23)


def test_a_setting_is_set_once():
    with pytest.raises(EquationError, match="n_Q is set twice") as caught:
        custom(HEAD + "n_Q = 4\nn_Q = 5\nx: n_Q = tanh(W_x_u @ u[t])" + END)
    assert (caught.value.line, caught.value.column) == (2 + HEAD.count("\n"), 1)


@given(st.text(st.sampled_from("Xxyu[t-1]()@*+=:,\n WgW_lambda 'if:#.\\é\0\t"), max_size=60))
@settings(max_examples=300)
def test_no_text_can_do_more_than_be_refused(text):
    try:
        custom(HEAD + text + END)
    except InputError as error:
        assert str(error)


def test_the_network_in_readme_is_one():
    readme = Path(__file__).parents[2].joinpath("README.md").read_text("utf-8")
    text = next(part for part in readme.split("```") if part.startswith("python\nn_U")).removeprefix("python\n")
    trace = custom(text).run("abba")
    assert rnrviz.compare(rnrviz.bptt(trace), rnrviz.rtrl(trace)).equal()
