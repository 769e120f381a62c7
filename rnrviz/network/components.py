"""The principal components of a cloud of points: the directions in which it spreads most."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Components:
    """``mean`` (n,), ``axes`` (m, n) orthonormal, ``shares`` (m,): the part of the variance along each axis."""

    mean: np.ndarray
    axes: np.ndarray
    shares: np.ndarray

    def project(self, points: np.ndarray) -> np.ndarray:
        """The coordinates (N, m) of points (N, n)."""
        with np.errstate(all="ignore"):
            return np.asarray((points - self.mean) @ self.axes.T)


def components(points: np.ndarray, most: int = 2) -> Components:
    """The first ``most`` components of the finite points among (N, n), by singular value decomposition.

    The largest entry of every axis is positive, so that a picture does not flip. An axis along which nothing spreads
    has the share 0.
    """
    finite = points[np.isfinite(points).all(axis=1)]
    n = points.shape[1]
    mean = finite.mean(axis=0) if len(finite) else np.zeros(n)
    lacking = max(0, min(most, n) - len(finite))  # more would only make it slow
    padded = np.vstack([finite - mean, np.zeros((lacking, n))])
    _, spread, axes = np.linalg.svd(padded, full_matrices=False)
    size = float(spread.max(initial=0.0)) or 1.0
    variance = (spread / size) ** 2
    signs = np.sign(axes[np.arange(len(axes)), np.abs(axes).argmax(axis=1)])
    return Components(mean, (axes * signs[:, None])[:most], (variance / (variance.sum() or 1.0))[:most])
