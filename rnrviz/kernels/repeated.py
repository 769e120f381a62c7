"""Forward and BPTT, or RTRL, over a string again and again, in arrays made once: the call costs next to nothing.

Numba takes about 50 ns for every array that it is given, as much as an instant of a small network. So the kernel takes
one: a list of addresses and sizes.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any, final

import numpy as np
from numba.core import types
from numba.np.arrayobj import populate_array

from rnrviz.kernels import cached, passes, sweeps, tangents
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import intrinsic
from rnrviz.kernels.memory import put_number


def _array_of(number: Any, dimensions: int, readonly: bool = False) -> Any:
    """``at(call, k)``: the array whose address and sizes stand in ``call`` from the entry k on."""
    kind = types.Array(number, dimensions, "C", readonly=readonly)

    @intrinsic
    def at(typing, call, k):
        def build(context, builder, signature, arguments):
            listed = context.make_array(signature.args[0])(context, builder, arguments[0]).data
            entries = [
                builder.load(builder.gep(listed, [builder.add(arguments[1], context.get_constant(types.intp, n))]))
                for n in range(1 + dimensions)
            ]
            array = context.make_array(kind)(context, builder)
            eight, shape = context.get_constant(types.intp, 8), entries[1:]
            strides = [eight] if dimensions == 1 else [builder.mul(eight, shape[1]), eight]
            data = builder.inttoptr(entries[0], array.data.type)
            populate_array(array, data=data, shape=shape, strides=strides, itemsize=eight, meminfo=None)
            return array._getvalue()

        return kind(call, types.intp), build

    return at


_table, _tables = _array_of(types.uint64, 1), _array_of(types.uint64, 2)
_vector, _matrix = _array_of(types.float64, 1), _array_of(types.float64, 2)
_weights, _tokens = _array_of(types.float64, 1, readonly=True), _array_of(types.int64, 1)


@cached(fastmath=c.FLAGS, _nrt=False)
def _run(call):
    """There and back once; see `Repeated` for the order of what is in ``call``."""
    ops, stages, w, error = _tables(call, 0), _tables(call, 3), _weights(call, 6), _table(call, 8)
    tokens, D, counts = _tokens(call, 10), _matrix(call, 12), _vector(call, 15)
    S, A, E, gradient, room = (
        _matrix(call, 17),
        _matrix(call, 20),
        _vector(call, 23),
        _vector(call, 25),
        _vector(call, 27),
    )
    start, leads, length = np.int64(call[29]), np.int64(call[30]), np.int64(call[31])
    passes.there_and_back(ops, stages, w, S, A, tokens, D, counts, error, E, gradient, room, start, leads, length)


@cached(fastmath=c.FLAGS, _nrt=False)
def _run_rtrl(call):
    """Forward and RTRL once; see `RepeatedRTRL` for the order of what is in ``call``."""
    ops, forth, ahead, E = _tables(call, 0), _tables(call, 3), _vector(call, 6), _vector(call, 8)
    local, stages, carried, folds, seeds = (
        _tables(call, 10),
        _tables(call, 13),
        _tables(call, 16),
        _table(call, 19),
        _tables(call, 21),
    )
    plan, w, back, S, A = _table(call, 24), _weights(call, 26), _vector(call, 28), _matrix(call, 30), _matrix(call, 33)
    T, kept, scale, C, tokens = (
        _vector(call, 36),
        _vector(call, 38),
        _vector(call, 40),
        _vector(call, 42),
        _tokens(call, 44),
    )
    D, counts, error, gradient = _matrix(call, 46), _vector(call, 49), _table(call, 51), _matrix(call, 53)
    start, first, last, panels = np.int64(call[56]), np.int64(call[57]), np.int64(call[58]), np.int64(call[59])
    passes.pack_ahead(ops, w, ahead)
    passes.pack_back(ops, w, back)
    passes.ahead(ops, forth, w, ahead, S, tokens, D, counts, error, E, start, first, last)
    for i in range(np.uint64(gradient.size)):
        put_number(gradient, i, 0.0)
    tangents.tangent(
        local, stages, carried, folds, seeds, plan, w, back, S, A, T, kept, scale, C, tokens, D, counts, error,
        gradient, start, first, last, first, panels,
    )  # fmt: skip


def _prepared(run: Any, arrays: Iterable[tuple[np.ndarray, type]], numbers: Iterable[int]) -> partial[None]:
    """The kernel with its list: address and sizes of every array, made contiguous and of its kind, then the numbers."""
    given: tuple[np.ndarray, ...] = tuple(np.ascontiguousarray(array, kind) for array, kind in arrays)
    entries = [number for array in given for number in (array.ctypes.data, *array.shape)]
    call = partial(run, np.array([*entries, *numbers], np.uint64))
    vars(call)["kept"] = given  # the list has their addresses only
    return call


@final
class RepeatedRTRL:
    """``run()`` computes ``E`` (L,) and the gradient of their sum, or of each, by RTRL.

    ``ops`` and ``stages`` are those of the pass forward, ``arguments`` those of `rnrviz.kernels.tangents.tangent`
    before the instants. What the weights hold at the time of ``run`` counts.
    """

    def __init__(
        self,
        ops: np.ndarray,
        stages: np.ndarray,
        weights: sweeps.Weights,
        arguments: tuple[Any, ...],
        length: int,
        panels: int,
    ) -> None:
        self.E = np.empty(length)
        *tables, start = arguments
        kinds = [*[np.uint64] * 2, *[np.float64] * 2, *[np.uint64] * 6, *[np.float64] * 8]
        kinds += [np.int64, *[np.float64] * 2, np.uint64, np.float64]
        arrays = zip((ops, stages, weights.ahead, self.E, *tables), kinds, strict=True)
        self.run = _prepared(_run_rtrl, arrays, (start, 0, length, panels))


@final
class Repeated:
    """``run()`` computes ``E`` (L,), ``gradient`` (P,) of their sum, ``record`` and ``adjoints`` (rows, width).

    The arguments as in `rnrviz.kernels.passes`; ``start`` and ``leads`` are the rows of zeros before the string and
    after it, ``width`` the numbers in a row. What ``w`` holds at the time of ``run`` counts.
    """

    def __init__(
        self,
        tables: tuple[np.ndarray, np.ndarray, np.ndarray],
        w: np.ndarray,
        data: tuple[np.ndarray, np.ndarray, np.ndarray],
        rows: tuple[int, int, int],
    ) -> None:
        """``tables``: ops, stages, error; ``data``: tokens, D, counts; ``rows``: start, leads, width."""
        ops, stages, error = tables
        tokens, D, counts = data
        start, leads, width = rows
        self.record = np.zeros((start + len(tokens) + leads, width))
        self.adjoints, self.E = np.zeros_like(self.record), np.empty(len(tokens))
        self.gradient = np.zeros(w.size)
        room = sweeps.space(int(ops[0, c.ROOM]))
        kinds = (np.uint64, np.uint64, np.float64, np.uint64, np.int64, *[np.float64] * 7)
        given = (ops, stages, w, error, tokens, D, counts, self.record, self.adjoints, self.E, self.gradient, room)
        self.run = _prepared(_run, zip(given, kinds, strict=True), (start, leads, len(tokens)))
