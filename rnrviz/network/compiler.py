"""Equations -> a program."""

from bisect import bisect_right
from dataclasses import replace
from math import prod

import numpy as np

from rnrviz.kernels import table as c
from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.equations import Config, Equation, Source, Term
from rnrviz.network.layout import FIXED, layout, merge
from rnrviz.network.problems import InputError
from rnrviz.network.program import LARGEST, Parameter, Program, Shape, Signal
from rnrviz.network.roles import roles_of
from rnrviz.network.sizes import parameter_shapes, signal_shapes
from rnrviz.network.stages import NONE, Stage


def build(equations: tuple[Equation, ...], config: Config, symbols: int, embedding: str) -> Program:
    """The program of a network with ``symbols`` symbols, whose input is one-hot ("") or a trained or fixed embedding.

    Raises InputError when a size cannot be found or the sizes do not fit together.
    """
    shapes = signal_shapes(equations, config)
    wanted = parameter_shapes(equations, shapes, symbols if embedding else 0)
    _check_size(shapes, wanted)
    laid = layout(equations, config, embedding)
    offsets = _offsets({name: shapes[name] for name in ("u", *(e.target for e in laid.equations))})
    roles = roles_of(equations)
    signals = {name: Signal(name, offsets[name], shape, roles[name]) for name, shape in shapes.items()}
    places = _offsets({name: wanted[name] for name in laid.parameters})
    parameters = {
        name: Parameter(name, places[name], shape, not (name == "embedding" and embedding == FIXED))
        for name, shape in wanted.items()
    }
    rows = [_lookup(signals["u"], parameters.get("embedding"))]
    stages = [Stage(0, NONE)]
    for equation, stage in zip(laid.equations, laid.stages, strict=True):
        new = _operations(signals[equation.target], equation.terms, signals, parameters, config, embedding)
        rows, stages = rows + new, stages + [stage] * len(new)
    table = np.array(rows, np.uint64)
    _set_reach(table, parameters, sorted(offsets.values()))
    lags = [source.lag for e in equations for term in e.terms for source in term.sources]
    return Program(signals, parameters, *merge(table, stages), max([1, *lags]), -min([0, *lags]))


def _offsets(shapes: dict[str, Shape]) -> dict[str, int]:
    """Where each thing begins when they are laid one after the other."""
    ends = np.cumsum([0, *(prod(shape) for shape in shapes.values())]).tolist()
    return dict(zip(shapes, ends, strict=False))


def _check_size(shapes: dict[str, Shape], parameters: dict[str, Shape]) -> None:
    size = sum(prod(shape) for shape in (*shapes.values(), *parameters.values()))
    if size > LARGEST:
        raise InputError(
            "A network of these sizes has {size:.2g} parameters and units; at most {most} are allowed.",
            size=float(size),
            most=LARGEST,
        )


def _lookup(u: Signal, table: Parameter | None) -> np.ndarray:
    row = np.zeros(c.COLUMNS, np.uint64)
    row[[c.KIND, c.TO, c.SIZE, c.FIRST]] = c.LOOKUP, u.offset, u.size, 1
    row[[c.PARAMETER, c.FUNCTION]] = (table.offset, TABLES.index(table.trained)) if table else (0, 0)
    return row


TABLES = (None, True, False)  # FUNCTION of a lookup: one-hot, a trained table, a fixed one
KINDS = {
    "activation": c.ACTIVATION,
    "gate": c.GATE,
    "sum": c.SUM,
    "concat": c.SUM,
    "peephole": c.PEEPHOLE,
    "constant": c.CONSTANT,
}


def _operations(
    to: Signal,
    terms: tuple[Term, ...],
    signals: dict[str, Signal],
    parameters: dict[str, Parameter],
    config: Config,
    embedding: str,
) -> list[np.ndarray]:
    """The rows of one equation; its matrix product, one-hot column and bias share one, a layer."""
    rows: list[np.ndarray] = []
    for term in terms:
        if term.kind in ("product", "bias"):
            one_hot = term.kind == "product" and term.sources[0].signal == "u" and not embedding
            used = c.SYMBOLS if one_hot else c.WIDTH if term.kind == "product" else c.HAS_BIAS
            row = next((row for row in rows if row[c.KIND] == c.LAYER and not row[used]), None)
            if row is None:
                row = np.zeros(c.COLUMNS, np.uint64)
                row[[c.KIND, c.TO, c.SIZE]] = c.LAYER, to.offset, to.size
                rows.append(row)
            offset = parameters[str(term.parameter)].offset
            if term.kind == "bias":
                row[[c.BIAS, c.HAS_BIAS]] = offset, 1
            else:
                source, lag = signals[term.sources[0].signal], term.sources[0].lag
                if one_hot:
                    row[[c.COLUMN, c.SYMBOLS, c.COLUMN_LAG]] = offset, source.size, _unsigned(lag)
                else:
                    row[[c.PARAMETER, c.FROM, c.WIDTH, c.LAG]] = offset, source.offset, source.size, _unsigned(lag)
        elif term.kind == "concat":
            return _one_below_the_other(to, term, signals)
        else:
            rows.append(_operation(to, term, signals, parameters, config))
    rows[0][c.FIRST] = 1
    return rows


def _unsigned(lag: int) -> int:
    """A lead [t+1] is what [t-1] is modulo 2^64, in which the kernels count."""
    return lag % 2**64


def _one_below_the_other(to: Signal, term: Term, signals: dict[str, Signal]) -> list[np.ndarray]:
    """A row of the table for every source, each the first to write where it writes."""
    rows, place = [], to.offset
    for source in term.sources:
        size = signals[source.signal].size
        part = Signal(to.name, place, (size,), to.role)
        row = _operation(part, replace(term, sources=(source,)), signals, {}, {})
        row[c.FIRST] = 1
        rows.append(row)
        place += size
    if place != to.offset + to.size:
        raise InputError(
            "What is put together in {to} has {found} components; {to} has {size}.",
            to=to.name,
            found=place - to.offset,
            size=to.size,
        )
    return rows


def _operation(
    to: Signal,
    term: Term,
    signals: dict[str, Signal],
    parameters: dict[str, Parameter],
    config: Config,
) -> np.ndarray:
    row = np.zeros(c.COLUMNS, np.uint64)
    row[[c.KIND, c.TO, c.SIZE]] = KINDS[term.kind], to.offset, to.size
    row[c.FACTOR] = np.float64(term.factor).view(np.uint64)
    if term.parameter:
        row[c.PARAMETER] = parameters[term.parameter].offset
    if term.activation:
        row[c.FUNCTION] = ACTIVATIONS.index(str(config.get(term.activation, term.activation)))
    for source in term.sources:
        _check_fit(to, signals[source.signal], term, source)
    sources = sorted(term.sources, key=lambda source: signals[source.signal].size)  # the gate before its cells
    if sources:
        first, last = signals[sources[0].signal], signals[sources[-1].signal]
        row[[c.FROM, c.WIDTH, c.LAG]] = first.offset, first.size, _unsigned(sources[0].lag)
        row[[c.FROM_2, c.LAG_2]] = last.offset, _unsigned(sources[-1].lag)
        row[c.SHARE] = last.size // (to.size if term.kind == "peephole" else first.size)
    if term.kind == "gate" and last.size != to.size:
        raise InputError("No factor of {to} has its {size} components.", to=to.name, size=to.size)
    return row


def _check_fit(to: Signal, signal: Signal, term: Term, source: Source) -> None:
    whole = to.size % signal.size if term.kind == "gate" else to.size - signal.size
    if term.kind == "peephole":
        whole = signal.size % to.size
    if whole:
        raise InputError(
            "{name} with {size} components does not fit into {to} with {to_size}.",
            name=source.signal,
            size=signal.size,
            to=to.name,
            to_size=to.size,
        )


def _set_reach(table: np.ndarray, parameters: dict[str, Parameter], starts: list[int]) -> None:
    """Note, per operation, the range of parameters on which what it writes and what it reads depend.

    RTRL need not carry the zeros outside. A recurrent signal reaches what it will read later: repeat until
    nothing grows. Signals begin at ``starts``; several operations may write parts of one.
    """
    ends = sorted([p.offset for p in parameters.values()] + [sum(prod(p.shape) for p in parameters.values())])
    reach: dict[int, tuple[int, int]] = {}

    def hull(*ranges: tuple[int, int]) -> tuple[int, int]:
        real = [r for r in ranges if r[1] > r[0]]
        return (min(r[0] for r in real), max(r[1] for r in real)) if real else (0, 0)

    def block(offset: int) -> tuple[int, int]:
        return offset, next(end for end in ends if end > offset)

    def own(row: np.ndarray) -> tuple[int, int]:
        used = {
            c.PARAMETER: row[c.KIND] == c.PEEPHOLE or (row[c.KIND] == c.LAYER and row[c.WIDTH]),
            c.BIAS: row[c.HAS_BIAS],
            c.COLUMN: row[c.SYMBOLS],
        }
        if row[c.KIND] == c.LOOKUP:
            used = {c.PARAMETER: row[c.FUNCTION] == TABLES.index(True)}
        return hull(*(block(int(row[where])) for where, yes in used.items() if yes))

    def signal(offset: np.uint64) -> int:
        return starts[bisect_right(starts, int(offset)) - 1]

    def read(row: np.ndarray, where: int) -> tuple[int, int]:
        return reach.get(signal(row[where]), (0, 0)) if row[c.WIDTH] else (0, 0)

    before: dict[int, tuple[int, int]] | None = None
    while before != reach:
        before = dict(reach)
        for row in table:
            sources = read(row, c.FROM), read(row, c.FROM_2)
            old = reach.get(signal(row[c.TO]), (0, 0))
            reach[signal(row[c.TO])] = hull(old, own(row), *sources)
    for row in table:
        row[[c.LOW, c.HIGH]] = reach[signal(row[c.TO])]
        row[[c.LOW_1, c.HIGH_1]] = read(row, c.FROM)
        row[[c.LOW_2, c.HIGH_2]] = read(row, c.FROM_2)
