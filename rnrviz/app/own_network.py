"""The dialog in which a person writes the equations of a network: text, formulas, settings, and what is wrong."""

from __future__ import annotations

import contextlib
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QWidget

from rnrviz.app import own_parts as parts
from rnrviz.app.equation_editor import EquationEditor
from rnrviz.app.live_check import Answer, LiveCheck, Wish
from rnrviz.app.network_form import NetworkForm
from rnrviz.app.notation_sheet import notation_sheet
from rnrviz.app.own_files import TextFile
from rnrviz.app.own_layout import Command, lay_out
from rnrviz.figures.style import Style
from rnrviz.language import ntr, tr
from rnrviz.network.network import Network
from rnrviz.network.own import CUSTOM, place
from rnrviz.network.problems import InputError
from rnrviz.views.equations import EquationSheet


@final
class OwnNetwork(QDialog):
    """Write, then `exec`; `network` is the result when it was accepted. Begins with a text, or the network's own."""

    def __init__(self, style: Style, current: Network, parent: QWidget | None = None, text: str | None = None) -> None:
        super().__init__(parent)
        self.network: Network | None = None
        self._look, self._current = style, current
        self.editor = EquationEditor(style)
        self.sheet = EquationSheet(style, components=False)
        self.form = NetworkForm(style, current)
        self.file = TextFile(self, self.editor, self._say, self._filed)
        self.templates = parts.templates()
        self.problem = parts.problem_line(style, self.editor.go_to_wrong)
        self.check = LiveCheck(self._wish, self._answer, self)
        self.answer: Answer | None = None
        self.setWindowTitle(tr("Equations of a network"))
        self.buttons = parts.buttons(style)
        commands: tuple[Command, ...] = (
            (tr("Open…"), "Ctrl+O", self.file.ask_open),
            (tr("Save as…"), "Ctrl+S", self.file.ask_save),
        )
        lay_out(self, commands, (tr("How to write them"), "F1", self.show_notation), style)
        self._connect()
        self.editor.setPlainText(current.text if text is None else text)
        self.file.mark_saved()
        self.form.show_text(current.text, current.config)
        self._look_again()

    def _connect(self) -> None:
        self.editor.setAccessibleName(tr("Text of the equations"))
        self.sheet.canvas.setAccessibleName(tr("Equations"))
        self.templates.activated.connect(self._begin_with)
        self.editor.textChanged.connect(self._look_again)
        self.editor.on_close = self.reject
        self.form.changed.connect(self._look_again)
        self.buttons.accepted.connect(self._create)
        self.buttons.rejected.connect(self.reject)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):  # not from words: both are called Enter
            QShortcut(QKeySequence(Qt.KeyboardModifier.ControlModifier | key), self, self._create)
        QShortcut(QKeySequence("F8"), self, self.editor.go_to_wrong)

    def summary(self) -> str:
        """What to call the network."""
        name = self.file.name or tr("own equations")
        return tr("{name}, seed {seed}").format(name=name, seed=self.form.seed.value())

    def show_notation(self) -> None:
        """The sheet that says how equations are written."""
        notation_sheet(self._look, self).open()

    def reject(self) -> None:
        """Leave; a text that would be lost is asked about."""
        if self.file.may_leave(super().reject):
            super().reject()

    def done(self, result: int) -> None:
        """No more answers from the thread; the keys go back to the window, even where a question went before."""
        self.check.close()
        super().done(result)
        window = self.parentWidget()
        if window is not None:
            window.activateWindow()

    def _begin_with(self, _index: int) -> None:
        text = self.templates.currentData()
        self.editor.replace_all(self._current.text if text is None else text)
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _wish(self) -> Wish:
        """The question of now; fields follow the text as soon as it can be read."""
        text = self.editor.toPlainText()
        self.editor.colours.learn(text)
        with contextlib.suppress(InputError):  # the check says what is wrong
            self.form.show_text(text)
        return Wish(
            text, self.form.config(), self.form.tokens(), self.form.embedding.chosen()[0], self.form.loss.currentData()
        )

    def _look_again(self) -> None:
        self.check.ask()

    def _answer(self, answer: Answer) -> None:
        self.answer = answer
        self.editor.show_wrong(answer.place)
        if answer.problem is not None:
            self.sheet.fade()
            self._say(str(answer.problem))
        elif answer.reading is not None:
            reading, wish = answer.reading, answer.wish
            self.sheet.show_equations(reading.equations, reading.shapes, reading.config, wish.loss, wish.embedding)
            n = reading.weights
            self.problem.say_good(ntr("Understood: {n} weight.", "Understood: {n} weights.", n).format(n=n))

    def _say(self, sentence: str) -> None:
        self.problem.say_wrong(sentence, self.editor.wrong is not None)

    def _filed(self, sentence: str) -> None:
        """Good news of the file, unless something is wrong with the text; what was said of another file is over."""
        if self.answer is not None and self.answer.reading is not None and sentence:
            self.problem.say_good(sentence)
        else:
            self._look_again()

    def _create(self) -> None:
        """Make the network, or say in one sentence why that cannot be and go to the place."""
        text = self.editor.toPlainText()
        try:
            self.form.show_text(text)
            self.network = self.form.make(CUSTOM, text)
        except InputError as error:
            self.editor.show_wrong(place(text, error))
            self._say(str(error))
            self.editor.go_to_wrong()
            return
        self.accept()
