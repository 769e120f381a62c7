"""What a measurement says, as records that travel from the measuring process as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any

from rnrviz.network.measuring.growth import BPTT as BPTT
from rnrviz.network.measuring.growth import RTRL as RTRL
from rnrviz.network.measuring.growth import Growth as Growth
from rnrviz.network.measuring.timing import Times as Times

LEARNING = "learning"  # the times are for one string
OURS, PUBLIC, PRODUCT = "rnrviz", "functions", "product"


@dataclass(frozen=True)
class Row:
    """One network, length and algorithm; ``times`` by contender: ours, our public functions, rivals.

    ``product`` are the operations per second (2 per multiply-add) of the matrix product alone and ``reached`` the
    part of them that our RTRL reaches, its necessary multiply-adds counted only; None for small networks and BPTT.
    """

    algorithm: str
    network: str
    length: int
    times: dict[str, Times]
    product: float | None = None
    reached: float | None = None

    def ratio(self, rival: str) -> float:
        """How many times longer than ours the rival takes; below 1 it is faster."""
        return self.times[rival].median / self.times[OURS].median


@dataclass(frozen=True)
class Memory:
    """Bytes at work at the most, the result left out, and the bytes that they are compared with."""

    algorithm: str
    network: str
    length: int
    working: int
    compared: int


@dataclass
class Results:
    """All that was measured, on which machine; ``missing`` are the rivals that cannot be imported."""

    machine: dict[str, str]
    rivals: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list)
    memory: list[Memory] = field(default_factory=list)
    growth: list[Growth] = field(default_factory=list)

    def add(self, kind: str, content: dict[str, Any]) -> None:
        """Take in one message of the worker, as `message` made it."""
        if kind == "row":
            times = {name: Times(**one) for name, one in content.pop("times").items()}
            self.rows.append(Row(times=times, **content))
        elif kind == "memory":
            self.memory.append(Memory(**content))
        elif kind == "growth":
            sizes, seconds = tuple(content.pop("sizes")), tuple(content.pop("seconds"))
            self.growth.append(Growth(sizes=sizes, seconds=seconds, **content))


def message(result: Row | Memory | Growth) -> dict[str, Any]:
    """A record as what `Results.add` takes."""
    return {"kind": type(result).__name__.lower(), "content": asdict(result)}
