"""The seven operations an architecture compiles to, three faces each.

``forward`` adds to a signal; ``reverse`` adds, from the adjoint of what was written, to the adjoints of
what was read and to the gradient (BPTT); ``tangent`` adds to d(signal)/d(parameters) (RTRL).

An operation is a row of integers (the columns below). ``row`` is the instant's row in the record ``S``
(instants x signals); a source with a lag is read at ``row - lag``. ``A`` holds adjoints, shaped like ``S``;
``T`` holds tangents, (lags + 1, signals, parameters), used as a ring over the instants.
"""

from numba import njit

from rnrviz.kernels.activations import activate, slope, softmax_reverse

KIND, TO, SIZE, FROM, WIDTH, LAG, PARAMETER, FUNCTION = range(8)
FROM_2, WIDTH_2, LAG_2, FIRST, LOW, HIGH, LOW_1, HIGH_1, LOW_2, HIGH_2 = range(8, 18)
COLUMNS = 18

LOOKUP, COLUMN, PRODUCT, BIAS, ACTIVATION, GATE, SUM, PEEPHOLE = range(8)
SOFTMAX = 4

FLAGS = {"reassoc", "contract"}
compiled = njit(nogil=True, fastmath=FLAGS, error_model="numpy")


@compiled
def add(source, out):
    """out += source."""
    for i in range(out.size):
        out[i] += source[i]


@compiled
def add_scaled(a, source, out):
    """out += a source."""
    for i in range(out.size):
        out[i] += a * source[i]


@compiled
def dot(a, b):
    """The scalar product of two vectors."""
    total = 0.0
    for i in range(a.size):
        total += a[i] * b[i]
    return total


@compiled
def clear(out):
    """out = 0."""
    for i in range(out.size):
        out[i] = 0.0


# --- input lookup: u[t] is a one-hot vector, or a row of the table of embeddings ---


@compiled
def lookup_forward(op, w, S, row, token):
    if op[PARAMETER] < 0:
        S[row, op[TO] + token] = 1.0
    else:
        start = op[PARAMETER] + token * op[SIZE]
        add(w[start : start + op[SIZE]], S[row, op[TO] : op[TO] + op[SIZE]])


@compiled
def lookup_reverse(op, A, gradient, row, token):
    if op[PARAMETER] >= 0:
        start = op[PARAMETER] + token * op[SIZE]
        add(A[row, op[TO] : op[TO] + op[SIZE]], gradient[start : start + op[SIZE]])


@compiled
def lookup_tangent(op, T, now, token):
    if op[PARAMETER] >= 0:
        start = op[PARAMETER] + token * op[SIZE]
        for i in range(op[SIZE]):
            T[now, op[TO] + i, start + i] += 1.0


# --- column: W u with a one-hot u is a column of W ---


@compiled
def column_forward(op, w, S, row, token):
    out = S[row, op[TO] : op[TO] + op[SIZE]]
    width = op[WIDTH]
    column = w[op[PARAMETER] + token : op[PARAMETER] + op[SIZE] * width : width]
    for i in range(out.size):
        out[i] += column[i]


@compiled
def column_reverse(op, A, gradient, row, token):
    delta = A[row, op[TO] : op[TO] + op[SIZE]]
    width = op[WIDTH]
    column = gradient[op[PARAMETER] + token : op[PARAMETER] + op[SIZE] * width : width]
    for i in range(delta.size):
        column[i] += delta[i]


@compiled
def column_tangent(op, T, now, token):
    for i in range(op[SIZE]):
        T[now, op[TO] + i, op[PARAMETER] + i * op[WIDTH] + token] += 1.0


# --- matrix product: W s ---


@compiled
def product_forward(op, w, S, row):
    width = op[WIDTH]
    out = S[row, op[TO] : op[TO] + op[SIZE]]
    source = S[row - op[LAG], op[FROM] : op[FROM] + width]
    start = op[PARAMETER]
    for i in range(out.size):
        out[i] += dot(w[start : start + width], source)
        start += width


@compiled
def product_reverse(op, w, S, A, gradient, row):
    width = op[WIDTH]
    delta = A[row, op[TO] : op[TO] + op[SIZE]]
    source = S[row - op[LAG], op[FROM] : op[FROM] + width]
    back = A[row - op[LAG], op[FROM] : op[FROM] + width]
    start = op[PARAMETER]
    for i in range(delta.size):
        add_scaled(delta[i], w[start : start + width], back)
        add_scaled(delta[i], source, gradient[start : start + width])
        start += width


@compiled
def product_tangent(op, w, S, T, row, now, before):
    width = op[WIDTH]
    source = S[row - op[LAG], op[FROM] : op[FROM] + width]
    start = op[PARAMETER]
    for i in range(op[SIZE]):
        out = T[now, op[TO] + i]
        for j in range(width):
            add_scaled(w[start + j], T[before, op[FROM] + j, op[LOW_1] : op[HIGH_1]], out[op[LOW_1] : op[HIGH_1]])
        add(source, out[start : start + width])
        start += width


# --- bias ---


@compiled
def bias_forward(op, w, S, row):
    add(w[op[PARAMETER] : op[PARAMETER] + op[SIZE]], S[row, op[TO] : op[TO] + op[SIZE]])


@compiled
def bias_reverse(op, A, gradient, row):
    add(A[row, op[TO] : op[TO] + op[SIZE]], gradient[op[PARAMETER] : op[PARAMETER] + op[SIZE]])


@compiled
def bias_tangent(op, T, now):
    for i in range(op[SIZE]):
        T[now, op[TO] + i, op[PARAMETER] + i] += 1.0


# --- activation: g(S); always the only term of its signal, so that g' follows from the signal ---


@compiled
def activation_forward(op, S, row):
    source = S[row - op[LAG], op[FROM] : op[FROM] + op[SIZE]]
    activate(op[FUNCTION], source, S[row, op[TO] : op[TO] + op[SIZE]])


@compiled
def activation_reverse(op, S, A, row):
    value = S[row, op[TO] : op[TO] + op[SIZE]]
    delta = A[row, op[TO] : op[TO] + op[SIZE]]
    back = A[row - op[LAG], op[FROM] : op[FROM] + op[SIZE]]
    if op[FUNCTION] == SOFTMAX:
        softmax_reverse(value, delta, back)
    else:
        for i in range(value.size):
            back[i] += delta[i] * slope(op[FUNCTION], value[i])


@compiled
def activation_tangent(op, S, T, row, now, before):
    value = S[row, op[TO] : op[TO] + op[SIZE]]
    low, high = op[LOW_1], op[HIGH_1]
    for i in range(value.size):
        out = T[now, op[TO] + i, low:high]
        if op[FUNCTION] == SOFTMAX:
            add_scaled(value[i], T[before, op[FROM] + i, low:high], out)
            for j in range(value.size):
                add_scaled(-value[i] * value[j], T[before, op[FROM] + j, low:high], out)
        else:
            add_scaled(slope(op[FUNCTION], value[i]), T[before, op[FROM] + i, low:high], out)


# --- gate: a b, element by element; the shorter factor serves all the cells of its block ---


@compiled
def gate_forward(op, S, row):
    out = S[row, op[TO] : op[TO] + op[SIZE]]
    a = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    b = S[row - op[LAG_2], op[FROM_2] : op[FROM_2] + op[WIDTH_2]]
    share_a, share_b = op[SIZE] // op[WIDTH], op[SIZE] // op[WIDTH_2]
    for i in range(out.size):
        out[i] += a[i // share_a] * b[i // share_b]


@compiled
def gate_reverse(op, S, A, row):
    delta = A[row, op[TO] : op[TO] + op[SIZE]]
    a = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    b = S[row - op[LAG_2], op[FROM_2] : op[FROM_2] + op[WIDTH_2]]
    back_a = A[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    back_b = A[row - op[LAG_2], op[FROM_2] : op[FROM_2] + op[WIDTH_2]]
    share_a, share_b = op[SIZE] // op[WIDTH], op[SIZE] // op[WIDTH_2]
    for i in range(delta.size):
        back_a[i // share_a] += delta[i] * b[i // share_b]
        back_b[i // share_b] += delta[i] * a[i // share_a]


@compiled
def gate_tangent(op, S, T, row, now, before, before_2):
    a = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    b = S[row - op[LAG_2], op[FROM_2] : op[FROM_2] + op[WIDTH_2]]
    share_a, share_b = op[SIZE] // op[WIDTH], op[SIZE] // op[WIDTH_2]
    for i in range(op[SIZE]):
        out = T[now, op[TO] + i]
        j, k = i // share_a, i // share_b
        add_scaled(b[k], T[before, op[FROM] + j, op[LOW_1] : op[HIGH_1]], out[op[LOW_1] : op[HIGH_1]])
        add_scaled(a[j], T[before_2, op[FROM_2] + k, op[LOW_2] : op[HIGH_2]], out[op[LOW_2] : op[HIGH_2]])


# --- sum: a signal as it is ---


@compiled
def sum_forward(op, S, row):
    add(S[row - op[LAG], op[FROM] : op[FROM] + op[SIZE]], S[row, op[TO] : op[TO] + op[SIZE]])


@compiled
def sum_reverse(op, A, row):
    add(A[row, op[TO] : op[TO] + op[SIZE]], A[row - op[LAG], op[FROM] : op[FROM] + op[SIZE]])


@compiled
def sum_tangent(op, T, now, before):
    low, high = op[LOW_1], op[HIGH_1]
    for i in range(op[SIZE]):
        add(T[before, op[FROM] + i, low:high], T[now, op[TO] + i, low:high])


# --- peephole: every gate looks at the cells of its own block, one weight a cell ---


@compiled
def peephole_forward(op, w, S, row):
    out = S[row, op[TO] : op[TO] + op[SIZE]]
    source = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    weight = w[op[PARAMETER] : op[PARAMETER] + op[WIDTH]]
    cells = op[WIDTH] // op[SIZE]
    for i in range(weight.size):
        out[i // cells] += weight[i] * source[i]


@compiled
def peephole_reverse(op, w, S, A, gradient, row):
    delta = A[row, op[TO] : op[TO] + op[SIZE]]
    source = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    back = A[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    weight = w[op[PARAMETER] : op[PARAMETER] + op[WIDTH]]
    slot = gradient[op[PARAMETER] : op[PARAMETER] + op[WIDTH]]
    cells = op[WIDTH] // op[SIZE]
    for i in range(weight.size):
        back[i] += delta[i // cells] * weight[i]
        slot[i] += delta[i // cells] * source[i]


@compiled
def peephole_tangent(op, w, S, T, row, now, before):
    source = S[row - op[LAG], op[FROM] : op[FROM] + op[WIDTH]]
    cells = op[WIDTH] // op[SIZE]
    low, high = op[LOW_1], op[HIGH_1]
    for i in range(source.size):
        out = T[now, op[TO] + i // cells]
        add_scaled(w[op[PARAMETER] + i], T[before, op[FROM] + i, low:high], out[low:high])
        out[op[PARAMETER] + i] += source[i]
