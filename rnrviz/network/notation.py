"""The one table of symbols: identifier <-> Unicode, TeX and spoken name."""

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
}


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

    An identifier that is not in the table stands for itself.
    """
    if identifier.startswith("delta_"):
        inner = symbol(identifier.removeprefix("delta_"))
        return Symbol(identifier, "δ", inner.base, f"δ^{inner.base}", rf"\delta^{{{inner.tex}}}")
    head, *rest = identifier.split("_")
    base, tex = GREEK.get(head, (head, head))
    if not rest:
        return Symbol(identifier, base, "", base, tex)
    parts = [GREEK.get(part, (part, part)) for part in rest]
    upper, upper_tex = ",".join(p[0] for p in parts), ",".join(p[1] for p in parts)
    if head in ("g", "n", "t"):
        return Symbol(identifier, base, "", f"{base}_{upper}", f"{tex}_{{{upper_tex}}}")
    return Symbol(identifier, base, upper, f"{base}^{upper}", f"{tex}^{{{upper_tex}}}")


def spoken(identifier: str, role: str = "") -> str:
    """The name of a signal in words, in the language of the moment; ``role`` as in ``Signal.role``."""
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
        "z": tr("output of the cell"),
        "embedding": tr("table of embeddings"),
    }
    if identifier.startswith("W_"):
        parts = identifier.split("_")[1:]
        to = names.get(parts[0], symbol(parts[0]).unicode)
        if len(parts) == 1:
            return tr("bias of: {signal}").format(signal=to)
        return tr("weights from: {source}; to: {signal}").format(source=names.get(parts[1], parts[1]), signal=to)
    return names.get(identifier, symbol(identifier).unicode)
