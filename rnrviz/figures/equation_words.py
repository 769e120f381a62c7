"""An equation in the chapter's notation, as rich text: parts of it are written where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from rnrviz.figures.diagram_terms import MINUS, number
from rnrviz.network.equations import Equation, Source, Term
from rnrviz.network.notation import symbol

Equations = Mapping[str, Equation]


def equation_text(equation: Equation, by_name: Equations) -> str:
    """`x[t] = (1 − ζ[t]) ∘ c[t] + ζ[t] ∘ x[t−1]`, as rich text."""
    return f"{rich(equation.target)}[<i>t</i>] = {_sum(equation, by_name)}"


def rich(identifier: str) -> str:
    """A symbol as rich text."""
    known = symbol(identifier)
    if identifier.startswith("g_"):
        return f"<i>g</i><sub>{escape(identifier[2:])}</sub>"
    above = f"<sup>{escape(known.superscript)}</sup>" if known.superscript else ""
    return f"<i>{escape(known.base)}</i>{above}"


def _sum(equation: Equation, by_name: Equations) -> str:
    """Every term with its sign."""
    said = ""
    for term in equation.terms:
        negative = term.factor < 0
        sign = f" {MINUS} " if negative else " + "
        said += (sign if said else MINUS if negative else "") + _term(term, by_name)
    return said


def _term(term: Term, by_name: Equations) -> str:
    """A term without its sign."""
    size = abs(term.factor)
    if term.kind == "constant":
        return number(size)
    if term.kind == "activation":
        return f"{rich(term.activation or '')}({_source(term.sources[0], by_name, False)})"
    factors = [_source(s, by_name, term.kind != "concat") for s in term.sources]
    if term.kind == "concat":
        return f"({', '.join(factors)})"
    if term.kind == "product":
        return " ".join([rich(term.parameter or ""), *factors])
    parts = ([rich(term.parameter)] if term.parameter else []) + factors
    return ("" if size == 1.0 else number(size) + " ") + " ∘ ".join(parts)


def _source(source: Source, by_name: Equations, bracketed: bool) -> str:
    equation = by_name.get(source.signal)
    if equation is not None and equation.hidden:
        text = _sum(equation, by_name)
        whole = len(equation.terms) == 1 and equation.terms[0].kind in ("activation", "concat")
        return text if whole or not bracketed else f"({text})"
    lag = f"{MINUS}{source.lag}" if source.lag > 0 else f"+{-source.lag}" if source.lag else ""
    return f"{rich(source.signal)}[<i>t</i>{lag}]"
