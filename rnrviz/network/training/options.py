"""The values of a TASK.toml, each checked for its type and its range before anything is done with it."""

import inspect
import json
from collections.abc import Callable
from typing import Any

from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary

MOST_STRINGS = 10**9
MOST_BETWEEN = 10**7
LARGEST = 1e300

Range = tuple[str, Callable[[Any], bool]]


def ranges() -> dict[str, Range]:
    """What is expected of every setting that has a range, in words and as a test."""
    whole, up_to_one = tr("a whole number from 1 to {most}"), tr("a number from 0 to 1, 1 not included")
    return {
        "strings": (whole.format(most=MOST_STRINGS), lambda x: 1 <= x <= MOST_STRINGS),
        "check_every": (whole.format(most=MOST_BETWEEN), lambda x: 1 <= x <= MOST_BETWEEN),
        "alpha": (tr("a finite number above 0"), lambda x: x > 0.0),
        "batch": (whole.format(most=MOST_STRINGS), lambda x: 1 <= x <= MOST_STRINGS),
        "back": (tr("a whole number, 0 or more"), lambda x: x >= 0),
        "every": (tr("a whole number, 0 or more"), lambda x: x >= 0),
        "momentum": (up_to_one, lambda x: 0.0 <= x < 1.0),
        "beta_1": (up_to_one, lambda x: 0.0 <= x < 1.0),
        "beta_2": (up_to_one, lambda x: 0.0 <= x < 1.0),
        "clip": (tr("a finite number, 0 or more"), lambda x: x >= 0.0),
        "decay": (tr("a number from 0 to 1"), lambda x: 0.0 <= x <= 1.0),
        "seed": (tr("a whole number, 0 or more"), lambda x: x >= 0),
        **dict.fromkeys(("p_0", "r", "r_last", "q", "q_last"), (tr("a finite number above 0"), lambda x: x > 0.0)),
        "tolerance": (tr("a finite number above 0"), lambda x: x > 0.0),
    }


def kinds() -> dict[type, Range]:
    """What is expected of a value whose default has this type."""
    return {
        int: (tr("a whole number"), lambda x: type(x) is int),
        float: (tr("a finite number"), lambda x: type(x) in (int, float) and -LARGEST < x < LARGEST),
        str: (tr("a text"), lambda x: type(x) is str),
        bool: (tr("true or false"), lambda x: type(x) is bool),
    }


def call(make: Callable[..., Any], section: str, options: dict[str, Any]) -> Any:
    """``make`` with the options of a section: they must be its parameters, of the types of their defaults."""
    known = inspect.signature(make).parameters
    for key, found in options.items():
        if key not in known:
            raise InputError(
                "[{section}] has the unknown key {key}; expected {expected}.",
                section=section,
                key=key,
                expected=", ".join(known),
            )
        kind, good = kinds()[type(known[key].default)]
        expected, within = ranges().get(key, (kind, lambda value: True))
        expect(section, key, good(found) and within(found), found, expected)
    try:
        return make(**options)
    except InputError as error:
        raise InputError("[{section}] {problem}", section=section, problem=error) from None


def one_of(section: str, key: str, found: object, known: tuple[str, ...]) -> None:
    """Raises InputError unless ``found`` is one of the known names."""
    expect(section, key, found in known, found, ", ".join(known))


def expect_same_symbols(task: Vocabulary, judge: Vocabulary) -> None:
    """Raises InputError unless the judge's strings are made of the symbols of the task's."""
    if task != judge:
        raise InputError(
            "The strings of [judge] have the symbols {found}; expected those of [task], {expected}.",
            found=" ".join(judge.tokens[:12]),
            expected=" ".join(task.tokens[:12]),
        )


def expect(section: str, key: str, good: bool, found: object, expected: str) -> None:
    """Raises InputError with section, key, what was found and what was expected, unless it is good."""
    if not good and found is None:
        raise InputError(
            "[{section}] {key} is missing; expected {expected}.", section=section, key=key, expected=expected
        )
    if not good:
        raise InputError(
            "[{section}] {key} is {found!r}; expected {expected}.",
            section=section,
            key=key,
            found=found,
            expected=expected,
        )


def cell(value: object) -> str:
    """A setting as a text of one line, such as stands in the table of results."""
    if isinstance(value, dict):
        return ", ".join(f"{key} = {cell(value[key])}" for key in value)
    return value if isinstance(value, str) else json.dumps(value)
