"""A view's data as rows and columns: the numbers of the arrays, as many as there are."""

import numpy as np
import pytest
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from rnrviz.figures.style import Style
from rnrviz.views.cut_box import CutBox
from rnrviz.views.table import TableDialog
from rnrviz.views.table_model import DataModel, groups

LONG = 100_000


class Counted(np.ndarray):
    """Says how often it was read."""

    reads = 0

    def __getitem__(self, key):
        Counted.reads += 1
        return super().__getitem__(key)


@pytest.fixture
def opened(qtbot):
    def show(data):
        parent = QWidget()
        qtbot.addWidget(parent)
        dialog = TableDialog("Staves", data, "t", Style(), parent)
        dialog.show()
        qtbot.waitExposed(dialog)
        dialog.table.setFocus()
        return dialog, parent

    return show


def test_columns_are_named_as_in_the_csv():
    model = DataModel({"E": np.arange(3.0), "x": np.zeros((3, 2)), "W": np.ones((3, 2, 2))}, "t")
    names = [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]
    assert names == ["E", "x_1", "x_2", "W_1_1", "W_1_2", "W_2_1", "W_2_2"]
    assert model.data(model.index(2, 0)) == "2" and model.rowCount(model.index(0, 0)) == 0
    assert model.data(model.index(2, 6), Qt.ItemDataRole.AccessibleTextRole) == "W_2_2, t = 3: 1.0"


def test_arrays_of_one_length_share_a_table():
    data = {"a": np.zeros(3), "b": np.array(2.0), "c": np.zeros((3, 4)), "words": np.array(["x", "y"])}
    assert [list(group) for group in groups(data)] == [["a", "c"], ["b"], ["words"]]


def test_a_hundred_thousand_rows_are_read_only_where_they_are_seen(opened):
    values = np.random.default_rng(1).normal(size=(LONG, 8))
    dialog, _ = opened({"x": values})
    flat = dialog.table.model()._flat
    flat[0] = flat[0].view(Counted)
    Counted.reads = 0
    QTest.keyClick(dialog.table, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    QApplication.processEvents()
    assert dialog.table.currentIndex().row() == LONG - 1
    assert 0 < Counted.reads < 5000
    assert dialog.size_label.text().startswith("Rows: 100000")


def test_what_is_chosen_is_copied_whole(opened):
    third = 1 / 3
    dialog, _ = opened({"x": np.array([[third, 1.0], [2.0, 3.0], [4.0, 5.0]])})
    table, model = dialog.table, dialog.table.model()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines() == [
        "t\tx_1\tx_2", f"1\t{third!r}\t1.0", "2\t2.0\t3.0", "3\t4.0\t5.0",
    ]  # fmt: skip
    table.setCurrentIndex(model.index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == repr(third)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == f"t\tx_1\n1\t{third!r}\n2\t2.0\n"
    table.selectionModel().select(model.index(2, 1), QItemSelectionModel.SelectionFlag.Select)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text().splitlines()[0] == "t\tx_1\tx_2"


def test_other_lengths_are_chosen(opened):
    dialog, _ = opened({"x": np.zeros(3), "W": np.ones((2, 2))})
    assert dialog.chooser.isVisible()
    QTest.keyClick(dialog.chooser, Qt.Key.Key_Down)
    assert dialog.table.model().rowCount() == 2 and dialog.table.accessibleDescription() == dialog.size_label.text()
    QTest.keyClick(dialog.table, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_names_of_columns_and_tables_are_not_cut(qtbot, opened):
    data = {"right_after_a_reset_without": np.zeros((3, 2)), "x": np.zeros(3)}
    dialog, _ = opened(data | {f"W_gamma_{k}": np.zeros(4) for k in range(20)})
    header = dialog.table.horizontalHeader()
    for column in range(dialog.table.model().columnCount()):
        name = dialog.table.model().name(column)
        assert header.fontMetrics().horizontalAdvance(name) + 8 <= header.sectionSize(column), name
    dialog.chooser.setCurrentIndex(1)
    assert isinstance(dialog.chooser, CutBox)  # whose name ends in dots, see `test_a_long_name_ends_in_dots`


def test_a_long_name_ends_in_dots(qtbot):
    """It is painted as the same name with dots would be, in a box as wide."""
    boxes = [CutBox() for _ in range(2)]
    for box in boxes:
        qtbot.addWidget(box)
        box.resize(150, 28)
    metrics = boxes[0].fontMetrics()
    long = "W_phi_z, W_phi_u, W_phi, W_z_z, W_z_u"
    boxes[0].addItem(long)
    widths = range(60, 150)
    pictures = []
    for width in widths:
        boxes[1].clear()
        boxes[1].addItem(metrics.elidedText(long, Qt.TextElideMode.ElideRight, width))
        pictures.append(boxes[1].grab().toImage())
    assert boxes[0].grab().toImage() in pictures
