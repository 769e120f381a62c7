"""The extended Kalman filter: the weights and what is known of them are corrected by the error of one instant.

The parameters are divided into groups that are taken to be independent of one another (decoupled; one group: global).
Group g is ``members[bounds[g]..bounds[g + 1] - 1]`` and has the covariance of its m weights, m x m, from
``places[g]`` on in the flat ``P``. With H_g = dy[t]/dw_g and the error d - y

    A = (R + sum_g H_g^T P_g H_g)^-1,   K_g = P_g H_g A,   w_g += K_g (d - y),   P_g += Q - K_g H_g^T P_g

(Puskorius and Feldkamp 1994; for LSTM Perez-Ortiz, Gers, Eck and Schmidhuber 2003). H comes by RTRL, see
`rnrviz.kernels.slopes`.
"""

import numpy as np

from rnrviz.kernels import inlined
from rnrviz.kernels import table as c
from rnrviz.kernels.lanes import spread, total
from rnrviz.kernels.reading import read, write
from rnrviz.kernels.table import EIGHT, ZERO

compiled = inlined(fastmath=c.FLAGS)


@inlined(_nrt=True, fastmath=c.FLAGS)
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


@compiled
def products(G, bounds, places, P, PH):
    """PH (n_Y, P): the rows of G (n_Y, P), in the order of the groups, times the covariances."""
    row = np.uint64(G.shape[1])
    for g in range(bounds.size - 1):
        begin, many, place = np.uint64(bounds[g]), np.uint64(bounds[g + 1] - bounds[g]), np.uint64(places[g])
        for b in range(ZERO, many, EIGHT):
            for i in range(np.uint64(G.shape[0])):
                value, left = spread(0.0), many - b
                for a in range(many):
                    value += G[i, begin + a] * read(P, place + a * many + b, left)
                write(PH, i * row + begin + b, left, value)


@compiled
def innovation(G, PH, r, M):
    """M (n_Y, n_Y) = r I + sum_g H_g^T P_g H_g."""
    row = np.uint64(G.shape[1])
    for i in range(np.uint64(G.shape[0])):
        for j in range(i + np.uint64(1)):
            value = spread(0.0)
            for n in range(ZERO, row, EIGHT):
                value += read(G, i * row + n, row - n) * read(PH, j * row + n, row - n)
            M[i, j] = M[j, i] = total(value)
        M[i, i] += r


@compiled
def shrunk(K, PH, bounds, places, P, q):
    """P_g += q I - K_g H_g^T P_g of every group."""
    row = np.uint64(K.shape[1])
    for g in range(bounds.size - 1):
        begin, many, place = np.uint64(bounds[g]), np.uint64(bounds[g + 1] - bounds[g]), np.uint64(places[g])
        for a in range(many):
            for b in range(ZERO, many, EIGHT):
                at, left = place + a * many + b, many - b
                value = read(P, at, left)
                for i in range(np.uint64(K.shape[0])):
                    value = value - K[i, begin + a] * read(PH, i * row + begin + b, left)
                write(P, at, left, value)
            P[place + a * many + a] += q


@inlined(_nrt=True, fastmath=c.FLAGS)
def correct(w, H, xi, members, bounds, places, P, work, M, r, q):
    """One step of the filter; ``work`` (3, n_Y, P) and ``M`` (n_Y, n_Y) are working space."""
    G, PH, K = work[0], work[1], work[2]
    row = np.uint64(members.size)
    for i in range(M.shape[0]):
        for n in range(members.size):
            G[i, n] = H[i, members[n]]
    products(G, bounds, places, P, PH)
    innovation(G, PH, r, M)
    inverted(M)
    for i in range(np.uint64(M.shape[0])):
        for n in range(ZERO, row, EIGHT):
            value = spread(0.0)
            for j in range(np.uint64(M.shape[0])):
                value += M[i, j] * read(PH, j * row + n, row - n)
            write(K, i * row + n, row - n, value)
    for i in range(M.shape[0]):
        for n in range(members.size):
            w[members[n]] += K[i, n] * xi[i]
    shrunk(K, PH, bounds, places, P, q)
