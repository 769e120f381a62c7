"""The other libraries. They are optional: each is imported when it is asked for, and one that is missing is said.

A rival's module has ``contender(algorithm, task)``, which gives None for what that rival does not do. Every rival is
written as one who knows it well would write it, and its gradient is compared with ours before any time is taken.
"""

import importlib
from collections.abc import Callable, Sequence

import numpy as np

from rnrviz.app.bench.cases import Task
from rnrviz.network.measuring.timing import Contender
from rnrviz.network.problems import InputError

RIVALS = ("torch", "jax", "numpy")
TOLERANCE = 1e-9
Maker = Callable[[str, Task], Contender | None]


def named(text: str) -> tuple[str, ...]:
    """The rivals of `--against`, in the order of the tables. Raises InputError for one that is not known."""
    asked = [word.strip() for word in text.split(",") if word.strip()]
    for word in asked:
        if word not in RIVALS:
            raise InputError("There is no rival {found!r}; known are {known}.", found=word, known=", ".join(RIVALS))
    return tuple(rival for rival in RIVALS if rival in asked)


def load(names: Sequence[str]) -> tuple[dict[str, Maker], tuple[str, ...]]:
    """How to make the contenders of every rival that can be imported; and the names of the others."""
    makers: dict[str, Maker] = {}
    for name in names:
        try:
            makers[name] = importlib.import_module(f"rnrviz.app.bench.{name}_rival").contender
        except (ImportError, OSError, RuntimeError):  # not there, or not fit for this machine or its other libraries
            continue
    return makers, tuple(name for name in names if name not in makers)


def check(contenders: Sequence[Contender], task: Task) -> None:
    """Raises InputError unless all compute the gradient that the first one does."""
    check_vectors(task.case.name, contenders)


def check_vectors(network: str, contenders: Sequence[Contender]) -> None:
    """The same, of the network of this name; what they compute may also be the weights that have been learned."""
    expected = contenders[0].gradient() if contenders[0].gradient else np.zeros(0)
    for contender in contenders[1:]:
        if contender.gradient is None:
            continue
        difference = float(np.linalg.norm(contender.gradient() - expected) / np.linalg.norm(expected))
        if not difference <= TOLERANCE:
            raise InputError(
                "{network}: the gradient of {rival} differs from ours by {difference:.1e}; nothing was measured.",
                network=network,
                rival=contender.name,
                difference=difference,
            )
