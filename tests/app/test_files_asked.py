"""Names of files as a person types them: what is missing is added, and nothing is replaced unasked."""

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QTreeView,
    QWidget,
)

from rnrviz.app import deeds
from rnrviz.document import edits
from rnrviz.language import set_language
from rnrviz.views import asking, saving

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")  # what a test's screen cannot do
KEY = Qt.Key


@pytest.fixture
def typed(monkeypatch, tmp_path):
    """Type a name into Qt's own dialog, press Enter; answer each question of replacement with a button's role."""
    made, asked = asking._dialog, []

    def dialog(*given):
        box = made(*given)
        box.setOption(QFileDialog.Option.DontUseNativeDialog)
        box.setDirectory(str(tmp_path))
        return box

    monkeypatch.setattr(asking, "_dialog", dialog)

    def begin(name, *answers):
        left = list(answers)

        def act():
            active = QApplication.activeModalWidget()
            if isinstance(active, QMessageBox):
                asked.append(active.text())
                kind = QMessageBox.StandardButton.Yes if left and left.pop(0) else QMessageBox.StandardButton.No
                QTest.mouseClick(active.button(kind), Qt.MouseButton.LeftButton)
                QTimer.singleShot(100, act)
            elif isinstance(active, QFileDialog):
                if asked and not left:
                    active.reject()
                    return
                line = active.findChild(QLineEdit, "fileNameEdit")
                line.setText("")
                QTest.keyClicks(line, name)
                QTimer.singleShot(100, act)
                QTest.keyClick(line, KEY.Key_Return)

        QTimer.singleShot(100, act)
        return asked

    return begin


@pytest.mark.parametrize("name, file", [("curves", "curves.csv"), ("paso 1.5", "paso 1.5.csv"), ("a.csv", "a.csv")])
def test_a_view_is_saved_under_the_whole_name(window, typed, tmp_path, name, file):
    said = []
    typed(name)
    saving.ask(window.views["tape"], ".csv", lambda sentence, good=False: said.append((sentence, good)))
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".csv"] == [file]
    assert said == [(f"Saved: {file}", True)]


@pytest.mark.parametrize("name, file", [("mine", "mine.safetensors"), ("paso 1.5", "paso 1.5.safetensors")])
@pytest.mark.parametrize("replace", [True, False])
def test_an_older_model_is_replaced_only_when_that_is_wanted(window, typed, tmp_path, name, file, replace):
    path = tmp_path / file
    path.write_bytes(b"older")
    asked = typed(name, replace)
    deeds.ask_save(window)
    assert len(asked) == 1
    assert (path.read_bytes() != b"older") == replace
    assert not (tmp_path / name).exists()


@pytest.mark.parametrize("name, file", [("fig", "fig.png"), ("fig.svg", "fig.svg"), ("paso 1.5", "paso 1.5.png")])
def test_the_score_is_saved_under_the_name_typed(window, typed, tmp_path, name, file):
    typed(name)
    window.commands["save_score"].trigger()
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".png", ".svg", ".pdf")] == [file]


def test_the_kind_chosen_from_the_list_decides(window, typed, tmp_path):
    def choose():
        kinds = QApplication.activeModalWidget().findChild(QComboBox, "fileTypeCombo")
        assert [kinds.itemText(k) for k in range(3)] == ["PNG (*.png)", "SVG (*.svg)", "PDF (*.pdf)"]
        kinds.setFocus()
        QTest.keyClick(kinds, KEY.Key_Down)

    QTimer.singleShot(50, choose)
    typed("fig")
    window.commands["save_score"].trigger()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("fig")] == ["fig.svg"]


@pytest.mark.parametrize("name, file", [("paso 1.5", "paso 1.5.svg"), ("fig.png", "fig.svg")])
def test_another_kind_changes_a_suffix_only(window, typed, tmp_path, name, file):
    def choose():
        dialog = QApplication.activeModalWidget()
        kinds, line = dialog.findChild(QComboBox, "fileTypeCombo"), dialog.findChild(QLineEdit, "fileNameEdit")
        line.clear()
        QTest.keyClicks(line, name)
        kinds.setFocus()
        QTest.keyClick(kinds, KEY.Key_Down)
        QTimer.singleShot(50, lambda: QTest.keyClick(line, KEY.Key_Return))

    QTimer.singleShot(300, choose)
    window.commands["save_score"].trigger()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".svg"] == [file]


def test_qts_own_dialog_cuts_nothing_and_knows_what_a_folder_is(qtbot, window, typed, tmp_path):
    window.set_language("es")
    (tmp_path / "a folder").mkdir()
    (tmp_path / "a network.safetensors").write_bytes(b"x" * 5000)
    said, cut = [], []

    def read():
        dialog = QApplication.activeModalWidget()
        table, header = dialog.findChild(QTreeView, "treeView"), dialog.findChild(QTreeView, "treeView").header()
        qtbot.waitUntil(lambda: table.model().rowCount(table.rootIndex()) == 2)
        for row in range(2):
            cells = [table.model().index(row, column, table.rootIndex()) for column in range(header.count())]
            said.append(cells[2].data())
            cut.extend(
                cell.data()
                for cell in cells[1:]
                if table.sizeHintForIndex(cell).width() > table.columnWidth(cell.column())
            )
        assert header.length() <= table.viewport().width()
        dialog.reject()

    QTimer.singleShot(100, read)
    deeds.ask_open(window)
    window.set_language("en")
    set_language("en")
    assert said[0] == "Carpeta" and cut == []


def test_the_dialogs_speak_spanish(qtbot, window, typed):
    window.set_language("es")
    seen = []

    def read():
        dialog = QApplication.activeModalWidget()
        seen.extend([*dialog.nameFilters(), *(label.text() for label in dialog.findChildren(QLabel))])
        seen.extend(button.text() for button in dialog.findChildren(QPushButton))
        dialog.reject()

    QTimer.singleShot(100, read)
    deeds.ask_open(window)
    window.set_language("en")
    set_language("en")
    assert "Modelos (*.safetensors)" in seen and "Todos los ficheros (*)" in seen
    assert not {"Look in:", "&Look in:", "Files of type:", "Files of &type:", "Open", "Cancel"} & set(seen)


def test_what_was_saved_is_said_for_a_while(window, tmp_path):
    window.session.apply(edits.set_weight(window.session.document, "W_y", (0,), 0.25))
    deeds.save_model(window, tmp_path / "mine.safetensors")
    assert window.message.text == "Saved: mine.safetensors"
    window.hub.flush()
    assert window.message.text == "Saved: mine.safetensors"
    window._good.stop()
    window.describe()
    assert "LSTM" in window.message.text


def test_a_file_that_is_no_model_is_told_without_the_librarys_english(window, tmp_path):
    path = tmp_path / "roto.safetensors"
    path.write_bytes(b"\xff" * 64)
    window.set_language("es")
    deeds.open_model(window, path)
    said = window.message.text
    window.set_language("en")
    assert "safetensors." in said and "header" not in said and "Error" not in said


@pytest.mark.parametrize("times", [1, 4])
def test_a_question_has_the_same_room_on_all_sides(qtbot, times):
    parent = QWidget()
    qtbot.addWidget(parent)
    box = asking.question(parent, "RNRviz", "Save the network before closing? " * times)
    box.addButton(QMessageBox.StandardButton.Save)
    box.show()
    qtbot.waitExposed(box)
    words, buttons = box.findChild(QLabel, "qt_msgbox_label"), box.findChild(QDialogButtonBox)
    room = words.x()
    assert room > 15 and words.y() == room
    assert box.width() - buttons.geometry().right() - 1 == box.height() - buttons.geometry().bottom() - 1 == room
    box.close()
