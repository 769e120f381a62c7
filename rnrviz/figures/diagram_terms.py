"""Terms without weights as trees of operations: products, sums, factors, 1 − s, functions, concatenations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from rnrviz.figures.diagram_plan import Operation, Tap
from rnrviz.figures.symbols import instant
from rnrviz.network.equations import Equation, Source, Term

WEIGHTED = ("product", "peephole", "bias")
MINUS = "−"
COMMON = {"1/2": "½", "1/3": "⅓", "1/4": "¼", "2/3": "⅔", "3/4": "¾"}


class Trees:
    """Reads trees off equations; parts of equations are seen through unless `stays` says that they are drawn."""

    def __init__(self, equations: Mapping[str, Equation], stays: Callable[[str], bool]) -> None:
        self.equations, self.stays = equations, stays

    def roots(self, equation: Equation, apart: bool) -> tuple[Operation, ...]:
        """What reaches a signal without weights: one tree, or one for each term where units add them up (`apart`)."""
        terms = [t for t in equation.terms if t.kind not in WEIGHTED]
        if not terms:
            return ()
        apart = apart or len(terms) < len(equation.terms)
        roots = [self.tree([t]) for t in terms] if apart else [self.tree(terms)]
        return tuple(r if isinstance(r, Operation) else Operation("+", (r,)) for r in roots)

    def tree(self, terms: list[Term]) -> Operation | Tap:
        """The sum of some terms; a factor that all of them have stands after it."""
        constants = [t for t in terms if t.kind == "constant"]
        others = [t for t in terms if t.kind != "constant"]
        factors = {t.factor for t in others}
        common = factors.pop() if len(factors) == 1 and not (constants and factors != {-1.0}) else 1.0
        if constants and len(others) == 1 and others[0].factor == -1.0:
            return Operation(f"{number(constants[0].factor)}{MINUS}", (self._term(others[0], -1.0),))
        parts = tuple(self._term(t, common if not constants else 1.0) for t in others)
        if constants:
            return Operation(f"{number(constants[0].factor)}+", (_one("+", parts),))
        inner = _one("+", parts)
        return inner if common == 1.0 else Operation(number(common), (inner,))

    def _term(self, term: Term, taken: float) -> Operation | Tap:
        """One term, without the factor that has been taken out already."""
        made = self._whole(term)
        factor = term.factor / taken
        return made if factor == 1.0 else Operation(number(factor), (made,))

    def _whole(self, term: Term) -> Operation | Tap:
        operands = tuple(self.operand(s) for s in term.sources)
        if term.kind == "gate":
            return Operation("×", operands)
        if term.kind == "concat":
            return Operation("concat", operands)
        if term.kind == "activation":
            return Operation("g", operands, term.activation or "")
        return operands[0]

    def operand(self, source: Source) -> Operation | Tap:
        """A signal, or what stands for it where it is a part of an equation."""
        inner = self.equations.get(source.signal)
        if inner is None or source.lag or not inner.hidden or self.stays(source.signal):
            return Tap(source.signal, source.lag)
        return self.tree(list(inner.terms))


def _one(sign: str, parts: tuple[Operation | Tap, ...]) -> Operation | Tap:
    return parts[0] if len(parts) == 1 else Operation(sign, parts)


def number(value: float) -> str:
    """A factor as it is written into a mark: ½, −1, 0.3."""
    near = Fraction(abs(value)).limit_denominator(12)
    text = str(near) if float(near) == abs(value) else f"{abs(value):.3g}"
    return (MINUS if value < 0 else "") + COMMON.get(text, text)


def pieces(equation: Equation, by_name: Mapping[str, Equation]) -> tuple[tuple[str, str], ...]:
    """A part of an equation as symbols, each with its instant, and the text between them (no symbol)."""
    found: list[tuple[str, str]] = []
    for term in equation.terms:
        negative = term.factor < 0
        if found:
            found.append(("", f" {MINUS} " if negative else " + "))
        elif negative:
            found.append(("", MINUS))
        found += _pieces_of(term, by_name)
    return tuple(found)


def _pieces_of(term: Term, by_name: Mapping[str, Equation]) -> list[tuple[str, str]]:
    """One term without its sign."""
    if term.kind == "constant":
        return [("", number(abs(term.factor)))]
    before: list[tuple[str, str]] = [] if abs(term.factor) == 1.0 else [("", f"{number(abs(term.factor))} ")]
    if term.parameter:
        before.append((term.parameter, " " if term.kind == "product" else " ∘ "))
    between = ", " if term.kind == "concat" else " ∘ "
    inner = [_pieces_from(source, by_name) for source in term.sources]
    joined = [piece for i, part in enumerate(inner) for piece in ([("", between)] if i else []) + part]
    if term.kind == "activation":
        return [(term.activation or "", "("), *joined, ("", ")")]
    return [("", "("), *joined, ("", ")")] if term.kind == "concat" else before + joined


def _pieces_from(source: Source, by_name: Mapping[str, Equation]) -> list[tuple[str, str]]:
    inner = by_name.get(source.signal)
    if inner is None or not inner.hidden:
        return [(source.signal, instant(source.lag))]
    own = list(pieces(inner, by_name))
    plain = len(inner.terms) == 1 and inner.terms[0].kind in ("activation", "concat")
    return own if plain else [("", "("), *own, ("", ")")]
