"""The settings of a network against those that its equations declare."""

from collections.abc import Mapping
from typing import Any

from rnrviz.network.equations import Config
from rnrviz.network.problems import InputError
from rnrviz.network.texts import alternatives, settings


def checked_config(text: str, given: Mapping[str, Any], symbols: int, embedding: str) -> Config:
    """All the settings of a text, the given ones over the defaults.

    Raises InputError for a setting that the text does not declare, or a value of the wrong kind.
    """
    declared, words = settings(text), alternatives(text)
    for name in given:
        if name not in declared:
            known = ", ".join(declared)
            raise InputError("Unknown setting {name!r}; this architecture has {known}.", name=name, known=known)
    if "n_U" not in declared:
        raise InputError("The equations do not set {name}; write “{name} = n_V”.", name="n_U")
    config: Config = {}
    for name, default in declared.items():
        value = given.get(name, default)
        config[name] = symbols if value == "n_V" else value
        _check(name, config[name], default, words.get(name, ()))
    if not embedding and config["n_U"] != symbols:
        raise InputError(
            "n_U is {found}; with one-hot input it must be the number of tokens, {expected}.",
            found=config["n_U"],
            expected=symbols,
        )
    return config


def _check(name: str, value: object, default: object, words: tuple[str, ...]) -> None:
    if isinstance(default, bool):
        if not isinstance(value, bool):
            raise InputError("{name} must be true or false; it is {found!r}.", name=name, found=value)
    elif isinstance(default, int) or default == "n_V":
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 100_000:
            raise InputError("{name} must be a whole number from 1 to 100000; it is {found!r}.", name=name, found=value)
    elif value not in words:
        known = ", ".join(words)
        raise InputError("{name} must be one of {known}; it is {found!r}.", name=name, known=known, found=value)
