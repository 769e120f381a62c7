"""The matrix product at the heart of RTRL, instruction by instruction.

Left to itself the compiler takes half of the widest registers and keeps no block of the result in them. Here every
block stays in registers of this CPU's width while all that it is the sum of goes by. Arrays are contiguous float64.
"""

import platform
from typing import Any

from llvmlite import binding, ir
from numba import types
from numba.core import cgutils

from rnrviz.kernels.lanes import intrinsic

NUMBER, INDEX = ir.DoubleType(), ir.IntType(64)
FREE = ("reassoc", "contract")


def _shape() -> tuple[int, int]:
    """Numbers to a register, and the rows of a block of three registers each that leaves room for what is read."""
    features = binding.get_host_cpu_features()
    if features.get("avx512f"):
        return 8, 8
    if features.get("avx2") and features.get("fma"):
        return 4, 4
    return (2, 8) if platform.machine().lower() in ("arm64", "aarch64") else (2, 4)


WIDE, ROWS = _shape()
ACROSS = 3  # registers of a block, side by side
BLOCK = ACROSS * WIDE
VECTOR = ir.VectorType(NUMBER, WIDE)


def _spread(builder: Any, number: Any) -> Any:
    one = builder.insert_element(ir.Constant(VECTOR, ir.Undefined), number, INDEX(0))
    return builder.shuffle_vector(
        one, ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), WIDE), [0] * WIDE)
    )


def _place(builder: Any, data: Any, index: Any) -> Any:
    return builder.bitcast(builder.gep(data, [index]), VECTOR.as_pointer())


def _data(context: Any, builder: Any, kind: Any, value: Any) -> Any:
    return context.make_array(kind)(context, builder, value).data


@intrinsic
def product(
    typing: Any, w: Any, start: Any, stride: Any, T: Any, source: Any, to: Any, step: Any, columns: Any, width: Any,
    size: Any, keep: Any, scale: Any, first: Any
) -> Any:  # fmt: skip
    """T[to + i] = scale[first + i] (T[to + i] if keep + sum_j w[start + i stride + j] T[source + j]), rows i < size.

    Row r of the flat T begins at r ``step``, here given as ``to`` and ``source`` already; ``columns``, a multiple of
    WIDE, of each are meant. The sum has ``width`` terms.
    """
    ints = [types.uint64] * 8
    signature = types.void(w, *ints[:2], T, *ints[:6], types.boolean, scale, types.uint64)
    return signature, _product


def _product(context: Any, builder: Any, signature: Any, args: Any) -> Any:
    w, start, stride, T, source, to, step, columns, width, size, keep, scale, first = args
    w, T, scale = (_data(context, builder, signature.args[i], args[i]) for i in (0, 3, 11))
    wide = builder.urem(columns, INDEX(BLOCK))
    whole = builder.sub(columns, wide)
    bank = [[cgutils.alloca_once(builder, VECTOR) for _ in range(ACROSS)] for _ in range(ROWS)]

    def tile(rows: int, across: int, row: Any, column: Any) -> None:
        """A block that stays in registers while all that it is made of goes by."""
        ats = [builder.add(builder.add(to, column), builder.mul(builder.add(row, INDEX(r)), step)) for r in range(rows)]
        places = [[_place(builder, T, builder.add(at, INDEX(v * WIDE))) for v in range(across)] for at in ats]
        with builder.if_else(keep) as (kept, fresh):
            for branch, old in ((kept, True), (fresh, False)):
                with branch:
                    for r in range(rows):
                        for v in range(across):
                            value = builder.load(places[r][v], align=8) if old else ir.Constant(VECTOR, [0.0] * WIDE)
                            builder.store(value, bank[r][v])
        weights = [
            builder.gep(w, [builder.add(start, builder.mul(builder.add(row, INDEX(r)), stride))]) for r in range(rows)
        ]
        read = builder.add(source, column)
        with cgutils.for_range(builder, width) as loop:
            at = builder.add(read, builder.mul(loop.index, step))
            b = [builder.load(_place(builder, T, builder.add(at, INDEX(v * WIDE))), align=8) for v in range(across)]
            for r in range(rows):
                a = _spread(builder, builder.load(builder.gep(weights[r], [loop.index])))
                for v in range(across):
                    value = builder.fadd(builder.load(bank[r][v]), builder.fmul(a, b[v], flags=FREE), flags=FREE)
                    builder.store(value, bank[r][v])
        for r in range(rows):
            at = builder.add(builder.add(first, row), INDEX(r))
            factor = _spread(builder, builder.load(builder.gep(scale, [at])))
            for v in range(across):
                builder.store(builder.fmul(factor, builder.load(bank[r][v]), flags=FREE), places[r][v], align=8)

    def strip(across: int, column: Any) -> None:
        """All rows of some columns: whole blocks, then halves of what is left."""
        left = builder.urem(size, INDEX(ROWS))
        whole_rows = builder.sub(size, left)
        with cgutils.for_range_slice(builder, INDEX(0), whole_rows, INDEX(ROWS), INDEX) as (row, _):
            tile(ROWS, across, row, column)
        done, rows = whole_rows, ROWS // 2
        while rows:
            bit = builder.and_(size, INDEX(rows))
            with builder.if_then(builder.icmp_unsigned("!=", bit, INDEX(0))):
                tile(rows, across, done, column)
            done, rows = builder.add(done, bit), rows // 2

    with cgutils.for_range_slice(builder, INDEX(0), whole, INDEX(BLOCK), INDEX) as (column, _):
        strip(ACROSS, column)
    for across in range(ACROSS - 1, 0, -1):
        with builder.if_then(builder.icmp_unsigned("==", wide, INDEX(across * WIDE))):
            strip(across, whole)
    return context.get_dummy_value()
