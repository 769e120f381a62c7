"""The star in the title: only for a network that is in no file."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from rnrviz.app import deeds, models
from rnrviz.app.new_network import NewNetwork
from rnrviz.document import edits


def change(window, value):
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), value))
    window.hub.flush()


def test_models_that_are_opened_or_chosen_have_none(window):
    for path in models.shipped():
        deeds.open_model(window, path)
        window.hub.flush()
        assert not window.isWindowModified()


def test_an_edit_gives_it_and_undo_takes_it(window):
    change(window, 0.25)
    assert window.isWindowModified()
    window.session.undo()
    window.hub.flush()
    assert not window.isWindowModified()
    window.session.redo()
    window.hub.flush()
    assert window.isWindowModified()


def test_saving_takes_it_and_what_was_in_the_file_before_is_unsaved(window, tmp_path):
    path = tmp_path / "mine.safetensors"
    change(window, 0.25)
    deeds.save_model(window, path)
    assert not window.isWindowModified()
    window.session._history._last = float("-inf")  # as if time had passed: a change of its own
    change(window, 0.5)
    assert window.isWindowModified()
    deeds.save_model(window, path)
    assert not window.isWindowModified()
    window.session.undo()
    window.hub.flush()
    assert window.session.document.network.parameters["W_y"][0] == 0.25
    assert window.isWindowModified()


def test_the_same_file_read_twice_is_the_same(window):
    path = models.shipped()[-1]
    deeds.open_model(window, path)
    deeds.open_model(window, models.shipped()[0])
    deeds.open_model(window, path)
    window.session.undo()
    window.session.undo()
    window.hub.flush()
    assert not window.isWindowModified()


def test_a_random_network_has_it(window):
    deeds.new_network(window)
    window.findChild(NewNetwork)._create()
    window.hub.flush()
    assert window.isWindowModified()
    window.session.undo()
    window.hub.flush()
    assert not window.isWindowModified()


def test_undo_names_a_network_as_the_chooser_does(window):
    deeds.open_model(window, models.shipped()[1])
    window.hub.flush()
    assert models.title(str(models.shipped()[1])) in window.commands["undo"].text()


@pytest.mark.parametrize(("button", "closed"), [("Discard", True), ("Cancel", False)])
def test_closing_asks_about_a_changed_network_that_was_left_for_another(window, qtbot, button, closed):
    change(window, 0.25)
    deeds.open_model(window, models.shipped()[1])
    window.hub.flush()
    assert not window.isWindowModified()
    window.close()
    box = window.findChild(QMessageBox)
    assert window.isVisible() and box is not None
    qtbot.mouseClick(box.button(getattr(QMessageBox.StandardButton, button)), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.isVisible() is not closed)


def test_closing_asks_nothing_where_all_is_in_files(window):
    deeds.open_model(window, models.shipped()[1])
    window.close()
    assert not window.isVisible()
