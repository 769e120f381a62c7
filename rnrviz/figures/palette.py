"""The colours by name, for light and dark paper, and stronger ones for a projector."""

from __future__ import annotations

PAPERS = {
    False: {
        "paper": "#FAF9F6", "panel": "#FFFFFF", "ink": "#1B1F24", "muted": "#555E69",
        "hairline": "#D8DBE0", "coming": "#9FA6AF", "accent": "#0B5FA5", "cursor": "#C2410C",
    },
    True: {
        "paper": "#14171B", "panel": "#1C2026", "ink": "#ECEFF3", "muted": "#A3ACB8",
        "hairline": "#353B44", "coming": "#525A66", "accent": "#7CC0FF", "cursor": "#FFB454",
    },
}  # fmt: skip

WHITE = {"paper": "#FFFFFF", "cursor": PAPERS[False]["muted"]}

SIGNALS = {
    False: {
        "phi": "#0072B2", "gamma": "#C04E00", "lambda": "#00795A", "x": "#512080", "z": "#A8457F",
        "u": "#5F4B00", "y": "#1B1F24", "d": "#1B1F24", "E": "#555E69", "delta": "#9A3412",
    },
    True: {
        "phi": "#56B4E9", "gamma": "#FF9D5C", "lambda": "#3CCB9F", "x": "#B08CFF", "z": "#F29AC9",
        "u": "#E5C94B", "y": "#ECEFF3", "d": "#ECEFF3", "E": "#A3ACB8", "delta": "#FFB08A",
    },
}  # fmt: skip

# for a projector, whose black is grey: words stand out by 7:1 at least, marks by 3:1
STRONG_PAPERS = {
    False: {
        "ink": "#000000", "muted": "#3D444D", "hairline": "#868D96", "coming": "#7E8690", "accent": "#084C85",
        "cursor": "#8C2D08",
    },
    True: {
        "ink": "#FFFFFF", "muted": "#B9C1CB", "hairline": "#6E7683", "coming": "#79828F", "accent": "#8CC8FF",
        "cursor": "#FFB454",
    },
}  # fmt: skip
STRONG_SIGNALS = {
    False: {
        "phi": "#003FAA", "gamma": "#893900", "lambda": "#036145", "x": "#3A0A6E", "z": "#813069",
        "u": "#2C2D00", "y": "#000000", "d": "#000000", "E": "#3D444D", "delta": "#960130",
    },
    True: {
        "phi": "#83B0E0", "gamma": "#F49253", "lambda": "#48F2B5", "x": "#A5A2FF", "z": "#FBBCE0",
        "u": "#EFE05E", "y": "#FFFFFF", "d": "#FFFFFF", "E": "#B9C1CB", "delta": "#F3AB82",
    },
}  # fmt: skip
MARKED, STRONG_MARKED = ("#E11D9B", "#FF4FC3"), ("#9E0068", "#FF7AD1")  # light, dark
ALIKE = {"rho": "gamma", "zeta": "lambda", "c": "z", "f": "phi", "b": "gamma"}  # of networks that have no such gates


def _own(name: str) -> str:
    """The signal whose colour a name takes: a net input has that of its signal, a layer that of its kind."""
    own = name if name == "E" else name.lower().rstrip("0123456789")
    return ALIKE.get(own, own)


def signal_colour(dark: bool, strong: bool, name: str) -> str | None:
    """The colour that a name has, None for one that has none of its own."""
    return (STRONG_SIGNALS if strong else SIGNALS)[dark].get(_own(name))
