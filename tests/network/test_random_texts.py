"""Random texts of equations against Python's own reading of them, with torch's derivatives."""

import numpy as np
import oracles
import oracles_text
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from strategies_texts import HEAD, texts
from test_autograd import assert_copies, assert_rows, gap, table

import rnrviz
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.trace import Trace
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))
HARD = (  # once computed wrongly
    "a: 2 = W_1 @ b[t-1] + u[t]\nb: 2 = W_2 @ u[t]",  # waits for b, though both are without recurrence
    "a: 2 = W_1 @ u[t]\nb: 2 = tanh(tanh(a[t]))",  # activations of activations, side by side in memory
    "a: 2 = W_1 @ u[t] + W_2 @ b[t-1]\nb: 2 = tanh(tanh(tanh(a[t])))",
    "b: 2 = W_1 * u[t]",  # a weight at what depends on none
    "a: 5 = concat(u[t], b[t-1])\nb: 3 = tanh(W_1 @ a[t] + W_2)",  # and that beside what does
    "a: 5 = concat(b[t-1], u[t])\nb: 3 = tanh(W_1 @ a[t] + W_2)",
)
END = "\nY: n_Y = W_y_s @ b[t] + W_y\ny: n_Y = g_Y(Y[t])\n"


@given(texts(), st.integers(0, 99), st.text("ab", max_size=5), st.sampled_from(("", "trained", "fixed")))
@settings(max_examples=500)
def test_a_text_means_what_python_says(text, seed, tokens, embedding):
    try:
        trace = random_network("custom", {}, AB, seed, "cross_entropy", embedding, text).run(tokens)
    except InputError as error:
        assume("its own past and on its own future" not in str(error))
        raise
    assume(np.abs(trace.record).max(initial=0.0) < 30.0)
    assert_meant(trace)


@pytest.mark.parametrize("lines", HARD)
@pytest.mark.parametrize("embedding", ["", "trained"])
def test_what_was_hard_once(lines, embedding):
    assert_meant(random_network("custom", {}, AB, 1, "cross_entropy", embedding, HEAD + lines + END).run("abbab"))


def assert_meant(trace: Trace) -> None:
    networks = {"custom": oracles_text.network(trace.network.text)}
    torch_run = oracles.run(trace.network, trace.sequence.indices, networks=networks)
    for name in trace.names[:-2] if len(trace) else ():
        assert gap(trace[name], torch_run.values(name)) <= 1e-12, name
    each = table(trace, torch_run)
    assert_copies(trace, each)
    theirs = each.sum(1)
    assert_rows(rnrviz.bptt(trace, per_step=True).steps, theirs)
    assert gap(rnrviz.bptt(trace).vector, theirs.sum(0)) <= 1e-10
    if not trace.network.program.leads:
        assert_rows(rnrviz.rtrl(trace, per_step=True).steps, theirs)
