"""Are RTRL, BPTT and finite differences equal? The answer in numbers and in words, as text."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from rnrviz.language import ntr, tr
from rnrviz.network.comparison import Comparison, compare
from rnrviz.network.gradients import Gradients
from rnrviz.network.trace import Trace

SAFETY = 20.0  # the estimated error of extrapolated differences was seen to be up to 9 times too small
VAGUE = 1e-3


@dataclass(frozen=True)
class Verdict:
    """``bound``: what the differences may be apart: the tolerance or, if larger, their own uncertainty."""

    gradients: Gradients
    exact: Comparison
    measured: Comparison
    tolerance: float
    bound: float

    @property
    def finite(self) -> bool:
        return not np.isnan(self.exact.relative)

    @property
    def exact_equal(self) -> bool:
        return self.exact.equal(self.tolerance)

    @property
    def vague(self) -> bool:
        """Whether finite differences are too uncertain here to judge."""
        return not self.bound <= max(VAGUE, self.tolerance)

    @property
    def measured_equal(self) -> bool:
        return self.measured.equal(self.bound)

    @property
    def equal(self) -> bool:
        return self.exact_equal and (self.vague or self.measured_equal)


def judge(rtrl: Gradients, bptt: Gradients, differences: Gradients, tolerance: float) -> Verdict:
    """Compare the three gradients of the same error."""
    size = max(np.abs(bptt.vector).max(initial=0.0), np.abs(differences.vector).max(initial=0.0))
    doubt = differences.uncertainty if differences.uncertainty is not None else np.zeros(0)
    with np.errstate(all="ignore"):
        own = np.linalg.norm(doubt / size) / np.linalg.norm(bptt.vector / size) if size else 0.0
    return Verdict(
        bptt, compare(rtrl, bptt), compare(bptt, differences), tolerance, max(tolerance, SAFETY * float(own))
    )


def report(name: str, trace: Trace, verdict: Verdict) -> Iterator[str]:
    """The lines of the report: what was run, the table, the verdict."""
    tokens = ntr("{n} token", "{n} tokens", len(trace)).format(n=len(trace))
    count = trace.network.program.size
    parameters = ntr("{n} parameter", "{n} parameters", count).format(n=count)
    yield f"{name}: {trace.network.architecture}, {parameters}, {tokens}"
    yield tr("Relative differences of the gradients of the sum of E[t], |a - b| / max(|a|, |b|):")
    yield ""
    yield from _table(verdict)
    yield ""
    yield from _sentences(trace, verdict)


def _table(verdict: Verdict) -> Iterator[str]:
    rows = [(tr("parameter"), tr("largest |dE/dW|"), "RTRL - BPTT", tr("BPTT - differences"))]
    for exact, measured in zip(verdict.exact.rows, verdict.measured.rows, strict=True):
        rows.append(_row(exact.name, verdict.gradients[exact.name], exact.relative, measured.relative))
    rows.append(_row(tr("all"), verdict.gradients.vector, verdict.exact.relative, verdict.measured.relative))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for row in rows:
        yield "  ".join([row[0].ljust(widths[0]), *(row[i].rjust(widths[i]) for i in (1, 2, 3))])


def _row(name: str, gradient: np.ndarray, exact: float, measured: float) -> tuple[str, str, str, str]:
    return name, f"{np.abs(gradient).max(initial=0.0):.3e}", f"{exact:.1e}", f"{measured:.1e}"


def _sentences(trace: Trace, verdict: Verdict) -> Iterator[str]:
    if not verdict.finite:
        yield tr("NOT EQUAL: the gradients have values that are not finite, so nothing can be compared.")
        return
    if not trace.counts.any():
        yield tr("EQUAL: no instant of this sequence has a target, so all the gradients are zero.")
        return
    yield (tr("EQUAL") if verdict.equal else tr("NOT EQUAL")) + "."
    exact = verdict.exact.relative
    same = tr("RTRL and BPTT are equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    other = tr("RTRL and BPTT are not equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    yield (same if verdict.exact_equal else other).format(found=exact, most=verdict.tolerance)
    yield _measured(verdict)


def _measured(verdict: Verdict) -> str:
    if verdict.vague:
        sentence = tr("Finite differences cannot judge here: by their own estimate they are uncertain by {most:.1e}.")
    elif verdict.measured_equal:
        sentence = tr("Finite differences agree with BPTT: they differ by {found:.1e}, bound {most:.1e}.")
    else:
        sentence = tr("Finite differences do not agree with BPTT: they differ by {found:.1e}, bound {most:.1e}.")
    if not verdict.vague and verdict.bound > verdict.tolerance:
        sentence += " " + tr("The bound is {n:.0f} times the uncertainty that they estimate of themselves.").format(
            n=SAFETY
        )
    return sentence.format(found=verdict.measured.relative, most=verdict.bound)
