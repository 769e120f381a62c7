"""The file that describes an experiment: its runs, and what is said of every wrong value."""

import pytest

from rnrviz.network.problems import InputError
from rnrviz.network.training import experiment as experiments
from rnrviz.network.training import recipe as recipes
from rnrviz.network.training.descent import train
from rnrviz.network.training.outcomes import outcome
from rnrviz.network.training.papers import Paper
from rnrviz.network.training.summary import summaries
from rnrviz.paths import resource

TASK = '[task]\nname = "anbncn"\nlongest = 2\n[network]\narchitecture = "elman"\n[algorithm]\nstrings = 60\n'
SHIPPED = sorted(resource("experiments").glob("*.toml"))


def read(folder, text):
    (folder / "task.toml").write_text(TASK)
    (folder / "e.toml").write_text(text)
    return experiments.read(folder / "e.toml")


def test_every_combination_of_settings_and_seeds_is_a_run(tmp_path):
    text = '[experiment]\ntask = "task.toml"\nseeds = [5, 2, 5]\n[vary]\n"network.n_X" = [2, 3]\n'
    found = read(tmp_path, text + "algorithm.alpha = [0.01, 0.1, 0.5]\n")
    assert found.keys == ("network.n_X", "algorithm.alpha")
    assert [(*run.setting, run.seed) for run in found.runs] == [
        (n, alpha, seed) for n in ("2", "3") for alpha in ("0.01", "0.1", "0.5") for seed in (2, 5)
    ]
    for run in found.runs:
        recipe = recipes.made(run.table)
        told = (str(recipe.network.config["n_X"]), str(recipe.settings.alpha), recipe.settings.seed)
        assert told == (*run.setting, run.seed) and recipe.settings.strings == 60


def test_sections_of_the_experiment_are_laid_over_those_of_the_task(tmp_path):
    own = '[experiment]\ntask = "task.toml"\nseeds = "3-4"\n[algorithm]\nalpha = 0.5\n'
    inline = TASK.replace("[algorithm]\n", "[algorithm]\nalpha = 0.5\n") + "[experiment]\nseeds = [3, 4]\n"
    over, alone = read(tmp_path, own), read(tmp_path, inline)
    assert [recipes.made(run.table).settings for run in over.runs] == [
        recipes.made(run.table).settings for run in alone.runs
    ]
    assert over.mark == alone.mark and over.runs[0].table["algorithm"] == {"strings": 60, "alpha": 0.5, "seed": 3}


def test_a_whole_section_may_vary(tmp_path):
    networks = '[{ architecture = "elman", n_X = 2 }, { architecture = "lstm", n_M = 1 }]'
    found = read(tmp_path, f'[experiment]\ntask = "task.toml"\nseeds = [1]\n[vary]\nnetwork = {networks}\n')
    assert [run.setting for run in found.runs] == [
        ("architecture = elman, n_X = 2",),
        ("architecture = lstm, n_M = 1",),
    ]
    assert [recipes.made(run.table).network.architecture for run in found.runs] == ["elman", "lstm"]


def test_experiments_are_told_apart_but_not_for_more_seeds_or_values(tmp_path):
    text = '[experiment]\ntask = "task.toml"\nseeds = [1]\n[vary]\nalgorithm.alpha = [0.1]\n'
    mark = read(tmp_path, text).mark
    same = (text.replace("[1]", "[1, 2]"), text.replace("[0.1]", "[0.1, 0.2]"), text + "[algorithm]\nseed = 9\n")
    other = (text + "[network]\nn_X = 3\n", text + "[test]\nlongest = 3\n", text.replace("seeds", "learned = 1\nseeds"))
    assert {read(tmp_path, each).mark for each in same} == {mark}
    assert len({mark, *(read(tmp_path, each).mark for each in other)}) == 4


HEAD = '[experiment]\ntask = "task.toml"\nseeds = [1]\n'
WRONG = [
    ("[runs]", "Unknown section [runs]; expected experiment, task, judge, network, algorithm, test, vary, paper."),
    ("", '[experiment] seeds is missing; expected "1-20", [1, 2, 3].'),
    ('[experiment]\nseeds = "9-1"', "[experiment] seeds is '9-1'; expected"),
    ("[experiment]\nseeds = []", "[experiment] seeds is []; expected"),
    ("[experiment]\nseeds = [1, -1]", "[experiment] seeds is [1, -1]; expected"),
    ("[experiment]\nseeds = [true]", "[experiment] seeds is [True]; expected"),
    ("[experiment]\nseed = 1", "[experiment] seed is 1; expected task, seeds, learned, reach, best_of."),
    ("[experiment]\ntask = 3\nseeds = [1]", "[experiment] task is 3; expected TASK.toml."),
    ("[experiment]\nseeds = [1]", "[task] name is missing; expected anbn, anbncn"),
    ("experiment = 1", "The key experiment is 1; expected a section [experiment]."),
    (HEAD + "learned = 3", "[experiment] learned is 3; expected 1 … 2."),
    (HEAD + "learned = 0", "[experiment] learned is 0; expected 1 … 2."),
    (HEAD + "reach = 3", "[experiment] reach is 3; expected [100, 1000]."),
    (HEAD + "reach = [0]", "[experiment] reach is [0]; expected [100, 1000]."),
    (HEAD + "best_of = 2", "[experiment] best_of is 2; expected 1 … 1."),
    (HEAD + "[vary]\nrate = [1]", "[vary] rate is 'rate'; expected \"task.…\", "),
    (HEAD + '[vary]\n"algorithm.seed" = [1]', "[vary] algorithm.seed is 'algorithm.seed'; expected"),
    (HEAD + '[vary]\n"algorithm.alpha" = 1', "[vary] algorithm.alpha is 1; expected […, …]."),
    (HEAD + '[vary]\n"algorithm.alpha" = []', "[vary] algorithm.alpha is []; expected […, …]."),
    (HEAD + '[vary]\n"algorithm.alpha" = [1, 1]', "[vary] algorithm.alpha is [1, 1]; expected […, …]."),
    (HEAD + "[vary]\nnetwork = [1]", "[vary] network is [1]; expected [{…}, {…}]."),
    (HEAD + '[vary]\n"algorithm.alpha" = [0.1, -1]', "[algorithm] alpha is -1; expected a finite number above 0."),
    (HEAD + '[vary]\n"algorithm.rate" = [1]', "[algorithm] has the unknown key rate; expected strings"),
    (HEAD + '[vary]\n"network.n_X" = [0]', "[network] n_X"),
    (HEAD + "[test]\nlongest = true", "[test] longest is True; expected a whole number."),
    (HEAD + "[paper]\nlearned = 3", "[paper] source is missing; expected Author Year."),
    (HEAD + '[paper]\nsource = "x"\nmean = 3', "[paper] mean is 3; expected source, setting, learned"),
    (HEAD + '[paper]\nsource = "x"\nlearned = "all"', "[paper] learned is 'all'; expected 0, 1, 2.5, …."),
    (HEAD + '[paper]\nsource = "x"\nsetting = { n = 1 }', "[paper] setting is {'n': 1}; expected {}."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_a_wrong_value_is_named_with_what_was_found_and_expected(tmp_path, text, sentence):
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    assert str(caught.value).startswith(f"{tmp_path / 'e.toml'}: {sentence}")


def test_a_task_that_is_not_there_is_named(tmp_path):
    with pytest.raises(InputError, match="cannot be read as TOML"):
        read(tmp_path, '[experiment]\ntask = "none.toml"\nseeds = [1]')


def test_an_outcome_tells_what_the_curve_tells(tmp_path):
    text = HEAD + "learned = 2\n[test]\nlongest = 7\n[algorithm]\nstrings = 3000\ncheck_every = 100\nalpha = 0.05\n"
    found = read(tmp_path, text)
    ticks: list[float] = []
    went = outcome(found.runs[0].table, found.learned, found.test, ticks.append)
    recipe = recipes.made(found.runs[0].table)
    *_, end = train(recipe.network, recipe.strings, recipe.judge, recipe.settings)
    curve = {strings: accepted for strings, _, accepted in end.curve}
    assert went.learned and curve[went.learned_after] >= 2
    assert all(accepted < 2 for strings, accepted in curve.items() if strings < went.learned_after)
    assert went.best_accepted == max(curve.values()) == curve[went.best_after] and went.stop_accepted == curve[3000]
    assert 2 <= went.best_tested <= 7 and went.seconds > 0.0 and not went.diverged
    assert ticks == [n / 30 for n in range(1, 31)]


def test_a_divergence_is_an_outcome_too():
    table = {
        "task": {"name": "anbncn", "longest": 2},
        "network": {"architecture": "elman", "g_X": "identity", "g_Y": "identity", "loss": "quadratic"},
        "algorithm": {"alpha": 1e200, "strings": 50},
    }
    went = outcome(table, 1, None)
    assert went.diverged and not went.learned and went.learned_after is None and went.best_tested is None
    assert (went.best_after, went.best_accepted) == (0, 0) and went.strings < 50


def row(alpha, learned_after, best, stop, diverged="false"):
    told = {"learned_after": learned_after, "best_accepted": best, "stop_accepted": stop, "diverged": diverged}
    told["best_loss"] = "0.5"
    return {"alpha": alpha, "seconds": best, **told}


def test_a_summary_is_of_each_setting():
    rows = [
        row("1", "100", "5", "4"),
        row("1", "", "1", "0", "true"),
        row("1", "300", "9", "9"),
        row("2", "", "0", "0"),
    ]
    paper = Paper("X 2001", {"alpha": "2"}, learned=50)
    one, two = summaries(("alpha",), rows, [paper], (5, 9), 2)
    assert (one.setting, one.runs, one.learned, one.diverged, one.strings) == (("1",), 3, 2, 1, 200)
    assert (one.best, one.stop, one.paper) == ((5, 5, 9), (4, pytest.approx(13 / 3), 9), None)
    assert (one.seconds, one.reached, one.groups, one.grouped) == (5, (2, 1), (1, 0), 1)
    assert (two.learned, two.strings, two.paper) == (0, None, paper)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_experiment_can_be_read_and_names_its_sources(path):
    found = experiments.read(path)
    assert found.runs and all(paper.source for paper in found.papers)
    settings = [dict(zip(found.keys, run.setting, strict=True)) for run in found.runs]
    assert all(any(paper.about(setting) for setting in settings) for paper in found.papers)


def test_experiments_are_shipped():
    assert SHIPPED
