"""Which networks are in a file: those that were opened or saved, as long as nothing else is written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

if TYPE_CHECKING:
    from rnrviz.network.network import Network


@final
class Filed:
    """Networks by the file that holds them; one file may have been read several times."""

    def __init__(self) -> None:
        self._by_path: dict[str, tuple[Network, ...]] = {}

    def mark(self, network: Network, path: str) -> None:
        """This network is what the file holds now."""
        same = tuple(n for n in self._by_path.get(path, ()) if n is not network and _alike(n, network))
        self._by_path[path] = (*same, network)

    def holds(self, network: Network) -> bool:
        """Whether some file has this network."""
        return any(network is each for networks in self._by_path.values() for each in networks)


def _alike(a: Network, b: Network) -> bool:
    same = (a.architecture, a.config, a.vocabulary.tokens) == (b.architecture, b.config, b.vocabulary.tokens)
    return same and bool(a.vector.tobytes() == b.vector.tobytes())
