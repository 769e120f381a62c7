"""Operations without weights in place, and the wires that join them to the layers, past what stands in between."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from math import hypot, prod

from rnrviz.figures.diagram_layout import Frame, Mark, Point, Row, Wire
from rnrviz.figures.diagram_plan import Operation, Plan, Shape, Tap

RADIUS = 8.0
FIRST, DEEPER, ASIDE, SPREAD = 24.0, 26.0, 30.0, 62.0
STUB, CLEAR, ENTER = 10.0, 5.0, 13.0
FLATTEST = 4.5
Placed = tuple[tuple[Mark, ...], tuple[Wire, ...], tuple[Point, ...], tuple[tuple[float, float, float], ...]]


@dataclass(frozen=True)
class Ground:
    """What the wires must keep clear of. `blocks`: the signals of some blocks and their frame; `edges` of the rows."""

    rows: tuple[Row, ...]
    blocks: tuple[tuple[tuple[str, ...], Frame], ...]
    shapes: Mapping[str, Shape]
    edges: tuple[float, float]
    scale: float


def wiring(plan: Plan, ground: Ground) -> Placed:
    """Marks, wires, dots where wires part, and seams (x, top, bottom) inside layers that are concatenations."""
    made = _Wiring(plan, ground)
    for target in dict.fromkeys(link.target for link in plan.links):
        roots = [link.root for link in plan.links if link.target == target]
        for i, root in enumerate(roots):
            made.root(target, root, (i + 1) / (len(roots) + 1))
    made.join()
    return tuple(made.marks), tuple(made.wires), tuple(made.dots), tuple(made.seams)


@dataclass
class _Wiring:
    plan: Plan
    ground: Ground
    marks: list[Mark] = field(default_factory=list)
    wires: list[Wire] = field(default_factory=list)
    dots: list[Point] = field(default_factory=list)
    seams: list[tuple[float, float, float]] = field(default_factory=list)
    waiting: list[tuple[Tap, Point, float]] = field(default_factory=list)
    channels: dict[Tap, list[float]] = field(default_factory=dict)
    entered: set[tuple[Point, int]] = field(default_factory=set)

    def root(self, target: str, root: Operation, part: float) -> None:
        """An operation under the layer that it makes."""
        left, top, width, height = self.frame(Tap(target, 0))
        if root.sign == "concat":
            self._concat(root, (left, top, width, height))
        else:
            self._rise(root, (left + width * part, top + height))

    def _rise(self, operand: Operation | Tap, tip: Point) -> None:
        """An operand below the place at which it arrives, with an arrow."""
        s = self.ground.scale
        while isinstance(operand, Operation) and operand.sign == "+" and len(operand.operands) == 1:
            operand = operand.operands[0]
        if isinstance(operand, Tap):
            at = (tip[0], tip[1] + s * STUB)
            self.waiting.append((operand, at, 0.0))
            self.wires.append(Wire("", 0, (at, tip), True))
            return
        at = (tip[0], tip[1] + s * FIRST)
        self._place(operand, at)
        self.wires.append(Wire("", 0, (_towards(at, tip, s * RADIUS), tip), True))

    def _concat(self, root: Operation, frame: Frame) -> None:
        """Each part arrives under its own units; a seam divides them."""
        left, top, width, height = frame
        sizes = [prod(self.ground.shapes[t.signal]) if isinstance(t, Tap) else 1 for t in root.operands]
        total, before = sum(sizes), 0
        for operand, size in zip(root.operands, sizes, strict=True):
            if before:
                self.seams.append((left + width * before / total, top, top + height))
            self._rise(operand, (left + width * (before + size / 2) / total, top + height))
            before += size

    def _place(self, operation: Operation, at: Point) -> None:
        """An operation and all that it reads, below it."""
        s = self.ground.scale
        self.marks.append(Mark(operation.sign, *at, operation.activation))
        inner = sorted((o for o in operation.operands if isinstance(o, Operation)), key=self._middle)
        for tap in (o for o in operation.operands if isinstance(o, Tap)):
            self.waiting.append((tap, at, s * RADIUS))
        for operand, x in zip(inner, self._spread(operation, inner, at[0]), strict=True):
            below = (x, at[1] + s * DEEPER)
            self._place(operand, below)
            self.wires.append(Wire("", 0, (_towards(below, at, s * RADIUS), _towards(at, below, s * RADIUS))))

    def _spread(self, operation: Operation, inner: list[Operation], x: float) -> list[float]:
        s = self.ground.scale
        if len(inner) == 1:
            if len(operation.operands) == 1:
                return [x]
            return [x + s * ASIDE * (1 if self._middle(inner[0]) > x else -1)]
        return [x + s * SPREAD * (i - (len(inner) - 1) / 2) for i in range(len(inner))]

    def _middle(self, operation: Operation) -> float:
        """Where what an operation reads stands on the whole."""
        taps = [self.frame(tap) for tap in operation.taps()]
        return sum(f[0] + f[2] / 2 for f in taps) / max(1, len(taps))

    def frame(self, tap: Tap) -> Frame:
        """The frame of a signal's layer, or of the blocks of which it is a part."""
        own = self.plan.owner(tap.signal) if not tap.lag else tap.signal
        row = next((r for r in self.ground.rows if (r.layer.signal, r.layer.lag) == (own, tap.lag)), None)
        if row is not None:
            return row.frame
        frames = [frame for signals, frame in self.ground.blocks if tap.signal in signals]
        left, right = min(f[0] for f in frames), max(f[0] + f[2] for f in frames)
        return left, frames[0][1], right - left, frames[0][3]

    def join(self) -> None:
        """Wires from the layers to the marks: the straight ones first, then those that go around."""
        later = []
        for tap, at, radius in self.waiting:
            line = self._straight(tap, at, radius)
            if line is None:
                later.append((tap, at, radius))
            else:
                self.wires.append(Wire(tap.signal, tap.lag, line))
        for tap, at, radius in sorted(later, key=lambda each: -each[1][1]):
            self.wires.append(Wire(tap.signal, tap.lag, self._around(tap, at, radius)))
        self._dot()

    def _straight(self, tap: Tap, at: Point, radius: float) -> tuple[Point, ...] | None:
        left, top, width, _ = self.frame(tap)
        inset = min(width / 2, self.ground.scale * 10)
        start = (min(max(at[0], left + inset), left + width - inset), top)
        flat = abs(start[0] - at[0]) > FLATTEST * abs(start[1] - at[1])
        if top <= at[1] or flat or any(_meets(start, at, f) for f in self._obstacles(tap, at)):
            return None
        return (start, _towards(at, start, radius))

    def _around(self, tap: Tap, at: Point, radius: float) -> tuple[Point, ...]:
        """Up in a channel that is free, then to the mark from its side, or from below where that side is taken."""
        s, (left, top, width, _) = self.ground.scale, self.frame(tap)
        inset, obstacles = min(width / 2, s * 8), tuple(self._obstacles(tap, at))
        best: tuple[float, tuple[Point, ...], int, float] | None = None
        for x in self._candidates(tap):
            start, side = min(max(x, left + inset), left + width - inset), 1 if x > at[0] else -1
            rise = [(start, top)] if start == x else [(start, top), (start, top - s * STUB), (x, top - s * STUB)]
            for below in (0.0, ENTER, 1.6 * ENTER):
                line = self._line(rise, x, at, below * s, radius, side)
                if line is None or any(_meets(a, b, f) for a, b in pairwise(line) for f in obstacles):
                    continue
                known = 400 * s if x in self.channels.get(tap, ()) else 0.0
                cost = abs(x - at[0]) + abs(x - start) - known + 2 * below * s
                if best is None or cost < best[0]:
                    best = cost, line, side if not below else 0, x
        if best is None:
            start = min(max(at[0], left + inset), left + width - inset)
            return ((start, top), _towards(at, (start, top), radius))
        self.channels.setdefault(tap, []).append(best[3])
        self.entered.add((at, best[2]))
        return best[1]

    def _line(
        self, rise: list[Point], x: float, at: Point, below: float, radius: float, side: int
    ) -> tuple[Point, ...] | None:
        """Up a channel and into a mark: from its side, unless another wire comes there, or from below."""
        if below:
            return (*rise, (x, at[1] + below), (at[0], at[1] + below), (at[0], at[1] + radius))
        if (at, side) in self.entered:
            return None
        return (*rise, (x, at[1]), (at[0] + side * radius, at[1]))

    def _candidates(self, tap: Tap) -> Iterator[float]:
        """Channels: beside frames, and at both edges; not where another signal's wire runs."""
        s, (left, right) = self.ground.scale, self.ground.edges
        found = [left - s * 8] + [right + s * (8 + 13 * k) for k in range(1 + len({t for t, _, _ in self.waiting}))]
        for f in self._frames():
            found += [f[0] - s * 10, f[0] + f[2] + s * 10, f[0] + f[2] + s * 21]
        others = [x for other, xs in self.channels.items() if other != tap for x in xs]
        for x in self.channels.get(tap, []) + sorted(found):
            if x > s * 4 and all(abs(x - other) >= s * 8 for other in others):
                yield x

    def _frames(self) -> list[Frame]:
        return [r.whole for r in self.ground.rows] + [f for _, f in self.ground.blocks]

    def _obstacles(self, tap: Tap, at: Point) -> Iterator[Frame]:
        """Frames and marks, but not those that a wire joins, with a little room around them."""
        s, own = self.ground.scale, self.frame(tap)
        for left, top, width, height in self._frames():
            if not (
                top <= own[1] + 1 and own[1] + 1 < top + height and left <= own[0] + own[2] and own[0] <= left + width
            ):
                yield left - s * CLEAR, top - s * 2, width + 2 * s * CLEAR, height + s * 4
        r = s * (RADIUS + 2)
        for mark in self.marks:
            if hypot(mark.x - at[0], mark.y - at[1]) > 1:
                yield mark.x - r, mark.y - r, 2 * r, 2 * r

    def _dot(self) -> None:
        """Where a channel's wire goes on after a branch."""
        for tap, xs in self.channels.items():
            for x in set(xs):
                own = [w for w in self.wires if (w.signal, w.lag) == (tap.signal, tap.lag)]
                ends = sorted(
                    {min(p[1] for p in w.points if p[0] == x) for w in own if any(p[0] == x for p in w.points)}
                )
                self.dots += [(x, y) for y in ends[1:]]


def _towards(start: Point, end: Point, distance: float) -> Point:
    length = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    return start[0] + (end[0] - start[0]) * distance / length, start[1] + (end[1] - start[1]) * distance / length


def _meets(a: Point, b: Point, frame: Frame) -> bool:
    """Whether a line crosses a rectangle (Liang and Barsky)."""
    left, top, width, height = frame
    low, high = 0.0, 1.0
    for start, way, least, most in ((a[0], b[0] - a[0], left, left + width), (a[1], b[1] - a[1], top, top + height)):
        if abs(way) < 1e-9:
            if not least < start < most:
                return False
            continue
        one, other = (least - start) / way, (most - start) / way
        low, high = max(low, min(one, other)), min(high, max(one, other))
    return low < high
