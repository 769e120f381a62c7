"""Equations set in type as the chapter sets them: every component with its sums, or whole vectors and matrices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import final

from rnrviz.figures import boxes
from rnrviz.figures.boxes import Box
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import instant
from rnrviz.network.equations import Equation, Source, Term
from rnrviz.network.program import Shape

LETTERS = "ijklmnopqr"
LARGEST_DENOMINATOR = 12
Sizes = tuple[str | int, ...]


@dataclass(frozen=True)
class Row:
    """One equation: what stands left of the sign, and the parts of the right side, where a line may be broken."""

    left: Box
    parts: tuple[Box, ...]


@final
class Setter:
    """Sets equations of a network; `components` chooses between x_i[t] with sums and x[t] with matrices."""

    def __init__(
        self,
        equations: Sequence[Equation],
        shapes: Mapping[str, Shape],
        style: Style,
        components: bool,
        size: float = 1.2,
    ) -> None:
        self.style, self.size, self.components = style, size, components
        self._by_name = {equation.target: equation for equation in equations}
        self._shapes = shapes
        self._sizes: dict[str, Sizes] = {"u": ("n_U",)}

    def rows(self, most: int = 10_000) -> list[Row]:
        """The equations that a person wrote, in the order of computation, the first `most` of them."""
        shown = (equation for equation in self._by_name.values() if not equation.hidden)
        return [self.row(equation) for equation in islice(shown, most)]

    def row(self, equation: Equation) -> Row:
        """One equation."""
        index = self.letters(equation.target, 0)
        left = boxes.sign(equation.target, self.style, self.size, "".join(index), instant(0))
        return Row(left, tuple(self._sum(equation.terms, index)))

    def letters(self, name: str, first: int) -> tuple[str, ...]:
        """The index letters of a signal, from the one with this number on; none for whole vectors."""
        return tuple(LETTERS[first : first + len(self._shapes.get(name, ()))]) if self.components else ()

    def words(self, text: str) -> Box:
        """Upright text."""
        return boxes.words(text, self.style, self.size)

    def run(self, *parts: Box) -> Box:
        """Factors of one product."""
        return boxes.row(parts, self.style.px(2.4) * self.size)

    def _sum(self, terms: Sequence[Term], index: tuple[str, ...]) -> list[Box]:
        """The summands, each with its sign before it; the first only if it is a minus."""
        factors = {term.factor for term in terms if term.kind != "constant"}
        shared = next(iter(factors)) if len(factors) == 1 and len(terms) > 1 else 1.0
        if abs(shared) != 1.0 and all(term.kind == "sum" for term in terms):
            plain = [Term(t.kind, t.parameter, t.sources, t.activation) for t in terms]
            inner = boxes.bracketed(self._line(plain, index), self.style, self.size)
            return [self.run(self._number(abs(shared), shared < 0), inner)]
        parts = []
        for place, term in enumerate(terms):
            minus = term.factor < 0
            sign = ("−" if minus else "") if place == 0 else " − " if minus else " + "
            box = self._term(term, index)
            parts.append(boxes.row([self.words(sign), box]) if sign else box)
        return parts

    def _line(self, terms: Sequence[Term], index: tuple[str, ...]) -> Box:
        return boxes.row(self._sum(terms, index))

    def _term(self, term: Term, index: tuple[str, ...]) -> Box:
        """One summand without its sign."""
        if term.kind == "constant":
            return self._number(abs(term.factor))
        if term.kind == "bias":
            return self._weight(term, "".join(index))
        if term.kind == "activation":
            name = str(term.activation)
            function = boxes.sign(name, self.style, self.size) if "_" in name else self.words(name)
            inner = self._source(term.sources[0], index, bare=True)
            return boxes.row([function, boxes.bracketed(inner, self.style, self.size)], self.style.px(1.2))
        if term.kind == "concat":
            return self._column(term)
        if term.kind in ("product", "peephole"):
            return self._weighted(term, index)
        read = [self._source(source, index) for source in term.sources]
        if term.kind == "gate":
            return self.run(*read) if self.components else self.run(read[0], self.words("∘"), read[1])
        return read[0] if abs(term.factor) == 1.0 else self.run(self._number(abs(term.factor)), read[0])

    def _weighted(self, term: Term, index: tuple[str, ...]) -> Box:
        """A matrix product, or a peephole, which sees the cells of its own block only."""
        source = term.sources[0]
        if not self.components:
            mark = [self.words("∘")] if term.kind == "peephole" else []
            return self.run(self._weight(term, ""), *mark, self._factor(source))
        own = term.kind == "peephole"
        axes = self._shapes.get(source.signal, ())
        kept = index[: len(axes)] if own else ()
        summed = tuple(LETTERS[len(index) : len(index) + len(axes) - len(kept)])
        of_weight = ",".join(filter(None, ("".join(index), "".join(summed))))
        read = self._source(source, kept + summed)
        sizes = self.sizes(source.signal)[len(kept) :]
        return self.run(*map(self.over, summed, sizes), self._weight(term, of_weight), read)

    def over(self, letter: str, size: str | int) -> Box:
        """The sign of a sum over a letter, from 1 to a size."""
        small = self.size * boxes.LIMIT
        text = [boxes.words(letter, self.style, small, True), boxes.words("=1", self.style, small)]
        return boxes.over(boxes.row(text, self.style.px(0.5)), self.limit(size, small), self.style, self.size)

    def limit(self, size: str | int, scale: float) -> Box:
        """A size: n_X with its X below, or a number."""
        if isinstance(size, int):
            return boxes.words(str(size), self.style, scale)
        base, _, below = size.partition("_")
        return boxes.sign(base, self.style, scale, below)

    def sizes(self, name: str) -> Sizes:
        """The sizes of a signal by name where the equations say it, else as numbers."""
        if name not in self._sizes:
            self._sizes[name] = self._shapes.get(name, ())  # for the time being: signals may go round in circles
            self._sizes[name] = self._found(name)
        return self._sizes[name]

    def _found(self, name: str) -> Sizes:
        shape, equation = self._shapes.get(name, ()), self._by_name.get(name)
        if equation is None:
            return shape
        if equation.size is not None:
            return equation.size
        if any(term.kind in ("product", "bias") for term in equation.terms) and not equation.hidden:
            return (f"n_{name}",)
        if equation.terms[0].kind == "concat":
            return shape
        read = [source.signal for term in equation.terms for source in term.sources]
        return next((self.sizes(n) for n in read if self._shapes.get(n) == shape and self.sizes(n) != shape), shape)

    def _weight(self, term: Term, index: str) -> Box:
        return boxes.sign(str(term.parameter), self.style, self.size, index)

    def _source(self, source: Source, index: tuple[str, ...], bare: bool = False) -> Box:
        """A signal, or the part of an equation that stands in its place, in brackets unless it is `bare`."""
        inner = self._by_name.get(source.signal)
        if inner is not None and inner.hidden:
            line = self._line(inner.terms, index)
            alone = len(inner.terms) == 1 and inner.terms[0].kind != "constant"
            return line if bare or alone else boxes.bracketed(line, self.style, self.size)
        own = index[: len(self._shapes.get(source.signal, ()))]
        return boxes.sign(source.signal, self.style, self.size, "".join(own), instant(source.lag))

    def _factor(self, source: Source) -> Box:
        """What a matrix is multiplied by; in brackets if it is itself a product."""
        inner = self._by_name.get(source.signal)
        product = inner is not None and inner.hidden and [term.kind for term in inner.terms] == ["gate"]
        read = self._source(source, ())
        return boxes.bracketed(read, self.style, self.size) if product else read

    def _column(self, term: Term) -> Box:
        """Signals one below the other, written in a line with semicolons."""
        parts: list[Box] = []
        for place, source in enumerate(term.sources):
            parts += [self.words("; ")] if place else []
            parts.append(self._source(source, (), bare=True))
        return boxes.bracketed(boxes.row(parts), self.style, self.size)

    def _number(self, value: float, minus: bool = False) -> Box:
        """A number; a small fraction as one."""
        near = Fraction(value).limit_denominator(LARGEST_DENOMINATOR)
        if near.denominator > 1 and abs(float(near) - value) < 1e-12:
            small = self.size * boxes.LIMIT
            above, below = (boxes.words(str(n), self.style, small) for n in (near.numerator, near.denominator))
            box = boxes.fraction(above, below, self.style, self.size)
        else:
            box = self.words(f"{value:.6g}" if 1e-4 <= value < 1e6 or not value else short(value, 6))
        return boxes.row([self.words("−"), box]) if minus else box
