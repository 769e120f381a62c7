"""Boxes for numbers: a point in every language, digits that keep off the frame."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from rnrviz.figures.style import Style
from rnrviz.views.descent import DescentBar
from rnrviz.views.fault_bar import FaultBar
from rnrviz.views.number_box import NumberBox


@pytest.fixture
def spanish():
    before = QLocale()
    QLocale.setDefault(QLocale("es"))
    yield
    QLocale.setDefault(before)


def boxes(qtbot):
    bars = DescentBar(Style(), lambda: None), FaultBar(Style(), lambda fault: None)
    for bar in bars:
        qtbot.addWidget(bar)
    return [bar.findChild(NumberBox) for bar in bars]


@pytest.mark.usefixtures("spanish")
def test_numbers_have_a_point_in_every_language(qtbot):
    for box in boxes(qtbot):
        box.setValue(0.25)
        assert "0.250000" in box.text()


@pytest.mark.usefixtures("spanish")
@pytest.mark.parametrize("typed", ["0.125", "0,125"])
def test_point_and_comma_may_be_typed(qtbot, typed):
    box = boxes(qtbot)[0]
    box.selectAll()
    QTest.keyClicks(box, typed)
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 0.125 and box.text() == "0.125000"


def test_digits_keep_off_the_frame(qtbot):
    for box in boxes(qtbot):
        assert box.findChild(QLineEdit).textMargins().left() >= 5
