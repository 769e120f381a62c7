"""The architectures that come with the program: one text of equations each."""

from functools import cache
from importlib.resources import files

ARCHITECTURES = ("elman", "stacked_elman", "window", "bidirectional", "lstm", "stacked_lstm", "gru")


@cache
def text_of(name: str) -> str:
    """The equations of one of ARCHITECTURES."""
    return files(__name__).joinpath(f"{name}.eq").read_text("utf-8")
