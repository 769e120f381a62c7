"""A view's data as a table, for those who do not see the plot and for those who want the numbers."""

from __future__ import annotations

from typing import Any, final

from PySide6.QtCore import QItemSelectionRange, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
)

from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.cut_box import CutBox
from rnrviz.views.table_model import Arrays, DataModel, groups

SIZE = (760.0, 520.0)
WIDEST = 4  # columns of numbers: as wide as words may be
READABLE = Qt.TextInteractionFlag.TextSelectableByKeyboard | Qt.TextInteractionFlag.TextSelectableByMouse
DIGITS = "-1.23457e-12"  # the widest that a cell is written


@final
class Numbers(QTableView):
    """The cells; what is chosen of them is copied with tabs between."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The keys of copying; all others are the table's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """What is chosen, else all, into the clipboard; names above unless it is a single cell."""
        model = self.model()
        if isinstance(model, DataModel):
            QApplication.clipboard().setText(chosen(model, self.selectionModel().selection().toList()))


def chosen(model: DataModel, ranges: list[QItemSelectionRange]) -> str:
    """The smallest block that holds all that is chosen; by its ranges, never cell by cell."""
    if not ranges:
        return model.tsv(range(model.rowCount()), list(range(model.columnCount())))
    rows = range(min(part.top() for part in ranges), max(part.bottom() for part in ranges) + 1)
    columns = sorted({column for part in ranges for column in range(part.left(), part.right() + 1)})
    if len(rows) == len(columns) == 1:
        return model.exact(rows[0], columns[0])
    return model.tsv(rows, columns)


@final
class TableDialog(QDialog):
    """The data as it was when this was opened; arrays of other lengths are another table of the chooser.

    Where there are none yet, `said` is to be read in their place: what the view says, such as what is to be done first.
    """

    def __init__(self, title: str, data: Arrays, rows_are: str, style: Style, parent: Any, said: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Data of “{view}”").format(view=title))
        self._groups, self._rows_are = groups(data), rows_are
        self.chooser, self.table, self.size_label, self.said = CutBox(), Numbers(), QLabel(), QLabel(said)
        self.table.setAccessibleName(self.windowTitle())
        self.chooser.setAccessibleName(tr("Table"))
        self._lay_out(style)
        self.chooser.addItems([", ".join(group) for group in self._groups])
        self.chooser.setVisible(len(self._groups) > 1)
        self.chooser.currentIndexChanged.connect(self._show)
        self._say(style) if not self._groups else self._show(0)
        (self.table if self._groups else self.said).setFocus()

    def _say(self, style: Style) -> None:
        """The sentence in place of the table."""
        self.table.hide()
        self.said.setAccessibleName(self.windowTitle())
        self.said.setAccessibleDescription(self.said.text())
        self.size_label.setText(tr("No numbers yet"))
        self.resize(round(style.px(SIZE[0] * 0.75)), 1)
        self.resize(self.width(), self.heightForWidth(self.width()))

    def copy(self) -> None:
        """What is chosen of the table, else all; or the sentence."""
        self.table.copy() if self._groups else QApplication.clipboard().setText(self.said.text())

    def _lay_out(self, style: Style) -> None:
        head, column, foot = QHBoxLayout(), QVBoxLayout(self), QHBoxLayout()
        margin = round(style.px(20))
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(round(style.px(12)))
        self.size_label.setObjectName("quiet")
        self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        head.addWidget(self.chooser, 1)
        head.addWidget(self.size_label)
        copy, close = QPushButton(tr("Copy")), QPushButton(tr("Close"))
        copy.setToolTip(tr("Copy what is chosen, else all, with tabs between the columns"))
        copy.setAutoDefault(False)
        copy.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        foot.addStretch(1)
        foot.addWidget(copy)
        foot.addWidget(close)
        for part in (head, foot):
            column.addLayout(part)
        column.insertWidget(1, self.table, 1)
        column.insertWidget(2, self.said, 0)
        self.said.setVisible(not self._groups)
        self.said.setWordWrap(True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setTextInteractionFlags(READABLE)
        self.said.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._cells(style)
        self.resize(round(style.px(SIZE[0])), round(style.px(SIZE[1])))

    def _cells(self, style: Style) -> None:
        """All of one size, so that a hundred thousand rows are as quick as ten."""
        font = style.font(0.92)
        self.table.setObjectName("numbers")
        self.table.setFont(font)
        self.table.setShowGrid(False)
        self.table.setAlternatingRowColors(True)
        self.table.setTabKeyNavigation(False)
        metrics = QFontMetrics(font)
        for header, size in (
            (self.table.verticalHeader(), metrics.height() + round(style.px(6))),
            (self.table.horizontalHeader(), metrics.horizontalAdvance(DIGITS) + round(style.px(14))),
        ):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setDefaultSectionSize(size)
            header.setFont(font)
            header.setHighlightSections(False)
        for header in (self.table.verticalHeader(), self.table.horizontalHeader()):
            header.setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def _show(self, number: int) -> None:
        rows_are = self._rows_are if len(self._groups) == 1 else tr("row")
        model = DataModel(self._groups[number], rows_are, self)
        self.table.setModel(model)
        self._widen(model)
        self.table.setCurrentIndex(model.index(0, 0))
        self.table.clearSelection()
        self.size_label.setText(model.summary())
        self.table.setAccessibleDescription(model.summary())

    def _widen(self, model: DataModel) -> None:
        """The columns whose names or words are wider than numbers are."""
        header = self.table.horizontalHeader()
        usual, metrics = header.defaultSectionSize(), QFontMetrics(header.font())
        for column in range(model.columnCount()):
            fits = metrics.horizontalAdvance(model.name(column)) + usual // 4
            if model.is_text(column):
                fits = max(fits, self.table.sizeHintForColumn(column) + usual // 8)
            if fits > usual:
                self.table.setColumnWidth(column, min(fits, WIDEST * usual))


def open_table(view: Any, data: Arrays) -> TableDialog:
    """The table of a view's data; where there is none yet, what the view says."""
    filled = {name: array for name, array in data.items() if array.size}
    style, rows_are = view.canvas().style_, getattr(view, "rows_are", "t")
    said = view.canvas().accessibleDescription() or tr("“{view}” has no data yet.").format(view=view.title())
    dialog = TableDialog(view.title(), filled, rows_are, style, view.window(), said)
    dialog.show()
    return dialog
