"""Weights that are far too large: no method and no table raises or warns (warnings fail the tests)."""

import numpy as np
import pytest

import rnrviz
from rnrviz.network import contributions, flow
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary

AB = Vocabulary(("a", "b"))
ALL_OF_IT = {"forget": True, "peephole": True, "n_C": 2, "g_Z": "identity", "g_M": "identity"}
KINDS = (("elman", {"g_X": "identity"}), ("lstm", ALL_OF_IT), ("gru", {"g_X": "relu"}), ("bidirectional", {}))


@pytest.mark.parametrize("factor", [1e3, 1e150, 1e300])
@pytest.mark.parametrize("output", ["softmax", "logistic"])
@pytest.mark.parametrize("loss", ["quadratic", "cross_entropy"])
@pytest.mark.parametrize(("architecture", "config"), KINDS, ids=[kind for kind, _ in KINDS])
def test_no_size_of_weights_raises_or_warns(architecture, config, loss, output, factor):
    network = random_network(architecture, config | {"g_Y": output}, AB, 1, loss)
    run = network.with_vector(network.vector * factor).run("abbabab")
    found = [rnrviz.scissors(run), rnrviz.bptt_blocks(run, 3, 2), rnrviz.complex_step(run.network, run)]
    if architecture != "bidirectional":
        found.append(rnrviz.online(run, 0.1).gradients)
    for gradients in found:
        comparison = rnrviz.compare(rnrviz.mean_of_copies(gradients, run), rnrviz.bptt(run))
        assert comparison.equal() in (True, False)
    name = found[0].names[0]
    assert rnrviz.contributions(run, name).shape[:2] == contributions.norms_of_errors(run, "y").shape == (7, 7)
    assert rnrviz.contributions(run, name, (0, 0)).shape == (7, 7)
    assert set(contributions.norms_of_contributions(run)) == set(found[0].names)
    assert len(flow.norms(rnrviz.flow_from(run, 2))) == len(flow.norms(rnrviz.flow_to(run, 5))) == 7
    assert len(flow.flow_from_weight(run, 2, name)) == len(rnrviz.spectral_radius(run)) == 7
    assert not (rnrviz.spectral_radius(run) < 0.0).any() and np.ndim(rnrviz.spectral_radius(run)) == 1
