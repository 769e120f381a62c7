"""What the window does with equations: write them, open a file of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.language import tr
from rnrviz.views.asking import Kind

if TYPE_CHECKING:
    from rnrviz.app.own_network import OwnNetwork
    from rnrviz.app.window import Window


SUFFIX = ".eq"


def kind() -> Kind:
    """What a file of equations is called, and its suffix."""
    return tr("Equations"), SUFFIX


def write_equations(window: Window, path: Path | None = None) -> OwnNetwork | None:
    """The dialog with the text of the network at hand, or that of a file."""
    from rnrviz.app.own_network import OwnNetwork

    if window.session is None:
        return None
    dialog = OwnNetwork(window.look.style, window.session.document.network, window)
    dialog.accepted.connect(lambda: _use_made(window, dialog))
    dialog.finished.connect(lambda _result: dialog.deleteLater())
    if path is not None:
        dialog.file.open(path)
    dialog.open()
    dialog.editor.setFocus()
    return dialog


def _use_made(window: Window, dialog: OwnNetwork) -> None:
    from rnrviz.app import deeds

    if dialog.network is not None:
        deeds.use(window, dialog.network, dialog.summary())


def open_equations(window: Window, path: Path) -> None:
    """Use a random network of a file's equations, with the vocabulary of now; a wrong text is shown in the editor."""
    from rnrviz.app import deeds
    from rnrviz.network import own
    from rnrviz.network.equations import EquationError
    from rnrviz.network.problems import InputError

    if window.session is None:
        return
    now = window.session.document.network
    try:
        network = own.load(path, now.vocabulary, now.loss)
        deeds.use(window, network, str(path.resolve()))
        window.mark_saved(network, str(path.resolve()))
    except InputError as error:
        window.report(str(error))
        if isinstance(error.__cause__, EquationError):
            write_equations(window, path)
