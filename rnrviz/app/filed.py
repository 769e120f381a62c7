"""Which networks are in a file: those that were opened or saved, as long as nothing else is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, final
from weakref import ref

if TYPE_CHECKING:
    from rnrviz.network.network import Network


@final
class Filed:
    """Networks by the file that holds them; one file may have been read several times.

    Only those that something else still has, the history for instance: else every opening would stay in memory.
    """

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[ref[Network], ...]] = {}

    def mark(self, network: Network, path: str) -> None:
        """This network is what the file holds now."""
        same = (n for n in self._held(path) if n is not network and _alike(n, network))
        self._by_path[path] = tuple(ref(each) for each in (*same, network))

    def holds(self, network: Network) -> bool:
        """Whether some file has this network."""
        return any(network is each for path in self._by_path for each in self._held(path))

    def _held(self, path: str) -> list[Network]:
        """Those of this file that are still there."""
        return [network for each in self._by_path.get(path, ()) if (network := each()) is not None]


def _alike(a: Network, b: Network) -> bool:
    same = (a.architecture, a.config, a.vocabulary.tokens) == (b.architecture, b.config, b.vocabulary.tokens)
    return same and bool(a.vector.tobytes() == b.vector.tobytes())
