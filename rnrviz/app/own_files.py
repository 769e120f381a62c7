"""The file of a text of equations: open, save, and whether something would be lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from rnrviz.app import own_deeds
from rnrviz.language import tr
from rnrviz.network import own
from rnrviz.network.problems import InputError
from rnrviz.views import asking

if TYPE_CHECKING:
    from rnrviz.app.equation_editor import EquationEditor


@final
class TextFile:
    """Which file an editor's text came from or went to; `say` hears what went wrong, `done` what was saved."""

    def __init__(
        self, parent: QWidget, editor: EquationEditor, say: Callable[[str], None], done: Callable[[str], None]
    ) -> None:
        self._parent, self._editor, self._say, self._done = parent, editor, say, done
        self.path: Path | None = None

    @property
    def name(self) -> str:
        """The file's name without its suffix; empty where there is none."""
        return self.path.stem if self.path is not None else ""

    def mark_saved(self, path: Path | None = None) -> None:
        """Nothing of the text would be lost now."""
        self.path = path or self.path
        self._editor.document().setModified(False)

    def ask_open(self) -> None:
        """Ask for a file and put its text in the editor."""
        chosen = asking.ask_open(self._parent, tr("Open equations"), (own_deeds.kind(), (tr("All files"), "")))
        if chosen is not None:
            self.open(chosen)

    def open(self, path: Path) -> None:
        """Put a file's text in the editor; what was there can be had back by undo."""
        try:
            text = own.read_text(path)
        except InputError as error:
            self._say(str(error))
            return
        self._editor.replace_all(text)
        self.mark_saved(path)
        self._done("")

    def ask_save(self) -> None:
        """Ask for a name and write the text there."""
        suggestion = (self.name or tr("equations")) + own.SUFFIX
        chosen = asking.ask_save(self._parent, tr("Save equations as"), suggestion, own_deeds.kind())
        if chosen is not None:
            self.save(chosen)

    def save(self, path: Path) -> None:
        """Write the text, whole or not at all."""
        try:
            own.write_text(self._editor.toPlainText(), path)
        except InputError as error:
            self._say(str(error))
            return
        self.mark_saved(path)
        self._done(tr("Saved: {file}").format(file=path.name))

    def may_leave(self, leave: Callable[[], None]) -> bool:
        """Whether nothing is lost by leaving; if something is, ask, and leave when that is answered."""
        if not self._editor.document().isModified():
            return True
        buttons = QMessageBox.StandardButton
        sentence = tr("The text of the equations has changed and is in no file. Discard it?")
        box = asking.question(self._parent, self._parent.windowTitle(), sentence)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for each, text in ((buttons.Discard, tr("Discard")), (buttons.Cancel, tr("Cancel"))):
            box.addButton(each).setText(text)
        box.setDefaultButton(buttons.Cancel)
        box.finished.connect(lambda answer: leave() if buttons(answer) == buttons.Discard else None)
        box.open()
        return False
