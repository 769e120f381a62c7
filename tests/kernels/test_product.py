"""The product of RTRL, as it is written for CPUs with other registers too."""

import subprocess
import sys

import pytest

CODE = """
import sys
import platform
import numpy as np
from llvmlite import binding
from numba import njit
true, binding.get_host_cpu_features = binding.get_host_cpu_features, lambda: dict.fromkeys(sys.argv[1].split("+"), 1)
machine, platform.machine = platform.machine, lambda: sys.argv[2]
from rnrviz.kernels import product as made
binding.get_host_cpu_features, platform.machine = true, machine

@njit(error_model="numpy")
def product(w, start, T, source, to, step, columns, width, size, keep, scale):
    made.product(w, start, width, T, source, to, step, columns, width, size, keep, scale, np.uint64(2))

print(made.WIDE, made.ROWS)
random = np.random.default_rng(0)
for size in (*range(1, 12), 23):
    for columns in (8, 16, 24, 32, 56):
        width, step, keep = size % 7, columns + 8, bool(size & 1)
        T = random.normal(size=(width + size, step))
        w, scale, old = random.normal(size=3 + size * width), random.normal(size=2 + size), T.copy()
        numbers = [np.uint64(n) for n in (width * step, step, columns, width, size)]
        product(w, np.uint64(3), T.ravel(), np.uint64(0), *numbers, keep, scale)
        wanted = old[width:] * keep + w[3:].reshape(size, width) @ old[:width]
        old[width:, :columns] = (scale[2:, None] * wanted)[:, :columns]
        np.testing.assert_allclose(T, old, rtol=1e-13, atol=1e-13)
"""


@pytest.mark.parametrize(
    ("features", "machine", "shape"),
    [("avx512f+avx2+fma", "x86_64", "8 8"), ("avx2+fma", "AMD64", "4 4"), ("sse2", "x86_64", "2 4"),
     ("neon", "arm64", "2 8")],
)  # fmt: skip
def test_every_shape_of_the_product(features, machine, shape):
    command = [sys.executable, "-c", CODE, features, machine]
    assert subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout.strip() == shape
