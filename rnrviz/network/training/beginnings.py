"""The untrained network that a file describes: architecture or equations, input, initial biases."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.layout import FIXED
from rnrviz.network.network import LOSSES, Network, random_network
from rnrviz.network.own import CUSTOM
from rnrviz.network.problems import InputError
from rnrviz.network.tasks.strings import SIGNS
from rnrviz.network.training import options
from rnrviz.network.vocabulary import Vocabulary

SECTION = "network"
ONE_HOT = "one-hot"
INPUTS = ONE_HOT, SIGNS


def untrained(section: Mapping[str, Any], vocabulary: Vocabulary, seed: int, targets: object) -> Network:
    """The network of the section [network], with random weights from ``seed``.

    ``architecture`` is one of ARCHITECTURES, or "custom" with the text of its ``equations``; ``loss`` one of LOSSES.
    ``input`` "signs" codes a symbol by 1 in its place and -1 elsewhere, "one-hot" by 1 and 0. ``biases`` are initial
    ones by the name of their net input: "phi = -1" for all blocks, "phi = [-1, -2]" block by block. ``weights`` a draws
    the others evenly from -a to a (0: as `random_network` does). The rest are settings of the architecture. Raises
    InputError with section, key, what was found and what was expected.
    """
    sizes = dict(section)
    architecture, loss = sizes.pop("architecture", "lstm"), sizes.pop("loss", "cross_entropy")
    text, coding = sizes.pop("equations", None), sizes.pop("input", ONE_HOT)
    biases, spread = sizes.pop("biases", {}), sizes.pop("weights", 0.0)
    options.one_of(SECTION, "architecture", architecture, (*ARCHITECTURES, CUSTOM))
    options.one_of(SECTION, "loss", loss, LOSSES)
    options.one_of(SECTION, "input", coding, INPUTS)
    fits = isinstance(text, str) and bool(text.strip()) if architecture == CUSTOM else text is None
    options.expect(SECTION, "equations", fits, text, '"""…"""' if architecture == CUSTOM else 'architecture = "custom"')
    good = _is_number(spread) and spread >= 0.0
    options.expect(SECTION, "weights", good, spread, tr("a finite number, 0 or more"))
    if targets == SIGNS and loss != "quadratic":
        options.expect(SECTION, "loss", False, loss, 'quadratic (targets = "signs")')
    signs = 2.0 * np.eye(len(vocabulary)) - 1.0 if coding == SIGNS else None
    try:
        made = random_network(
            architecture, sizes, vocabulary, seed, loss, FIXED if coding == SIGNS else "", text, table=signs
        )
    except InputError as error:
        raise InputError("[{section}] {problem}", section=SECTION, problem=error) from None
    return biased(drawn(made, spread, seed) if spread else made, biases)


def drawn(network: Network, spread: float, seed: int) -> Network:
    """The network with its weights, but for biases and embeddings, drawn evenly from -spread to spread."""
    random, vector = np.random.default_rng(seed), network.vector.copy()
    for parameter in network.program.parameters.values():
        if parameter.name != "embedding" and len(parameter.shape) > 1 and parameter.name.count("_") > 1:
            vector[parameter.slice] = random.uniform(-spread, spread, parameter.size)
    return network.with_vector(vector)


def biased(network: Network, biases: object) -> Network:
    """The network with these biases, by the name of the unit: those of ``W_NAME``. Raises InputError."""
    known = {p.name.removeprefix("W_"): p for p in network.program.parameters.values() if p.name.count("_") == 1}
    names = ", ".join(known)
    options.expect(SECTION, "biases", isinstance(biases, dict), biases, "{ NAME = 0.0 }")
    assert isinstance(biases, dict)
    vector = network.vector.copy()
    for name, found in biases.items():
        options.expect(SECTION, "biases", name in known, name, names)
        parameter, values = known[name], found if isinstance(found, list) else [found]
        good = len(values) in (1, parameter.size) and all(map(_is_number, values))
        options.expect(SECTION, f"biases.{name}", good, found, f"0.0, [0.0, …] ({parameter.size})")
        vector[parameter.slice] = values
    return network.with_vector(vector)


def _is_number(value: object) -> bool:
    return type(value) in (int, float) and -options.LARGEST < float(value) < options.LARGEST  # type: ignore[arg-type]
