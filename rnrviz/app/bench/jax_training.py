"""JAX learns, compiled: a step of descent along the gradient of one string, for every length; float64, one thread."""

from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from rnrviz.app.bench.jax_rival import Arrays, lstm_states, negative_log
from rnrviz.app.bench.stacking import flat, stacked
from rnrviz.app.bench.training import ALPHA, Learned
from rnrviz.network.measuring.timing import Contender


def contender(task: Learned) -> Contender:
    """What is compiled for each length does not count."""
    jax.config.update("jax_enable_x64", True)
    codes = jnp.eye(len(task.strings.vocabulary))
    pieces = [(codes[tokens], jnp.asarray(after)) for tokens, after in task.pieces]
    order = [pieces[k] for k in task.order]
    start = {key: jnp.asarray(values) for key, values in stacked(task.network).items()}

    def loss(p: Arrays, inputs: jax.Array, after: jax.Array) -> jax.Array:
        return negative_log(p, lstm_states(p, inputs, task.cells), after)

    def step(p: Arrays, inputs: jax.Array, after: jax.Array) -> Arrays:
        gradient = jax.grad(loss)(p, inputs, after)
        return {key: p[key] - ALPHA * gradient[key] for key in p}

    compiled = jax.jit(step)

    def run() -> Any:
        p = start
        for inputs, after in order:
            p = compiled(p, inputs, after)
        return jax.block_until_ready(p)

    def weights() -> np.ndarray:
        return flat(task.network, {key: np.asarray(values) for key, values in run().items()})

    return Contender("jax", run, weights)
