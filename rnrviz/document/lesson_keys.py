"""The tables of a lesson's heads, key by key: each is checked when it is taken, and none may be left over."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any, final

from rnrviz.network.problems import InputError


@final
class Table:
    """A TOML table; `name` and a dot stand before its keys in what is said."""

    def __init__(self, found: Mapping[str, Any], name: str = "") -> None:
        self._found, self._name = dict(found), name
        self._known: list[str] = []

    def take(self, key: str, good: Callable[[Any], bool], usual: Any, expected: str) -> Any:
        """The value of a key, or the usual one. Raises InputError for a value that is not good."""
        self._known.append(key)
        found = self._found.get(key, usual)
        if key in self._found and not good(found):
            raise wrong(self._name + key, found, expected)
        return found

    def need(self, key: str, good: Callable[[Any], bool], expected: str) -> Any:
        """The value of a key that must be there."""
        if key not in self._found:
            raise InputError("The key {key} is missing; expected {expected}.", key=self._name + key, expected=expected)
        return self.take(key, good, None, expected)

    def text(self, key: str, usual: str = "") -> str:
        """A text."""
        return str(self.take(key, lambda v: isinstance(v, str), usual, "“…”"))

    def one_of(self, key: str, names: tuple[str, ...], usual: str = "") -> str:
        """One of these words."""
        return str(self.take(key, lambda v: isinstance(v, str) and v in names, usual, ", ".join(names)))

    def some_of(self, key: str, names: tuple[str, ...]) -> tuple[str, ...]:
        """Any of these words."""
        good = lambda v: isinstance(v, list) and all(isinstance(e, str) and e in names for e in v)  # noqa: E731
        return tuple(self.take(key, good, [], "[" + ", ".join(names) + "]"))

    def table(self, key: str) -> dict[str, Any]:
        """A table within."""
        return dict(self.take(key, lambda v: isinstance(v, dict), {}, "{…}"))

    def given(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._found

    def end(self) -> None:
        """All has been taken. Raises InputError that names a key that nobody knows."""
        left = [key for key in self._found if key not in self._known]
        if left:
            known = ", ".join(self._name + key for key in self._known)
            raise InputError("The key {key} is not known; expected one of {known}.", key=self._name + left[0],
                             known=known)  # fmt: skip


def wrong(key: str, found: Any, expected: str) -> InputError:
    """What is said of a value that cannot be."""
    return InputError("The key {key} is {found!r}; expected {expected}.", key=key, found=found, expected=expected)


def is_whole(value: Any, least: int = 0) -> bool:
    """A whole number, not below `least`."""
    return type(value) is int and value >= least


def is_number(value: Any) -> bool:
    """A finite number."""
    return type(value) in (int, float) and math.isfinite(value)


def is_place(value: Any) -> bool:
    """Numbers from 1, as the chapter counts components."""
    return isinstance(value, list) and all(is_whole(each, 1) for each in value)


def from_zero(place: list[int]) -> list[int]:
    """The same, counted as the program does."""
    return [each - 1 for each in place]
