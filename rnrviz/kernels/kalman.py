"""The extended Kalman filter over strings: after every token the weights and what is known of them are corrected.

The parameters are divided into groups that are taken to be independent of one another (decoupled; one group: global).
Group g is ``members[bounds[g]..bounds[g + 1] - 1]`` and has the covariance of its m weights, m x m, from
``places[g]`` on in the flat ``P``. With H_g = dy[t]/dw_g and the error d - y

    A = (R + sum_g H_g^T P_g H_g)^-1,   K_g = P_g H_g A,   w_g += K_g (d - y),   P_g += Q - K_g H_g^T P_g

(Puskorius and Feldkamp 1994; for LSTM Perez-Ortiz, Gers, Eck and Schmidhuber 2003).
"""

import math

import numpy as np

from rnrviz.kernels import cached, inlined, passes
from rnrviz.kernels import table as c
from rnrviz.kernels.memory import put_number

compiled = cached(fastmath=c.FLAGS)

R, Q = range(2)  # in the settings: the variance of the measurement, and what is added to that of the weights


@inlined(_nrt=True)
def slopes(ops, stages, w, room, sums, S, A, tokens, D, counts, error, start, t, H):
    """H (n_Y, P) = dy[t]/dw, by BPTT through what was recorded since the string began."""
    zero, now, size = np.int64(0), t + np.int64(1), np.int64(error[3])
    for i in range(size):
        for n in range(np.uint64(start + now) * np.uint64(A.shape[1])):
            put_number(A, n, 0.0)
        A[start + t, np.int64(error[1]) + i] = 1.0
        passes.carry(ops, stages, w, room, S, A, D, counts, error, start, zero, now, zero, zero)
        for n in range(H.shape[1]):
            H[i, n] = 0.0
        passes.together(ops, S, A, tokens, sums, H[i], start, zero, now)


@inlined(_nrt=True)
def inverted(M):
    """M^-1 of a small symmetric matrix that is positive definite, in place (Gauss and Jordan)."""
    for k in range(M.shape[0]):
        pivot = 1.0 / M[k, k]
        M[k, k] = 1.0
        for j in range(M.shape[0]):
            M[k, j] *= pivot
        for i in range(M.shape[0]):
            if i != k:
                factor = M[i, k]
                M[i, k] = 0.0
                for j in range(M.shape[0]):
                    M[i, j] -= factor * M[k, j]


@inlined(_nrt=True)
def correct(w, H, xi, members, bounds, places, P, PH, M, settings):
    """One step of the filter; ``PH`` (P, n_Y) and ``M`` (n_Y, n_Y) are working space."""
    size = M.shape[0]
    M[:] = 0.0
    for g in range(bounds.size - 1):
        begin, many, place = bounds[g], bounds[g + 1] - bounds[g], places[g]
        for a in range(many):
            for i in range(size):
                value = 0.0
                for b in range(many):
                    value += P[place + a * many + b] * H[i, members[begin + b]]
                PH[begin + a, i] = value
        for i in range(size):
            for j in range(size):
                for a in range(many):
                    M[i, j] += H[i, members[begin + a]] * PH[begin + a, j]
    for i in range(size):
        M[i, i] += settings[R]
    inverted(M)
    for g in range(bounds.size - 1):
        begin, many, place = bounds[g], bounds[g + 1] - bounds[g], places[g]
        for a in range(many):
            for j in range(size):
                gain = 0.0
                for i in range(size):
                    gain += PH[begin + a, i] * M[i, j]
                w[members[begin + a]] += gain * xi[j]
                for b in range(many):
                    P[place + a * many + b] -= gain * PH[begin + b, j]
            P[place + a * many + a] += settings[Q]


@compiled
def filtered(
    ops, stages, w, weights, S, A, room, tokens, D, counts, begins, order, error, start, members, bounds, places, P,
    settings, losses,
):  # fmt: skip
    """Learn the strings ``order`` one after the other until a loss is not finite; how many there were before that.

    The arguments as of `rnrviz.kernels.learning.learn`. ``losses`` (len(order),) takes the sum of E[t] of each string,
    every E[t] at the weights of its instant.
    """
    size, total = np.int64(error[3]), members.size
    H, PH, M, xi = np.zeros((size, total)), np.zeros((total, size)), np.zeros((size, size)), np.zeros(size)
    back, sums, E = np.zeros(room.size), np.zeros(np.int64(ops[0, c.SUMS])), np.zeros(S.shape[0])
    for n in range(order.size):
        begin, length = begins[order[n]], begins[order[n] + 1] - begins[order[n]]
        part, goals, known = tokens[begin : begin + length], D[begin : begin + length], counts[begin : begin + length]
        loss = 0.0
        for t in range(length):
            passes.pack_ahead(ops, weights, room)
            passes.ahead(ops, stages, weights, room, S, part, goals, known, error, E, start, t, t + np.int64(1))
            if known[t] == 0.0:
                continue
            loss += E[t]
            passes.pack_back(ops, weights, back)
            slopes(ops, stages, weights, back, sums, S, A, part, goals, known, error, start, t, H)
            for i in range(size):
                xi[i] = goals[t, i] - S[start + t, np.int64(error[1]) + i]
            correct(w, H, xi, members, bounds, places, P, PH, M, settings)
        losses[n] = loss
        if not math.isfinite(loss):
            return n
    return order.size
