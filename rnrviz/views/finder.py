"""Find the cell: every unit, ranked by how well it follows the brushed stretch of the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGraphicsView, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import brushing, edits
from rnrviz.figures.ranking import RankingItem
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.finder_content import chosen, compared, listed, spoken_row

if TYPE_CHECKING:
    from rnrviz.document.document import Unit
    from rnrviz.document.session import Session
    from rnrviz.network.brushed import Follower
    from rnrviz.network.trace import Trace

Key = Qt.Key


@final
class FinderView(QWidget):
    """Up and Down go through the units, Enter or a click shows one in the staves; again, and it is let go."""

    name = "finder"
    rows_are = "place"  # of its data

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self._found: tuple[Follower, ...] | None = None
        self._of: Trace | None = None
        self._focus: Unit | None = None
        self._canvas = Canvas(style, self)
        self._item = RankingItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._canvas.on_resize, self._canvas.on_press = self._draw, self._press
        self._canvas.on_hover, self._canvas.on_key = self._hover, self._key

    def title(self) -> str:
        """What the dock says."""
        return tr("Find the cell")

    def refresh(self, changed: frozenset[str]) -> None:
        """Rank anew where the stretch or the record changed; what is shown stays until that is done."""
        if not changed & {"all", "network", "sequence", "stretch", "unit", "answers", "language", "busy"}:
            return
        if "stretch" in changed:
            self._focus = None
            self._canvas.verticalScrollBar().setValue(0)
        found = brushing.ranking(self.session)
        if found is not None or changed & {"network", "sequence"} or self.session.document.stretch is None:
            self._found, self._of = found, self.session.trace
        self._canvas.setAccessibleName(self.title())
        self._draw()
        self._canvas.setAccessibleDescription(self.description())

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """Half a dozen rows."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(420)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """For every unit, the best first, (n,): its name, both correlations, the means inside and outside."""
        found = self.followers()
        if not found:
            return {}
        named = [f"{unit.signal}_{'_'.join(str(i + 1) for i in unit.index)}" for unit in found]
        numbers = {
            "on": [unit.on for unit in found],
            "counts": [unit.counts for unit in found],
            "inside": [unit.levels[0] for unit in found],
            "outside": [unit.levels[1] for unit in found],
            "step_inside": [unit.steps[0] for unit in found],
            "step_outside": [unit.steps[1] for unit in found],
        }
        return {"unit": np.array(named, np.str_)} | {name: np.array(values) for name, values in numbers.items()}

    def followers(self) -> tuple[Follower, ...]:
        """All that are ranked."""
        return self._ranked() or ()

    def shown(self) -> tuple[Follower, ...]:
        """Those that have a row, from top to bottom."""
        return chosen(self.followers())

    def description(self) -> str:
        """The best in words, for a screen reader."""
        ranking = self._item.ranking
        best = [spoken_row(row) for row in ranking.rows[:3]]
        return " ".join(part for part in (ranking.message, ranking.heading, *best) if part)

    def _ranked(self) -> tuple[Follower, ...] | None:
        """What is known of the record of now: hidden, the list may not have heard that it is another."""
        return self._found if self._of is self.session.trace else None

    def _draw(self) -> None:
        units, unit = [(each.signal, each.index) for each in self.shown()], self.session.document.unit
        ranking = listed(self.session, self._ranked())
        marked = units.index(unit) if unit in units else -1
        focus = units.index(self._focus) if self._focus in units else -1
        width = float(max(1, self._canvas.viewport().width()))
        self._item.show_ranking(replace(ranking, marked=marked, focus=focus), width, self.style_)
        height = max(self._item.needed, float(self._canvas.maximumViewportSize().height()))
        self._canvas.scene().setSceneRect(QRectF(0, 0, width, height))

    def _press(self, at: QPointF) -> None:
        number = self._item.row_at(at)
        if number >= 0:
            self._set_focus(number)
            self._choose(number)

    def _choose(self, number: int) -> None:
        """Point this one out, or no longer."""
        unit = self.shown()[number]
        wanted, document = (unit.signal, unit.index), self.session.document
        self.session.apply(edits.point_out(document, None if document.unit == wanted else wanted))

    def _key(self, event: QKeyEvent) -> bool:
        key, focus = Key(event.key()), self._item.ranking.focus
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier or not self.shown():
            return False
        if key in (Key.Key_Up, Key.Key_Down):
            by = 1 if key == Key.Key_Down else -1
            self._set_focus(min(max(0, focus + by), len(self.shown()) - 1))
        elif key in (Key.Key_Return, Key.Key_Enter):
            self._set_focus(max(0, focus))
            self._choose(max(0, focus))
        else:
            return False
        return True

    def _set_focus(self, number: int) -> None:
        unit = self.shown()[number]
        self._focus = unit.signal, unit.index
        self._draw()
        self._canvas.ensureVisible(self._item.place(number), 0, round(self.style_.px(8)))
        self._canvas.setAccessibleDescription(spoken_row(self._item.ranking.rows[number]))

    def _hover(self, at: QPointF | None) -> None:
        number = -1 if at is None else self._item.row_at(at)
        shape = Qt.CursorShape.PointingHandCursor if number >= 0 else Qt.CursorShape.ArrowCursor
        self._canvas.viewport().setCursor(shape)
        if at is None or number < 0:
            QToolTip.hideText()
            return
        where = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at) + QPoint(0, 8))
        QToolTip.showText(where, compared(self.shown()[number]), self._canvas)
