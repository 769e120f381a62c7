"""The numbers of a view as rows and columns, read from the arrays only where they are looked at."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, final

import numpy as np
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from rnrviz.language import tr

Arrays = dict[str, np.ndarray[Any, Any]]
Place = QModelIndex | QPersistentModelIndex
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
SHORT = 12  # letters
NOWHERE = QModelIndex()
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def groups(data: Arrays) -> list[Arrays]:
    """Arrays of the same length belong into one table; single numbers are rows of length one."""
    found: dict[int, Arrays] = {}
    for name, array in data.items():
        made = np.atleast_1d(np.asarray(array))
        found.setdefault(len(made), {})[name] = made
    return list(found.values())


def words(value: Any, digits: int = 0) -> str:
    """A number as it is, or with so many digits."""
    if isinstance(value, (float, np.floating)):
        return f"{value:.{digits}g}" if digits else repr(float(value))
    return str(value)


@final
class DataModel(QAbstractTableModel):
    """One row per instant (or what `rows_are` says), one column per number, named as in the CSV: x_1, x_2, W_1_1."""

    def __init__(self, arrays: Arrays, rows_are: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._arrays = arrays
        self._rows_are = rows_are
        self._flat = [array.reshape(len(array), -1) for array in arrays.values()]
        self._names = list(arrays)
        ends = np.cumsum([flat.shape[1] for flat in self._flat])
        self._starts = [0, *(int(end) for end in ends[:-1])]
        self._width = int(ends[-1]) if len(ends) else 0

    def rowCount(self, parent: Place = NOWHERE) -> int:
        """All rows; none below a cell."""
        return 0 if parent.isValid() or not self._flat else len(self._flat[0])

    def columnCount(self, parent: Place = NOWHERE) -> int:
        """All columns; none below a cell."""
        return 0 if parent.isValid() else self._width

    def value(self, row: int, column: int) -> Any:
        """One number."""
        which = bisect_right(self._starts, column) - 1
        return self._flat[which][row, column - self._starts[which]]

    def exact(self, row: int, column: int) -> str:
        """One number with all its digits."""
        return words(self.value(row, column))

    def is_text(self, column: int) -> bool:
        """Whether the column has words that are longer than numbers."""
        kind = self._flat[bisect_right(self._starts, column) - 1].dtype
        return bool(kind.kind == "U" and kind.itemsize > SHORT * np.dtype("U1").itemsize)

    def name(self, column: int) -> str:
        """Of a column, with the indices of the array counted from 1."""
        which = bisect_right(self._starts, column) - 1
        shape = self._arrays[self._names[which]].shape[1:]
        index = np.unravel_index(column - self._starts[which], shape) if shape else ()
        return "_".join([self._names[which], *(str(int(i) + 1) for i in index)])

    def data(self, index: Place, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Six digits in the cell; all of them, with where it is, as its description and hint."""
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return LEFT if self.is_text(index.column()) else RIGHT
        if role == Qt.ItemDataRole.DisplayRole:
            return words(self.value(index.row(), index.column()), 6)
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            value = words(self.value(index.row(), index.column()))
            return f"{self.name(index.column())}, {self._rows_are} = {index.row() + 1}: {value}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Names above, numbers of rows at the left."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return LEFT if self.is_text(section) else RIGHT
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.name(section) if orientation == Qt.Orientation.Horizontal else str(section + 1)

    def tsv(self, rows: range, columns: list[int], head: bool = True) -> str:
        """These cells with all their digits, tabs between them, and the names above."""
        lines = ["\t".join([self._rows_are, *map(self.name, columns)])] if head else []
        lines += ["\t".join([str(row + 1), *(self.exact(row, c) for c in columns)]) for row in rows]
        return "\n".join(lines) + "\n"

    def summary(self) -> str:
        """How large it is."""
        return tr("Rows: {rows}, columns: {columns}").format(rows=self.rowCount(), columns=self._width)
