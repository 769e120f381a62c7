"""A matrix without its first rows: a slice that counts no references, as kernels may not."""

from numba.core import types
from numba.np.arrayobj import populate_array

from rnrviz.kernels.lanes import intrinsic


@intrinsic
def rows_from(typing, matrix, first):
    """The rows of a contiguous matrix from ``first`` on."""
    if matrix.layout != "C" or matrix.ndim != 2:
        raise TypeError("the matrix must be contiguous")

    def build(context, builder, signature, arguments):
        given, begin = arguments
        whole, part = (context.make_array(matrix)(context, builder, value) for value in (given, None))
        rows, width = (builder.extract_value(whole.shape, n) for n in range(2))
        strides = [builder.extract_value(whole.strides, n) for n in range(2)]
        data = builder.gep(whole.data, [builder.mul(begin, width)])
        shape = [builder.sub(rows, begin), width]
        populate_array(part, data=data, shape=shape, strides=strides, itemsize=whole.itemsize, meminfo=None)
        return part._getvalue()

    return matrix(matrix, types.uint64), build
