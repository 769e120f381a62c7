"""The file that describes a training: every wrong value is told with section, key, found and expected."""

import pytest

from rnrviz.network.problems import InputError
from rnrviz.network.training import recipe

TASK = '[task]\nname = "anbncn"\n'
WRONG = [
    ("[algorithm]\ncheck_every = 0", "[algorithm] check_every is 0; expected a whole number from 1 to 10000000."),
    ("[algorithm]\nstrings = 0", "[algorithm] strings is 0; expected a whole number from 1 to"),
    ("[algorithm]\nstrings = 1.5", "[algorithm] strings is 1.5; expected a whole number"),
    ("[algorithm]\nalpha = 0", "[algorithm] alpha is 0; expected a finite number above 0."),
    ("[algorithm]\nalpha = inf", "[algorithm] alpha is inf; expected a finite number above 0."),
    ("[algorithm]\nalpha = nan", "[algorithm] alpha is nan; expected a finite number above 0."),
    ('[algorithm]\nalpha = "1"', "[algorithm] alpha is '1'; expected a finite number above 0."),
    ("[algorithm]\nbeta_1 = 1.0", "[algorithm] beta_1 is 1.0; expected a number from 0 to 1, 1 not included."),
    ("[algorithm]\nbeta_2 = -0.1", "[algorithm] beta_2 is -0.1; expected a number from 0 to 1"),
    ("[algorithm]\nclip = -1", "[algorithm] clip is -1; expected a finite number, 0 or more."),
    ("[algorithm]\ndecay = 1.5", "[algorithm] decay is 1.5; expected a number from 0 to 1."),
    (
        '[algorithm]\nrule = "newton"',
        "[algorithm] rule is 'newton'; expected descent, adam, rmsprop, kalman, kalman-global.",
    ),
    ('[algorithm]\ndraw = "never"', "[algorithm] draw is 'never'; expected random, epoch, order."),
    ("[algorithm]\nbatch = 0", "[algorithm] batch is 0; expected a whole number from 1 to"),
    ("[algorithm]\nmomentum = 1", "[algorithm] momentum is 1; expected a number from 0 to 1, 1 not included."),
    ("[algorithm]\nback = -1", "[algorithm] back is -1; expected a whole number, 0 or more."),
    ("[algorithm]\nback = 2\nevery = 3", "[algorithm] BPTT(h; h') needs h ≥ h' ≥ 1; it is h = 2, h' = 3."),
    ("[algorithm]\nr_last = 0", "[algorithm] r_last is 0; expected a finite number above 0."),
    (
        '[algorithm]\nrule = "kalman"\nbatch = 5',
        "[algorithm] batch is 5; expected 1 where every token changes the weights.",
    ),
    ("[algorithm]\nseed = -1", "[algorithm] seed is -1; expected a whole number, 0 or more."),
    ("[algorithm]\nseed = true", "[algorithm] seed is True; expected a whole number"),
    ("[algorithm]\nrate = 1", "[algorithm] has the unknown key rate; expected strings, rule, alpha,"),
    ("longest = 1.5", "[task] longest is 1.5; expected a whole number."),
    ("longest = 0", "[task] shortest is 1 and longest 0; expected 1 <= shortest <= longest."),
    ("longest = 100000", "[task] longest is 100000, which makes 15000150000 tokens in all; expected at most 10000000."),
    ('targets = "all"', "[task] targets is 'all'; expected legal, next, set, signs."),
    ("[judge]\nlongest = true", "[judge] longest is True; expected a whole number."),
    ("[network]\narchitecture = []", "[network] architecture is []; expected elman, stacked_elman"),
    ("[network]\nloss = 3", "[network] loss is 3; expected quadratic, cross_entropy."),
    ("[network]\nn_M = 0", "[network] n_M"),
    ("[net]", "Unknown section [net]; expected task, judge, network, algorithm."),
]


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_a_wrong_value_is_named_with_what_was_found_and_expected(tmp_path, text, sentence):
    path = tmp_path / "task.toml"
    path.write_text(TASK + text)
    with pytest.raises(InputError) as caught:
        recipe.read(path)
    assert str(caught.value).startswith(f"{path}: {sentence}")


def test_a_right_file_is_read(tmp_path):
    (tmp_path / "task.toml").write_text(TASK + "longest = 3\n[judge]\nlongest = 5\n[algorithm]\nalpha = 1\nseed = 4\n")
    read = recipe.read(tmp_path / "task.toml")
    assert (len(read.strings), len(read.judge[0]), read.settings.alpha, read.network.told("seed")) == (3, 5, 1, 4)
