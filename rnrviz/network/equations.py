"""What an equation is; `rnrviz.network.reading` makes them from an architecture's text."""

import ast
from dataclasses import dataclass

from rnrviz.network.problems import InputError

Setting = int | bool | str
Config = dict[str, Setting]


@dataclass(frozen=True)
class Source:
    """A signal as a term reads it: ``lag`` 1 is [t-1], ``lag`` -1 is [t+1]."""

    signal: str
    lag: int = 0


@dataclass(frozen=True)
class Term:
    """One summand.

    ``kind``: product W @ s, bias W, activation g(s), sum factor s, gate a * b, peephole W * s, constant (the factor
    alone), concat (the sources one below the other; always the only term).
    """

    kind: str
    parameter: str | None = None
    sources: tuple[Source, ...] = ()
    activation: str | None = None
    factor: float = 1.0


@dataclass(frozen=True)
class Equation:
    """``target`` = the sum of ``terms``; hidden ones are parts of the equation of ``owner``, named by their text."""

    target: str
    terms: tuple[Term, ...]
    line: int
    size: tuple[str | int, ...] | None = None
    hidden: bool = False
    owner: str = ""


class EquationError(InputError):
    """A text of equations that cannot be read; ``line`` and ``column`` (from 1) say where."""

    def __init__(self, template: str, node: ast.AST | None = None, **fields: object) -> None:
        self.line = getattr(node, "lineno", 1)
        self.column = getattr(node, "col_offset", 0) + 1
        super().__init__(template, line=self.line, column=self.column, **fields)
