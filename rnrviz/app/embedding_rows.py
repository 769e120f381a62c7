"""What the network is given for a token: a one-hot code, or a row of embeddings, trained or fixed, random or read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, final

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFormLayout, QWidget

from rnrviz.app import network_fields as fields
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.network.embeddings import ordered, read_table
from rnrviz.network.layout import FIXED, TRAINED
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import asking

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.network.network import Network

USUAL = 4
RANDOM, OWN, ASK, FILE = "random", "own", "ask", "file"


@final
class EmbeddingRows:
    """Three rows of a form: the kind of input and, with embeddings, where they come from and their dimension."""

    def __init__(self, style: Style, current: Network | None, parent: QWidget, on_change: Callable[[], None]) -> None:
        self._parent, self._current, self._on_change = parent, current, on_change
        self._form: QFormLayout | None = None
        self.path: Path | None = None
        kept = current.embedding if current is not None else ""
        kinds = [(tr("one-hot codes"), ""), (tr("embeddings, trained"), TRAINED), (tr("embeddings, fixed"), FIXED)]
        self.kind = fields.listed(kinds, kept)
        self.origin = fields.listed([(tr("random"), RANDOM)], RANDOM)
        if kept:
            self.origin.addItem(tr("of the network at hand"), OWN)
        self.origin.addItem(tr("from a file…"), ASK)
        self._before = OWN if kept else RANDOM
        self._select(self._before)
        dimension = current.program.signals["u"].size if current is not None and kept else USUAL
        self.dimension = fields.number(1, fields.MOST_UNITS, dimension, style)
        self.kind.currentIndexChanged.connect(lambda _index: self._show())
        self.origin.activated.connect(lambda _index: self._choose())
        self.dimension.valueChanged.connect(lambda _value: self._on_change())

    def widgets(self) -> tuple[tuple[str, QWidget], ...]:
        """What the form calls each row, and its field."""
        return (
            (tr("Input"), self.kind),
            (tr("Embeddings"), self.origin),
            (tr("Embedding dimension, n_U"), self.dimension),
        )

    def show_in(self, form: QFormLayout) -> None:
        """The rows stand in this form now."""
        self._form = form
        self._show()

    def chosen(self) -> tuple[str, int]:
        """The kind, and n_U; 0 where the vocabulary decides."""
        kind = str(self.kind.currentData())
        return kind, self.dimension.value() if kind else 0

    def table(self, vocabulary: Vocabulary) -> np.ndarray | None:
        """The given table for these tokens; None for a random one. Raises InputError."""
        origin = self.origin.currentData() if self.kind.currentData() else RANDOM
        if origin == FILE and self.path is not None:
            QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                table = read_table(self.path, vocabulary)
            finally:
                QGuiApplication.restoreOverrideCursor()
            self.dimension.setValue(table.shape[1])
            return table
        if origin == OWN and self._current is not None:
            rows = dict(zip(self._current.vocabulary.tokens, self._current.parameters["embedding"], strict=True))
            return ordered(rows, vocabulary)
        return None

    def use_file(self, path: Path) -> None:
        """Take the embeddings from this file; it is read when the network is made."""
        self.path = path
        at = self.origin.findData(FILE)
        if at >= 0:
            self.origin.removeItem(at)
        self.origin.insertItem(self.origin.count() - 1, path.name, FILE)
        self._select(FILE)
        self._before = FILE
        self._show()

    def _choose(self) -> None:
        if self.origin.currentData() != ASK:
            self._before = str(self.origin.currentData())
            self._show()
            return
        kinds = [(tr("All files"), ""), *((suffix[1:].upper(), suffix) for suffix in (".txt", ".vec", ".csv"))]
        kinds += [(suffix[1:].upper(), suffix) for suffix in (".safetensors", ".npz")]
        found = asking.ask_open(self._parent, tr("Table of embeddings"), kinds)
        self._select(self._before)
        if found is not None:
            self.use_file(found)

    def _select(self, origin: Any) -> None:
        self.origin.setCurrentIndex(max(0, self.origin.findData(origin)))

    def _show(self) -> None:
        """Only the rows that have a meaning now; the dimension is a choice only for random ones."""
        embedded, random = bool(self.kind.currentData()), self.origin.currentData() == RANDOM
        if self._form is not None:
            self._form.setRowVisible(self.origin, embedded)
            self._form.setRowVisible(self.dimension, embedded and self.origin.currentData() != FILE)
        self.dimension.setEnabled(random)
        if embedded and self.origin.currentData() == OWN and self._current is not None:
            self.dimension.setValue(self._current.program.signals["u"].size)
        self._on_change()
