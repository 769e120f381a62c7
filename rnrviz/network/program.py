"""Equations -> a program: signals and parameters with their offsets, and the table of operations."""

from dataclasses import dataclass
from math import prod

import numpy as np

from rnrviz.kernels import operations as o
from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.equations import Config, Equation, Source, Term
from rnrviz.network.problems import InputError

Shape = tuple[int, ...]

LARGEST = 100_000_000


@dataclass(frozen=True)
class Signal:
    """``offset`` into a row of the record. ``role``: input, net, state, gate, carousel, cell, output, hidden."""

    name: str
    offset: int
    shape: Shape
    role: str

    @property
    def size(self) -> int:
        return prod(self.shape)

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + self.size)


@dataclass(frozen=True)
class Parameter:
    """``offset`` into the flat vector of parameters."""

    name: str
    offset: int
    shape: Shape

    @property
    def slice(self) -> slice:
        return slice(self.offset, self.offset + prod(self.shape))


@dataclass(frozen=True, eq=False)
class Program:
    """What the kernels run. ``lags``: how many instants back it reads (rows of zeros before the first token)."""

    signals: dict[str, Signal]
    parameters: dict[str, Parameter]
    operations: np.ndarray
    lags: int

    @property
    def width(self) -> int:
        """Floats per instant of the record."""
        return sum(signal.size for signal in self.signals.values())

    @property
    def size(self) -> int:
        """The number of parameters."""
        return sum(prod(parameter.shape) for parameter in self.parameters.values())


def build(equations: tuple[Equation, ...], config: Config, symbols: int, embedding: bool) -> Program:
    """The program of a network with ``symbols`` symbols, whose input is one-hot or an embedding.

    Raises InputError when a size cannot be found or the sizes do not fit together.
    """
    shapes = _signal_shapes(equations, config)
    parameters = _parameters(equations, shapes, symbols if embedding else 0)
    _check_size(shapes, parameters)
    roles = roles_of(equations)
    signals, offset = {}, 0
    for name, shape in shapes.items():
        signals[name] = Signal(name, offset, shape, roles[name])
        offset += prod(shape)
    rows = [_lookup(signals["u"], parameters.get("embedding"))]
    for equation in equations:
        rows += _operations(signals[equation.target], equation.terms, signals, parameters, config, embedding)
    table = np.array(rows, np.uint64)
    _set_reach(table, parameters)
    lags = max([1, *(source.lag for e in equations for term in e.terms for source in term.sources)])
    return Program(signals, parameters, table, lags)


def _check_size(shapes: dict[str, Shape], parameters: dict[str, Parameter]) -> None:
    size = sum(prod(shape) for shape in (*shapes.values(), *(p.shape for p in parameters.values())))
    if size > LARGEST:
        raise InputError(
            "A network of these sizes has {size:.2g} parameters and units; at most {most} are allowed.",
            size=float(size),
            most=LARGEST,
        )


def roles_of(equations: tuple[Equation, ...]) -> dict[str, str]:
    """The role of every signal, read off how the equations use it."""
    by_name = {equation.target: equation for equation in equations}
    squashed = {t.sources[0].signal for e in equations for t in e.terms if t.activation}
    factors = {s.signal for e in equations for t in e.terms if t.kind == "gate" for s in t.sources}

    def role(equation: Equation) -> str:
        kinds = {term.kind for term in equation.terms}
        reads = {(s.signal, s.lag) for t in equation.terms if t.kind in ("sum", "gate") for s in t.sources}
        if equation.hidden:
            return "hidden"
        if equation.target == "y":
            return "output"
        if "product" in kinds and equation.target in squashed:
            return "net"
        if any(signal == equation.target and lag for signal, lag in reads):
            return "carousel"
        if kinds == {"activation"} and equation.target in factors:
            return "gate"
        return "cell" if "gate" in kinds else "state"

    return {"u": "input"} | {name: role(equation) for name, equation in by_name.items()}


def _number(size: str | int, config: Config) -> int:
    value = config.get(size, 0) if isinstance(size, str) else size
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError("The size {size} must be a whole number above 0; it is {value}.", size=size, value=value)
    return value


def _signal_shapes(equations: tuple[Equation, ...], config: Config) -> dict[str, Shape]:
    shapes: dict[str, Shape] = {"u": (_number("n_U", config),)}
    waiting = list(equations)
    while waiting:
        left = [equation for equation in waiting if not _settle(equation, shapes, config)]
        if len(left) == len(waiting):
            name = next((e.target for e in left if not e.hidden), left[0].target)
            raise InputError("The size of {name} is not known: write “{name}: size = …”.", name=name)
        waiting = left
    return {"u": shapes["u"]} | {equation.target: shapes[equation.target] for equation in equations}


def _settle(equation: Equation, shapes: dict[str, Shape], config: Config) -> bool:
    """Find the shape of an equation's signal, if it is stated or follows from known ones."""
    if equation.size is not None:
        shapes[equation.target] = tuple(_number(size, config) for size in equation.size)
        return True
    if any(term.kind in ("product", "bias") for term in equation.terms) and not equation.hidden:
        if f"n_{equation.target}" in config:
            shapes[equation.target] = (_number(f"n_{equation.target}", config),)
            return True
        return False
    known = [shapes[s.signal] for t in equation.terms for s in t.sources if s.signal in shapes]
    if not known or (equation.hidden and len(known) < len(equation.terms[0].sources)):
        return False
    if any(s.signal not in shapes and s.signal != equation.target for t in equation.terms for s in t.sources):
        return False
    shapes[equation.target] = max(known, key=lambda shape: (prod(shape), len(shape)))
    return True


def _parameters(equations: tuple[Equation, ...], shapes: dict[str, Shape], table: int) -> dict[str, Parameter]:
    wanted: dict[str, Shape] = {"embedding": (table, *shapes["u"])} if table else {}
    for equation in equations:
        to = prod(shapes[equation.target])
        for term in (term for term in equation.terms if term.parameter):
            if term.kind == "product":
                shape: Shape = (to, prod(shapes[term.sources[0].signal]))
            elif term.kind == "peephole":
                shape = shapes[term.sources[0].signal]
            else:
                shape = (to,)
            if wanted.setdefault(str(term.parameter), shape) != shape:
                raise InputError("{name} is used with two different sizes.", name=term.parameter)
    parameters, offset = {}, 0
    for name, shape in wanted.items():
        parameters[name] = Parameter(name, offset, shape)
        offset += prod(shape)
    return parameters


def _lookup(u: Signal, table: Parameter | None) -> np.ndarray:
    row = np.zeros(o.COLUMNS, np.uint64)
    row[[o.KIND, o.TO, o.SIZE, o.FIRST]] = o.LOOKUP, u.offset, u.size, 1
    row[[o.PARAMETER, o.FUNCTION]] = (table.offset, 1) if table else (0, 0)
    return row


KINDS = {"activation": o.ACTIVATION, "gate": o.GATE, "sum": o.SUM, "peephole": o.PEEPHOLE}


def _operations(
    to: Signal,
    terms: tuple[Term, ...],
    signals: dict[str, Signal],
    parameters: dict[str, Parameter],
    config: Config,
    embedding: bool,
) -> list[np.ndarray]:
    """The rows of one equation; its matrix product, one-hot column and bias share one, a layer."""
    rows: list[np.ndarray] = []
    for term in terms:
        if term.kind in ("product", "bias"):
            one_hot = term.kind == "product" and term.sources[0].signal == "u" and not embedding
            used = o.SYMBOLS if one_hot else o.WIDTH if term.kind == "product" else o.HAS_BIAS
            row = next((row for row in rows if row[o.KIND] == o.LAYER and not row[used]), None)
            if row is None:
                row = np.zeros(o.COLUMNS, np.uint64)
                row[[o.KIND, o.TO, o.SIZE]] = o.LAYER, to.offset, to.size
                rows.append(row)
            offset = parameters[str(term.parameter)].offset
            if term.kind == "bias":
                row[[o.BIAS, o.HAS_BIAS]] = offset, 1
            else:
                source, lag = signals[term.sources[0].signal], term.sources[0].lag
                if one_hot:
                    row[[o.COLUMN, o.SYMBOLS, o.COLUMN_LAG]] = offset, source.size, lag
                else:
                    row[[o.PARAMETER, o.FROM, o.WIDTH, o.LAG]] = offset, source.offset, source.size, lag
        else:
            rows.append(_operation(to, term, signals, parameters, config))
    rows[0][o.FIRST] = 1
    return rows


def _operation(
    to: Signal,
    term: Term,
    signals: dict[str, Signal],
    parameters: dict[str, Parameter],
    config: Config,
) -> np.ndarray:
    row = np.zeros(o.COLUMNS, np.uint64)
    row[[o.KIND, o.TO, o.SIZE]] = KINDS[term.kind], to.offset, to.size
    if term.parameter:
        row[o.PARAMETER] = parameters[term.parameter].offset
    if term.activation:
        row[o.FUNCTION] = ACTIVATIONS.index(str(config.get(term.activation, term.activation)))
    for source in term.sources:
        _check_fit(to, signals[source.signal], term, source)
    sources = sorted(term.sources, key=lambda source: signals[source.signal].size)  # the gate before its cells
    if sources:
        first, last = signals[sources[0].signal], signals[sources[-1].signal]
        row[[o.FROM, o.WIDTH, o.LAG]] = first.offset, first.size, sources[0].lag
        row[[o.FROM_2, o.LAG_2]] = last.offset, sources[-1].lag
        row[o.SHARE] = last.size // (to.size if term.kind == "peephole" else first.size)
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


def _set_reach(table: np.ndarray, parameters: dict[str, Parameter]) -> None:
    """Note, per operation, the range of parameters on which what it writes and what it reads depend.

    RTRL need not carry the zeros outside. A recurrent signal reaches what it will read later: repeat until
    nothing grows.
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
            o.PARAMETER: row[o.KIND] == o.PEEPHOLE or (row[o.KIND] == o.LAYER and row[o.WIDTH]),
            o.BIAS: row[o.HAS_BIAS],
            o.COLUMN: row[o.SYMBOLS],
        }
        if row[o.KIND] == o.LOOKUP:
            used = {o.PARAMETER: row[o.FUNCTION]}
        return hull(*(block(int(row[where])) for where, yes in used.items() if yes))

    def read(row: np.ndarray, where: int) -> tuple[int, int]:
        return reach.get(int(row[where]), (0, 0)) if row[o.WIDTH] else (0, 0)

    before: dict[int, tuple[int, int]] | None = None
    while before != reach:
        before = dict(reach)
        for row in table:
            sources = read(row, o.FROM), read(row, o.FROM_2)
            old = reach.get(int(row[o.TO]), (0, 0))
            reach[int(row[o.TO])] = hull(old, own(row), *sources)
    for row in table:
        row[[o.LOW, o.HIGH]] = reach[int(row[o.TO])]
        row[[o.LOW_1, o.HIGH_1]] = read(row, o.FROM)
        row[[o.LOW_2, o.HIGH_2]] = read(row, o.FROM_2)
