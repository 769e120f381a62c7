"""The dialog for a random network: every architecture, by seed, and what cannot be."""

import numpy as np
import pytest
from PySide6.QtWidgets import QCheckBox, QSpinBox

from rnrviz.app import deeds
from rnrviz.app.new_network import NewNetwork
from rnrviz.figures.style import Style
from rnrviz.network.architectures import ARCHITECTURES


@pytest.fixture
def dialog(qtbot):
    made = NewNetwork(Style(), None)
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_a_network_of_each_architecture(dialog, architecture):
    dialog.architecture.setCurrentIndex(dialog.architecture.findData(architecture))
    dialog._create()
    assert dialog.network.architecture == architecture


def test_options_and_embeddings(dialog):
    for widget in dialog.form.fields.values():
        if isinstance(widget, QCheckBox):
            widget.setChecked(True)
    embedding = dialog.form.embedding
    embedding.kind.setCurrentIndex(embedding.kind.findData("trained"))
    embedding.dimension.setValue(3)
    dialog.form.vocabulary.setText("the cat sat UNK")
    dialog._create()
    assert dialog.network.config["peephole"] and dialog.network.config["forget"]
    assert dialog.network.parameters["embedding"].shape == (4, 3)


def test_the_seed_decides(qtbot):
    def made(seed):
        dialog = NewNetwork(Style(), None)
        qtbot.addWidget(dialog)
        dialog.form.seed.setValue(seed)
        dialog._create()
        return dialog.network.vector

    assert np.array_equal(made(7), made(7))
    assert not np.array_equal(made(7), made(8))


@pytest.mark.parametrize("vocabulary", ["", "a a"])
def test_what_cannot_be_is_a_sentence(dialog, vocabulary):
    dialog.form.vocabulary.setText(vocabulary)
    dialog._create()
    assert dialog.network is None
    assert dialog.problem.text().endswith(".")
    assert dialog.isVisible()


def test_the_sentence_goes_when_something_is_changed(dialog):
    dialog.form.vocabulary.setText("a a")
    dialog._create()
    assert dialog.problem.isVisible()
    dialog.form.vocabulary.setText("a b")
    assert not dialog.problem.isVisible()


def test_too_large_is_refused(dialog):
    for widget in dialog.form.fields.values():
        if isinstance(widget, QSpinBox):
            widget.setValue(512)
    dialog._create()
    assert dialog.network is None and dialog.problem.text()


def test_it_is_used_and_undone(qtbot, window):
    before = window.session.document.network
    deeds.new_network(window)
    dialog = window.findChild(NewNetwork)
    dialog._create()
    window.hub.flush()
    assert "seed 1" in window.windowTitle()
    assert window.isWindowModified()
    window.session.undo()
    assert window.session.document.network is before


def test_keys_go_to_a_field_at_once(dialog, qtbot):
    qtbot.waitUntil(lambda: dialog.focusWidget() is not None)
    assert dialog.focusWidget() is dialog.architecture
    qtbot.keyClick(dialog.focusWidget(), "G")
    assert dialog.architecture.currentData() == "gru"
