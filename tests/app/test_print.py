"""A figure for print from the window: the dialog, what it remembers, and that it is the command's figure."""

import re

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox

from rnrviz.app.command_line import main
from rnrviz.document import edits
from rnrviz.figures.export import Paper
from rnrviz.views import VIEWS, asking, printing, saving
from rnrviz.views.print_dialog import PrintDialog

NAMES = [entry.name for entry in VIEWS if entry.name not in ("learn", "lesson")]  # their texts are the window's own


def command(model, name, out, *more):
    words = ["render", str(model), "aaabbbcccT", "--step", "4", "--view", name, "--figure", *more, "-o", str(out)]
    assert main(words) == 0
    return out.read_bytes()


@pytest.fixture
def at_four(window):
    window.session.apply(edits.move_cursor(window.session.document, 4))
    window.hub.flush()
    return window


@pytest.mark.parametrize("name", NAMES)
def test_the_figure_is_the_commands(at_four, model, tmp_path, name):
    view = at_four.views[name]
    before = view.size(), view.canvas().style_, getattr(view, "axis", None)
    printing.figure(view, tmp_path / "window.svg", Paper(12, 8))
    assert (view.size(), view.canvas().style_, getattr(view, "axis", None)) == before
    made = command(model, name, tmp_path / "command.svg", "--width", "12", "--font", "8")
    assert (tmp_path / "window.svg").read_bytes() == made


def test_theme_and_text_size_of_the_window_do_not_matter(at_four, model, tmp_path):
    at_four.set_theme("dark")
    at_four.resize_text(3)
    printing.figure(at_four.views["staves"], tmp_path / "window.svg", Paper(12, 8))
    made = command(model, "staves", tmp_path / "command.svg", "--width", "12", "--font", "8")
    assert (tmp_path / "window.svg").read_bytes() == made


def test_nothing_in_the_window_moves(at_four, tmp_path):
    at_four.session.wait()
    at_four.hub.flush()
    axis, before = at_four.axis, pixels(at_four)
    columns = axis.first, axis.column, axis.length
    for name in ("unrolled", "network"):
        printing.figure(at_four.views[name], tmp_path / "x.pdf", Paper(6, 9))
    at_four.hub.flush()
    assert (axis.first, axis.column, axis.length) == columns
    assert np.abs(pixels(at_four) - before).max() <= 3  # what is painted again comes from a picture, rounded twice


def pixels(window):
    image = window.grab().toImage()
    return np.frombuffer(image.constBits(), np.uint8).astype(int)


def dialog_of(window, name):
    saving.ask_for_print(window.views[name], window.report)
    return window.views[name].findChild(PrintDialog)


def test_the_dialog_by_keys_and_what_it_remembers(at_four, model, tmp_path, monkeypatch):
    path = tmp_path / "staves.png"
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    dialog = dialog_of(at_four, "staves")
    assert (dialog.width_box.value(), dialog.font_box.value(), dialog.suffix) == (8.4, 8.0, ".pdf")
    assert not dialog.sharper_box.isEnabled() and dialog.use.currentIndex() == 0
    dialog.use.setFocus()
    QTest.keyClick(dialog.use, Qt.Key.Key_Down)
    assert (dialog.width_box.value(), dialog.font_box.value()) == (17.0, 9.0)
    dialog.width_box.setFocus()
    dialog.width_box.selectAll()
    QTest.keyClicks(dialog.width_box, "11,5")
    assert dialog.width_box.value() == 11.5 and dialog.use.currentData() is None
    dialog.kind.setFocus()
    QTest.keyClick(dialog.kind, Qt.Key.Key_End)
    assert dialog.suffix == ".png" and dialog.sharper_box.isEnabled()
    dialog.sharper_box.setValue(3.0)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert at_four.message.text.startswith("Saved: staves.png")
    made = command(model, "staves", tmp_path / "c.png", "--width", "11.5", "--font", "9", "--scale", "3")
    assert path.read_bytes() == made
    picture = QImage(str(path))
    assert picture.width() / picture.dotsPerMeterX() * 100 == pytest.approx(11.5, rel=2e-3)
    again = dialog_of(at_four, "network")
    assert again.paper == Paper(11.5, 9.0, sharper=3.0) and again.suffix == ".png"
    again.reject()


def test_what_cannot_be_drawn_is_said_before(at_four):
    dialog = dialog_of(at_four, "network")
    dialog.width_box.setValue(1.0)
    dialog.font_box.setValue(100.0)
    save = dialog.buttons.button(QDialogButtonBox.StandardButton.Save)
    assert not save.isEnabled() and "room for 4 pixels" in dialog.told.text()
    dialog.font_box.setValue(5.0)
    assert save.isEnabled() and re.search(r"74 × 46", dialog.told.text())
    dialog.reject()


def test_settings_that_are_no_numbers_are_not_used(at_four):
    at_four.settings.set_text("print/width", "wide")
    at_four.settings.set_text("print/font", "nan")
    dialog = dialog_of(at_four, "network")
    assert (dialog.width_box.value(), dialog.font_box.value()) == (8.4, 8.0)
    dialog.reject()


@pytest.mark.parametrize("steps", [0, 6])
def test_all_choosers_are_as_high_and_what_does_not_count_looks_so(qtbot, at_four, steps):
    at_four.resize_text(steps)
    saving.ask_for_print(at_four.views["staves"], at_four.report)
    dialog = at_four.views["staves"].findChild(PrintDialog)
    qtbot.wait(30)
    choosers = dialog.use, dialog.kind, dialog.width_box, dialog.font_box, dialog.sharper_box
    assert len({each.height() for each in choosers}) == 1
    edit = dialog.width_box.lineEdit()
    assert edit.height() >= edit.fontMetrics().height()
    style = at_four.look.style
    for box, ground in ((dialog.width_box, style.panel), (dialog.sharper_box, style.paper)):
        assert box.isEnabled() == (ground == style.panel)
        assert box.grab().toImage().pixelColor(box.width() // 2, 4) == ground
    dialog.reject()
    at_four.resize_text(0)
