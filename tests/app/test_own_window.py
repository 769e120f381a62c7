"""Equations written with real keys: live check, the wrong place, the way out, create, undo, files."""

import numpy as np
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from rnrviz.app import deeds, models, own_deeds
from rnrviz.app.own_network import OwnNetwork
from rnrviz.document import edits
from rnrviz.language import tr
from rnrviz.network.architectures import ARCHITECTURES, text_of

KEY, CONTROL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
TITLE = "How equations are written"
MINE = """n_U = n_V
n_H = 3
n_Y = n_V
g_Y = softmax
H: n_H = W_h_u @ u[t] + W_h_h @ h[t-1] + W_h
h = tanh(H[t])
Y = W_y_h @ h[t] + W_y
y = g_Y(Y[t])
"""


@pytest.fixture
def dialog(window, qtbot):
    made = own_deeds.write_equations(window)
    qtbot.waitExposed(made)
    settled(made, qtbot)
    yield made
    if shiboken6.isValid(made):
        made.editor.document().setModified(False)
        made.close()


def settled(dialog, qtbot):
    qtbot.waitUntil(lambda: not dialog.check.waiting, timeout=5000)


def typed(dialog, qtbot, text):
    QTest.keyClick(dialog.editor, KEY.Key_A, CONTROL)
    QTest.keyClick(dialog.editor, KEY.Key_Delete)
    for line in text.splitlines():
        QTest.keyClicks(dialog.editor, line)
        QTest.keyClick(dialog.editor, KEY.Key_Return)
    settled(dialog, qtbot)


def test_it_begins_with_the_network_at_hand(window, dialog):
    network = window.session.document.network
    assert dialog.editor.toPlainText() == network.text
    assert dialog.form.config() == {k: v for k, v in network.config.items() if k not in ("n_U", "n_Y")}
    assert dialog.answer.reading is not None and not dialog.problem.sentence


def test_written_with_keys_created_and_undone(window, dialog, qtbot):
    before = window.session.document.network
    typed(dialog, qtbot, MINE)
    assert dialog.answer.reading is not None
    assert set(dialog.form.fields) == {"n_H", "g_Y"}
    dialog.form.fields["n_H"].setValue(5)
    dialog.editor.setFocus()
    QTest.keyClick(dialog.editor, KEY.Key_Return, CONTROL)
    made = window.session.document.network
    assert made.architecture == "custom" and made.text == MINE
    assert made.parameters["W_h_h"].shape == (5, 5)
    window.hub.flush()
    assert window.session.trace is not None
    again = own_deeds.write_equations(window)
    assert again.editor.toPlainText() == MINE and again.form.config()["n_H"] == 5
    again.close()
    window.session.undo()
    assert window.session.document.network is before


def test_the_wrong_place_is_marked_told_and_reached(dialog, qtbot):
    typed(dialog, qtbot, MINE.replace("h[t-1]", "h[t-q]"))
    assert "Line 5, column 33" in dialog.problem.sentence
    QTest.keyClick(dialog.editor, KEY.Key_Home, CONTROL)
    QTest.keyClick(dialog, KEY.Key_F8)
    cursor = dialog.editor.textCursor()
    assert (cursor.blockNumber(), cursor.positionInBlock()) == (4, 32)
    assert dialog.editor.hasFocus()
    marks = [mark.cursor.selectedText() for mark in dialog.editor.extraSelections()]
    assert "h[t-q]" in marks
    QTest.keyClick(dialog.editor, KEY.Key_Home, CONTROL)
    dialog.problem.linkActivated.emit("place")
    assert dialog.editor.textCursor().blockNumber() == 4


def test_what_cannot_be_is_not_created(window, dialog, qtbot):
    before = window.session.document.network
    typed(dialog, qtbot, "y = (")
    QTest.keyClick(dialog.editor, KEY.Key_Return, CONTROL)
    assert dialog.isVisible() and dialog.problem.sentence
    assert window.session.document.network is before


@pytest.mark.parametrize("keys", [[(KEY.Key_Escape, None), (KEY.Key_Tab, None)], [(KEY.Key_Tab, CONTROL)]])
def test_the_keyboard_leaves_the_text(dialog, keys):
    dialog.editor.setFocus()
    before = dialog.editor.toPlainText()
    for key, modifier in keys:
        QTest.keyClick(dialog.editor, key, modifier or Qt.KeyboardModifier.NoModifier)
    assert not dialog.editor.hasFocus() and dialog.isVisible()
    assert dialog.editor.toPlainText() == before


def test_every_field_is_reached_by_tab_in_order(dialog):
    dialog.editor.setFocus()
    QTest.keyClick(dialog.editor, KEY.Key_Tab, CONTROL)
    seen = []
    while (widget := QApplication.focusWidget()) is not None and widget not in seen and widget is not dialog.editor:
        seen.append(widget)
        QTest.keyClick(widget, KEY.Key_Tab)
    form = dialog.form
    wanted = [*form.fields.values(), form.embedding.kind, form.loss, form.vocabulary, form.seed]
    places = [seen.index(widget) for widget in wanted]
    assert places == sorted(places)
    assert dialog.templates in seen and dialog.sheet.canvas in seen


def test_tab_moves_in_and_enter_keeps_the_margin(dialog, qtbot):
    typed(dialog, qtbot, "if forget:\nx")
    assert dialog.editor.toPlainText().splitlines()[:2] == ["if forget:", "    x"]
    QTest.keyClick(dialog.editor, KEY.Key_Up)
    QTest.keyClick(dialog.editor, KEY.Key_Backtab)
    assert dialog.editor.toPlainText().splitlines()[1] == "x"
    QTest.keyClick(dialog.editor, KEY.Key_Home)
    QTest.keyClick(dialog.editor, KEY.Key_Tab)
    assert dialog.editor.toPlainText().splitlines()[1] == "    x"


@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_every_architecture_is_a_template(dialog, qtbot, architecture):
    dialog.templates.setCurrentIndex(dialog.templates.findData(text_of(architecture)))
    dialog.templates.activated.emit(dialog.templates.currentIndex())
    settled(dialog, qtbot)
    assert dialog.answer.reading is not None, dialog.problem.sentence
    assert dialog.editor.document().isUndoAvailable()


def test_a_changed_text_is_not_lost_unasked(dialog, qtbot):
    typed(dialog, qtbot, MINE)
    QTest.keyClick(dialog.editor, KEY.Key_Escape)
    assert dialog.isVisible()
    QTest.keyClick(dialog.editor, KEY.Key_Escape)
    box = dialog.findChild(QMessageBox)
    assert dialog.isVisible() and box is not None
    box.button(QMessageBox.StandardButton.Discard).click()
    assert not dialog.isVisible()


def test_after_a_discarded_text_the_keys_are_the_windows(window, dialog, qtbot, monkeypatch):
    """Window managers that saw question and editor go at once gave the keys to nobody."""
    called = []
    monkeypatch.setattr(window, "activateWindow", lambda: called.append(dialog.isVisible()))
    QTest.keyClicks(dialog.editor, "zz")
    dialog.reject()
    box = dialog.findChild(QMessageBox)
    box.button(QMessageBox.StandardButton.Discard).click()
    assert called == [False]


def test_saved_and_opened_again(dialog, qtbot, tmp_path):
    typed(dialog, qtbot, MINE)
    path = tmp_path / "mine.eq"
    dialog.file.save(path)
    assert path.read_text("utf-8") == MINE and not dialog.editor.document().isModified()
    dialog.editor.replace_all("")
    dialog.file.open(path)
    assert dialog.editor.toPlainText() == MINE
    assert "mine" in dialog.summary()
    dialog.file.open(tmp_path / "none.eq")
    assert "none.eq" in dialog.problem.sentence


def test_what_was_wrong_with_a_file_is_over_when_another_is_saved_or_opened(dialog, qtbot, tmp_path):
    dialog.file.save(tmp_path / "none" / "mine.eq")
    assert "mine.eq" in dialog.problem.sentence
    dialog.file.save(tmp_path / "mine.eq")
    assert dialog.problem.sentence == "" and "Saved: mine.eq" in dialog.problem.text()
    dialog.file.open(tmp_path / "none.eq")
    assert "none.eq" in dialog.problem.sentence
    dialog.file.open(tmp_path / "mine.eq")
    settled(dialog, qtbot)
    assert dialog.problem.sentence == "" and "Understood" in dialog.problem.text()
    typed(dialog, qtbot, "x = (")
    told = dialog.problem.sentence
    dialog.file.save(tmp_path / "mine.eq")
    settled(dialog, qtbot)
    assert told and dialog.problem.sentence == told


def test_the_window_opens_a_file_of_equations(window, tmp_path):
    path = tmp_path / "mine.eq"
    path.write_text(MINE, "utf-8")
    vocabulary = window.session.document.network.vocabulary
    deeds.open_model(window, path)
    network = window.session.document.network
    assert network.text == MINE and network.vocabulary == vocabulary
    assert "mine" in window.windowTitle() and not window.isWindowModified()


def test_a_wrong_file_is_shown_in_the_editor(window, qtbot, tmp_path):
    path = tmp_path / "wrong.eq"
    path.write_text(MINE.replace("tanh(", "tahn("), "utf-8")
    deeds.open_model(window, path)
    dialog = window.findChild(OwnNetwork)
    settled(dialog, qtbot)
    assert dialog.editor.wrong.line == 6 and "tahn" in dialog.problem.sentence
    dialog.close()


def test_fixed_embeddings_from_a_file(window, dialog, tmp_path):
    tokens = window.session.document.network.vocabulary.tokens
    path = tmp_path / "table.vec"
    path.write_text("".join(f"{token} {n} {n + 1}\n" for n, token in enumerate(tokens)), "utf-8")
    embedding = dialog.form.embedding
    embedding.kind.setCurrentIndex(embedding.kind.findData("fixed"))
    embedding.use_file(path)
    dialog._create()
    network = window.session.document.network
    assert network.embedding == "fixed" and "fixed" in window.message.accessibleName() + models.description(network)
    assert np.array_equal(network.parameters["embedding"][:, 0], np.arange(len(tokens)))
    window.session.apply(edits.move_cursor(window.session.document, 3))
    window.hub.flush()
    assert window.views["gradients"].verdict().sign == "equal"


def test_a_missing_token_is_named(dialog, tmp_path):
    path = tmp_path / "table.vec"
    path.write_text("a 1 2\n", "utf-8")
    embedding = dialog.form.embedding
    embedding.kind.setCurrentIndex(embedding.kind.findData("trained"))
    embedding.use_file(path)
    dialog._create()
    assert dialog.isVisible() and "“b”" in dialog.problem.sentence


def test_the_sheet_of_notation_opens_by_key(dialog, qtbot):
    def sheets():
        return [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.windowTitle() == tr(TITLE)]

    QTest.keyClick(dialog.editor, KEY.Key_F1)
    qtbot.waitUntil(lambda: len(sheets()) == 1)
    sheets()[0].close()


@pytest.mark.parametrize("code", ["en", "es"])
def test_the_largest_text_fits_the_width_of_a_small_screen(window, qtbot, code):
    window.set_language(code)
    window.resize_text(10)
    dialog = own_deeds.write_equations(window)
    qtbot.waitExposed(dialog)
    settled(dialog, qtbot)
    assert window.look.style.scale > 2.5
    assert dialog.minimumSizeHint().width() < 1280
    dialog.close()
    window.resize_text(0)
    window.set_language("en")
