"""How far a gradient that is wrong on purpose is off, in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnrviz.figures.numbers import percent, power, short
from rnrviz.language import ntr, tr
from rnrviz.network.notation import symbol

if TYPE_CHECKING:
    from rnrviz.network.departures import Departure
    from rnrviz.network.faults import Fault

EQUAL, TINY = 1e-12, 1e-5


def note(departure: Departure, instants: tuple[int, int]) -> str:
    """The total with the fault, the exact one, and how far they are apart."""
    found, exact = departure.totals(instants)
    parts = {"what": what(departure.fault, departure.copies), "found": short(found), "exact": short(exact)}
    if abs(found - exact) <= EQUAL * max(abs(found), abs(exact)):
        return tr("{what}: total {found}, equal to the exact one.").format(**parts)
    parts |= {"gap": short(abs(found - exact)), "share": share(found, exact)}
    if departure.fault.breaks_rtrl:
        sentence = tr("{what}: total {found}; exact, each E[t] at the weights of its t, {exact}; off by {gap}{share}.")
    else:
        sentence = tr("{what}: total {found}; exact {exact}; off by {gap}{share}.")
    return sentence.format(**parts)


def what(fault: Fault, copies: int) -> str:
    """What is wrong."""
    return {
        "truncate": tr("BPTT cut at t₀ = {t_0}"),
        "mean": ntr("Mean of {n} copy instead of the sum", "Mean of {n} copies instead of the sum", copies),
        "online": tr("Weights updated after each token, α = {alpha}"),
        "scissors": tr("Errors cut as in 1997"),
        "flip": tr("Sign of g′ of {signal} wrong"),
        "float32": tr("Rounded to float32"),
    }[fault.kind].format(t_0=fault.t_0, n=copies, alpha=f"{fault.alpha:g}", signal=symbol(fault.signal).unicode)


def share(found: float, exact: float) -> str:
    """The same as a part of the exact number, in brackets; nothing where that is 0 or not finite."""
    part = abs(found - exact) / abs(exact) if exact else math.nan
    if not math.isfinite(part):
        return ""
    return f" ({percent(part) if part >= TINY else f'{power(100 * part, 2)} %'})"
