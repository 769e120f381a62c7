"""Forward and BPTT over a string again and again, in arrays made once: the call itself costs next to nothing.

Numba takes about 50 ns for every array that it is given, as much as an instant of a small network. So the kernel takes
one: a list of addresses and sizes.
"""

from functools import partial
from typing import Any, final

import numpy as np
from numba.core import types
from numba.np.arrayobj import populate_array

from rnrviz.kernels import cached, passes, sweeps
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import intrinsic


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
        arrays = tuple(np.ascontiguousarray(array, kind) for array, kind in zip(given, kinds, strict=True))
        entries = [number for array in arrays for number in (array.ctypes.data, *array.shape)]
        self.run = partial(_run, np.array([*entries, start, leads, len(tokens)], np.uint64))
        vars(self.run)["kept"] = arrays  # it knows their addresses only, and may outlive this object
