"""What must be known to read the tables, in sentences."""

from collections.abc import Sequence

from rnrviz.app.bench.results import Results, Row
from rnrviz.language import ntr, tr

BUSY = 1.2


def machine(results: Results) -> str:
    """The machine in one line."""
    words = {"cores": _cores(results.machine.get("cores", "1")), "processor": results.machine.get("processor", "")}
    known = {**results.machine, **words}
    bare = ("processor", "cores", "system", "date")
    return tr("Measured on:") + " " + ", ".join(v if k in bare else f"{k} {v}" for k, v in known.items()) + "."


def _cores(n: str) -> str:
    return ntr("{n} core", "{n} cores", int(n)).format(n=n)


def learning() -> str:
    """What the strings are."""
    return tr(
        "Strings a^n b^n c^n, n ≤ 10, learned a second, an update after each; in brackets how many times as many "
        "RNRviz learns. float64, one thread; descent along the gradient of the cross-entropy, or the Kalman filter. "
        "torch: nn.LSTM with a gate for every cell, Linear and SGD; jax: compiled for every length. After 100 strings "
        "all had the same weights, where the network is the same."
    )


def remarks(results: Results) -> list[str]:
    """What must be said of a rival: who is missing, who had more to do, who kept more than one core busy after all."""
    said = tr("{rival} could not be imported: not measured.")
    missing = [said.format(rival=rival) for rival in results.missing]
    if any("2x2" in row.network and "torch" in row.times for row in results.rows):
        missing.append(tr("2x2: torch has a gate for every cell; a block's gates are given to it once for each cell."))
    return missing + _busy(results)


def _busy(results: Results) -> list[str]:
    said = tr("{rival} kept up to {cores:.1f} cores busy, though it was asked for one thread.")
    most = {rival: max((row.times[rival].cores for row in results.rows if rival in row.times), default=1.0)
            for rival in results.rivals}  # fmt: skip
    return [said.format(rival=rival, cores=cores) for rival, cores in most.items() if cores > BUSY]


def gradients() -> str:
    """What the times are."""
    return tr(
        "One sequence: forward pass and gradient, float64, one-hot input, one thread, cross-entropy of the next "
        "symbol; medians over rounds in which all take turns. All gradients were found equal (to 1e-9) before. "
        "RNRviz: the sweeps on arrays made before; functions: through Network.run and bptt or rtrl. In brackets how "
        "many times longer than RNRviz; in bold what is faster."
    )


def product(rows: Sequence[Row]) -> str:
    """What the part of the product is."""
    speed = max(row.product or 0.0 for row in rows) / 1e9
    return tr(
        "Of the product: the part that our RTRL, all its work included, reaches of the speed of numpy's matrix product "
        "of the same shapes on the same core (up to {speed:.0f} GFLOP/s), when only the multiply-adds of the state's "
        "recurrence are counted."
    ).format(speed=speed)


def memory() -> str:
    """What the memory is."""
    return tr(
        "At work: of BPTT the most that the public function held at once, of RTRL the arrays in which it works, "
        "measured by tracemalloc, without the gradient itself and the weights, which the network keeps (also in the "
        "order of the sweeps). It is compared with the recorded signals (BPTT, which holds it beside them) or with "
        "two tables of d(state)/d(parameters) (RTRL); Python's own objects, about 3 kB, are not counted there."
    )


def growth() -> str:
    """What the growth is."""
    return tr(
        "Forward pass and gradient of Elman networks with 4 symbols, float64, one thread, medians. The chapter counts "
        "n_X^4 (RTRL) and n_X^2 (BPTT) operations per instant; the exponents are those of straight lines through the "
        "upper half of the points, on logarithmic axes. The sequences that grow are those of a network with 16 states."
    )
