"""Which strings judge a network, unless the file of its training says otherwise."""

from typing import Any

from rnrviz.network.tasks.blocks import SHAPES

UNSEEN = (
    "anbn_stream", "reber", "embedded_reber", "continual_reber", "xor", "guuu", "letters_in_words", "lag_2b", "lag_2c",
    "parity",
)  # fmt: skip


def for_judging(name: str, task: dict[str, Any]) -> dict[str, Any]:
    """The options of a task for the judge's strings: from the shortest string on, drawn anew, or what was not learned.

    The strings of an UNSEEN task are drawn from the choice after the one that is learned from.
    """
    if name == "corpus":
        return task | {"part": "rest"}
    if name in UNSEEN:
        choice = task.get("choice", 1)
        task = task | ({"choice": choice + 1} if type(choice) is int else {})
    return task | ({"shortest": 1} if name in SHAPES else {})
