"""JAX, compiled: value_and_grad of a loss with lax.scan; RTRL of Elman networks as a scan that carries the tangents.

float64. The worker's environment holds XLA to one thread; what is compiled for a network and a length does not count.
"""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np
from jax import lax

from rnrviz.app.bench.cases import Task
from rnrviz.app.bench.results import BPTT
from rnrviz.app.bench.stacking import flat, stacked
from rnrviz.network.measuring.timing import Contender

Arrays = dict[str, jax.Array]


def contender(algorithm: str, task: Task) -> Contender | None:
    """Forward and backward; RTRL of Elman networks."""
    jax.config.update("jax_enable_x64", True)
    if algorithm != BPTT and task.case.architecture != "elman":
        return None
    parameters = {key: jnp.asarray(values) for key, values in stacked(task.network).items()}
    inputs = jnp.eye(task.case.symbols)[task.tokens]
    if algorithm == BPTT:
        loss = _elman_loss if task.case.architecture == "elman" else _lstm_loss
        compiled = jax.jit(jax.value_and_grad(loss), static_argnums=3)
        given: tuple[Any, ...] = (parameters, inputs, jnp.asarray(task.tokens[1:]), task.case.cells)
    else:
        compiled = jax.jit(_elman_rtrl)
        targets = jnp.concatenate([inputs[1:], jnp.zeros((1, task.case.symbols))])
        given = (parameters, inputs, targets, jnp.arange(task.case.length) < task.case.length - 1)

    def run() -> Any:
        return jax.block_until_ready(compiled(*given))

    def gradient() -> np.ndarray:
        return flat(task.network, {key: np.asarray(values) for key, values in run()[1].items()})

    return Contender("jax", run, gradient)


def _elman_loss(p: Arrays, inputs: jax.Array, targets: jax.Array, cells: int) -> jax.Array:
    def step(x: jax.Array, net: jax.Array) -> tuple[jax.Array, jax.Array]:
        x = jnp.tanh(net + p["recurrent"] @ x)
        return x, x

    nets = inputs @ p["in"].T + p["bias"]
    return _read_out(p, lax.scan(step, jnp.zeros(p["out"].shape[1]), nets)[1], targets)


def _lstm_loss(p: Arrays, inputs: jax.Array, targets: jax.Array, cells: int) -> jax.Array:
    return _read_out(p, lstm_states(p, inputs, cells), targets)


def lstm_states(p: Arrays, inputs: jax.Array, cells: int) -> jax.Array:
    """z of all instants (L, n)."""
    states = p["out"].shape[1]
    blocks = states // cells
    ends = (blocks, 2 * blocks, 2 * blocks + states)

    def step(carry: tuple[jax.Array, jax.Array], net: jax.Array) -> tuple[tuple[jax.Array, jax.Array], jax.Array]:
        z, x = carry
        phi, forget, cell, gamma = jnp.split(net + p["recurrent"] @ z, ends)
        phi, forget, gamma = (jax.nn.sigmoid(gate)[:, None] for gate in (phi, forget, gamma))
        x = forget * x + phi * jnp.tanh(cell.reshape(blocks, cells))
        z = (gamma * jnp.tanh(x)).reshape(states)
        return (z, x), z

    nets = inputs @ p["in"].T + p["bias"]
    start = jnp.zeros(states), jnp.zeros((blocks, cells))
    return lax.scan(step, start, nets)[1]


def _read_out(p: Arrays, states: jax.Array, targets: jax.Array) -> jax.Array:
    return negative_log(p, states[:-1], targets)


def negative_log(p: Arrays, states: jax.Array, targets: jax.Array) -> jax.Array:
    """The cross-entropy of the next symbols, summed over the instants."""
    logits = states @ p["out"].T + p["out_bias"]
    return -jnp.take_along_axis(jax.nn.log_softmax(logits), targets[:, None], axis=1).sum()


def _elman_rtrl(p: Arrays, inputs: jax.Array, targets: jax.Array, counted: jax.Array) -> tuple[jax.Array, Arrays]:
    """S (n, n, K) is dx_i / d(row k of what leads to unit k): K = n_U inputs, n states and the bias."""
    n, symbols = p["in"].shape
    size = symbols + n + 1
    own = jnp.arange(n)

    def step(carry: Any, now: Any) -> tuple[Any, None]:
        x, S, total, out, out_bias, E = carry
        u, d, counts = now
        read = jnp.concatenate([u, x, jnp.ones(1)])
        x = jnp.tanh(p["in"] @ u + p["recurrent"] @ x + p["bias"])
        slope = (1.0 - x * x)[:, None]
        S = ((slope * p["recurrent"]) @ S.reshape(n, n * size)).reshape(n, n, size)
        S = S.at[own, own].add(slope * read)
        log_y = jax.nn.log_softmax(p["out"] @ x + p["out_bias"])
        delta = (jnp.exp(log_y) - d) * counts
        total = total + ((delta @ p["out"]) @ S.reshape(n, n * size)).reshape(n, size)
        return (x, S, total, out + jnp.outer(delta, x), out_bias + delta, E - d @ log_y), None

    start = (
        jnp.zeros(n), jnp.zeros((n, n, size)), jnp.zeros((n, size)),
        jnp.zeros_like(p["out"]), jnp.zeros_like(p["out_bias"]), jnp.zeros(()),
    )  # fmt: skip
    (_, _, total, out, out_bias, E), _ = lax.scan(step, start, (inputs, targets, counted))
    rows = {"in": total[:, :symbols], "recurrent": total[:, symbols:-1], "bias": total[:, -1]}
    return E, rows | {"out": out, "out_bias": out_bias}
