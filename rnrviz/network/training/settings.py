"""What a file says of the algorithm."""

import math
from dataclasses import dataclass

import numpy as np

from rnrviz.kernels import learning
from rnrviz.network.problems import InputError
from rnrviz.network.training.draws import DRAWS

KALMAN, KALMAN_GLOBAL = "kalman", "kalman-global"
RULES = (*learning.RULES, KALMAN, KALMAN_GLOBAL)
UPDATES = STRING, TOKEN = "string", "token"


@dataclass(frozen=True)
class Settings:
    """``strings`` in all, ``batch`` of them for each update; ``seed`` gives the weights and the order of the strings.

    ``rule`` is one of RULES: "adam", "rmsprop" or "descent", the latter with ``momentum``. The rate ``alpha`` falls
    linearly, at the end by the part ``decay``. A gradient longer than ``clip`` is cut to that length; 0: never.
    ``draw`` is one of DRAWS: strings are drawn at "random", or every "epoch" takes all in another order, or all come
    in "order", again and again. ``back`` h and ``every`` h' make it BPTT(h; h'); 0 and 0: BPTT. With ``update``
    "token" every token's E[t] changes the weights, by RTRL, in place of every batch of strings.

    "kalman" is the extended Kalman filter with a group of weights for every unit, "kalman-global" with one for all:
    the covariances begin as ``p_0`` times the identity; the variance of the measurement goes from ``r`` to ``r_last``
    and what every token adds to that of a weight from ``q`` to ``q_last``, by the same factor every string.
    """

    strings: int = 20_000
    rule: str = "adam"
    alpha: float = 0.03
    beta_1: float = 0.9
    beta_2: float = 0.999
    momentum: float = 0.0
    clip: float = 1.0
    decay: float = 0.0
    batch: int = 1
    draw: str = "random"
    back: int = 0
    every: int = 0
    update: str = STRING
    p_0: float = 100.0
    r: float = 100.0
    r_last: float = 3.0
    q: float = 1e-2
    q_last: float = 1e-6
    seed: int = 1
    check_every: int = 500

    def __post_init__(self) -> None:
        """Raises InputError where two settings do not go together or a name is not known."""
        for key, known in (("rule", RULES), ("draw", DRAWS), ("update", UPDATES)):
            if getattr(self, key) not in known:
                raise InputError(
                    "{key} is {found!r}; expected {expected}.",
                    key=key,
                    found=getattr(self, key),
                    expected=", ".join(known),
                )
        if (self.back, self.every) != (0, 0) and not 1 <= self.every <= self.back:
            raise InputError(
                "BPTT(h; h') needs h ≥ h' ≥ 1; it is h = {back}, h' = {every}.", back=self.back, every=self.every
            )
        if self.by_tokens:
            self._check_alone()

    @property
    def by_tokens(self) -> bool:
        """Whether every token changes the weights."""
        return self.update == TOKEN or self.rule not in learning.RULES

    def _check_alone(self) -> None:
        """There is no batch to wait for, nor blocks of instants."""
        for key, expected in (("batch", 1), ("back", 0), ("every", 0)):
            if getattr(self, key) != expected:
                raise InputError(
                    "{key} is {found!r}; expected {expected} where every token changes the weights.",
                    key=key,
                    found=getattr(self, key),
                    expected=expected,
                )

    def rate(self, strings: int) -> float:
        """alpha after so many strings."""
        return self.alpha * (1.0 - self.decay * min(1.0, strings / self.strings))

    def row(self, strings: int) -> np.ndarray:
        """What the kernel of descent reads, after so many strings."""
        return self._row(self.rate(strings))

    def _row(self, rate: float) -> np.ndarray:
        first = self.momentum if self.rule == "descent" else self.beta_1
        rule = learning.RULES.index(self.rule) if self.rule in learning.RULES else 0
        return np.array([rate, first, self.beta_2, 1e-8, self.clip, rule, self.batch, self.back, self.every])

    def by_token(self, strings: int, filters: bool) -> np.ndarray:
        """What the kernel of the rules that learn from every token reads, after so many strings."""
        variances = (self.r, self.r_last), (self.q, self.q_last)
        falling = [number for first, last in variances for number in (first, math.log(last / first) / self.strings)]
        fall = self.alpha * self.decay / self.strings
        return np.array([*self._row(self.alpha), filters, *falling, fall, strings])
