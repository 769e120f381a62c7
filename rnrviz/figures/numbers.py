"""Numbers as they are read on the screen: a real minus sign, three digits, powers of ten set as in print."""

from __future__ import annotations

import math
from functools import lru_cache

MINUS = "−"
OVERFLOW = "∞"
NOT_A_NUMBER = "NaN"
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789,", "₀₁₂₃₄₅₆₇₈₉‚")


@lru_cache(maxsize=4096)  # the same numbers stand there frame after frame
def short(value: float, digits: int = 3) -> str:
    """The value with this many significant digits: `0.123`, `−12.3`, `4.56·10⁻⁷`, `∞`, `NaN`."""
    special = _special(value)
    if special is not None:
        return special
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits - 1}e}")
    exponent = math.floor(math.log10(abs(rounded)))
    if not -3 <= exponent < 5:
        return power(value, digits)
    return _signed(f"{value:.{max(0, digits - 1 - exponent)}f}")


def power(value: float, digits: int = 1) -> str:
    """The value as digits and a power of ten: `3·10⁻¹⁶`."""
    special = _special(value)
    if special is not None:
        return special
    if value == 0:
        return "0"
    mantissa, exponent = f"{value:.{digits - 1}e}".split("e")
    return _signed(f"{mantissa}·10{raised(str(int(exponent)))}")


def full(value: float) -> str:
    """Every digit that tells this float from its neighbours."""
    return _special(value) or _signed(repr(float(value)))


def percent(probability: float) -> str:
    """A probability as three digits and the sign: `98.2 %`; the very small as `< 0.001 %`."""
    special = _special(probability)
    if special is not None:
        return special
    hundredth = 100 * probability
    if 0 < hundredth < 0.001:
        return "< 0.001 %"
    if abs(hundredth) >= 99.95:
        return f"{short(hundredth)} %"
    decimals = 1 if hundredth >= 9.995 else 2 if hundredth >= 0.9995 else 3
    return f"{_signed(f'{hundredth:.{decimals}f}')} %"


def raised(text: str) -> str:
    """Digits as superscripts."""
    return text.translate(RAISED)


def lowered(text: str) -> str:
    """Digits as subscripts."""
    return text.translate(LOWERED)


def _special(value: float) -> str | None:
    if math.isnan(value):
        return NOT_A_NUMBER
    if math.isinf(value):
        return OVERFLOW if value > 0 else MINUS + OVERFLOW
    return None


def _signed(text: str) -> str:
    return text.replace("-", MINUS)
