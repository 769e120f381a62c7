"""Strings to learn from, with their targets, what really comes next, and how a network is judged by them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from rnrviz.network.problems import InputError
from rnrviz.network.tasks.distributions import Distributions
from rnrviz.network.vocabulary import Vocabulary

SIGNS = "signs"
TARGETS = ("legal", "next", "set", SIGNS)
MOST_NUMBERS = 40_000_000  # tokens times symbols: 320 MB of targets


@dataclass(frozen=True)
class Verdict:
    """How a network is judged by strings: ``rule`` says when an output is right, ``counted`` what is counted.

    The rules are those of `rnrviz.network.training.acceptance.RULES`. A string is accepted when all that is judged of
    it is right. ``counted``: "run", the groups of strings before the first that is not accepted whole; "strings", those
    accepted; "instants", the outputs that are right. ``tolerance`` is how far an output may be from its target (rule
    "near"), or how probable a target must be (rule "likely"). Of networks that do as well, that of the smallest loss is
    ``chosen`` ("loss"), or the one foreseen to do so the furthest ("foreseen", `rnrviz.network.training.foresight`).
    """

    rule: str = "legal"
    counted: str = "run"
    tolerance: float = 0.25
    chosen: str = "loss"


@dataclass(frozen=True, eq=False)
class Strings:
    """Strings one after the other: string k is ``begins[k]..begins[k + 1]`` of tokens (N,) and targets (N, n_Y).

    ``legal`` (N, n_Y) says which symbols may come next at every instant; ``counts`` (N,) is 1 where there is a target,
    0 where there is none and the targets are 0. ``truth`` are the true conditional probabilities given the string so
    far. ``groups`` (number of strings,) numbers, ascending, the strings that are judged together; None: each alone.
    """

    vocabulary: Vocabulary
    tokens: np.ndarray
    targets: np.ndarray
    legal: np.ndarray
    begins: np.ndarray
    counts: np.ndarray
    truth: Distributions
    verdict: Verdict = Verdict()
    groups: np.ndarray | None = None

    def __len__(self) -> int:
        return len(self.begins) - 1

    @cached_property
    def longest(self) -> int:
        """The tokens of the longest string."""
        return int(np.diff(self.begins).max(initial=0))

    def some(self, first: int, last: int) -> "Strings":
        """The strings first..last - 1; the truth stays that of all."""
        part = slice(int(self.begins[first]), int(self.begins[last]))
        return replace(
            self, tokens=self.tokens[part], targets=self.targets[part], legal=self.legal[part],
            counts=self.counts[part], begins=self.begins[first : last + 1] - self.begins[first],
            groups=None if self.groups is None else self.groups[first:last],
        )  # fmt: skip

    def part(self, k: int) -> slice:
        """Where string k is."""
        return slice(int(self.begins[k]), int(self.begins[k + 1]))


def goals(targets: str, legal: np.ndarray, after: np.ndarray) -> np.ndarray:
    """Targets (N, n_Y) of these names, from legal symbols (N, n_Y) and the next ones (N,).

    "legal" shares d[t] equally among all the symbols that may come next, from which a network learns to count; "set"
    is 1 for each of them, for outputs that do not add up to 1, "signs" also -1 for all others (Gers and Schmidhuber
    2001); "next" is the chapter's one-hot code of s[t+1].
    """
    if targets == "next":
        codes = np.zeros(legal.shape)
        codes[np.arange(len(after)), after] = 1.0
        return codes
    if targets == SIGNS:
        return np.where(legal, 1.0, -1.0)
    return legal.astype(np.float64) if targets == "set" else legal / legal.sum(1, keepdims=True)


def verdict(targets: str, counted: str = "run") -> Verdict:
    """Exactly the legal symbols must stand out, in the way of such targets."""
    return Verdict(SIGNS if targets == SIGNS else "legal", counted)


def last_of_each(begins: np.ndarray) -> np.ndarray:
    """1 at the last instant of every string, 0 elsewhere, (N,)."""
    counts = np.zeros(int(begins[-1]))
    counts[begins[1:] - 1] = 1.0
    return counts


def check_size(tokens: int, symbols: int) -> None:
    """Raises InputError when the targets of so many tokens would take too much memory."""
    if tokens * symbols > MOST_NUMBERS:
        raise InputError(
            "These strings would have {tokens} tokens in all; expected at most {most} with {symbols} symbols.",
            tokens=tokens,
            most=MOST_NUMBERS // symbols,
            symbols=symbols,
        )


def check_one_of(key: str, found: str, known: tuple[str, ...]) -> None:
    """Raises InputError unless an option is one of these words."""
    if found not in known:
        expected = ", ".join(word or '""' for word in known)
        raise InputError("{key} is {found!r}; expected one of {expected}.", key=key, found=found, expected=expected)


def check_number(key: str, found: float, least: float, most: float) -> None:
    """Raises InputError unless an option lies between these, both included."""
    if not least <= found <= most:
        raise InputError("{key} is {found}; expected {least} to {most}.", key=key, found=found, least=least, most=most)
