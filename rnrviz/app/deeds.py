"""What each command of the window does."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt

from rnrviz.app import about, brushing, models, own_deeds, session_files, sheets, teaching, twin, whole
from rnrviz.app.actions import Slots
from rnrviz.app.in_hand import view_in_hand
from rnrviz.app.perspectives import PERSPECTIVES
from rnrviz.app.topbar import NEW, OPEN, OWN
from rnrviz.document.lessons import SUFFIX as LESSON
from rnrviz.document.session_file import SUFFIX as SESSION
from rnrviz.figures.lanes import FORMS
from rnrviz.language import tr
from rnrviz.views import VIEWS, asking, saving

if TYPE_CHECKING:
    from rnrviz.app.window import Window
    from rnrviz.document.document import ErrorChoice
    from rnrviz.network.network import Network


def slots(window: Window) -> Slots:
    """One function for each command of the table."""
    return {
        "open": partial(ask_open, window),
        "new": partial(new_network, window),
        "own": lambda: _write(window),
        "save": partial(ask_save, window),
        "save_score": partial(whole.ask, window, whole.SCORE),
        "save_window": partial(whole.ask, window, whole.WINDOW),
        "save_session": window.files.save,
        "save_session_as": window.files.ask_save,
        "compare": partial(twin.ask, window),
        "compare_copy": partial(twin.with_copy, window),
        "compare_none": partial(twin.end, window),
        "quit": partial(_quit, window),
        "undo": lambda: session.undo() if (session := twin.in_hand(window)) else None,
        "redo": lambda: session.redo() if (session := twin.in_hand(window)) else None,
        "edit_text": partial(edit_text, window),
        "brush_forth": partial(brushing.extend, window, 1),
        "brush_back": partial(brushing.extend, window, -1),
        "brush_none": partial(brushing.clear, window),
        "first": partial(_go, window, 0),
        "back_ten": partial(_step, window, -10),
        "back": partial(_step, window, -1),
        "play": lambda: window.player.toggle() if window.player else None,
        "forward": partial(_step, window, 1),
        "forward_ten": partial(_step, window, 10),
        "last": partial(_go, window, None),
        "carry_back": partial(_carry, window, 1),
        "carry_forth": partial(_carry, window, -1),
        "carry_whole": partial(_carry, window, 10**9),
        "carry_none": partial(_carry, window, -(10**9)),
        "slower": partial(_speed, window, -1),
        "faster": partial(_speed, window, 1),
        "instant": partial(choose_error, window, "instant"),
        "sum": partial(choose_error, window, "sum"),
        **{theme: partial(window.set_theme, theme) for theme in ("light", "dark", "system")},
        "larger": partial(window.resize_text, 1),
        "smaller": partial(window.resize_text, -1),
        "usual": partial(window.resize_text, 0),
        "wider": partial(window.axis.zoom, 1.25),
        "narrower": partial(window.axis.zoom, 0.8),
        "track_up": lambda: window.tracks.move(-1) if window.tracks else None,
        "track_down": lambda: window.tracks.move(1) if window.tracks else None,
        "track_taller": lambda: window.tracks.grow(1) if window.tracks else None,
        "track_shorter": lambda: window.tracks.grow(-1) if window.tracks else None,
        **{f"form_{form}": partial(_choose_form, window, form) for form in FORMS},
        "form_next": lambda: window.tracks.next() if window.tracks else None,
        "view_menu": partial(open_view_menu, window),
        "table": partial(open_table, window),
        "fit": window.axis.fit,
        **{f"show_{entry.name}": partial(go_to_view, window, entry.name) for entry in VIEWS},
        **{f"perspective_{each.name}": partial(window.choose_perspective, each.name) for each in PERSPECTIVES},
        "menu_bar": partial(_to_menus, window),
        "full_screen": partial(_full_screen, window),
        "arrange": lambda: window.arrangement.reset(),
        **teaching.slots(window),
        "keys": lambda: sheets.keys_sheet(window.commands, window.look.style, window).open(),
        "about": lambda: about.about(window.look.style, window).open(),
    }


def _choose_form(window: Window, form: str) -> None:
    if window.tracks is not None:
        window.tracks.choose(form)


def _write(window: Window) -> None:
    own_deeds.write_equations(window)


def choose_model(window: Window, choice: str) -> None:
    """What was chosen in the top bar: a path, or to open or make one."""
    if choice == OPEN:
        ask_open(window)
    elif choice == NEW:
        new_network(window)
    elif choice == OWN:
        own_deeds.write_equations(window)
    elif window.session is not None and choice != window.session.document.source:
        open_model(window, Path(choice))


def ask_open(window: Window) -> None:
    """Ask for a model, a session or another program's network and use it."""
    both = tr("Models and sessions"), f"{models.SUFFIX} *{SESSION}"
    others = tr("Networks of other programs"), " *".join(models.OTHERS)
    kinds = (both, kind(), session_files.kind(), own_deeds.kind(), others, (tr("All files"), ""))
    chosen = asking.ask_open(window, tr("Open"), kinds)
    if chosen:
        open_model(window, chosen)


def open_model(window: Window, path: Path) -> None:
    """Use the model, the session or the lesson of a file; if that cannot be, say why and keep what is there."""
    from rnrviz.network.exchange import files as exchange
    from rnrviz.network.problems import InputError

    suffix, made = path.suffix.lower(), teaching.of(window)
    if suffix == own_deeds.SUFFIX:
        own_deeds.open_equations(window, path)
        return
    if suffix == SESSION:
        window.files.open(path)
        return
    if suffix == LESSON and made is not None:
        made.lessons.open(path)
        return
    try:
        network = models.load(path)
        use(window, network, str(path.resolve()))
        window.mark_saved(network, str(path.resolve()))
        window.files.remember(path.resolve())
        if exchange.is_other(path):
            window.report(models.made_of(network), True)
    except InputError as error:
        window.report(str(error))
    except MemoryError:
        window.report(tr("“{file}” is too large for this computer's memory.").format(file=path.name))


def use(window: Window, network: Network, source: str) -> None:
    """Use a network; the text stays when the network can read it, else comes one that it can."""
    from rnrviz.document import edits

    if window.session is None:
        return
    document = window.session.document
    known = set(network.vocabulary.tokens)
    readable = known.issuperset(network.vocabulary.split(document.text)) or "UNK" in known
    text = None if readable and document.text else models.sample(network)
    window.report("")
    window.session.apply(edits.set_network(document, network, source, text, models.title(source)))
    if text is not None:
        window.axis.set_length(window.session.length)
        window.axis.fit()


def new_network(window: Window) -> None:
    """Ask for sizes and a seed, and use the random network that they make."""
    from rnrviz.app.new_network import NewNetwork

    current = window.session.document.network if window.session else None
    dialog = NewNetwork(window.look.style, current, window)
    dialog.accepted.connect(lambda: _use_made(window, dialog))
    dialog.open()


def _use_made(window: Window, dialog: Any) -> None:
    if dialog.network is not None:
        use(window, dialog.network, dialog.summary())


def ask_save(window: Window) -> None:
    """Ask for a name and write the network there."""
    if window.session is None:
        return
    suggestion = models.title(window.session.document.source) + models.SUFFIX
    chosen = asking.ask_save(window, tr("Save model as"), suggestion, kind())
    if chosen:
        save_model(window, chosen)


def kind() -> asking.Kind:
    return tr("Models"), models.SUFFIX


def save_model(window: Window, path: Path) -> None:
    """Write the network; if that cannot be, say why."""
    from rnrviz.network import files
    from rnrviz.network.problems import InputError

    if window.session is None:
        return
    network = window.session.document.network
    try:
        files.save(network, path)
        window.mark_saved(network, str(path.resolve()))
        window.files.remember(path.resolve())
        window.report(tr("Saved: {file}").format(file=path.name), True)
    except InputError as error:
        window.report(str(error))


def edit_text(window: Window) -> None:
    """Put the focus into the text of the tape."""
    tape = window.views.get("tape")
    if tape is not None:
        tape.edit()


def open_view_menu(window: Window) -> None:
    """The menu of the view that has the focus, else of the tape."""
    if window.views:
        saving.popup_over(view_in_hand(window), window.report)


def open_table(window: Window) -> None:
    """The data of the view that has the focus, else of the tape."""
    if window.views:
        saving.tabulate(view_in_hand(window))


def go_to_view(window: Window, name: str) -> None:
    """Open this view if it is closed, bring it forward, and give it the keys."""
    dock = window.inspector.docks.get(name)
    if dock is not None:
        dock.show()
        dock.raise_()
        dock.activateWindow()
    pane = window.score.panes.get(name)
    if pane is not None and pane.isHidden():
        window.score.toggle(name)
    if name in window.views:
        window.views[name].canvas().setFocus(Qt.FocusReason.ShortcutFocusReason)


def _to_menus(window: Window) -> None:
    window.menu.setFocus(Qt.FocusReason.MenuBarFocusReason)
    window.menu.setActiveAction(window.menu.actions()[0])


def choose_error(window: Window, choice: ErrorChoice) -> None:
    """Gradients of E[t] alone, or of the sum."""
    from rnrviz.document import edits

    if window.session is not None:
        if window.session.document.error != choice:
            window.session.apply(edits.choose_error(window.session.document, choice))
        window.commands.show_error(choice)


def _step(window: Window, by: int) -> None:
    if window.player is not None:
        window.player.step(by)


def _go(window: Window, cursor: int | None) -> None:
    if window.player is not None and window.session is not None:
        window.player.go(window.session.length if cursor is None else cursor)


def _carry(window: Window, by: int) -> None:
    """Take the errors of the cursor so many instants further back."""
    from rnrviz.document import edits

    if window.session is not None:
        document = window.session.document
        window.session.apply(edits.go_back(document, document.back + by))


def _speed(window: Window, by: int) -> None:
    if window.player is not None:
        window.player.set_level(window.player.level + by)


def _full_screen(window: Window) -> None:
    window.showNormal() if window.isFullScreen() else window.showFullScreen()
    window.commands["full_screen"].setChecked(window.isFullScreen())


def _quit(window: Window) -> None:
    window.close()
