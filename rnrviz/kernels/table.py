"""The table of operations: its columns, and what they mean to every face of every operation.

A row ``k`` of ``ops`` is an operation, all of it unsigned: indices that cannot be negative need no wrap-around check,
and slices, which cost a count of references each, are avoided. ``row`` is the instant's row in the record ``S``
(instants x signals); a source with a lag is read at ``row - lag``, modulo 2^64, so that [t+1] is a lag too. ``A`` holds
adjoints, shaped like ``S``; ``T`` holds tangents, by the columns that `rnrviz.kernels.panels` adds. LOW..HIGH are the
parameters on which what is written depends, LOW_1.. and LOW_2.. those of what is read. FACTOR holds the bits of a
float. FUSED says of a layer and of the activation after it that in a recurrence the layer does the work of both; AFTER
counts for a larger layer how many activations after it do so in the sweep forward, and is 1 for each of them.
"""

import numpy as np

from rnrviz.kernels import inlined

KIND, TO, SIZE, FROM, WIDTH, LAG, PARAMETER, FUNCTION = range(8)
FROM_2, LAG_2, SHARE, FIRST, LOW, HIGH, LOW_1, HIGH_1, LOW_2, HIGH_2 = range(8, 18)
BIAS, HAS_BIAS, COLUMN, SYMBOLS, COLUMN_LAG, FACTOR, PLACE, READ, ROOM, SUMS, FUSED, AFTER = range(18, 30)
COLUMNS = 30

SOFTMAX = 4  # in FUNCTION, as in `rnrviz.kernels.activations`
FLIPPED = 8  # added to FUNCTION: the reverse face takes -g' for g', a mistake made on purpose

LOOKUP, LAYER, ACTIVATION, GATE, SUM, PEEPHOLE, CONSTANT = range(7)
FORWARD, BACKWARD = 1, 2  # the direction of a stage that is a recurrence

ZERO, ONE, TWO, THREE, FOUR = (np.uint64(n) for n in range(5))
FOURS = ~np.uint64(3)
SEVEN, EIGHT, EIGHTS = np.uint64(7), np.uint64(8), ~np.uint64(7)

FLAGS = {"reassoc", "contract"}
compiled = inlined(fastmath=FLAGS)


@compiled
def factor(ops, k):
    """The number that stands before a term."""
    return np.uint64(ops[k, FACTOR]).view(np.float64)
