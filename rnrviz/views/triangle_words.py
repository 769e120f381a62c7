"""What a triangle (t, tau) says in words: its totals, how far a fault puts them off, what stands in a cell."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from rnrviz.figures.numbers import full, percent, power, short
from rnrviz.figures.triangle_legend import ends
from rnrviz.figures.triangle_rows import Rows
from rnrviz.language import ntr, tr
from rnrviz.network.notation import symbol

if TYPE_CHECKING:
    from rnrviz.network.departures import Departure
    from rnrviz.network.faults import Fault

EQUAL, TINY = 1e-12, 1e-5


def description(rows: Rows, decade: int | None) -> str:
    """The totals, how far they are off, and what the colours mean."""
    forward, back = rows.totals
    if rows.tau > rows.cursor:
        said = tr("{weight}: going forward the sum is {sum}.").format(weight=_name(rows), sum=short(forward))
    else:
        sentence = tr("{weight}: going forward the sum is {sum}; back to τ = {tau} it is {back}.")
        said = sentence.format(weight=_name(rows), sum=short(forward), tau=rows.tau, back=short(back))
    colours = tr("Colours from {least} to {most}, by powers of ten.")
    scale = "" if decade is None else colours.format(**dict(zip(("least", "most"), ends(decade), strict=True)))
    return " ".join(part for part in (said, rows.note, scale) if part)


def told(rows: Rows, t: int, tau: int) -> str:
    """What stands in a cell, or with tau = 0 the sum of a row, with every digit; with the exact one where it is off."""
    departure = rows.departure
    if not tau:
        said = f"∂E[{t}]/∂{_name(rows)} = {full(float(rows.of_errors[t - 1]))}"
        off = departure is not None and rows.rows_off[t - 1]
        return f"{said}\n{_exact(departure.exact[t - 1].sum())}" if departure is not None and off else said
    off = departure is not None and departure.off[t - 1, tau - 1] > 0
    value = departure.cells[t - 1, tau - 1] if departure is not None and off else rows.drawn[t - 1, tau - 1]
    sentence = tr("E[{t}] and the copy of {weight} at τ = {tau}: {value}")
    said = sentence.format(t=t, weight=_name(rows), tau=tau, value=full(float(value)))
    return f"{said}\n{_exact(departure.exact[t - 1, tau - 1])}" if departure is not None and off else said


def _exact(value: float) -> str:
    return tr("exact: {value}").format(value=full(float(value)))


def _name(rows: Rows) -> str:
    return f"{symbol(rows.weight).unicode} ({rows.index})"


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
