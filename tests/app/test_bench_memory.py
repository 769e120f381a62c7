"""What gradients hold beside what any implementation must hold, on the networks of the bench and on long strings."""

from dataclasses import replace

import pytest

from rnrviz.app.bench import cases
from rnrviz.app.bench.memory import memory_of
from rnrviz.app.bench.results import BPTT, RTRL

LONG = [replace(cases.SMALL[0], length=3000), cases.Case("elman", 4, 8, 1, 3000), cases.Case("lstm", 4, 4, 1, 2000)]
RTRL_CASES = [case for case in (*cases.SMALL, *LONG) if case.units < cases.LARGE]


@pytest.mark.parametrize("case", RTRL_CASES, ids=lambda case: case.name)
def test_rtrl_is_within_the_two_tables_of_tangents_however_long_the_string(case):
    found = memory_of(RTRL, cases.task(case))
    assert 0 < found.working <= 1.2 * found.compared


@pytest.mark.parametrize("case", cases.SMALL, ids=lambda case: case.name)
def test_bptt_is_within_half_more_than_the_record(case):
    found = memory_of(BPTT, cases.task(case))
    assert found.compared / 2 < found.working <= 1.5 * found.compared
