"""The kinds of numbers that options take; argparse says their sentences."""

import argparse

from rnrviz.language import tr


def whole(text: str) -> int:
    """A whole number above 0."""
    try:
        value = int(text)
    except ValueError:
        value = 0
    if value < 1:
        raise argparse.ArgumentTypeError(tr("expected a whole number above 0, not “{text}”").format(text=text))
    return value


def positive(text: str) -> float:
    """A finite number, 0 or above."""
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < float("inf"):
        raise argparse.ArgumentTypeError(tr("expected a number such as 1e-9, not “{text}”").format(text=text))
    return value
