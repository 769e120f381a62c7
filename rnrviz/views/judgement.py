"""From a report on gradients to what is shown: the verdict in words and the blocks of pictures."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.figures.matrices import Block, Matrix
from rnrviz.figures.numbers import power, short
from rnrviz.figures.verdict import Verdict
from rnrviz.language import tr
from rnrviz.network.notation import symbol

if TYPE_CHECKING:
    from rnrviz.document.report import GradientReport
    from rnrviz.network.gradients import Gradients
    from rnrviz.network.network import Network

ROUNDING, GROWN, MEASURED, UNMEASURABLE = 1e-12, 1e-9, 1e-6, 1e-10


def headings(report: GradientReport) -> tuple[str, ...]:
    """The columns of pictures; without RTRL where it does not apply to the network."""
    if report.refused:
        return (tr("weights W"), "BPTT", tr("finite differences"), tr("BPTT − differences"))
    return (tr("weights W"), "RTRL", "BPTT", tr("finite differences"), "RTRL − BPTT")


def blocks(network: Network, report: GradientReport) -> tuple[Block, ...]:
    """One block per parameter, in the order of the program; a fixed table of embeddings has no gradients."""
    compared = report.against_differences if report.refused else report.comparison
    relative = {row.name: row.relative for row in compared.rows} if compared else {}
    return tuple(_block(network, report, name, relative.get(name, math.nan)) for name in network.parameters)


def _block(network: Network, report: GradientReport, name: str, relative: float) -> Block:
    value = network.parameters[name]
    if name not in report.bptt.names:
        pictures = (tall(value), *(None for _ in headings(report)[1:]))
        return Block(name, value.shape, pictures, math.nan, units(network, name), fixed=True)
    rtrl, bptt, differences = (_matrix(g, name) for g in (report.rtrl, report.bptt, report.differences))
    one, other = (bptt, differences) if report.refused else (rtrl, bptt)
    with np.errstate(all="ignore"):
        gap = None if one is None or other is None else one - other
    methods = (bptt, differences) if report.refused else (rtrl, bptt, differences)
    return Block(name, value.shape, (tall(value), *methods, gap), relative, units(network, name))


def units(network: Network, name: str) -> tuple[tuple[int, ...], ...]:
    """The shapes of the signals that a parameter's axes stand for: destination, then source.

    Empty where the axes are what they are: a table of embeddings, or peepholes, whose axes are block and cell.
    """
    signals, shape = network.program.signals, network.parameters[name].shape
    shapes = tuple(signals[part].shape for part in name.split("_")[1:] if part in signals)
    fits = len(shapes) == len(shape) and all(math.prod(s) == n for s, n in zip(shapes, shape, strict=True))
    return shapes if fits else ()


def _matrix(gradients: Gradients | None, name: str) -> Matrix | None:
    return None if gradients is None else tall(gradients[name])


def tall(value: Matrix) -> Matrix:
    """A bias as one column, a matrix as it is."""
    return value.reshape(len(value), -1)


def verdict(report: GradientReport) -> Verdict:
    """What the three judges say."""
    if not np.isfinite(report.bptt.vector).all():
        return Verdict("different", tr("Overflow: the gradient holds numbers that are not finite (∞ or NaN)."))
    if math.isnan(report.error):
        return _nothing(report)
    if report.refused:
        return _without_rtrl(report)
    detail = " ".join(part for part in (broken(report), _third(report), _skipped(report)) if part)
    if report.comparison is None:
        return Verdict("none", tr("BPTT is ready; RTRL has not been computed."), detail)
    if not report.bptt.vector.any() and report.comparison.relative == 0:
        return Verdict("equal", tr("All gradients are exactly zero here."), detail)
    return Verdict(*_compared(report.comparison.relative), detail)


def broken(report: GradientReport) -> str:
    """What is wrong on purpose, and where it shows most."""
    fault, compared = report.fault, report.comparison or report.against_differences
    if fault is None:
        return ""
    sentence = {
        "truncate": tr("BPTT is cut at t₀ = {t_0}."),
        "mean": tr("BPTT takes the mean of the shared copies instead of their sum."),
        "online": tr("RTRL updates the weights after every token, α = {alpha}."),
        "scissors": tr("BPTT cuts the errors at the gates and cell inputs, as in 1997."),
        "flip": tr("BPTT has the sign of g′ of {signal} wrong."),
        "float32": tr("BPTT rounds to float32."),
    }[fault.kind].format(t_0=fault.t_0, alpha=f"{fault.alpha:g}", signal=symbol(fault.signal).unicode)
    worst = max(compared.rows, key=lambda row: row.largest_absolute, default=None) if compared else None
    if worst is None or not worst.largest_absolute:
        return sentence
    place = ", ".join(str(i + 1) for i in worst.index)
    weight = symbol(worst.name)
    set_ = f"`{weight.base}^{{{weight.superscript}}}`" if weight.superscript else f"`{weight.base}`"
    shows = tr("It shows most in {weight} ({place}).").format(weight=set_, place=place)
    return f"{sentence} {shows}"


def _without_rtrl(report: GradientReport) -> Verdict:
    """Two judges remain, and a sentence that says why the third does not come."""
    compared = report.against_differences
    if compared is None:
        parts = (broken(report), _third(report), _skipped(report), str(report.refused))
        detail = " ".join(part for part in parts if part)
        return Verdict("none", tr("BPTT is ready."), detail)
    if not report.bptt.vector.any():
        return Verdict("equal", tr("All gradients are exactly zero here."), str(report.refused))
    if compared.relative <= MEASURED:
        sentence = tr("BPTT and finite differences agree to {d}.").format(d=power(compared.relative))
        return Verdict("equal", sentence, str(report.refused))
    if _too_small(report):
        return Verdict("none", _third(report), str(report.refused))
    sentence = tr("BPTT and finite differences differ: relative difference {d}.")
    detail = " ".join(part for part in (broken(report), str(report.refused)) if part)
    return Verdict("different", sentence.format(d=share(compared.relative)), detail)


def _too_small(report: GradientReport) -> bool:
    """Whether finite differences cannot measure so small a gradient."""
    compared = report.against_differences
    return compared is not None and max(row.largest_absolute for row in compared.rows) <= UNMEASURABLE


def _nothing(report: GradientReport) -> Verdict:
    """No instant that counts has a target."""
    first, last = report.instants
    sentence = tr("There is no E[{t}]: the last token has no next one.").format(t=last)
    if report.choice == "instant" and last > 1:
        advice = tr("All gradients are zero. Step back, or choose the sum.")
    elif first == last == 1:
        advice = tr("All gradients are zero. Write at least two tokens.")
    else:
        advice = tr("All gradients are zero.")
    return Verdict("none", sentence, advice)


def _compared(relative: float) -> tuple[str, str]:
    if relative == 0:
        return "equal", tr("RTRL and BPTT agree in every digit.")
    number = power(relative)
    if relative <= ROUNDING:
        return "equal", tr("RTRL and BPTT agree to {d}: equal up to rounding.").format(d=number)
    if relative <= GROWN:
        sentence = tr("RTRL and BPTT agree to {d}: rounding, grown along the sequence.")
        return "equal", sentence.format(d=number)
    return "different", tr("RTRL and BPTT differ: relative difference {d}.").format(d=share(relative))


def share(relative: float) -> str:
    """A relative difference as it is read best: 0.02, or 3·10⁻⁵."""
    return short(relative, 1) if relative >= 0.001 else power(relative)


def _third(report: GradientReport) -> str:
    if report.against_differences is None:
        return "" if "differences" in report.skipped else tr("Computing finite differences…")
    relative = report.against_differences.relative
    if relative <= MEASURED:
        return tr("Finite differences agree to {d}.").format(d=power(relative))
    if _too_small(report):
        return tr("The gradient is too small here for finite differences to measure it.")
    return tr("Finite differences are {d} away; they are the least exact.").format(d=share(relative))


def _skipped(report: GradientReport) -> str:
    words = {
        "rtrl": tr("RTRL would take too long here."),
        "differences": tr("Finite differences would take too long here."),
    }
    return " ".join(words[name] for name in report.skipped if name in words)
