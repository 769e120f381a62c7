"""Bands, levels and links are read off the equations; edges are the weights, one by one."""

from __future__ import annotations

import numpy as np
import pytest

from rnrviz.figures.network_layout import Structure, edges, structure
from rnrviz.figures.unrolled_edges import bundles, pieces, reference
from rnrviz.figures.unrolled_geometry import place
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary

VARIANTS = [
    ("elman", {"n_X": 3}),
    ("elman", {"n_X": 40}),
    ("lstm", {"n_M": 2}),
    ("lstm", {"n_M": 2, "n_C": 2, "forget": True, "peephole": True}),
    ("lstm", {"n_M": 16, "direct": False}),
]


def network(architecture: str, config: dict[str, object]) -> Network:
    return random_network(architecture, config, Vocabulary(tuple("abcT")), seed=1)


def levels(made: Structure) -> list[list[str]]:
    return [[band.signal for band in made.bands if band.level == k] for k in range(made.levels)]


def test_elman_has_the_layers_of_the_chapter() -> None:
    made = structure(network("elman", {"n_X": 3}))
    assert levels(made) == [["u"], ["x"], ["y"]]
    assert made.remembered == ("x",)
    assert {(k.source, k.target, k.lag, k.parameter) for k in made.links} == {
        ("u", "x", 0, "W_x_u"), ("x", "x", 1, "W_x_x"), ("x", "y", 0, "W_y_x"),
    }  # fmt: skip


def test_gates_lie_below_what_they_open() -> None:
    made = structure(network("lstm", {"forget": True}))
    assert [sorted(level) for level in levels(made)] == [["u"], ["lambda", "phi"], ["x"], ["gamma"], ["z"], ["y"]]
    assert set(made.remembered) == {"x", "z"}
    assert ("x", "x", 1, None) in {(k.source, k.target, k.lag, k.parameter) for k in made.links}


@pytest.mark.parametrize(("architecture", "config"), VARIANTS)
def test_every_weight_is_an_edge(architecture: str, config: dict[str, object]) -> None:
    net = network(architecture, config)
    made = structure(net)
    drawn = {link.parameter for link in made.links if link.parameter}
    biases = {name for name in net.parameters if name.count("_") == 1}
    assert drawn | biases == set(net.parameters)
    for link in made.links:
        source, target = made.band(link.source), made.band(link.target)
        every = edges(link, source, target, net.parameters)
        assert every.source.max() < source.size and every.target.max() < target.size
        if link.parameter:
            assert sorted(every.weight) == sorted(net.parameters[link.parameter].ravel())


def test_a_gate_is_joined_to_the_cells_of_its_block_only() -> None:
    net = network("lstm", {"n_M": 2, "n_C": 2})
    made = structure(net)
    link = next(k for k in made.links if (k.source, k.target) == ("phi", "x"))
    every = edges(link, made.band("phi"), made.band("x"), net.parameters)
    assert list(zip(every.source.tolist(), every.target.tolist(), strict=True)) == [(0, 0), (0, 1), (1, 2), (1, 3)]


@pytest.mark.parametrize(("architecture", "config"), VARIANTS)
@pytest.mark.parametrize("column", [6.0, 29.0, 46.0, 130.0, 260.0])
@pytest.mark.parametrize("height", [90.0, 260.0, 700.0])
def test_units_never_share_a_height(architecture: str, config: dict[str, object], column: float, height: float) -> None:
    geometry = place(structure(network(architecture, config)), 10, height - 10, column, 1.0)
    heights = np.sort(np.concatenate([row.y for row in geometry.rows]))
    assert (np.diff(heights) > 0).all()
    assert geometry.rows[0].y.mean() > geometry.rows[-1].y.mean()
    if height >= 260:
        assert heights[0] >= 0 and heights[-1] <= height
    for row in geometry.rows:
        if row.nodes:
            assert np.abs(row.dx).max() + row.radius <= column / 2 + 1e-9


def test_pieces_cover_the_line() -> None:
    cut = pieces(np.array([[0.0, 0.0, 30.0, 40.0]]), 9.0, 9.0)
    assert cut[0, :2].tolist() == [0, 0] and np.allclose(cut[-1, 2:], [30, 40])
    assert np.allclose(cut[1:, :2], cut[:-1, 2:])
    dashes = pieces(np.array([[0.0, 0.0, 30.0, 40.0]]), 9.0, 6.0)
    assert np.hypot(*(dashes[0, 2:] - dashes[0, :2])) == pytest.approx(6)


@pytest.mark.parametrize("value", [np.inf, np.nan, 1e300, 1.7e308, 0.0])
def test_the_scale_of_weights_is_always_a_number(value: float) -> None:
    net = network("elman", {"n_X": 3})
    parameters = {name: np.full(array.shape, value) for name, array in net.parameters.items()}
    limit = reference(bundles(structure(net), parameters))
    assert np.isfinite(limit) and limit > 0
