"""Everything the window can be told to do, in one table: the menus, the buttons and the sheet of keys read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from rnrviz.app import whole
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.figures.lanes import FORMS
from rnrviz.language import tr
from rnrviz.views.staves_form import form_title


@dataclass(frozen=True)
class Command:
    """One line of the table. `text` is called at display time, in the language of then."""

    name: str
    menu: str
    text: Callable[[], str]
    keys: tuple[str, ...] = ()
    checkable: bool = False


COMMANDS: tuple[Command, ...] = (
    Command("open", "file", lambda: tr("Open…"), ("Ctrl+O",)),
    Command("new", "file", lambda: tr("New random network…"), ("Ctrl+N",)),
    Command("own", "file", lambda: tr("Write equations…"), ("Ctrl+Shift+E",)),
    Command("save_session", "file", lambda: tr("Save session"), ("Ctrl+S",)),
    Command("save_session_as", "file", lambda: tr("Save session as…"), ("Ctrl+Shift+S",)),
    Command("save", "file", lambda: tr("Save model as…"), ("Ctrl+Alt+S",)),
    Command("save_score", "picture", lambda: whole.title(whole.SCORE)),
    Command("save_window", "picture", lambda: whole.title(whole.WINDOW)),
    Command("compare", "compare", lambda: tr("Compare with…"), ("Ctrl+K",)),
    Command("compare_copy", "compare", lambda: tr("Compare with a copy of this network"), ("Ctrl+Shift+K",)),
    Command("compare_none", "compare", lambda: tr("End the comparison")),
    Command("quit", "file", lambda: tr("Quit"), ("Ctrl+Q",)),
    Command("undo", "edit", lambda: tr("Undo"), ("Ctrl+Z",)),
    Command("redo", "edit", lambda: tr("Redo"), ("Ctrl+Shift+Z", "Ctrl+Y")),
    Command("edit_text", "edit", lambda: tr("Edit the text"), ("Ctrl+E", "F2")),
    Command("brush_forth", "brush", lambda: tr("Brush on by one"), ("Shift+Right",)),
    Command("brush_back", "brush", lambda: tr("Brush back by one"), ("Shift+Left",)),
    Command("brush_none", "brush", lambda: tr("Brush nothing")),
    Command("first", "step", lambda: tr("To the beginning"), ("Home",)),
    Command("back_ten", "step", lambda: tr("Back by ten"), ("Ctrl+Left",)),
    Command("back", "step", lambda: tr("Back by one"), ("Left", "Shift+Space", "PgUp")),
    Command("play", "step", lambda: tr("Play or pause"), ("P",)),
    Command("forward", "step", lambda: tr("Forward by one"), ("Right", "Space", "PgDown")),
    Command("forward_ten", "step", lambda: tr("Forward by ten"), ("Ctrl+Right",)),
    Command("last", "step", lambda: tr("To the end"), ("End",)),
    Command("carry_back", "back", lambda: tr("Errors back by one"), ("B",)),
    Command("carry_forth", "back", lambda: tr("Errors forward by one"), ("Shift+B",)),
    Command("carry_whole", "back", lambda: tr("Errors back to the beginning"), ("Ctrl+B",)),
    Command("carry_none", "back", lambda: tr("No errors on the way back"), ("Ctrl+Shift+B",)),
    Command("slower", "step", lambda: tr("Slower"), ("-",)),
    Command("faster", "step", lambda: tr("Faster"), ("+",)),
    Command("instant", "error", lambda: tr("Error of this instant, E[t]"), ("E",), True),
    Command("sum", "error", lambda: tr("Sum of the errors up to t, ΣE"), ("S",), True),
    Command("light", "theme", lambda: tr("Light"), checkable=True),
    Command("dark", "theme", lambda: tr("Dark"), checkable=True),
    Command("system", "theme", lambda: tr("Same as system"), checkable=True),
    Command("larger", "size", lambda: tr("Larger text"), ("Ctrl++", "Ctrl+=")),
    Command("smaller", "size", lambda: tr("Smaller text"), ("Ctrl+-",)),
    Command("usual", "size", lambda: tr("Default text size"), ("Ctrl+0",)),
    Command("wider", "size", lambda: tr("Wider columns"), ("Ctrl+Up",)),
    Command("narrower", "size", lambda: tr("Narrower columns"), ("Ctrl+Down",)),
    Command("fit", "size", lambda: tr("Fit the columns"), ("Ctrl+9",)),
    Command("track_up", "track", lambda: tr("Active track up"), ("Alt+Up",)),
    Command("track_down", "track", lambda: tr("Active track down"), ("Alt+Down",)),
    Command("track_taller", "track", lambda: tr("Active track taller"), ("Alt+Shift+Down",)),
    Command("track_shorter", "track", lambda: tr("Active track shorter"), ("Alt+Shift+Up",)),
    *(Command(f"form_{form}", "form", partial(form_title, form), checkable=True) for form in FORMS),
    Command("form_next", "form", lambda: tr("Another form of the staves"), ("R",)),
    Command("stage", "stage", lambda: tr("Stage…"), ("Ctrl+Shift+V",)),
    Command("stage_end", "stage", lambda: tr("All controls")),
    Command("projector", "projector", lambda: tr("Projector"), ("F5",), True),
    Command("next_screen", "screen", lambda: tr("Projector on the next screen"), ("Shift+F6",)),
    Command("spotlight", "projector", lambda: tr("This view alone"), ("Shift+F5",), True),
    Command("ring", "projector", lambda: tr("Ring around the pointer"), ("F6",), True),
    Command("full_screen", "view", lambda: tr("Full screen"), ("F11",), True),
    Command("arrange", "view", lambda: tr("Reset the layout")),
    Command("view_menu", "view", lambda: tr("Menu of the active view"), ("Shift+F10", "Menu")),
    Command("table", "view", lambda: tr("Show data as a table…"), ("Ctrl+T",)),
    Command("show_tape", "go", lambda: tr("Tape"), ("Ctrl+1",)),
    Command("show_unrolled", "go", lambda: tr("Unrolled network"), ("Ctrl+2",)),
    Command("show_staves", "go", lambda: tr("Staves"), ("Ctrl+3",)),
    Command("show_network", "go", lambda: tr("Network"), ("Ctrl+4",)),
    Command("show_prediction", "go", lambda: tr("Prediction"), ("Ctrl+5",)),
    Command("show_gradients", "go", lambda: tr("Gradients"), ("Ctrl+6",)),
    Command("show_equations", "go", lambda: tr("Equations"), ("Ctrl+7",)),
    Command("show_triangle", "go", lambda: tr("Triangle (t, τ)"), ("Ctrl+8",)),
    Command("show_difference", "go", lambda: tr("Difference of two networks"), ("Ctrl+F9",)),
    Command("show_backward", "go", lambda: tr("Backward pass"), ("Ctrl+F1",)),
    Command("show_vanishing", "go", lambda: tr("Vanishing gradient"), ("Ctrl+F2",)),
    Command("show_state_space", "go", lambda: tr("State space"), ("Ctrl+F3",)),
    Command("show_explain", "go", lambda: tr("Explain"), ("Ctrl+F5",)),
    Command("show_outlook", "go", lambda: tr("Prediction over time"), ("Ctrl+F6",)),
    Command("show_cost", "go", lambda: tr("Cost"), ("Ctrl+F7",)),
    Command("show_forgetting", "go", lambda: tr("Forgetting"), ("Ctrl+F8",)),
    Command("show_learn", "go", lambda: tr("Learn"), ("Ctrl+L",)),
    Command("show_finder", "go", lambda: tr("Find the cell"), ("Ctrl+F",)),
    Command("show_lesson", "go", lambda: tr("Lesson"), ("Ctrl+F10",)),
    *(
        Command(f"perspective_{each.name}", "perspective", each.title, (f"Alt+{number}",), True)
        for number, each in enumerate(PERSPECTIVES, 1)
    ),
    Command("menu_bar", "bar", lambda: tr("To the menus"), ("F10",)),
    Command("lesson_next", "lesson", lambda: tr("Next page"), ("Ctrl+PgDown",)),
    Command("lesson_back", "lesson", lambda: tr("Previous page"), ("Ctrl+PgUp",)),
    Command("lesson_show", "lesson", lambda: tr("Show me"), ("Ctrl+Return",)),
    Command("lesson_open", "lesson_file", lambda: tr("Open lesson file…")),
    Command("lesson_end", "lesson_file", lambda: tr("Leave the lesson")),
    Command("keys", "help", lambda: tr("Keys"), ("F1",)),
    Command("about", "help", lambda: tr("About RNRviz")),
)

Slots = dict[str, Callable[[], None]]


@final
class Actions:
    """A QAction for each command, made once and renamed when the language changes."""

    def __init__(self, owner: QWidget, slots: Slots) -> None:
        self._made: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(owner)
            action.setObjectName(command.name)
            action.setShortcuts([QKeySequence(key) for key in command.keys])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            action.setCheckable(command.checkable)
            action.triggered.connect(lambda _checked=False, slot=slots[command.name]: slot())
            owner.addAction(action)
            self._made[command.name] = action
        self.retranslate()

    def __getitem__(self, name: str) -> QAction:
        return self._made[name]

    def retranslate(self) -> None:
        """Texts in the language of now."""
        for command in COMMANDS:
            self._made[command.name].setText(command.text())

    def show_error(self, choice: str) -> None:
        """Which error the gradients are of: "instant" or "sum"."""
        for name in ("instant", "sum"):
            self._made[name].setChecked(name == choice)

    def show_undo(self, undo: str, redo: str) -> None:
        """What can be taken back and made again; the empty text for nothing."""
        self._made["undo"].setText(tr("Undo: {edit}").format(edit=undo) if undo else tr("Undo"))
        self._made["redo"].setText(tr("Redo: {edit}").format(edit=redo) if redo else tr("Redo"))
        self._made["undo"].setEnabled(bool(undo))
        self._made["redo"].setEnabled(bool(redo))

    def show_perspective(self, name: str) -> None:
        """Which perspective the window is in."""
        for each in PERSPECTIVES:
            self._made[f"perspective_{each.name}"].setChecked(each.name == name)

    def of_menu(self, menu: str) -> list[QAction]:
        """The actions of one menu, in order."""
        return [self._made[command.name] for command in COMMANDS if command.menu == menu]


def keys_text(action: QAction) -> str:
    """All the keys of an action as the system writes them."""
    native = QKeySequence.SequenceFormat.NativeText
    return f" {tr('or')} ".join(sequence.toString(native) for sequence in action.shortcuts())
