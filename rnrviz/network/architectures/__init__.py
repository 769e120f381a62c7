"""The architectures that come with the program: one text of equations each."""

from functools import cache
from importlib.resources import files

ARCHITECTURES = ("elman", "lstm")


@cache
def text_of(name: str) -> str:
    """The equations of one of ARCHITECTURES."""
    return files(__name__).joinpath(f"{name}.eq").read_text("utf-8")
