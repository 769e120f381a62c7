"""Views in a notebook: `rnrviz.view(network, "aabbcc", "staves")` shows itself there, as SVG."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rnrviz.network.network import Network
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.views.alone import Instants


@dataclass(frozen=True)
class Picture:
    """A view of a run; ``svg`` is a whole file."""

    svg: str

    def _repr_svg_(self) -> str:
        """What notebooks ask for."""
        return self.svg


def view(
    network: Network, sequence: str, name: str = "network", step: int | None = None, instants: "Instants | None" = None
) -> Picture:
    """The view called ``name`` after ``step`` tokens (all), drawn for print; of these instants, if it has a time axis.

    Raises InputError for a name, a token or an instant that is not known.
    """
    from rnrviz.app.render_command import application
    from rnrviz.document.document import Document
    from rnrviz.document.session import Session
    from rnrviz.views import VIEWS

    if name not in (known := [entry.name for entry in VIEWS]):
        raise InputError("There is no view {name!r}; there are {known}.", name=name, known=", ".join(known))
    length = len(network.vocabulary.encode(sequence))
    for t in (step or 0, *(instants or ())):
        if t > length:
            raise InputError("There is no instant {t}; the sequence has {length} tokens.", t=t, length=length)
    running = application()
    session = Session(Document(network, sequence, length if step is None else step))
    try:
        session.wait()
        return Picture(_drawn(session, name, instants))
    finally:
        session.close()
        running.processEvents()


def _drawn(session: "Session", name: str, instants: "Instants | None") -> str:
    from rnrviz.figures.style import Style
    from rnrviz.views import saving
    from rnrviz.views.alone import show_alone

    made = show_alone(session, name, Style(False, 1.0), instants)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "view.svg"
            saving.save(made, path, figure=True)
            return path.read_text("utf-8")
    finally:
        made.close()
        made.deleteLater()
