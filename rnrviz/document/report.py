"""The gradients at the cursor by three judges: RTRL, BPTT and finite differences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.network.comparison import Comparison
    from rnrviz.network.faults import Fault
    from rnrviz.network.gradients import Gradients
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace

Progress = Callable[[float], None]

RATE, PRODUCTS = 4e8, 1e10  # parameters a second; multiplications of RTRL a second
OVERHEAD = 2e-6
RUNS, RIDDERS = 18, 5e-4
RTRL_AT_MOST = 120.0
DIFFERENCES_AT_MOST = 600.0


@dataclass(frozen=True)
class GradientReport:
    """Gradients of E[t] alone or of the sum over `instants` (1-based, inclusive), and how equal they are.

    `rtrl` or `differences` is None while it is computed, or for good where `skipped` names it because it
    would take too long; `refused` says in a sentence why RTRL does not apply to the network at all.
    `comparison` sets RTRL against BPTT, `against_differences` differences against BPTT.
    `error` is the value of what is differentiated; NaN where no instant has a target. With a `fault` one of the two,
    `bptt` or `rtrl`, is wrong on purpose; `differences` is compared with the other.
    """

    instants: tuple[int, int]
    choice: str
    error: float
    bptt: Gradients
    rtrl: Gradients | None = None
    differences: Gradients | None = None
    comparison: Comparison | None = None
    against_differences: Comparison | None = None
    skipped: tuple[str, ...] = ()
    refused: InputError | None = None
    fault: Fault | None = None

    @property
    def right(self) -> Gradients:
        """A gradient that is not wrong on purpose, as far as there is one."""
        wrong = self.fault is not None and not self.fault.breaks_rtrl
        return self.rtrl if wrong and self.rtrl is not None else self.bptt


def seconds(network: Network, last: int, length: int = 0) -> dict[str, float]:
    """Rough time of each method for a gradient up to instant `last` of `length`, which counts where it runs back."""
    parameters = max(1, network.program.size)
    last = max(last, length) if network.program.leads else last
    step = parameters / RATE + OVERHEAD / 4
    return {
        "forward": last * step,
        "bptt": last * step * 3,
        "rtrl": 0.0 if network.program.leads else last * (network.program.carried.work / PRODUCTS + OVERHEAD),
        "differences": parameters * (RUNS * last * step + RIDDERS),
    }


def with_bptt(trace: Trace, instants: tuple[int, int], choice: str, fault: Fault | None = None) -> GradientReport:
    """BPTT, and the error that is differentiated."""
    from rnrviz.network.faults import faulty
    from rnrviz.network.gradients import bptt

    errors = np.asarray(trace["E"])[instants[0] - 1 : instants[1]]
    known = errors[~np.isnan(errors)]
    value = float(known.sum()) if len(known) else float("nan")
    wrong = fault is not None and not fault.breaks_rtrl
    found = faulty(trace, instants, fault) if fault and wrong else bptt(trace, instants)
    return GradientReport(instants, choice, value, found, fault=fault)


def with_rtrl(report: GradientReport, trace: Trace, progress: Progress | None = None) -> GradientReport:
    """The report with RTRL in it, unless it does not apply or would take too long or too much memory."""
    from rnrviz.network.comparison import compare
    from rnrviz.network.faults import faulty
    from rnrviz.network.gradients import rtrl

    if seconds(trace.network, report.instants[1])["rtrl"] > RTRL_AT_MOST:
        return replace(report, skipped=(*report.skipped, "rtrl"))
    try:
        wrong = report.fault is not None and report.fault.breaks_rtrl
        forward = (
            faulty(trace, report.instants, report.fault, progress)
            if report.fault and wrong
            else rtrl(trace, report.instants, progress=progress)
        )
    except InputError as error:
        if trace.network.program.leads:
            return replace(report, refused=error)
        return replace(report, skipped=(*report.skipped, "rtrl"))
    return replace(report, rtrl=forward, comparison=compare(forward, report.bptt))


def with_differences(report: GradientReport, trace: Trace, progress: Progress | None = None) -> GradientReport:
    """The report with finite differences in it, unless they would take too long."""
    from rnrviz.network.comparison import compare
    from rnrviz.network.differences import differences

    if seconds(trace.network, report.instants[1], len(trace))["differences"] > DIFFERENCES_AT_MOST:
        return replace(report, skipped=(*report.skipped, "differences"))
    measured = differences(trace.network, trace, report.instants, progress)
    return replace(report, differences=measured, against_differences=compare(measured, report.right))
