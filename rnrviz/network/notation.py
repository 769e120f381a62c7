"""The one table of symbols: identifier <-> Unicode, TeX and spoken name."""

import re
from dataclasses import dataclass
from functools import cache

from rnrviz.language import tr

GREEK = {
    "phi": ("ϕ", r"\phi"),
    "gamma": ("γ", r"\gamma"),
    "lambda": ("λ", r"\lambda"),
    "Phi": ("Φ", r"\Phi"),
    "Gamma": ("Γ", r"\Gamma"),
    "Lambda": ("Λ", r"\Lambda"),
    "delta": ("δ", r"\delta"),
    "alpha": ("α", r"\alpha"),
    "tau": ("τ", r"\tau"),
    "rho": ("ρ", r"\rho"),
    "Rho": ("Ρ", "P"),
    "zeta": ("ζ", r"\zeta"),
    "Zeta": ("Ζ", "Z"),
}
NUMBERED = re.compile(r"([A-Za-z]+)(\d+)")
RAISED = str.maketrans("0123456789()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾")


@dataclass(frozen=True)
class Symbol:
    """A chapter's symbol: ``base`` with ``superscript`` ("" if none), one line of text, TeX."""

    identifier: str
    base: str
    superscript: str
    unicode: str
    tex: str


@cache
def symbol(identifier: str) -> Symbol:
    """The symbol of an identifier: ``W_phi_z`` is W with the superscript ϕ,z; ``g_X`` is g with X below.

    ``x2``, the state of layer 2, is x with the superscript (2). One that is not in the table stands for itself.
    """
    if identifier.startswith("delta_"):
        inner = symbol(identifier.removeprefix("delta_"))
        above = inner.base + inner.superscript
        return Symbol(identifier, "δ", above, f"δ^{above}", rf"\delta^{{{inner.tex}}}")
    head, *rest = identifier.split("_")
    letters, number = _numbered(head)
    base, tex = GREEK.get(letters, (letters, letters))
    if not rest:
        layer = f"({number})" if number else ""
        raised = layer.translate(RAISED)
        return Symbol(identifier, base, layer, f"{base}{raised}", f"{tex}^{{{layer}}}" if layer else tex)
    parts = [_part(part) for part in rest]
    upper, upper_tex = ",".join(p[0] for p in parts), ",".join(p[1] for p in parts)
    if head in ("g", "n", "t"):
        return Symbol(identifier, base, "", f"{base}_{upper}", f"{tex}_{{{upper_tex}}}")
    return Symbol(identifier, base, upper, f"{base}^{upper}", f"{tex}^{{{upper_tex}}}")


def _numbered(part: str) -> tuple[str, str]:
    """A name and the number of its layer, empty if it has none."""
    found = NUMBERED.fullmatch(part)
    return (found[1], found[2]) if found else (part, "")


def _part(part: str) -> tuple[str, str]:
    """A part of a weight's name, as text and as TeX."""
    letters, number = _numbered(part)
    text, tex = GREEK.get(letters, (letters, letters))
    return (f"{text}({number})", f"{tex}^{{({number})}}") if number else (text, tex)


def spoken(identifier: str, role: str = "") -> str:
    """The name of a signal in words, in the language of the moment; ``role`` as in ``Signal.role``."""
    letters, number = _numbered(identifier)
    if number:
        return f"{spoken(letters, role)} ({number})"
    if identifier == "x" and role == "carousel":
        return tr("state of the cell (CEC)")
    names = {
        "u": tr("input"),
        "x": tr("state"),
        "X": tr("net input of the state"),
        "y": tr("output"),
        "Y": tr("net input of the output"),
        "d": tr("desired output"),
        "E": tr("error"),
        "phi": tr("input gate"),
        "Phi": tr("net input of the input gate"),
        "gamma": tr("output gate"),
        "Gamma": tr("net input of the output gate"),
        "lambda": tr("forget gate"),
        "Lambda": tr("net input of the forget gate"),
        "Z": tr("net input of the cell"),
        "rho": tr("reset gate"),
        "Rho": tr("net input of the reset gate"),
        "zeta": tr("update gate"),
        "Zeta": tr("net input of the update gate"),
        "c": tr("candidate for the new state"),
        "R": tr("what the past contributes"),
        "f": tr("state, read from left to right"),
        "F": tr("net input of the state, from left to right"),
        "b": tr("state, read from right to left"),
        "B": tr("net input of the state, from right to left"),
        "z": tr("output of the cell"),
        "embedding": tr("table of embeddings"),
    }
    if identifier.startswith("W_"):
        parts = identifier.split("_")[1:]
        to = spoken(parts[0])
        if len(parts) == 1:
            return tr("bias of: {signal}").format(signal=to)
        return tr("weights from: {source}; to: {signal}").format(source=spoken(parts[1]), signal=to)
    return names.get(identifier, symbol(identifier).unicode)
