"""What the outputs tend to: the chapter's theorem of convergence, for any targets."""

import numpy as np

from rnrviz.network.tasks.strings import Strings


def limits(strings: Strings, chosen: np.ndarray) -> np.ndarray:
    """The mean target after the prefix s[1..t], (n, n_Y) for the ``chosen`` instants (n,); NaN without a target.

    All strings of the task that begin alike are counted. With one-hot targets of the next symbol this is n/N: of the N
    strings that begin so, n go on with the symbol; cross-entropy and the quadratic error are both least there.
    """
    which = prefixes(strings)
    wanted, row = np.unique(which[chosen], return_inverse=True)
    place = np.full(int(which.max(initial=0)) + 1, -1)
    place[wanted] = np.arange(len(wanted))
    used = (place[which] >= 0) & (strings.counts > 0)
    sums, numbers = np.zeros((len(wanted), strings.targets.shape[1])), np.zeros(len(wanted))
    np.add.at(sums, place[which[used]], strings.targets[used])
    np.add.at(numbers, place[which[used]], 1.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (sums / numbers[:, None])[row]
    return np.asarray(np.where(strings.counts[chosen, None] > 0, means, np.nan))


def prefixes(strings: Strings) -> np.ndarray:
    """The number of the prefix at every instant (N,): equal where the strings so far are equal."""
    tree: dict[tuple[int, int], int] = {}
    found: list[int] = []
    tokens = strings.tokens.tolist()
    for first, last in zip(strings.begins[:-1].tolist(), strings.begins[1:].tolist(), strict=True):
        node = 0
        for token in tokens[first:last]:
            node = tree.setdefault((node, token), len(tree) + 1)
            found.append(node)
    return np.array(found, np.int64)
