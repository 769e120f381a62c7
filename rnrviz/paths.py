"""Where the files that come with the program are: alike in a checkout, an installed wheel and a bundle."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def root() -> Path:
    """The folder of resources: inside the installed package, else beside it in a checkout."""
    package = Path(__file__).resolve().parent
    inside = package / "resources"
    return inside if inside.is_dir() else package.parent / "resources"


def resource(*parts: str) -> Path:
    """The path of one resource, such as resource("fonts", "Inter-Regular.otf"); it may not exist."""
    return root().joinpath(*parts)
