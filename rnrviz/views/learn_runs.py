"""The list of runs: those that are chosen are laid over the curves of now; one can be gone on with, or written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from rnrviz.document.pace import Pace
from rnrviz.document.run_files import KINDS
from rnrviz.document.runs import Run
from rnrviz.figures.learning_plot import grouped
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.flowing import Flowing
from rnrviz.views.learn_rows import SIGN, RunTree, kind, sign
from rnrviz.views.learn_words import brief, described, said
from rnrviz.views.own_keys import OwnKeys

if TYPE_CHECKING:
    from rnrviz.document.runs import Runs

MOST_SHOWN = 4  # runs beside that of now
ROOMY = (0, 470, 540, 900)  # heights of the view from which on one more row is seen without scrolling
EDGE = 8.0
OFTEN = 0.25  # seconds between two looks at how far the run of now is
SHOWN = Qt.ItemDataRole.UserRole + 1  # which sign an item has
KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@final
class RunList(QWidget):
    """Shows `Runs`; the callbacks hear what is to be done with the number of a run."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.style_ = style
        self.on_choice: Callable[[], None] = lambda: None
        self.on_resume: Callable[[int], None] = lambda number: None
        self.on_remove: Callable[[int], None] = lambda number: None
        self.on_write: Callable[[int, str], None] = lambda number, suffix: None
        self.tree, self._line = RunTree(), QWidget()
        self.resume, self.remove, self.export = (QPushButton() for _ in range(3))
        self._flow = Flowing(self._line, style)
        self._shape: tuple[tuple[int, ...], int | None, bool] | None = None  # which rows there are
        self._often, self._most = Pace(OFTEN, 1.0), 1
        self._now: int | None = None
        self._build()
        self.set_style(style)

    def _build(self) -> None:
        tree = self.tree
        tree.setRootIsDecorated(False)
        tree.setUniformRowHeights(True)
        tree.setAllColumnsShowFocus(True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setColumnCount(5)
        tree.itemSelectionChanged.connect(self._chosen)
        tree.itemDoubleClicked.connect(lambda _item, _column: self._resume())
        tree.on_enter, tree.on_delete = self._resume, self._remove
        OwnKeys(tree, KEYS)
        for button, deed in ((self.resume, self._resume), (self.remove, self._remove), (self.export, self._export)):
            self._flow.addWidget(button)
            button.clicked.connect(deed)
        tree.setObjectName("runs")
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(tree)
        self._column.addWidget(self._line)

    def show_runs(self, runs: Runs, now: int | None) -> None:
        """All runs, the latest first; ``now`` is the number of that which is under way."""
        every = tuple(reversed(runs.all))
        self.setVisible(bool(every))
        shape = tuple(run.number for run in every), now, any(run.standing.running for run in every)
        if shape == self._shape and shape[2] and not self._often.due():
            return
        self._shape, self._now = shape, now
        self.tree.blockSignals(True)
        self._match([run.number for run in every])
        for row, run in enumerate(every):
            self._write(self.tree.topLevelItem(row), run)
        self.tree.blockSignals(False)
        self._signs()
        self._fit(len(every))

    def set_room(self, height: float) -> None:
        """How high the view around it is: where it is low, the plots need the room more."""
        most = sum(height >= self.style_.px(n) for n in ROOMY)
        if most != self._most:
            self._most, self._shape = most, None

    def chosen(self) -> list[int]:
        """The numbers of the chosen runs, from the top down."""
        return [number for number, item in self._items() if item.isSelected()]

    def marks(self) -> dict[int, int]:
        """The signs of the runs that are laid over that of now, by number."""
        others = [number for number in self.chosen() if number != self._now][:MOST_SHOWN]
        return {number: mark for mark, number in enumerate(others, 1)}

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_, self._shape = style, None
        self._flow.set_style(style)
        side, edge = round(style.px(SIGN)), round(style.px(EDGE))
        self._column.setContentsMargins(edge, 0, edge, edge)
        self.tree.setIconSize(QSize(side, side))
        for column, wide in ((0, 52), (3, 76), (4, 76)):
            self.tree.setColumnWidth(column, round(style.px(wide)))
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setMinimumSectionSize(round(style.px(40)))
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)

    def retranslate(self) -> None:
        """Words in the language of now."""
        self._shape = None
        self.tree.setHeaderLabels([tr("Run"), tr("Task"), tr("Settings"), tr("Strings"), tr("Accepted")])
        self.tree.setAccessibleName(tr("Runs"))
        for column in (3, 4):
            self.tree.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        words = (
            (self.resume, tr("Resume"), tr("Go on with this run where it stopped (Enter)")),
            (self.remove, tr("Delete"), tr("Forget the chosen runs (Delete)")),
            (self.export, tr("Export…"), tr("Write this run to a file")),
        )
        for button, text, tip in words:
            button.setText(text)
            button.setToolTip(tip)
        self._enable()

    def _items(self) -> list[tuple[int, QTreeWidgetItem]]:
        rows = (self.tree.topLevelItem(k) for k in range(self.tree.topLevelItemCount()))
        return [(int(item.data(0, Qt.ItemDataRole.UserRole)), item) for item in rows if item is not None]

    def _match(self, numbers: list[int]) -> None:
        """A row for each number, in this order; rows that stay keep what was chosen."""
        for number, item in self._items():
            if number not in numbers:
                self.tree.takeTopLevelItem(self.tree.indexOfTopLevelItem(item))
        known = {number for number, _ in self._items()}
        for row, number in enumerate(numbers):
            if number not in known:
                item = QTreeWidgetItem()
                item.setData(0, Qt.ItemDataRole.UserRole, number)
                self.tree.insertTopLevelItem(row, item)

    def _write(self, item: QTreeWidgetItem | None, run: Run) -> None:
        if item is None:
            return
        progress = run.standing.progress
        best = grouped(progress.best_accepted) if progress.best_accepted >= 0 else ""
        parts = brief(run.recipe.settings), tr("diverged") if run.standing.fault else ""
        settings = " · ".join(filter(None, parts))
        words = str(run.number), run.task, settings, grouped(progress.strings), best
        told = f"{described(run)}\n{said(run.standing, run.recipe)}"
        for column, text in enumerate(words):
            item.setText(column, text)
            item.setToolTip(column, told)
        for column in (3, 4):
            item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setData(0, Qt.ItemDataRole.AccessibleTextRole, told)

    def _signs(self) -> None:
        """Beside its number the sign that a run has in the plots."""
        marks = self.marks() | ({self._now: 0} if self._now is not None else {})
        for number, item in self._items():
            shown = marks.get(number, -1), self.style_.dark, self.style_.scale
            if item.data(0, SHOWN) != shown:
                item.setData(0, SHOWN, shown)
                item.setIcon(0, sign(marks.get(number), self.style_))
        self._enable()

    def _enable(self) -> None:
        chosen = self.chosen()
        self.resume.setEnabled(len(chosen) == 1 and chosen[0] != self._now)
        self.remove.setEnabled(bool(chosen))
        self.export.setEnabled(len(chosen) == 1)

    def _chosen(self) -> None:
        self._signs()
        self.on_choice()

    def _fit(self, rows: int) -> None:
        """As high as its rows, up to some of them."""
        high = self.tree.sizeHintForRow(0) if rows else 0
        head = self.tree.header().sizeHint().height()
        self.tree.setFixedHeight(head + min(rows, self._most) * high + 2 * self.tree.frameWidth())

    def _resume(self) -> None:
        if self.resume.isEnabled():
            self.on_resume(self.chosen()[0])

    def _remove(self) -> None:
        for number in self.chosen():
            self.on_remove(number)

    def _export(self) -> None:
        if self.export.isEnabled():
            menu = self.export_menu(self.chosen()[0])
            menu.popup(self.export.mapToGlobal(self.export.rect().bottomLeft()))

    def export_menu(self, number: int) -> QMenu:
        """What a run can be written as."""
        menu = QMenu(self.export)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for suffix in KINDS:
            menu.addAction(kind(suffix), partial(self._write_as, number, suffix))
        return menu

    def _write_as(self, number: int, suffix: str) -> None:
        self.on_write(number, suffix)
