"""The kinds of numbers that options take; argparse says their sentences."""

import argparse

from rnrviz.language import tr

SMALLEST, LARGEST = 50, 12_000


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


def whole_or_zero(text: str) -> int:
    """A whole number, 0 or above."""
    if not (text.isascii() and text.isdigit()):
        raise argparse.ArgumentTypeError(tr("expected a whole number, 0 or above, not “{text}”").format(text=text))
    return int(text)


def instants(text: str) -> tuple[int, int]:
    """The first and the last of some instants."""
    first, _, last = text.partition("-")
    if first.isascii() and first.isdigit() and last.isascii() and last.isdigit() and 1 <= int(first) <= int(last):
        return int(first), int(last)
    raise argparse.ArgumentTypeError(tr("expected instants such as 3-8, not “{text}”").format(text=text))


def size(text: str) -> tuple[int, int]:
    """Width and height in pixels."""
    wide, _, high = text.lower().replace("×", "x").partition("x")
    if wide.isascii() and wide.isdigit() and high.isascii() and high.isdigit():
        found = int(wide), int(high)
        if all(SMALLEST <= n <= LARGEST for n in found):
            return found
    sentence = tr("expected a size such as 800x600, from {least} to {most} pixels, not “{text}”")
    raise argparse.ArgumentTypeError(sentence.format(least=SMALLEST, most=LARGEST, text=text))


def text_size(text: str) -> float:
    """A text size, as the window has them."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0.8 <= value <= 2.4:
        raise argparse.ArgumentTypeError(tr("expected a number from 0.8 to 2.4, not “{text}”").format(text=text))
    return value


def centimetres(text: str) -> float:
    """The width of a figure."""
    return _between(text, 1.0, 200.0)


def points(text: str) -> float:
    """The size of text on paper."""
    return _between(text, 3.0, 200.0)


def seconds(text: str) -> float:
    """How long a frame is seen."""
    return _between(text, 0.02, 60.0)


def sharpness(text: str) -> float:
    """Pixels for one of the screen."""
    return _between(text, 0.25, 16.0)


def _between(text: str, least: float, most: float) -> float:
    """A number between these, both included."""
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if not least <= value <= most:
        sentence = tr("expected a number from {least} to {most}, not “{text}”")
        raise argparse.ArgumentTypeError(sentence.format(least=f"{least:g}", most=f"{most:g}", text=text))
    return value
