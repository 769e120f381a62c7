"""Eight numbers as one value: what a CPU computes at a time, written out where the compiler would not find it.

``Lanes`` are eight float64, ``Mask`` eight truths. LLVM makes of them what the CPU has: one register, two, four or
eight. Arithmetic between lanes, or lanes and a number, is that of every lane. ``choose``, ``absolute``, ``with_sign``
and ``power`` also take single numbers, so that a function written with them serves both.
"""

import operator
from typing import Any

from llvmlite import ir
from numba.core import cgutils, extending, types
from numba.core.extending import lower_builtin, models, register_model
from numba.core.typing.templates import ConcreteTemplate, infer_global, signature

intrinsic: Any = extending.intrinsic  # what it makes has other arguments than what it is given

COUNT = 8
NUMBER, BITS, TRUTH = ir.DoubleType(), ir.IntType(64), ir.IntType(1)
VECTOR, BIT_VECTOR, TRUTHS = (ir.VectorType(kind, COUNT) for kind in (NUMBER, BITS, TRUTH))


class Lanes(types.Type):
    """The type of eight float64."""


class Mask(types.Type):
    """The type of eight truths."""


lanes, mask = Lanes("Lanes"), Mask("Mask")


@register_model(Lanes)
class LanesModel(models.PrimitiveModel):
    """Lanes are an LLVM vector."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, VECTOR)


@register_model(Mask)
class MaskModel(models.PrimitiveModel):
    """A mask is an LLVM vector."""

    def __init__(self, manager: Any, kind: Any) -> None:
        super().__init__(manager, kind, TRUTHS)


def splat(builder: Any, value: Any, vector: Any = VECTOR) -> Any:
    """A vector with the value in every lane."""
    one = builder.insert_element(ir.Constant(vector, ir.Undefined), value, ir.Constant(ir.IntType(32), 0))
    zeros = ir.Constant(ir.VectorType(ir.IntType(32), COUNT), [0] * COUNT)
    return builder.shuffle_vector(one, ir.Constant(vector, ir.Undefined), zeros)


def _wide(builder: Any, value: Any) -> Any:
    return value if value.type == VECTOR else splat(builder, value)


def _declare(function: Any, result: Any, build: Any) -> None:
    """Let an operator take two lanes, or lanes and a number."""
    pairs = [(lanes, lanes), (lanes, types.float64), (types.float64, lanes)]
    infer_global(function)(type("Template", (ConcreteTemplate,), {"cases": [signature(result, *p) for p in pairs]}))

    def lower(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return build(builder, *(_wide(builder, value) for value in arguments))

    for pair in pairs:
        lower_builtin(function, *pair)(lower)


_declare(operator.add, lanes, lambda builder, a, b: builder.fadd(a, b))
_declare(operator.iadd, lanes, lambda builder, a, b: builder.fadd(a, b))
_declare(operator.sub, lanes, lambda builder, a, b: builder.fsub(a, b))
_declare(operator.mul, lanes, lambda builder, a, b: builder.fmul(a, b))
_declare(operator.truediv, lanes, lambda builder, a, b: builder.fdiv(a, b))
_declare(operator.lt, mask, lambda builder, a, b: builder.fcmp_ordered("<", a, b))
_declare(operator.gt, mask, lambda builder, a, b: builder.fcmp_ordered(">", a, b))
_declare(operator.ne, mask, lambda builder, a, b: builder.fcmp_unordered("!=", a, b))


@intrinsic
def first(typing, many):
    """True in the first ``many`` lanes."""

    def build(context, builder, signature, arguments):
        order = ir.Constant(BIT_VECTOR, list(range(COUNT)))
        return builder.icmp_unsigned("<", order, splat(builder, arguments[0], BIT_VECTOR))

    return mask(types.uint64), build


@intrinsic
def bits(typing, truths):
    """A mask as a number, the first lane in its lowest bit."""

    def build(context, builder, signature, arguments):
        return builder.zext(builder.bitcast(arguments[0], ir.IntType(COUNT)), BITS)

    return types.uint64(mask), build


@intrinsic
def lowest(typing, number):
    """Which is the lowest bit that is set."""

    def build(context, builder, signature, arguments):
        return builder.cttz(arguments[0], ir.Constant(TRUTH, 0))

    return types.uint64(types.uint64), build


@intrinsic
def spread(typing, value):
    """A number in every lane."""
    return lanes(types.float64), lambda context, builder, signature, arguments: splat(builder, arguments[0])


def _fold(builder: Any, value: Any, join: Any) -> Any:
    """The eight lanes joined in pairs, the pairs in pairs."""
    for half in (4, 2, 1):
        order = [*range(half, 2 * half), *range(2 * half, COUNT), *range(half)]
        other = builder.shuffle_vector(
            value, ir.Constant(VECTOR, ir.Undefined), ir.Constant(ir.VectorType(ir.IntType(32), COUNT), order)
        )
        value = join(value, other)
    return builder.extract_element(value, ir.Constant(ir.IntType(32), 0))


@intrinsic
def total(typing, value):
    """The sum of the lanes."""

    def build(context, builder, signature, arguments):
        return _fold(builder, arguments[0], builder.fadd)

    return types.float64(lanes), build


@intrinsic
def largest(typing, value):
    """The largest lane; which one is not said if some are NaN."""

    def build(context, builder, signature, arguments):
        return _fold(builder, arguments[0], lambda a, b: builder.select(builder.fcmp_ordered(">", a, b), a, b))

    return types.float64(lanes), build


def _reordered(order: list[int]) -> Any:
    """An intrinsic that puts lanes in another order."""

    @intrinsic
    def build(typing, value):
        def lower(context, builder, signature, arguments):
            places = ir.Constant(ir.VectorType(ir.IntType(32), COUNT), order)
            return builder.shuffle_vector(arguments[0], ir.Constant(VECTOR, ir.Undefined), places)

        return lanes(lanes), lower

    return build


twice = _reordered([0, 0, 1, 1, 2, 2, 3, 3])  # the first four lanes, each twice
lane_0, lane_1, lane_2, lane_3, lane_4, lane_5, lane_6, lane_7 = (_reordered([n] * COUNT) for n in range(COUNT))
evens, odds = _reordered([0, 2, 4, 6] * 2), _reordered([1, 3, 5, 7] * 2)  # every other lane


def _joined(order: list[int]) -> Any:
    """An intrinsic that takes lanes of two values, those of the second counted from 8 on."""

    @intrinsic
    def build(typing, value, other):
        def lower(context, builder, signature, arguments):
            places = ir.Constant(ir.VectorType(ir.IntType(32), COUNT), order)
            return builder.shuffle_vector(*arguments, places)

        return lanes(lanes, lanes), lower

    return build


# the three steps in which eight values of eight lanes are transposed: single lanes, pairs, and halves change places
lows, highs = _joined([0, 8, 2, 10, 4, 12, 6, 14]), _joined([1, 9, 3, 11, 5, 13, 7, 15])
pairs, other_pairs = _joined([0, 1, 8, 9, 4, 5, 12, 13]), _joined([2, 3, 10, 11, 6, 7, 14, 15])
halves, other_halves = _joined([0, 1, 2, 3, 8, 9, 10, 11]), _joined([4, 5, 6, 7, 12, 13, 14, 15])


@intrinsic
def choose(typing, condition, yes, no):
    """``yes`` where the condition holds, ``no`` elsewhere; of lanes or of numbers."""
    kind = lanes if condition == mask else types.float64

    def build(context, builder, signature, arguments):
        several = kind == lanes
        yes, no = (_wide(builder, value) if several else value for value in arguments[1:])
        return builder.select(arguments[0], yes, no)

    others = [given if given == lanes else types.float64 for given in (yes, no)]
    return kind(condition if condition == mask else types.boolean, *others), build


def _call(builder: Any, name: str, *arguments: Any) -> Any:
    kind = arguments[0].type
    suffix = "v8f64" if kind == VECTOR else "f64"
    function = cgutils.get_or_insert_function(
        builder.module, ir.FunctionType(kind, [kind] * len(arguments)), f"llvm.{name}.{suffix}"
    )
    return builder.call(function, arguments)


@intrinsic
def absolute(typing, value):
    """|value|, of lanes or a number."""
    return value(value), lambda context, builder, signature, arguments: _call(builder, "fabs", *arguments)


@intrinsic
def with_sign(typing, value, sign):
    """The value with the sign of the other, of lanes or numbers."""
    return value(value, value), lambda context, builder, signature, arguments: _call(builder, "copysign", *arguments)


@intrinsic
def power(typing, shifted, offset):
    """2^k, as a number, from lanes or a number that have k + offset in their lowest bits."""

    def build(context, builder, signature, arguments):
        kind = arguments[0].type
        whole = BIT_VECTOR if kind == VECTOR else BITS
        several = kind == VECTOR
        offset = splat(builder, arguments[1], BIT_VECTOR) if several else arguments[1]
        bits = builder.sub(builder.bitcast(arguments[0], whole), offset)
        shift = ir.Constant(whole, [52] * COUNT if several else 52)
        return builder.bitcast(builder.shl(bits, shift), kind)

    return shifted(shifted, types.int64), build
