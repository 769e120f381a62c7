"""The rows of a panel of tangents: which component of which signal is where."""

from collections.abc import Iterator
from itertools import groupby

import numpy as np

from rnrviz.kernels import panels
from rnrviz.kernels import table as c


def reads(row: np.ndarray) -> Iterator[tuple[slice, int, int]]:
    """What an operation depends on: where it is in a row of the record, its lag, the column that says so."""
    kind, size, share, width = (int(row[i]) for i in (c.KIND, c.SIZE, c.SHARE, c.WIDTH))
    first = {c.LAYER: width, c.GATE: width, c.PEEPHOLE: size * share}.get(kind, size)
    for where, lag, low, count in ((c.FROM, c.LAG, c.LOW_1, first), (c.FROM_2, c.LAG_2, c.LOW_2, width * share)):
        if row[low] < row[low + 1] and count and (where == c.FROM or kind == c.GATE):
            yield slice(int(row[where]), int(row[where]) + count), int(row[lag]), where


def target(row: np.ndarray) -> slice:
    """Where it writes."""
    return slice(int(row[c.TO]), int(row[c.TO]) + int(row[c.SIZE]))


class Rows:
    """Where everything carried is, and the operations as they work there.

    First come the planes of the signals that are read later, then the rows that serve for one instant. An activation
    takes the place of its net input where nothing else looks at that. All arrays are by component of a row of the
    record: ``row`` in the panel, ``ring`` whether that is in a plane, ``scaled`` whether a layer applies the slope.
    """

    def __init__(self, carried: list[np.ndarray], lagged: np.ndarray, seeded: np.ndarray, planes: int) -> None:
        self.carried, self.seeded, self.planes, self.width = carried, seeded, planes, len(lagged)
        self.every = np.arange(self.width)
        self.writer = np.full(self.width, -1)  # the last operation that writes a component
        for k, row in enumerate(carried):
            self.writer[target(row)] = k
        net, function = self._pairs(lagged)
        self.ring = lagged.copy()
        self.ring[net] = lagged[function]
        own = self.writer >= 0
        for where in (where for row in carried for where, *_ in reads(row)):
            own[where] = True  # zeros for the part of a concat that no parameter reaches
        own[function] = False
        self.kept = int((own & self.ring).sum())
        self.count = self.kept * planes + int((own & ~self.ring).sum())
        self.row = np.zeros(self.width, int)
        self.row[own & self.ring] = np.arange(self.kept)
        self.row[own & ~self.ring] = np.arange(self.kept * planes, self.count)
        self.row[function] = self.row[net]
        by_layer = np.array([carried[k][c.KIND] == c.LAYER for k in self.writer[net]], bool)
        self.scaled = np.zeros(self.width, bool)
        self.scaled[net[by_layer]] = self.scaled[function[by_layer]] = True

    def _pairs(self, lagged: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The components of net inputs and of the activations that take their places; these give them to no other."""
        readers = np.zeros(self.width, int)
        for where in (where for row in self.carried for where, *_ in reads(row)):
            readers[where] += 1
        alone = (readers == 1) & (self.writer >= 0) & ~self.seeded & ~lagged
        pairs = [np.zeros((2, 0), int)]
        for row in self.carried:
            if row[c.KIND] == c.ACTIVATION and row[c.FUNCTION] != c.SOFTMAX:
                source = self.every[int(row[c.FROM]) :][: int(row[c.SIZE])]
                pairs.append(np.array([source, self.every[target(row)]])[:, alone[source]])
                alone[pairs[-1][1]] = False
        net, function = np.hstack(pairs)
        return net, function

    def parts(self) -> list[np.ndarray]:
        """The operations with their rows, cut where these do not follow one another; what gives slopes comes first."""
        fresh = np.ones(self.width, bool)
        done: list[np.ndarray] = []
        for k, row in enumerate(self.carried):
            where = self.every[target(row)]
            source = where - where[0] + int(row[c.FROM])
            single = row[c.KIND] in (c.ACTIVATION, c.SUM)  # reads component i for component i
            follows = self.row[where] - where - self.width * self.ring[where]
            reads_on = self.row[source] - source if single else follows
            scaled = self.scaled[where] & ((self.writer[where] == k) | bool(single))
            keys = list(zip(follows, reads_on, fresh[where], scaled, strict=True))
            for _, group in groupby(range(len(where)), keys.__getitem__):
                these = list(group)
                done.append(self._part(row, these[0], len(these), bool(fresh[where[these[0]]]), bool(scaled[these[0]])))
            fresh[where] = False
        return sorted(done, key=lambda row: row[c.KIND] != panels.SLOPE)

    def _part(self, row: np.ndarray, start: int, size: int, fresh: bool, scaled: bool) -> np.ndarray:
        """The operation for its components start..start + size - 1."""
        part = np.zeros(panels.COLUMNS, np.uint64)
        part[: c.COLUMNS] = row
        part[[c.SIZE, c.FIRST]] = size, fresh
        part[c.TO] += start
        steps = {c.PARAMETER: row[c.WIDTH], c.BIAS: row[c.HAS_BIAS], c.COLUMN: row[c.SYMBOLS]}
        for column, step in steps.items() if row[c.KIND] == c.LAYER else {c.FROM: 1}.items():
            part[column] += start * int(step)
        to = int(part[c.TO])
        part[[panels.ROW, panels.RING, panels.SCALE]] = self.row[to], self.ring[to], to if scaled else self.width
        for where, place in ((c.FROM, panels.ROW_1), (c.FROM_2, panels.ROW_2)):
            part[[place, place + 1]] = self.row[int(part[where])], self.ring[int(part[where])]
        if row[c.KIND] == c.ACTIVATION and scaled:
            part[[c.KIND, c.LOW, c.HIGH]] = panels.SLOPE, 0, 2**62
        return part

    def seeds(self) -> list[tuple[int, ...]]:
        """Where errors enter: offset in a row of the record, size, row, whether in a plane, parameters."""
        found: list[tuple[int, ...]] = []
        for row in self.carried:
            where = self.every[target(row)]
            where = where[self.seeded[where] & (self.writer[where] >= 0)]
            for _, group in groupby(where, lambda i: (self.row[i] - i, self.ring[i], self.seeded[i])):
                these = list(group)
                low, high = int(row[c.LOW]), int(row[c.HIGH])
                found.append((these[0], len(these), self.row[these[0]], self.ring[these[0]], low, high))
        return list(dict.fromkeys(found))
