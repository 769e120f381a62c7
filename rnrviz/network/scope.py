"""What a gradient takes into account: which errors, and how far each goes back."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """``errors``: the instants, 0-based and half-open, whose E[t] are summed.

    ``back``: how many instants, its own included, an error goes back through; None: all. ``every`` h' of BPTT(h; h'):
    then ``back`` counts from the end of the block. ``scissors``: errors are cut at the net inputs.
    """

    errors: tuple[int, int]
    back: int | None = None
    every: int | None = None
    scissors: bool = False
