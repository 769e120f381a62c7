"""Are RTRL, BPTT, the complex step and finite differences equal? The judgement; `verdict_report` puts it in words."""

from dataclasses import dataclass

import numpy as np

from rnrviz.network.comparison import Comparison, compare
from rnrviz.network.gradients import Gradients

SAFETY = 20.0  # the estimated error of extrapolated differences was seen to be up to 9 times too small
VAGUE = 1e-3


@dataclass(frozen=True)
class Verdict:
    """BPTT's gradient against RTRL's (None where RTRL does not apply), the complex step's and the differences'.

    ``bound``: what the differences may be apart: the tolerance or, if larger, their own uncertainty.
    """

    gradients: Gradients
    exact: Comparison | None
    stepped: Comparison
    measured: Comparison
    tolerance: float
    bound: float

    @property
    def finite(self) -> bool:
        return not any(np.isnan(c.relative) for c in (self.exact, self.stepped) if c is not None)

    @property
    def exact_equal(self) -> bool:
        return self.exact is None or self.exact.equal(self.tolerance)

    @property
    def stepped_equal(self) -> bool:
        return self.stepped.equal(self.tolerance)

    @property
    def vague(self) -> bool:
        """Whether finite differences are too uncertain here to judge."""
        return not self.bound <= max(VAGUE, self.tolerance)

    @property
    def measured_equal(self) -> bool:
        return self.measured.equal(self.bound)

    @property
    def equal(self) -> bool:
        return self.exact_equal and self.stepped_equal and (self.vague or self.measured_equal)


def judge(
    rtrl: Gradients | None, bptt: Gradients, stepped: Gradients, differences: Gradients, tolerance: float
) -> Verdict:
    """Compare the gradients of the same error."""
    size = max(np.abs(bptt.vector).max(initial=0.0), np.abs(differences.vector).max(initial=0.0))
    doubt = differences.uncertainty if differences.uncertainty is not None else np.zeros(0)
    with np.errstate(all="ignore"):
        own = np.linalg.norm(doubt / size) / np.linalg.norm(bptt.vector / size) if size else 0.0
    exact = compare(rtrl, bptt) if rtrl is not None else None
    bound = max(tolerance, SAFETY * float(own))
    return Verdict(bptt, exact, compare(stepped, bptt), compare(bptt, differences), tolerance, bound)
