"""Text as TeX: what is special escaped, symbols of the chapter gathered from their pieces into formulas."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rnrviz.network.notation import GREEK

SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "_": r"\_", "%": r"\%",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "'": r"\textquotesingle{}", "`": r"\textasciigrave{}",
    '"': r"\textquotedbl{}", "\u00a0": "~", "\u2009": r"\,", "\u202f": r"\,", "…": r"\dots{}",
}  # fmt: skip
KNOWN = re.compile("[ -~¡¿«»À-ÖØ-öø-ÿŒœŠšŽž“”‘’–—]")  # LaTeX has these letters in the encoding T1
MATHS = {
    "−": "-", "·": r"\cdot ", "×": r"\times ", "∑": r"\sum ", "∞": r"\infty ", "→": r"\to ", "←": r"\leftarrow ",
    "↑": r"\uparrow ", "↓": r"\downarrow ", "↔": r"\leftrightarrow ", "∂": r"\partial ", "∇": r"\nabla ",
    "≈": r"\approx ", "≠": r"\neq ", "≤": r"\leq ", "≥": r"\geq ", "±": r"\pm ", "√": r"\surd ", "‖": r"\| ",
    "⟨": r"\langle ", "⟩": r"\rangle ", "∈": r"\in ", "∝": r"\propto ", "⋅": r"\cdot ", "⊙": r"\odot ", "∘": r"\circ ",
    "°": r"^{\circ}", "½": r"\frac12 ", "⋮": r"\vdots ", "⋯": r"\cdots ", "′": "'", "Δ": r"\Delta ", "Σ": r"\Sigma ",
    "σ": r"\sigma ", "ε": r"\varepsilon ", "η": r"\eta ", "θ": r"\theta ", "κ": r"\kappa ", "μ": r"\mu ",
    "π": r"\pi ", "β": r"\beta ", "φ": r"\varphi ", "Ω": r"\Omega ", "ω": r"\omega ", "∗": "*", "†": r"\dagger ",
    "✓": r"\surd ",
} | {letter: f"{tex} " for letter, tex in GREEK.values()}  # fmt: skip
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺⁽⁾ⁿⁱᵀ", "0123456789-+()niT", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₋₊₍₎‚ᵢⱼₖₙₜ", "0123456789-+(),ijknt", strict=True))
SCRIPTS = (("superscript", RAISED), ("subscript", LOWERED))
LEVEL = 0.1  # of the height: what differs by less is on the same line
JOINED = "-<>,"  # two of these in a row become one letter
LETTERS = re.compile(r"[A-Za-zÀ-ÖØ-öø-ÿ ]+")


def escaped(text: str) -> str | None:
    """Words as TeX, `None` where TeX has not got one of the letters."""
    made, before = "", ""
    for kind, run in _runs(text):
        if kind:
            made += f"${run.strip()}$" if kind == "$" else rf"\text{kind}{{{run.replace('-', '$-$')}}}"
        else:
            for letter in run:
                if not KNOWN.match(letter) and letter not in SPECIAL:
                    return None
                made += "{}" if letter == before and letter in JOINED else ""
                made += "~" if letter == " " and before in (" ", "") else SPECIAL.get(letter, letter)
                before = letter
        before = run[-1]
    return made[:-1] + "~" if made.endswith(" ") else made


def _runs(text: str) -> list[tuple[str, str]]:
    """The text in runs, each with its kind: empty for words, `$` for signs, else how it is raised or lowered."""
    runs: list[tuple[str, str]] = []
    for letter in text:
        kind, tex = next(((mark, table[letter]) for mark, table in SCRIPTS if letter in table), ("", letter))
        if letter in MATHS:
            kind, tex = "$", MATHS[letter]
        if runs and runs[-1][0] == kind:
            runs[-1] = kind, runs[-1][1] + tex
        else:
            runs.append((kind, tex))
    return runs


def maths(text: str, italic: bool) -> str | None:
    """A run of a formula as TeX in maths mode, without spaces at its ends; `None` where TeX has not got a letter."""
    made = ""
    for run in re.findall(r"[A-Za-zÀ-ÖØ-öø-ÿ](?:[A-Za-zÀ-ÖØ-öø-ÿ ]*[A-Za-zÀ-ÖØ-öø-ÿ])?|.", text.strip(" ")):
        tex = _word(run, italic) if LETTERS.fullmatch(run) else _sign(run)
        if tex is None:
            return None
        made += tex
    return made


def _word(run: str, italic: bool) -> str:
    if run == " ":
        return " "
    if not italic:
        return rf"\mathrm{{{run.replace(' ', chr(92) + ' ')}}}"
    return run if len(run) <= 2 else rf"\mathit{{{run.replace(' ', chr(92) + ' ')}}}"


def _sign(letter: str) -> str | None:
    for mark, table in (("^", RAISED), ("_", LOWERED)):
        if letter in table:
            return f"{mark}{{{table[letter]}}}"
    if letter in MATHS:
        return MATHS[letter]
    if letter in ("\u2009", "\u202f"):
        return r"\,"
    if letter in "\\^~'\"`":
        return rf"\mbox{{{SPECIAL[letter]}}}"
    return SPECIAL.get(letter, letter) if KNOWN.match(letter) or letter in SPECIAL else None


def wordy(text: str) -> bool:
    """Whether a run in the font of formulas is words rather than symbols."""
    return bool(re.search(r"[A-Za-zÀ-ÖØ-öø-ÿ]{2}", text))


@dataclass
class Formula:
    """A symbol being gathered: its base from (x, y), a superscript and a subscript, an instant in square brackets.

    `size` is the height of the font in pixels; `ends` says where base and scripts end.
    """

    x: float
    y: float
    size: float
    look: tuple[str, float, float]
    base: str
    end: float
    above: str = ""
    below: str = ""
    time: str = ""
    ends: dict[str, float] = field(default_factory=dict)
    spaced: bool = False

    def takes(self, x: float, y: float, size: float, width: float, text: str, tex: str) -> bool:
        """Add the next piece where it belongs to this symbol."""
        part = self._part(x, y, text) if size <= self.size else ""
        if part:
            space = r"\," if self.spaced and getattr(self, part) else ""
            setattr(self, part, getattr(self, part) + space + tex)
            self.spaced = False
            self.ends[part] = x + width
        return bool(part)

    def _part(self, x: float, y: float, text: str) -> str:
        rise, near = self.y - y, 0.3 * self.size
        if abs(rise) < LEVEL * self.size:
            begun = bool(self.time) and "]" not in self.time
            return "time" if abs(x - self.right) < near and (begun or text.startswith("[")) else ""
        part = "above" if rise > 0 else "below"
        start = self.ends.get(part, self.end)
        return part if not self.time and abs(rise) < self.size and abs(x - start) < near else ""

    @property
    def right(self) -> float:
        """Where it ends."""
        return max([self.end, *self.ends.values()])

    @property
    def tex(self) -> str:
        """The whole symbol in maths mode."""
        above = f"^{{{self.above.strip()}}}" if self.above else ""
        below = f"_{{{self.below.strip()}}}" if self.below else ""
        return f"${self.base.strip()}{above}{below}{self.time.strip()}$"
