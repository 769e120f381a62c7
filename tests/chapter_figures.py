"""Every figure of the chapter, live, in every form, and a page to look at them: `chapter_figures.py FOLDER`."""

import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network import files
from rnrviz.network.network import Network, random_network
from rnrviz.paths import resource
from rnrviz.views import saving
from rnrviz.views.alone import show_alone

TEXT, LONG = "aaabbbcccT", "aaaaabbbbbcccccT"
WHOLE = {"n_M": 2, "n_C": 2, "direct": True}
FIGURES = (  # name, model, text, step, view, memory block, instants
    ("elman", "anbncn-elman", TEXT, 4, "network", None, None),
    ("elman-unrolled", "anbncn-elman", TEXT, 4, "unrolled", None, (1, 4)),
    ("block-one-cell", "anbncn-lstm", TEXT, 5, "network", 0, None),
    ("block-two-cells", "anbncn-lstm-two-cells", TEXT, 5, "network", 0, None),
    ("block-forget-gate", "anbncn-lstm-forget", TEXT, 5, "network", 1, None),
    ("whole-lstm", "", TEXT, 5, "network", None, None),
    ("anbncn", "anbncn-lstm-two-cells", LONG, len(LONG), "staves", None, None),
)


def network(model: str) -> Network:
    """A model of the program's own, or a whole LSTM network with two blocks of two cells."""
    if model:
        return files.load(resource("models", f"{model}.safetensors"))
    vocabulary = files.load(resource("models", "anbncn-lstm.safetensors")).vocabulary
    made = random_network("lstm", WHOLE, vocabulary, 5)
    return made.with_vector(2.5 * made.vector)


def draw(folder: Path) -> None:
    """Write all figures and the page."""
    folder.mkdir(parents=True, exist_ok=True)
    page = ["<!doctype html><meta charset=utf-8><title>Figures</title>"]
    for name, model, text, step, shown, block, instants in FIGURES:
        session = Session(Document(network(model), text, step))
        view = show_alone(session, shown, Style(), instants)
        if block is not None:
            view.show_block(block)
        for suffix in saving.PICTURES:
            saving.save(view, folder / f"{name}{suffix}", figure=True)
        session.close()
        view.close()
        page.append(f"<h2>{name}</h2><img src='{name}.svg'>")
    (folder / "index.html").write_text("\n".join(page), encoding="utf-8")


if __name__ == "__main__":
    application = QApplication(["figures", "-platform", "offscreen"])
    draw(Path(sys.argv[1]))
