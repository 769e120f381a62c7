"""Forward and forward+BPTT against torch, in one run: `python tests/benchmarks/core_speed.py`.

float64, one thread, one-hot input, L = 32, cross-entropy; torch's nn.RNN or nn.LSTM with a Linear layer, our forward
and reverse sweeps on arrays made beforehand (as a training runs them) and through `Network.run` and `bptt` (as the
window does). They take turns; medians.
"""

import argparse
import statistics
import time
from collections.abc import Callable

import numpy as np
import torch

from rnrviz.kernels import sweeps
from rnrviz.network.gradients import bptt
from rnrviz.network.network import Network, random_network
from rnrviz.network.trace import next_symbols, run
from rnrviz.network.vocabulary import Vocabulary

NETWORKS = (
    ("Elman 4-4-4", "elman", {"n_X": 4}, 4),
    ("Elman 4-16-4", "elman", {"n_X": 16}, 16),
    ("LSTM 2x2", "lstm", {"n_M": 2, "n_C": 2, "forget": True, "direct": False}, 4),
    ("LSTM 16x1", "lstm", {"n_M": 16, "n_C": 1, "forget": True, "direct": False}, 16),
)
Work = Callable[[], object]


def rival(architecture: str, units: int, tokens: np.ndarray) -> tuple[Work, Work]:
    """Torch's forward pass and forward+backward on the same task."""
    kind = torch.nn.RNN if architecture == "elman" else torch.nn.LSTM
    layer, readout = kind(4, units, dtype=torch.float64), torch.nn.Linear(units, 4, dtype=torch.float64)
    inputs = torch.eye(4, dtype=torch.float64)[torch.tensor(tokens)][:, None]
    targets = torch.tensor(tokens[1:])
    parameters = [*layer.parameters(), *readout.parameters()]

    def loss() -> torch.Tensor:
        logits = readout(layer(inputs)[0])[:-1, 0]
        return torch.nn.functional.cross_entropy(logits, targets, reduction="sum")

    def forward() -> None:
        with torch.no_grad():
            loss()

    def both() -> None:
        for parameter in parameters:
            parameter.grad = None
        loss().backward()

    return forward, both


def ours(network: Network, text: str) -> tuple[Work, Work, Work]:
    """Our sweeps: forward, forward+reverse on ready arrays, and both through the public functions."""
    program, sequence = network.program, network.vocabulary.encode(text)
    D, counts = next_symbols(network, sequence)
    length, start = len(sequence), program.lags
    record = np.zeros((start + length, program.width))
    adjoints, E, gradient = np.zeros_like(record), np.empty(length), np.zeros(program.size)
    common = (sequence.indices, D, counts, network.error)

    def forward() -> None:
        sweeps.forward(program.operations, program.stages, network.vector, record, *common, E, start, 0, length)

    def both() -> None:
        sweeps.forward_and_back(
            program.operations, program.stages, network.vector, record, adjoints, *common, E, gradient, start, length
        )

    return forward, both, lambda: bptt(run(network, sequence))


def seconds(work: Work, at_least: float) -> float:
    """Seconds a call, over as many calls as fill the time."""
    calls, begin = 0, time.perf_counter()
    while (now := time.perf_counter() - begin) < at_least:
        work()
        calls += 1
    return now / calls


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=15)
    options.add_argument("--length", type=int, default=32)
    chosen = options.parse_args()
    torch.set_num_threads(1)
    random = np.random.default_rng(0)
    print(f"{f'microseconds, L = {chosen.length}':22}{'forward':>30}{'forward + BPTT':>30}")
    columns = ("ours", "torch", "ratio", "ours", "torch", "ratio", "by API", "ratio")
    print(" " * 22 + "".join(f"{column:>10}" for column in columns))
    for title, architecture, config, units in NETWORKS:
        network = random_network(architecture, config, Vocabulary(tuple("abcd")), seed=1)
        text = "".join(random.choice(list("abcd"), chosen.length))
        works = [*ours(network, text), *rival(architecture, units, network.vocabulary.encode(text).indices)]
        for work in works:
            work()
        times = [[seconds(work, 0.02) * 1e6 for work in works] for _ in range(chosen.rounds)]
        one, both, api, torch_one, torch_both = (statistics.median(column) for column in zip(*times, strict=True))
        print(
            f"{title:22}{one:10.2f}{torch_one:10.1f}{torch_one / one:9.0f}x{both:10.2f}{torch_both:10.1f}"
            f"{torch_both / both:9.0f}x{api:10.1f}{torch_both / api:9.0f}x"
        )


if __name__ == "__main__":
    main()
