"""Marks as TeX and as plain text."""

from collections.abc import Iterable

from rnrviz.network.marks import MINUS, Link, Live, Mark, Marks, Over, Raised, Sigma, Sign, Words, digits, joined
from rnrviz.network.notation import symbol

TEX_WORDS = {"log": r"\log ", "tanh": r"\tanh ", "τ": r"\tau", "∂": r"\partial ", "…": r"\cdots ", MINUS: "-"}

TEX_SIGNS = (
    (MINUS, "-"),
    ("…", r"\cdots "),
    (" · ", r" \cdot "),
    ("\u2009", r"\,"),
    ("τ", r"\tau"),
    ("∞", r"\infty "),
    ("′", "'"),
)


def as_tex(marks: Iterable[Mark]) -> str:
    """TeX for mathematical mode, in the chapter's notation."""
    return "".join(map(_tex, guarded(marks)))


def as_text(marks: Iterable[Mark]) -> str:
    """One line of text."""
    return "".join(map(_text, guarded(marks))).replace("\u2009", " ")


def guarded(marks: Iterable[Mark]) -> Marks:
    """With brackets around negative numbers that follow a sign or carry an exponent."""
    row, found = tuple(marks), list[Mark]()
    for place, mark in enumerate(row):
        before = row[place - 1] if place else None
        after = row[place + 1] if place + 1 < len(row) else None
        signed = isinstance(before, Words) and before.text.endswith((" ", MINUS))
        if isinstance(mark, Live) and mark.value < 0 and (signed or isinstance(after, Raised)):
            found += [Words("("), mark, Words(")")]
        else:
            found.append(mark)
    return tuple(found)


def _tex(mark: Mark) -> str:
    match mark:
        case Sign(identifier, index, time, prime):
            below = f"_{{{_subscript(identifier, index)}}}".replace("\u2009", r"\,") if index else ""
            return _joined_tex(symbol(identifier).tex, prime) + below + _tex_words(time)
        case Words(text):
            return _tex_words(text)
        case Over(above, below):
            return rf"\frac{{{as_tex(above)}}}{{{as_tex(below)}}}"
        case Sigma(letter, limit):
            return rf"\sum_{{{_tex_words(letter)}=1}}^{{{_limit(limit)}}} "
        case Raised(marks):
            return f"^{{{as_tex(marks)}}}"
        case Link(marks):
            return as_tex(marks)
        case Live(value):
            return _tex_number(digits(value))


def _subscript(identifier: str, index: tuple[str, ...]) -> str:
    """With commas between the axes of a weight, as in the chapter."""
    weight = identifier.startswith("W") or identifier == "embedding"
    return ",".join(index) if weight else joined(index)


def _joined_tex(tex: str, prime: bool) -> str:
    """The prime stands before a subscript of the symbol's own: g'_X."""
    if not prime:
        return tex
    base, below, rest = tex.partition("_")
    return f"{base}'{below}{rest}"


def _limit(limit: str) -> str:
    return limit if limit.isdigit() else symbol(limit).tex


def _tex_number(number: str) -> str:
    base, _, power = number.partition("·10^")
    plain = base.replace(MINUS, "-").replace("∞", r"\infty").replace("NaN", r"\mathrm{NaN}")
    return plain + (rf"\cdot 10^{{{power.replace(MINUS, '-')}}}" if power else "")


def _tex_words(text: str) -> str:
    if text in TEX_WORDS:
        return TEX_WORDS[text]
    if text.isalpha() and len(text) > 1 and text.isascii():
        return rf"\mathrm{{{text}}}"
    if text[:1].isdigit() or (text.startswith(MINUS) and text[1:2].isdigit()):
        return _tex_number(text)
    for plain, tex in TEX_SIGNS:
        text = text.replace(plain, tex)
    return text


def _text(mark: Mark) -> str:
    match mark:
        case Sign(identifier, index, time, prime):
            known = symbol(identifier)
            below = _script("_", _subscript(identifier, index)) if index else ""
            base = f"{known.base}{_script('^', known.superscript)}" if known.superscript else known.unicode
            return base + ("′" if prime else "") + below + time
        case Words(text):
            return text
        case Over(above, below):
            return f"{_bracketed(above)}/{_bracketed(below)}"
        case Sigma(letter, limit):
            return f"Σ_{{{letter}=1..{limit}}} "
        case Raised(marks):
            return _script("^", as_text(marks))
        case Link(marks):
            return as_text(marks)
        case Live(value):
            return digits(value)


def _script(mark: str, text: str) -> str:
    return f"{mark}{text}" if len(text) == 1 else f"{mark}{{{text}}}"


def _bracketed(marks: Marks) -> str:
    text = as_text(marks)
    return f"({text})" if " " in text else text
