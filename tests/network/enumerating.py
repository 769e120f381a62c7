"""Oracles for tasks: languages written down as lists of their strings with probabilities."""

import numpy as np

from rnrviz.network.network import random_network
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.truth import language_of, truth

SAMPLE = "The cat sat on the mat .\nThe dog sat .\nThe cat ran .\n"


def made(name, **options):
    """The strings of a task, of a small text where it needs one."""
    return dict(TASKS)[name](**({"text": SAMPLE} if name == "corpus" else {}) | options)


def texts(strings, last=False):
    """Every string as the list of its symbols; ``last``: with its last target."""
    names = strings.vocabulary.tokens
    parts = [strings.part(k) for k in range(len(strings))]
    ends = [[names[int(strings.targets[part.stop - 1].argmax())]] if last else [] for part in parts]
    return [[names[i] for i in strings.tokens[part]] + end for part, end in zip(parts, ends, strict=True)]


def taught(name, vocabulary, **options):
    """A network whose history says that it was taught this."""
    network = random_network("elman", {"n_X": 2}, vocabulary, 1)
    object.__setattr__(network, "history", {"recipe": {"task": {"name": name, **options}}})
    return network


def rows_of(network, symbols, legal):
    """What the language of a network says after each of these symbols, (L, n_V)."""
    numbers = [network.vocabulary.numbers[symbol] for symbol in symbols]
    return truth(language_of(network), network, numbers, legal).rows()


def assert_follows(row, names, prefix, language, tail=0.0):
    """A row of probabilities is what the strings with their masses say, up to the mass that is not listed."""
    n = len(prefix)
    alike = [(string[n], mass) for string, mass in language if string[:n] == prefix and len(string) > n]
    total = sum(mass for _, mass in alike)
    assert total > 0, prefix
    for name, p in zip(names, row, strict=True):
        mine = sum(mass for symbol, mass in alike if symbol == name)
        assert mine / (total + tail) - 1e-9 <= p <= (mine + tail) / total + 1e-9, (prefix, name)


def assert_targets(strings, targets):
    """Targets are made of the legal symbols and of those that come, as their name says; 0 where none counts."""
    for k, text in enumerate(texts(strings)):
        part = strings.part(k)
        d, legal, counts = strings.targets[part], strings.legal[part], strings.counts[part] > 0
        assert (d[~counts] == 0).all() and (legal[d > 0]).all()
        if targets == "next":
            assert set(d[counts].sum(1)) <= {1.0} and set(np.unique(d)) <= {0.0, 1.0}
            following = [strings.vocabulary.tokens[i] for i in d[:-1].argmax(1)]
            assert all(a == b for a, b, c in zip(following, text[1:], counts, strict=False) if c)
        elif targets == "set":
            np.testing.assert_array_equal(d[counts], legal[counts])
        else:
            np.testing.assert_allclose(d[counts] * legal[counts].sum(1, keepdims=True), legal[counts])
