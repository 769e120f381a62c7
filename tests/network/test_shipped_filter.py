"""The shipped experiment of the Kalman filter, with two seeds: it learns within 300 strings and counts on."""

from rnrviz.network.training import experiment as experiments
from rnrviz.network.training.outcomes import outcome
from rnrviz.paths import resource


def test_the_filter_learns_from_few_strings():
    found = experiments.read(resource("experiments", "anbncn-dekf.toml"))
    runs = [run for run in found.runs if run.setting == ("2000",)][:2]
    for run in runs:
        table = run.table | {"algorithm": run.table["algorithm"] | {"strings": 600, "check_every": 100}}
        went = outcome(table, found.learned, {"longest": 60})
        assert went.learned and went.learned_after <= 500 and went.best_tested >= 30 and not went.diverged
