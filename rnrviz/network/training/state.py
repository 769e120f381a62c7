"""How far a training is: all that is needed to go on with it as if it had never stopped, to the bit."""

import math
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnrviz.network.network import Network
from rnrviz.network.problems import InputError

COPIED = "vector", "first", "second", "waiting", "updates", "covariance"  # what learning changes
ARRAYS = ("vector", "first", "second", "waiting", "updates", "queue")
COVARIANCE = "covariance"
NUMBERS = {
    "strings": int, "loss": float, "accepted": int, "best_accepted": int, "best_strings": int, "best_loss": float,
    "best_foreseen": float,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class State:
    """Where learning is: the weights ``vector`` (program.whole,) and what its rule remembers, each (program.size,).

    ``first`` and ``second`` are the moments, ``waiting`` the sum of the gradients since the last update, ``updates``
    (2,) how many updates were made and how many strings wait; ``queue`` are the numbers of strings that were drawn and
    not learned yet, ``random`` is the state of the generator that draws them. ``covariance`` is that of the weights,
    flat, for the Kalman filter: empty for other rules, and before the first string.
    """

    vector: np.ndarray
    first: np.ndarray
    second: np.ndarray
    waiting: np.ndarray
    updates: np.ndarray
    queue: np.ndarray
    random: dict[str, Any]
    covariance: np.ndarray = field(default_factory=lambda: np.zeros(0))


@dataclass(frozen=True, eq=False)
class Progress:
    """How a training stands after ``strings`` strings: mean loss over the task, the best weights and their rank.

    ``best_foreseen`` is how far the best is foreseen to count, 0 where that is not asked for.

    ``state`` is the last one whose loss was finite. Every row of ``curve`` is a check: strings, loss, accepted.
    """

    strings: int
    loss: float
    accepted: int
    best: Network
    best_accepted: int
    best_strings: int
    best_loss: float
    state: State
    curve: tuple[tuple[int, float, int], ...] = ()
    diverged: bool = False
    best_foreseen: float = 0.0

    @property
    def last(self) -> Network:
        """The network as it is now, which may be worse than the best."""
        return self.best.with_vector(self.state.vector)


def begun(network: Network, seed: int) -> Progress:
    """Before the first string."""
    size = network.program.size
    first, second, waiting = np.zeros((3, size))
    none = np.zeros(0, np.int64)
    random = dict(np.random.default_rng(seed).bit_generator.state)
    state = State(network.vector.copy(), first, second, waiting, np.zeros(2, np.int64), none, random)
    return Progress(0, np.inf, 0, network, -1, 0, np.inf, state)


def parts(progress: Progress) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
    """A training that has not diverged, taken apart: float64 arrays, and what JSON can hold."""
    arrays = {name: np.asarray(getattr(progress.state, name), np.float64) for name in ARRAYS}
    if progress.state.covariance.size:
        arrays[COVARIANCE] = progress.state.covariance.copy()
    arrays |= {"best": progress.best.vector.copy(), "curve": np.array(progress.curve, np.float64).reshape(-1, 3)}
    numbers = {name: getattr(progress, name) for name in NUMBERS}
    return arrays, numbers | {"random": progress.state.random}


def together(
    arrays: dict[str, np.ndarray], numbers: dict[str, Any], network: Network, strings: int, most: int, known: int = 0
) -> Progress:
    """What `parts` took apart, for this network, a task of so many strings, at most ``most`` to learn.

    ``known`` is how many numbers the covariance has, 0 where the rule has none.
    Raises InputError that names what is missing or cannot be.
    """
    _check_arrays(arrays, network.program.whole, network.program.size, strings, known)
    numbers = {"best_foreseen": 0.0, **numbers}  # which older files do not have
    for name, kind in NUMBERS.items():
        found = numbers.get(name)
        _expect(
            name, type(found) is kind and not (isinstance(found, float) and math.isnan(found)), found, kind.__name__
        )
    _expect("strings", 0 <= numbers["strings"] <= most, numbers["strings"], f"0 … {most}")
    whole = {name: arrays[name].astype(np.int64) for name in ("updates", "queue")}
    kept = {name: arrays[name] for name in ARRAYS} | whole
    covariance = arrays.get(COVARIANCE, np.zeros(0)).copy()
    state = State(**kept, covariance=covariance, random=_generator(numbers.get("random")))
    curve = tuple((int(n), float(loss), int(accepted)) for n, loss, accepted in arrays["curve"])
    best = network.with_vector(arrays["best"])
    return Progress(best=best, state=state, curve=curve, **{name: numbers[name] for name in NUMBERS})


def _check_arrays(arrays: dict[str, np.ndarray], whole: int, size: int, strings: int, covariance: int) -> None:
    lengths = {"vector": whole, "best": whole, "first": size, "second": size, "waiting": size, "updates": 2}
    lengths |= {COVARIANCE: covariance} if covariance else {}
    known = ", ".join(sorted({*lengths, "queue", "curve"}))
    _expect("tensors", sorted(arrays) == known.split(", "), ", ".join(sorted(arrays)), known)
    for name, length in lengths.items():
        _expect(name, arrays[name].shape == (length,), arrays[name].shape, (length,))
        _expect(name, bool(np.isfinite(arrays[name]).all()), "NaN", "finite")
    queue, updates, curve = arrays["queue"], arrays["updates"], arrays["curve"]
    _expect("queue", queue.ndim == 1 and bool(np.isin(queue, np.arange(strings)).all()), queue, f"0 … {strings - 1}")
    _expect("updates", bool(np.isin(updates, np.floor(np.clip(updates, 0, 2**53))).all()), updates, "0, 1, 2, …")
    good = curve.ndim == 2 and curve.shape[1] == 3 and np.isfinite(curve[:, ::2]).all()
    _expect("curve", bool(good), curve.shape, "(n, 3)")


def _generator(found: Any) -> dict[str, Any]:
    """A state that numpy's generator takes."""
    try:
        generator = np.random.default_rng()
        generator.bit_generator.state = found
        return dict(generator.bit_generator.state)
    except (TypeError, ValueError, KeyError, OverflowError):
        name = type(np.random.default_rng().bit_generator).__name__
        raise InputError("{key} is {found!r}; expected {expected}.", key="random", found=found, expected=name) from None


def _expect(key: str, good: bool, found: object, expected: object) -> None:
    if not good:
        raise InputError("{key} is {found!r}; expected {expected}.", key=key, found=found, expected=expected)
