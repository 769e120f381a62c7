"""What stands below the equations: the sizes, the functions, what the input is."""

from __future__ import annotations

from rnrviz.figures import boxes
from rnrviz.figures.boxes import Box
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.equations import Config, Setting

SIZE = 1.0
SPACE = "\u00a0" * 4  # as wide as a letter is high; the serif has no such space of its own


def notes(config: Config, embedding: str, left: int, style: Style) -> list[Box]:
    """One box for each setting, and one for the input; how many equations are `left` out, if any."""
    gap = boxes.words(SPACE, style, SIZE)
    told = [boxes.row([_setting(name, value, style), gap]) for name, value in config.items()]
    if left > 0:
        more = ntr("and {n} more equation", "and {n} more equations", left).format(n=left)
        told.insert(0, boxes.words(f"… {more}.{SPACE}", style, SIZE))
    return [*told, boxes.row([boxes.sign("u", style, SIZE, "", "[t]"), boxes.words(_input(embedding), style, SIZE)])]


def _input(embedding: str) -> str:
    said = {
        "trained": tr("the token's row in the table of embeddings, which is trained"),
        "fixed": tr("the token's row in the table of embeddings, which is fixed"),
    }
    return ": " + said.get(embedding, tr("the token's one-hot code"))


def _setting(name: str, value: Setting, style: Style) -> Box:
    base, _, below = name.partition("_")
    short = len(base) == 1
    symbol = boxes.sign(base, style, SIZE, below) if short else boxes.words(name, style, SIZE)
    said = {True: tr("yes"), False: tr("no")}[value] if isinstance(value, bool) else str(value)
    return boxes.row([symbol, boxes.words(f" = {said}", style, SIZE)])
