"""Which memory block of the network is drawn alone, if any: numbered from 0 through all layers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import final

from PySide6.QtCore import QPointF, QRectF

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_layout import Layout
from rnrviz.figures.diagram_plan import Plan
from rnrviz.language import tr
from rnrviz.network.problems import InputError
from rnrviz.views.network_reader import NetworkReader

MOST_OFFERED = 12
MenuEntry = tuple[str, bool, Callable[[], None]]


@final
class Blocks:
    """Tells a reader which block to draw alone."""

    def __init__(self, reader: NetworkReader) -> None:
        self.reader = reader

    @property
    def alone(self) -> int | None:
        """The number of the block that is drawn alone."""
        name = self.reader.alone
        return self._number(name, self.reader.chosen.get(name, 0)) if name else None

    def choose(self, number: int | None) -> None:
        """Draw this block alone, the whole network for None. Raises InputError if there is no such block."""
        blocks = self.reader.blocks()
        if number is None:
            self.reader.alone = ""
        elif 0 <= number < len(blocks):
            self.reader.alone, block = blocks[number]
            self.reader.chosen[self.reader.alone] = block
        else:
            raise InputError("There is no memory block {n}; the network has {count}.", n=number + 1, count=len(blocks))

    def following(self, step: int, focus: Node | None, plan: Plan) -> int | None:
        """From the whole network through its blocks and round again; from the whole, the block of the focus first."""
        now = self.alone
        memory = plan.memory_of(focus.signal) if focus is not None and not focus.lag and now is None else None
        if focus is not None and memory is not None:
            return self._number(memory.carousel, focus.index[0])
        at = -1 if now is None else now
        wanted = (at + 1 + step) % (len(self.reader.blocks()) + 1) - 1
        return None if wanted < 0 else wanted

    def at(self, layout: Layout, place: QPointF) -> int | None:
        """The block whose frame this is, beside its nodes, or that a node of the strip stands for."""
        node = layout.at(place.x(), place.y())
        if node is not None:
            return self._number(node.signal, node.index[0]) if node.kind == "mini" else None
        inside = (self._number(name, b.number) for name, b in layout.blocks if QRectF(*b.frame).contains(place))
        return next(inside, None)

    def entries(self, show: Callable[[int | None], None]) -> list[MenuEntry]:
        """What a menu offers: text, whether it is so now, what it does."""
        count, now = len(self.reader.blocks()), self.alone
        if not count:
            return []
        made: list[MenuEntry] = [(tr("The whole network"), now is None, partial(show, None))]
        for number in range(min(count, MOST_OFFERED)):
            text = tr("Memory block {n} alone").format(n=number + 1)
            made.append((text, number == now, partial(show, number)))
        return made

    def _number(self, carousel: str, block: int) -> int | None:
        blocks = self.reader.blocks()
        return blocks.index((carousel, block)) if (carousel, block) in blocks else None
