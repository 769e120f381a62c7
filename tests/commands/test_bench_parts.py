"""What `rnrviz bench` is made of: rows, rivals that compute what we compute, turns, fits. No time is judged."""

import importlib
import os
import subprocess
import sys

import numpy as np
import pytest

from rnrviz.app.bench import cases, compare, ours, rivals, scaling
from rnrviz.app.bench.results import BPTT, RTRL, Times
from rnrviz.network.measuring.timing import Contender, Effort, measure, summary
from rnrviz.network.problems import InputError

SHORT = [
    cases.Case("elman", 3, 4, 1, 7),
    cases.Case("elman", 5, 9, 1, 3),
    cases.Case("lstm", 3, 2, 2, 6),
    cases.Case("lstm", 4, 5, 1, 5),
]


def maker(name):
    """How a rival's contender is made; the test is skipped where the rival is not installed."""
    if name != "numpy":
        pytest.importorskip(name)
    return importlib.import_module(f"rnrviz.app.bench.{name}_rival").contender


@pytest.mark.parametrize("case", SHORT, ids=lambda case: case.name)
@pytest.mark.parametrize("algorithm", [BPTT, RTRL])
@pytest.mark.parametrize("name", rivals.RIVALS)
def test_every_rival_computes_our_gradient(name, algorithm, case):
    task = cases.task(case)
    rival = maker(name)(algorithm, task)
    does = {"torch": algorithm == BPTT, "numpy": algorithm == RTRL}
    assert (rival is not None) == does.get(name, algorithm == BPTT or case.architecture == "elman")
    if rival:
        expected = ours.functions_of(algorithm, task).gradient()
        for _ in range(2):  # the second time with what the first has left behind
            np.testing.assert_allclose(rival.gradient(), expected, rtol=0, atol=1e-12 * np.abs(expected).max())
        rivals.check([ours.sweeps_of(algorithm, task), rival], task)


@pytest.mark.parametrize("case", SHORT, ids=lambda case: case.name)
@pytest.mark.parametrize("algorithm", [BPTT, RTRL])
def test_our_sweeps_on_ready_arrays_can_be_repeated(algorithm, case):
    task = cases.task(case)
    sweeps, expected = ours.sweeps_of(algorithm, task), ours.functions_of(algorithm, task).gradient()
    for _ in range(3):
        np.testing.assert_allclose(sweeps.gradient(), expected, rtol=0, atol=1e-12 * np.abs(expected).max())


def test_another_gradient_is_not_measured():
    task = cases.task(SHORT[0])
    ready = ours.sweeps_of(BPTT, task)
    wrong = Contender("torch", ready.run, lambda: ready.gradient() * (1 + 1e-8))
    with pytest.raises(InputError, match=r"the gradient of torch differs from ours by 1\.0e-08"):
        compare.time_row(BPTT, task, {"torch": lambda algorithm, task: wrong}, Effort(1, 0.0), lambda fraction: None)
    lost = Contender("torch", ready.run, lambda: ready.gradient() * np.nan)
    with pytest.raises(InputError):
        rivals.check([ready, lost], task)


def test_the_rows_are_those_of_the_table():
    names = [f"{algorithm} {case.name}" for algorithm, case in compare.planned(False, None)]
    small = [f"{kind} L={n}" for kind in ("Elman 4,4", "Elman 4,16", "LSTM 4,2x2", "LSTM 4,16x1") for n in (32, 100)]
    large = ["Elman 28,64 L=100", "Elman 28,256 L=100", "LSTM 28,64x1 L=100", "LSTM 28,256x1 L=100"]
    assert sorted(names) == sorted(
        [f"BPTT {name}" for name in small + large]
        + [f"RTRL {name}" for name in [*small, "Elman 28,64 L=100", "Elman 28,256 L=8", "LSTM 28,64x1 L=100"]]
    )


def test_exact_power_laws_are_found_exactly():
    sizes = scaling.doubled(4, 256)
    assert sizes == (4, 8, 16, 32, 64, 128, 256)
    seconds = [3e-9 * n**4 if n > 16 else 1e-3 for n in sizes]
    grown = scaling.growth(RTRL, "n_X", sizes, seconds)
    assert grown.first == 32 and grown.last == 256
    assert grown.exponent == pytest.approx(4, abs=1e-9) and grown.factor == pytest.approx(3e-9)
    assert scaling.growth(BPTT, "L", (16, 32), (1.0, 2.0)).exponent == pytest.approx(1)


def test_contenders_take_turns_and_all_of_them_count():
    turns = []
    contenders = [Contender(name, lambda name=name: turns.append(name)) for name in "abc"]
    took = measure(contenders, Effort(3, 0.0))
    assert [each.rounds for each in took] == [3, 3, 3]
    assert "".join(turns)[-9:] == "abcbcacab"
    assert summary([(3.0, 6.0), (1.0, 1.0), (2.0, 2.0)]) == Times(2.0, 1.0, 3.0, 3, 1.5)
    assert measure(contenders, Effort(100, 0.0, -1.0))[0].rounds == 3  # what lasts too long is measured three times


@pytest.mark.skipif(sys.platform != "linux", reason="cores are chosen on Linux")
def test_what_is_measured_has_one_core_to_itself():
    code = "import os; from rnrviz.app.bench import worker; worker.stay_on_one_core(); print(os.sched_getaffinity(0))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == str({max(os.sched_getaffinity(0))})
