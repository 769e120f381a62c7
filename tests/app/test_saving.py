"""Every view is saved in every form, from its own menu, by pointer and by key."""

import csv
from contextlib import nullcontext

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from rnrviz.document import edits
from rnrviz.language import set_language
from rnrviz.network.problems import InputError
from rnrviz.views import VIEWS, asking, printing, saving

NAMES = [entry.name for entry in VIEWS]


@pytest.fixture
def stepped(window):
    window.session.apply(edits.move_cursor(window.session.document, 5))
    window.session.wait()
    window.hub.flush()
    return window


@pytest.mark.parametrize("name", NAMES)
def test_every_form_of_every_view(stepped, tmp_path, name):
    view = stepped.views[name]
    printing.bring_up_to_date(view)
    numbers = any(np.size(array) for array in view.data().values())  # no difference without a second network
    for suffix in saving.FORMATS:
        with nullcontext() if numbers or suffix not in saving.DATA else pytest.raises(InputError, match="no numbers"):
            saving.save(view, tmp_path / f"{name}{suffix}")
    assert len(list(tmp_path.iterdir())) == len(saving.FORMATS) - (0 if numbers else len(saving.DATA))
    assert QImage(str(tmp_path / f"{name}.png")).width() == 2 * view.canvas().viewport().width()
    assert "<text" in (tmp_path / f"{name}.svg").read_text("utf-8")
    if not numbers:
        return
    with np.load(tmp_path / f"{name}.npz") as saved:
        assert set(saved.files) == set(view.data())
    with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) > 1
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("name", NAMES)
def test_the_menu_by_key(stepped, monkeypatch, name):
    shown = []
    monkeypatch.setattr(saving, "menu", lambda view, report: shown.append(view.name) or Recorder())
    canvas = stepped.views[name].canvas()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(5, 5), canvas.mapToGlobal(QPoint(5, 5)))
    QApplication.sendEvent(canvas.viewport(), event)
    assert shown == [name]


class Recorder:
    def popup(self, place):
        self.place = place


def test_the_menu_speaks_and_saves(stepped, tmp_path, monkeypatch):
    view, said = stepped.views["staves"], []
    path = tmp_path / "curvas.png"
    monkeypatch.setattr(asking, "ask_save", lambda *given: path)
    set_language("es")
    menu = saving.menu(view, lambda sentence, good=False: said.append((sentence, good)))
    assert [action.text() for action in menu.actions()[:2]] == ["Copiar la imagen", "Guardar imagen como PNG…"]
    menu.actions()[1].trigger()
    set_language("en")
    assert path.exists() and said == [("Guardado: curvas.png", True)]


def test_what_cannot_be_written_is_a_sentence(stepped, tmp_path):
    said = []
    view = stepped.views["prediction"]
    saving.save_or_report(view, tmp_path / "nowhere" / "p.png", said.append)
    saving.save_or_report(view, tmp_path / "nowhere" / "p.npz", said.append)
    saving.save_or_report(view, tmp_path / "p.gif", said.append)
    assert len(said) == 3 and all("p." in sentence for sentence in said)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", NAMES)
def test_shift_f10_opens_the_menu_of_the_view_with_the_focus(stepped, monkeypatch, name):
    shown = []
    monkeypatch.setattr(saving, "menu", lambda view, report: shown.append(view.name) or Recorder())
    stepped.views[name].canvas().setFocus()
    QTest.keyClick(stepped.focusWidget(), Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    assert shown == [name]


def test_the_file_menu_saves_for_print_too(stepped, tmp_path, monkeypatch):
    path = tmp_path / "red.svg"
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    title = stepped.views["network"].title()
    save_view = next(
        menu for menu in stepped.menu.findChildren(QMenu) if menu.title().replace("&", "") == "Save view as"
    )
    of_view = next(action.menu() for action in save_view.actions() if action.text() == title)
    figure = of_view.actions()[-1].menu()
    next(action for action in figure.actions() if "SVG" in action.text()).trigger()
    drawn = path.read_text("utf-8")
    assert "<text" in drawn
    next(action for action in of_view.actions() if "SVG" in action.text()).trigger()
    assert path.read_text("utf-8") != drawn
