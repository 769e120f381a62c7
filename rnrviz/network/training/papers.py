"""Published figures beside which those of an experiment are printed."""

from dataclasses import dataclass
from typing import Any

from rnrviz.network.problems import InputError
from rnrviz.network.training.options import LARGEST, cell, expect

FIGURES = {"learned": "%", "strings": "", "accepted": "", "most": ""}
NUMBER = "0, 1, 2.5, …"


@dataclass(frozen=True)
class Paper:
    """What a paper, ``source``, reports: how many nets ``learned`` (%) and after how many ``strings``.

    ``accepted`` strings on average, ``most`` by the best of them; None where it says nothing. ``setting``, texts by
    dotted name, tells which settings of the experiment it is about: those that it does not name may have any value.
    """

    source: str
    setting: dict[str, str]
    learned: float | None = None
    strings: float | None = None
    accepted: float | None = None
    most: float | None = None

    def about(self, setting: dict[str, str]) -> bool:
        """Whether it reports on this setting of the experiment."""
        return all(setting.get(key) == value for key, value in self.setting.items())


def papers(found: Any, keys: tuple[str, ...]) -> tuple[Paper, ...]:
    """Those of a section [paper], or of several [[paper]]; ``keys`` are the settings to vary. Raises InputError."""
    return tuple(_paper(each, keys) for each in (found if isinstance(found, list) else [found]))


def _paper(found: Any, keys: tuple[str, ...]) -> Paper:
    if not isinstance(found, dict):
        raise InputError("The key {key} is {found!r}; expected a section [{key}].", key="paper", found=found)
    known = ("source", "setting", *FIGURES)
    for key in found:
        expect("paper", key, key in known, found[key], ", ".join(known))
    source, setting = found.get("source"), found.get("setting", {})
    expect("paper", "source", isinstance(source, str) and bool(source), source, "Author Year")
    good = isinstance(setting, dict) and all(key in keys for key in setting)
    expect("paper", "setting", good, setting, "{" + ", ".join(f'"{key}" = …' for key in keys) + "}")
    figures = {key: found[key] for key in FIGURES if key in found}
    for key, value in figures.items():
        expect("paper", key, type(value) in (int, float) and 0 <= value < LARGEST, value, NUMBER)
    return Paper(str(source), {key: cell(value) for key, value in setting.items()}, **figures)
