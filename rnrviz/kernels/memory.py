"""Lanes read from contiguous arrays and written to them, by the place in memory whatever the dimensions."""

from typing import Any

from llvmlite import ir
from numba.core import cgutils, types

from rnrviz.kernels.lanes import BIT_VECTOR, BITS, COUNT, NUMBER, TRUTHS, VECTOR, intrinsic, lanes, mask, splat

ALIGNMENT = 8  # bytes: an array may begin anywhere


def _address(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    """Where an entry stands in an array that is contiguous, whatever its dimensions."""
    if kind.layout != "C":
        raise TypeError("the array must be contiguous")
    return builder.gep(context.make_array(kind)(context, builder, array).data, [at])


def _pointer(context: Any, builder: Any, kind: Any, array: Any, at: Any) -> Any:
    """The same of eight numbers."""
    return builder.bitcast(_address(context, builder, kind, array, at), VECTOR.as_pointer())


@intrinsic
def load(typing, array, at):
    """The eight numbers of a contiguous array from its entry ``at`` on."""

    def build(context, builder, signature, arguments):
        return builder.load(_pointer(context, builder, signature.args[0], *arguments), align=ALIGNMENT)

    return lanes(array, types.uint64), build


@intrinsic
def store(typing, array, at, value):
    """Put eight numbers into a contiguous array."""

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature.args[0], *arguments[:2])
        builder.store(arguments[2], pointer, align=ALIGNMENT)
        return context.get_dummy_value()

    return types.void(array, types.uint64, lanes), build


@intrinsic
def load_some(typing, array, at, some, rest):
    """The same where the mask is true, ``rest`` elsewhere; nothing is read there."""

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature.args[0], *arguments[:2])
        name = "llvm.masked.load.v8f64.p0"
        kind = ir.FunctionType(VECTOR, [pointer.type, ir.IntType(32), TRUTHS, VECTOR])
        function = cgutils.get_or_insert_function(builder.module, kind, name)
        align = ir.Constant(ir.IntType(32), ALIGNMENT)
        return builder.call(function, [pointer, align, arguments[2], splat(builder, arguments[3])])

    return lanes(array, types.uint64, mask, types.float64), build


@intrinsic
def store_some(typing, array, at, some, value):
    """Put the numbers where the mask is true into a contiguous array."""

    def build(context, builder, signature, arguments):
        pointer = _pointer(context, builder, signature.args[0], *arguments[:2])
        kind = ir.FunctionType(ir.VoidType(), [VECTOR, pointer.type, ir.IntType(32), TRUTHS])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.masked.store.v8f64.p0")
        builder.call(function, [arguments[3], pointer, ir.Constant(ir.IntType(32), ALIGNMENT), arguments[2]])
        return context.get_dummy_value()

    return types.void(array, types.uint64, mask, lanes), build


def _lower(count: int) -> Any:
    """``load`` of the first ``count`` of the numbers, zeros in the other lanes, and ``store`` of them."""
    part = ir.VectorType(NUMBER, count)

    @intrinsic
    def loading(typing, array, at):
        def build(context, builder, signature, arguments):
            address = _address(context, builder, signature.args[0], *arguments)
            value = builder.load(builder.bitcast(address, part.as_pointer()), align=ALIGNMENT)
            order = [*range(count), *[count] * (COUNT - count)]
            zeros, places = ir.Constant(part, [0.0] * count), ir.Constant(ir.VectorType(ir.IntType(32), COUNT), order)
            return builder.shuffle_vector(value, zeros, places)

        return lanes(array, types.uint64), build

    @intrinsic
    def storing(typing, array, at, value):
        def build(context, builder, signature, arguments):
            address = _address(context, builder, signature.args[0], *arguments[:2])
            places = ir.Constant(ir.VectorType(ir.IntType(32), count), list(range(count)))
            value = builder.shuffle_vector(arguments[2], ir.Constant(VECTOR, ir.Undefined), places)
            builder.store(value, builder.bitcast(address, part.as_pointer()), align=ALIGNMENT)
            return context.get_dummy_value()

        return types.void(array, types.uint64, lanes), build

    return loading, storing


load_four, store_four = _lower(4)
load_two, store_two = _lower(2)
load_one, store_one = _lower(1)


@intrinsic
def load_apart(typing, array, at, step, some):
    """Numbers ``step`` entries apart where the mask is true, 0 elsewhere; nothing is read there."""

    def build(context, builder, signature, arguments):
        array, at, step, some = arguments
        order = builder.mul(splat(builder, step, BIT_VECTOR), ir.Constant(BIT_VECTOR, list(range(COUNT))))
        address = _address(context, builder, signature.args[0], array, at)
        begin = builder.ptrtoint(address, BITS)
        bytes_apart = builder.shl(order, ir.Constant(BIT_VECTOR, [3] * COUNT))
        pointers = ir.VectorType(address.type, COUNT)
        places = builder.inttoptr(builder.add(splat(builder, begin, BIT_VECTOR), bytes_apart), pointers)
        kind = ir.FunctionType(VECTOR, [pointers, ir.IntType(32), TRUTHS, VECTOR])
        function = cgutils.get_or_insert_function(builder.module, kind, "llvm.masked.gather.v8f64.v8p0")
        rest = ir.Constant(VECTOR, [0.0] * COUNT)
        return builder.call(function, [places, ir.Constant(ir.IntType(32), ALIGNMENT), some, rest])

    return lanes(array, types.uint64, types.uint64, mask), build


@intrinsic
def load_eight_apart(typing, array, at, step):
    """Eight numbers ``step`` entries apart, one by one: on many CPUs faster than `load_apart`."""

    def build(context, builder, signature, arguments):
        array, at, step = arguments
        value = ir.Constant(VECTOR, ir.Undefined)
        for lane in range(COUNT):
            one = builder.load(_address(context, builder, signature.args[0], array, at))
            value = builder.insert_element(value, one, ir.Constant(ir.IntType(32), lane))
            at = builder.add(at, step)
        return value

    return lanes(array, types.uint64, types.uint64), build


@intrinsic
def put_number(typing, array, at, value):
    """Put one number there."""

    def build(context, builder, signature, arguments):
        builder.store(arguments[2], _address(context, builder, signature.args[0], *arguments[:2]))
        return context.get_dummy_value()

    return types.void(array, types.uint64, types.float64), build


@intrinsic
def number(typing, array, at):
    """One number of a contiguous array, whatever its dimensions, by its place in memory."""

    def build(context, builder, signature, arguments):
        return builder.load(_address(context, builder, signature.args[0], *arguments))

    return types.float64(array, types.uint64), build
