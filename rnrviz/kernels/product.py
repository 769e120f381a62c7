"""The matrix product at the heart of RTRL, instruction by instruction.

Left to itself the compiler takes half of the widest registers and keeps no block of the result in them. Here every
block stays in registers of this CPU's width while all that it is the sum of goes by. Arrays are contiguous float64.
"""

import platform
from typing import Any, final

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


def is_held(size: int) -> bool:
    """Whether all rows of a product are computed before the first is written: then it may write what it reads."""
    return size <= ROWS and size.bit_count() == 1


@intrinsic
def product(
    typing: Any, w: Any, start: Any, stride: Any, T: Any, source: Any, to: Any, step: Any, columns: Any, width: Any,
    size: Any, keep: Any, scale: Any, first: Any
) -> Any:  # fmt: skip
    """T[to + i] = scale[first + i] (T[to + i] if keep + sum_j w[start + i stride + j] T[source + j]), rows i < size.

    Rows of the flat T are ``step`` apart; ``to`` and ``source`` are where the first ones begin. ``columns``, a
    multiple of WIDE, of each are meant. The sum has ``width`` terms.
    """
    ints = [types.uint64] * 8
    return types.void(w, *ints[:2], T, *ints[:6], types.boolean, scale, types.uint64), _product


def _product(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
    """A call of the one function that all products share."""
    given = list(arguments)
    for k, kind in enumerate(signature.args):
        if NAMES[k] in ("w", "T", "scale"):
            given[k] = context.make_array(kind)(context, builder, given[k]).data
    kind = ir.FunctionType(ir.VoidType(), [value.type for value in given])
    function = cgutils.get_or_insert_function(builder.module, kind, f"rnrviz_product_{WIDE}_{ROWS}")
    if function.is_declaration:
        function.linkage = "linkonce_odr"
        function.attributes.add("noinline")
        own = ir.IRBuilder(function.append_basic_block())
        _Writer(own, dict(zip(NAMES, function.args, strict=True))).product()
        own.ret_void()
    builder.call(function, given)
    return context.get_dummy_value()


NAMES = ["w", "start", "stride", "T", "source", "to", "step", "columns", "width", "size", "keep", "scale", "first"]


@final
class _Writer:
    """Writes the instructions; what a name stands for is known when they run."""

    def __init__(self, builder: Any, given: dict[str, Any]) -> None:
        self.builder, self.given = builder, given
        # the compiler makes registers of these
        self.sums = [[cgutils.alloca_once(builder, VECTOR) for _ in range(ACROSS)] for _ in range(ROWS)]

    def product(self) -> None:
        """Strips of whole blocks, then a narrower one."""
        columns = self.given["columns"]
        rest = self.builder.urem(columns, INDEX(BLOCK))
        whole = self.builder.sub(columns, rest)
        with cgutils.for_range_slice(self.builder, INDEX(0), whole, INDEX(BLOCK), INDEX) as (column, _):
            self.strip(ACROSS, column)
        for across in range(1, ACROSS):
            with self.builder.if_then(self.builder.icmp_unsigned("==", rest, INDEX(across * WIDE))):
                self.strip(across, whole)

    def strip(self, across: int, column: Any) -> None:
        """All rows of some columns: whole blocks, then halves of what is left."""
        builder, size = self.builder, self.given["size"]
        row = builder.sub(size, builder.urem(size, INDEX(ROWS)))
        with cgutils.for_range_slice(builder, INDEX(0), row, INDEX(ROWS), INDEX) as (at, _):
            self.block(ROWS, across, at, column)
        rows = ROWS // 2
        while rows:
            bit = builder.and_(size, INDEX(rows))
            with builder.if_then(builder.icmp_unsigned("!=", bit, INDEX(0))):
                self.block(rows, across, row, column)
            row, rows = builder.add(row, bit), rows // 2

    def block(self, rows: int, across: int, row: Any, column: Any) -> None:
        """Some rows of some columns, which stay in registers while all that they are the sum of goes by."""
        builder, given = self.builder, self.given
        numbers = [builder.add(row, INDEX(r)) for r in range(rows)]
        begins = [self.sum(given["to"], column, builder.mul(number, given["step"])) for number in numbers]
        places = [[self.place(begin, v) for v in range(across)] for begin in begins]
        self.begin(places)
        weights = [self.entry("w", given["start"], builder.mul(number, given["stride"])) for number in numbers]
        with cgutils.for_range(builder, given["width"]) as loop:
            at = self.sum(given["source"], column, builder.mul(loop.index, given["step"]))
            read = [builder.load(self.place(at, v), align=8) for v in range(across)]
            for weight, sums in zip(weights, self.sums, strict=False):
                factor = self.spread(builder.load(builder.gep(weight, [loop.index])))
                for value, total in zip(read, sums, strict=False):
                    new = builder.fmul(factor, value, flags=FREE)
                    builder.store(builder.fadd(builder.load(total), new, flags=FREE), total)
        for number, sums, line in zip(numbers, self.sums, places, strict=False):
            factor = self.spread(builder.load(self.entry("scale", given["first"], number)))
            for total, to in zip(sums, line, strict=False):
                builder.store(builder.fmul(factor, builder.load(total), flags=FREE), to, align=8)

    def begin(self, places: list[list[Any]]) -> None:
        """The sums begin with what is in their places, or with zeros."""
        builder, zeros = self.builder, ir.Constant(VECTOR, [0.0] * WIDE)
        with builder.if_else(self.given["keep"]) as branches:
            for branch, kept in zip(branches, (True, False), strict=True):
                with branch:
                    for line, sums in zip(places, self.sums, strict=False):
                        for place, total in zip(line, sums, strict=False):
                            builder.store(builder.load(place, align=8) if kept else zeros, total)

    def sum(self, a: Any, b: Any, c: Any) -> Any:
        return self.builder.add(self.builder.add(a, b), c)

    def entry(self, array: str, a: Any, b: Any) -> Any:
        return self.builder.gep(self.given[array], [self.builder.add(a, b)])

    def place(self, begin: Any, v: int) -> Any:
        return self.builder.bitcast(self.entry("T", begin, INDEX(v * WIDE)), VECTOR.as_pointer())

    def spread(self, number: Any) -> Any:
        undefined = ir.Constant(VECTOR, ir.Undefined)
        zeros = ir.Constant(ir.VectorType(ir.IntType(32), WIDE), [0] * WIDE)
        return self.builder.shuffle_vector(self.builder.insert_element(undefined, number, INDEX(0)), undefined, zeros)
