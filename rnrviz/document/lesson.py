"""What is to be learned, as the user may change it: the settings of a recipe, its random weights, the next string."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnrviz.network.network import Network, random_network
from rnrviz.network.training import options
from rnrviz.network.training.descent import Settings
from rnrviz.network.training.draws import EPOCH, RANDOM, taken
from rnrviz.network.vocabulary import UNKNOWN

if TYPE_CHECKING:
    from rnrviz.network.tasks.strings import Strings
    from rnrviz.network.training.recipe import Recipe
    from rnrviz.network.training.state import State

MOMENTUM = 0.9  # where a rule with momentum is chosen and nothing says how much


def with_settings(recipe: Recipe, changes: dict[str, Any]) -> Recipe:
    """The same strings and network with other settings. Raises InputError: one sentence on the first that is wrong."""
    section = recipe.table.get("algorithm", {}) | changes
    settings = options.call(Settings, "algorithm", section)
    return replace(recipe, table=recipe.table | {"algorithm": section}, settings=settings)


def typed(key: str, text: str) -> Any:
    """What was typed as a number, with a decimal comma or point; the text itself where it is none."""
    text = text.strip()
    whole = type(getattr(Settings(), key)) is int
    try:
        return int(text) if whole else float(text.replace(",", "."))
    except ValueError:
        return text


def drawn_for(recipe: Recipe, batch: Any) -> dict[str, Any]:
    """The settings of an update after so many strings: where that is all of them, an epoch takes each once."""
    if batch == len(recipe.strings) and recipe.settings.draw == RANDOM and batch > 1:
        return {"batch": batch, "draw": EPOCH}
    return {"batch": batch}


def reseeded(recipe: Recipe, network: Network, seed: Any) -> tuple[Recipe, Network]:
    """The recipe with another seed, and a network like this one with the random weights of that seed.

    Raises InputError where it is no seed.
    """
    changed = with_settings(recipe, {"seed": seed})
    table = network.parameters["embedding"] if _fixed(network) else None
    text = network.text if network.architecture == "custom" else None
    like = (network.architecture, network.config, network.vocabulary, seed, network.loss, network.embedding)
    fresh = random_network(*like, text=text, table=table)
    return replace(changed, network=fresh), fresh


def coming(strings: Strings, state: State, draw: str) -> int:
    """The number of the string that is learned next."""
    random = np.random.default_rng()
    random.bit_generator.state = state.random
    return int(taken(state.queue, 1, len(strings), draw, random)[0][0])


def written(strings: Strings, k: int) -> tuple[str, int]:
    """String k as a text, and how many of its tokens are read: the end, where it must come, is its last target."""
    part, vocabulary = strings.part(k), strings.vocabulary
    tokens = [vocabulary.tokens[i] for i in strings.tokens[part]]
    last, counts = strings.targets[part][-1], strings.counts[part][-1]
    after = [vocabulary.tokens[int(last.argmax())]] if counts > 0 and np.count_nonzero(last) == 1 else []
    between = "" if vocabulary.by_character and UNKNOWN not in tokens else " "
    return between.join([*tokens, *after]), len(tokens)


def _fixed(network: Network) -> bool:
    parameter = network.program.parameters.get("embedding")
    return parameter is not None and not parameter.trained
