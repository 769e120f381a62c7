"""The networks that are measured; the task of each is a random sequence, the next symbol as target."""

from rnrviz.network.measuring.cases import Case as Case
from rnrviz.network.measuring.cases import Task as Task
from rnrviz.network.measuring.cases import task as task

LARGE = 64

SMALL = tuple(
    Case(*kind, length)
    for kind in (("elman", 4, 4, 1), ("elman", 4, 16, 1), ("lstm", 4, 2, 2), ("lstm", 4, 16, 1))
    for length in (32, 100)
)
MIDDLE = (Case("elman", 28, 64, 1, 100), Case("lstm", 28, 64, 1, 100))
BPTT_CASES = (*SMALL, *MIDDLE, Case("elman", 28, 256, 1, 100), Case("lstm", 28, 256, 1, 100))
RTRL_CASES = (*SMALL, *MIDDLE, Case("elman", 28, 256, 1, 8))


def chosen(cases: tuple[Case, ...], quick: bool, only: str | None) -> tuple[Case, ...]:
    """The cases of a run in the order of the tables: small ones only if ``quick``, those named so if ``only``."""
    kept = [case for case in cases if not quick or (case.units < LARGE and case.length == min(32, case.length))]
    kept = [case for case in kept if only is None or only.casefold() in case.name.casefold()]
    return tuple(sorted(kept, key=lambda case: (case.architecture, case.symbols, case.units, case.length)))
