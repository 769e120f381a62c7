"""Loops, conditions, numbers and brackets of the texts of equations: what they stand for, and their refusals."""

import builtins

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.configuration import checked_config
from rnrviz.network.equations import EquationError
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.reading import equations
from rnrviz.network.texts import MOST_STATEMENTS, alternatives
from rnrviz.network.texts import settings as declared
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))
HEAD = 'n_U = n_V\nn_L = 3\nn_X = 3\nn_Y = n_V\nyes = True\nway = "one", "two", "three"\ng_X = tanh\n'
END = "\nY = W_y_x @ x[t] + W_y\ny = softmax(Y[t])\n"
X = "X = W_x_u @ u[t] + W_x_x @ x[t-1]\nx = g_X(X[t])\n"


def made(lines: str, **config):
    return random_network("custom", config, AB, 7, text=HEAD + lines + END)


def targets(lines: str, **config) -> list[str]:
    """The signals that the lines define, in front of those of X and END."""
    text = HEAD + lines + "\n" + X + END
    config = checked_config(text, config, 2, "")
    return sorted(e.target for e in equations(text, config) if e.target not in ("X", "x", "Y", "y"))


@pytest.mark.parametrize(
    ("lines", "found"),
    [
        ("for k in range(3): sk: 1 = u[t]", ["s0", "s1", "s2"]),
        ("for k in range(2, n_L + 2): sk: 1 = u[t]", ["s2", "s3", "s4"]),
        ("for k in range(n_L - 1): sk: 1 = u[t]", ["s0", "s1"]),
        ("for k in range(3, 1): sk: 1 = u[t]", []),
        ("for k, l in pairs(n_L): skl: 1 = u[t]", ["sk2", "sk3"]),
        ("for k, l in pairs(n_L):\n    a_sk: 1 = u[t]\n    b_sl: 1 = u[t]", ["a_s1", "a_s2", "b_s2", "b_s3"]),
        ("for k, l in pairs(1): sk: 1 = u[t]", []),
        ("for i in range(2):\n    for k in range(2):\n        ai_bk: 1 = u[t]", ["a0_b0", "a0_b1", "a1_b0", "a1_b1"]),
        ("for k in range(3):\n    if k > 1: sk: 1 = u[t]\n    elif k == 0: rk: 1 = u[t]", ["r0", "s2"]),
        ("for k in range(1, 4):\n    if k < n_L: sk: 1 = u[t]", ["s1", "s2"]),
        ("sL: 1 = u[t]", ["s3"]),
        ("L: 1 = u[t]", ["L"]),
        ("if yes: s: 1 = u[t]\nelse: r: 1 = u[t]", ["s"]),
        ("if not yes: s: 1 = u[t]\nelse: r: 1 = u[t]", ["r"]),
        ('if way == "one": s: 1 = u[t]', ["s"]),
        ('if way != "one": s: 1 = u[t]', []),
        ("if n_L >= 3:\n    if n_L <= 3: s: 1 = u[t]", ["s"]),
        ("if n_L != n_X: s: 1 = u[t]\nelse: r: 1 = u[t]", ["r"]),
        ("if g_X == tanh: s: 1 = u[t]", ["s"]),
        ("if g_X == relu: s: 1 = u[t]", []),
    ],
)
def test_loops_and_conditions_keep_what_they_say(lines, found):
    assert targets(lines) == found


def test_choices_choose():
    lines = 'if way == "two": s: 1 = u[t]\nfor k in range(n_L): rk: 1 = u[t]\nif yes: q: 1 = u[t]'
    assert targets(lines, way="two", n_L=1, yes=False) == ["r0", "s"]
    assert declared(HEAD)["way"] == "one" and alternatives(HEAD)["way"] == ("one", "two", "three")
    with pytest.raises(InputError, match="way must be one of one, two, three; it is 'four'"):
        made(X, way="four")


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("1 - s[t]", lambda s, r: 1 - s),
        ("-s[t]", lambda s, r: -s),
        ("--s[t]", lambda s, r: s),
        ("0.5 * s[t]", lambda s, r: 0.5 * s),
        ("s[t] * 0.9", lambda s, r: 0.9 * s),
        ("-2 * s[t] / 4", lambda s, r: -s / 2),
        ("1 / 3 * s[t]", lambda s, r: s / 3),
        ("2 * 3 * s[t] - 2 * 3", lambda s, r: 6 * s - 6),
        ("(s[t] + r[t]) / 2", lambda s, r: (s + r) / 2),
        ("0.5 * (s[t] - r[t]) * 3", lambda s, r: 1.5 * (s - r)),
        ("-(s[t] - (r[t] - 1))", lambda s, r: r - 1 - s),
        ("1 - (1 - s[t])", lambda s, r: s),
        ("(1 - s[t]) * (1 - r[t])", lambda s, r: (1 - s) * (1 - r)),
        ("s[t] * r[t] * s[t]", lambda s, r: s * r * s),
        ("s[t] * (0.5 * r[t])", lambda s, r: s * r / 2),
        ("tanh(s[t] - 0.5 * r[t])", lambda s, r: np.tanh(s - r / 2)),
        ("2 * tanh(s[t]) + tanh(s[t])", lambda s, r: 3 * np.tanh(s)),
        ("((((s[t]))))", lambda s, r: s),
        ("s[t] + 0.25 + 1e-3", lambda s, r: s + 0.251),
        ("0 * s[t]", lambda s, r: 0 * s),
    ],
)
def test_numbers_and_brackets_mean_what_they_mean(term, value):
    lines = "S: 3 = W_s_u @ u[t] + W_s\ns = tanh(S[t])\nR: 3 = W_r_u @ u[t]\nr = logistic(R[t])\n"
    trace = made(lines + f"x: n_X = {term}").run("abba")
    np.testing.assert_allclose(trace["x"], value(trace["s"], trace["r"]), rtol=1e-15, atol=1e-16)


def test_concat_leads_and_constants():
    trace = made("S: 2 = W_s_u @ u[t+2]\nc: 1 = 0.5\nx = concat(S[t-1], c[t])").run("abbab")
    u, W = np.vstack([trace["u"], np.zeros((2, 2))]), trace.network.parameters["W_s_u"]
    np.testing.assert_allclose(trace["x"][:, 2], 0.5)
    np.testing.assert_allclose(trace["x"][1:, :2], u[2:6] @ W.T, rtol=1e-15)
    assert not trace["x"][0, :2].any() and trace.network.program.leads == 2


@pytest.mark.parametrize(
    ("wrong", "line", "column"),
    [
        ("for k in range(3):\n    for k in range(2, x): X = W_x", 2, 23),
        ("for k in range(0.5): X = W_x", 1, 16),
        ("for k in range(True): X = W_x", 1, 16),
        ("for k in range(1, 2, 3): X = W_x", 1, 1),
        ("for k in range(): X = W_x", 1, 1),
        ("for k in range(n=3): X = W_x", 1, 1),
        ("for k in pairs(3): X = W_x", 1, 1),
        ("for k, l in pairs(1, 3): X = W_x", 1, 1),
        ("for K in range(3): X = W_x", 1, 1),
        ("for kk in range(3): X = W_x", 1, 1),
        ("for k in range(3): X = W_x\nelse: X = W_x", 1, 1),
        ("for k in open(3): X = W_x", 1, 1),
        ("while yes: X = W_x", 1, 1),
        ("for k in range(3): X: 3 = W_x", 1, 20),
        ("for k in range(3): sk = W_s @ uk[t]", 1, None),
        ("for t in range(3): X = W_x @ u[t]", 1, 30),
        ("if yes and yes: X = W_x", 1, 4),
        ("if 1 < n_L: X = W_x", 1, 4),
        ("if 1 < n_L < 3: X = W_x", 1, 4),
        ("if way > 3: X = W_x", 1, 4),
        ("if n_L is 3: X = W_x", 1, 4),
        ('if way == "slipped": X = W_x', 1, 11),
        ("if yes:\n    n_Q = 3\nX = W_x", 2, 5),
        ("for k in range(3): more = True", 1, 20),
        ("X = 2 * W_x", 1, 9),
        ("X = -(W_x + u[t])", 1, 7),
        ("X = u[t] / u[t]", 1, 5),
        ("X = u[t] ** 2", 1, 5),
        ("X = 2 / u[t]", 1, 5),
        ("X = u[t] / (1 - 1)", 1, 13),
        ("X = 1e200 * u[t]", 1, None),
        ("X = True * u[t]", 1, None),
        ("X = 1j", 1, 5),
        ("X = concat()", 1, 5),
        ("X = concat(u[t], axis=0)", 1, 5),
        ("X = concat(3, u)", 1, None),
        ("X = W_x @ u[t+1001]", 1, 11),
        ("X = W_x @ u[1+t]", 1, 11),
        ("X = W_x @ u[t:2]", 1, 11),
        ("X = (u[t], u[t])", 1, 5),
        ("X = u[t] if yes else u[t]", 1, 5),
        ("X = lambda u: u", 1, None),
        ("X = [u[t] for k in u]", 1, 5),
        ("X = u.real[t]", 1, 5),
        ("X = f'{u}'", 1, 5),
        ("X -= u[t]", 1, 1),
        ("X = Z = u[t]", 1, 1),
        ("n_Q = n_R = 3", 1, 1),
    ],
)
def test_what_cannot_be_read_is_refused_where_it_stands(wrong, line, column):
    with pytest.raises(InputError) as caught:
        made(wrong + "\n" + "x: 3 = 0.5")
    assert isinstance(caught.value, EquationError), caught.value
    assert caught.value.line == line + HEAD.count("\n")
    assert column is None or caught.value.column == column
    assert "\n" not in str(caught.value) and f"Line {caught.value.line}" in str(caught.value)


@pytest.mark.parametrize("lines", ["sk: 1 = u[t]", "n_Q = 3", "if k < 0: sk: 1 = u[t]", "for l in range(k): x += u[t]"])
def test_loops_without_an_end_are_refused_at_once(lines):
    with pytest.raises(EquationError):
        made(X + f"for k in range(999999999):\n  for l in range(999999999):\n    {lines}")


def test_as_many_equations_as_are_allowed():
    lines = f"for k in range({MOST_STATEMENTS - 10}): sk: 1 = 0.5\n"
    assert len(made(lines + X).equations) == MOST_STATEMENTS - 6
    with pytest.raises(EquationError, match=f"more than {MOST_STATEMENTS} equations"):
        made(f"for k in range({MOST_STATEMENTS}): sk: 1 = 0.5\n" + X)


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_nothing_of_a_text_is_run(architecture, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a text was run")

    for name in ("eval", "exec"):
        monkeypatch.setattr(builtins, name, refuse)
    assert equations(text_of(architecture), checked_config(text_of(architecture), {}, 2, ""))


PIECES = ["for ", "if ", "k", " in ", "range(", "pairs(", "3", ")", ":", "\n", "    ", " x", "u[t]", "[t-1]", "[t+1]"]
PIECES += [" = ", " += ", " * ", " @ ", " - ", " / ", "W_x_u", "W_xk", "(", ",", "concat(", "g_X(", "0.5", " n_L", "L"]
PIECES += [" == ", '"one"', " way", " yes", "not ", "else", "lambda", "X", "Y", "y", "softmax(", "n_X", "-", ": 3 = "]


@given(st.lists(st.sampled_from(PIECES), max_size=25))
@settings(max_examples=500)
def test_pieces_of_texts_in_any_order_do_no_more_than_be_refused(pieces):
    for lines in ("".join(pieces), X + "".join(pieces)):
        try:
            made(lines).run("ab")
        except InputError as error:
            assert "\n" not in str(error) and len(str(error)) < 500


@given(st.sampled_from(ARCHITECTURES), st.data())
@settings(max_examples=300)
def test_a_text_with_a_slip_does_no_more_than_be_refused(architecture, data):
    """A piece of a good text is left out, doubled or replaced: the likely errors of a writer."""
    text = text_of(architecture)
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, min(len(text), first + 12)))
    new = data.draw(
        st.sampled_from(["", text[first:last] * 2, "x", "[t-1]", "(", ")", " ", "\n", "0", "t", ":", "1e9"])
    )
    try:
        random_network("custom", {}, AB, 1, text=text[:first] + new + text[last:]).run("ab")
    except InputError as error:
        assert "\n" not in str(error)
