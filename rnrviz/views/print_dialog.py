"""The dialog for a figure in print: how wide, how large its text, which kind of file. What was chosen is remembered."""

from __future__ import annotations

import math
from typing import Any, Protocol, final

from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from rnrviz.figures.export import SHARPER, Paper
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views import printing
from rnrviz.views.number_box import NumberBox, indent

WIDTHS, FONTS, SHARPNESS, ROOM = (1.0, 200.0), (3.0, 200.0), (0.25, 16.0), (50, 12_000)
KINDS = ".pdf", ".svg", ".tex", ".png"
KEYS = "print/width", "print/font", "print/sharper"
USUAL = 8.4, 8.0, SHARPER  # a column of a paper


class Memory(Protocol):
    """What remembers words between two runs."""

    def text(self, key: str, default: str = "") -> str: ...
    def set_text(self, key: str, value: str) -> None: ...


def uses() -> tuple[tuple[str, float, float], ...]:
    """What figures are for, with centimetres and points."""
    return (
        (tr("Column of a paper"), 8.4, 8.0),
        (tr("Page of a paper"), 17.0, 9.0),
        (tr("Half of a slide"), 15.0, 18.0),
        (tr("Slide"), 30.0, 18.0),
    )


@final
class PrintDialog(QDialog):
    """Fill it in and open it; `paper` and `suffix` are what was chosen."""

    def __init__(self, title: str, style: Style, memory: Memory | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._memory = memory
        self.setWindowTitle(tr("Figure of “{view}” for print").format(view=title))
        self.use, self.kind = QComboBox(), QComboBox()
        self.width_box, self.font_box, self.sharper_box = (NumberBox(*ends) for ends in (WIDTHS, FONTS, SHARPNESS))
        self.told = QLabel()
        self.told.setObjectName("quiet")
        self.told.setWordWrap(True)
        self._fill(style)
        self._assemble(style)
        for box in (self.width_box, self.font_box, self.sharper_box):
            box.valueChanged.connect(self._show)
        self.use.activated.connect(self._take)
        self.kind.currentIndexChanged.connect(self._show)
        self._show()

    def _fill(self, style: Style) -> None:
        boxes = (self.width_box, self.font_box, self.sharper_box)
        for box, key, usual, unit in zip(boxes, KEYS, USUAL, (" cm", " pt", " ×"), strict=True):
            box.setDecimals(2)
            box.setSuffix(unit)
            box.setValue(_number(self._memory, key, usual))
            indent(box, style)
        for name, wide, font in uses():
            self.use.addItem(name, (wide, font))
        self.use.addItem(tr("Other"), None)
        for suffix in KINDS:
            self.kind.addItem("TikZ" if suffix == ".tex" else suffix[1:].upper(), suffix)
        known = self._memory.text("print/kind", KINDS[0]) if self._memory else KINDS[0]
        self.kind.setCurrentIndex(max(0, self.kind.findData(known)))

    def _assemble(self, style: Style) -> None:
        form, column = QFormLayout(), QVBoxLayout(self)
        form.setHorizontalSpacing(round(style.px(18)))
        form.setVerticalSpacing(round(style.px(8)))
        rows = (
            (tr("For"), self.use),
            (tr("Width"), self.width_box),
            (tr("Size of the text"), self.font_box),
            (tr("Kind of file"), self.kind),
            (tr("Sharpness of a PNG"), self.sharper_box),
        )
        for text, field in rows:
            label = QLabel(text)
            label.setBuddy(field)
            field.setAccessibleName(text)
            form.addRow(label, field)
        self._of_png = (form.labelForField(self.sharper_box), self.sharper_box)
        kinds = QDialogButtonBox.StandardButton
        self.buttons = QDialogButtonBox(kinds.Save | kinds.Cancel)
        self.buttons.button(kinds.Save).setText(tr("Save…"))
        self.buttons.button(kinds.Cancel).setText(tr("Cancel"))
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        column.setContentsMargins(*(round(style.px(n)) for n in (22, 22, 22, 18)))
        column.setSpacing(round(style.px(14)))
        column.addLayout(form)
        column.addWidget(self.told)
        column.addWidget(self.buttons)
        self.told.setMinimumHeight(2 * self.told.fontMetrics().lineSpacing() + 4)
        self.setMinimumWidth(round(style.px(420)))

    @property
    def paper(self) -> Paper:
        """How large it is printed."""
        return Paper(self.width_box.value(), self.font_box.value(), sharper=self.sharper_box.value())

    @property
    def suffix(self) -> str:
        """The kind of file, such as ".pdf"."""
        return str(self.kind.currentData())

    def _take(self, _index: int) -> None:
        chosen = self.use.currentData()
        if chosen is not None:
            self.width_box.setValue(chosen[0])
            self.font_box.setValue(chosen[1])

    def _show(self) -> None:
        """Which use these numbers are of, and what they come to."""
        now = self.width_box.value(), self.font_box.value()
        places = (i for i, (_, *numbers) in enumerate(uses()) if tuple(numbers) == now)
        self.use.setCurrentIndex(next(places, self.use.count() - 1))
        for part in self._of_png:
            part.setEnabled(self.suffix == ".png")
        least, most = ROOM
        wide = self.paper.across or 0
        possible = least <= wide <= most
        sentence = (
            tr("The view is laid out anew, {wide} × {high} pixels of the screen, and cut to what is drawn.")
            if possible
            else tr("There is room for {wide} pixels of the screen; between {least} and {most} can be drawn.")
        )
        self.told.setText(sentence.format(wide=wide, high=printing.high(wide), least=least, most=most))
        self.buttons.button(QDialogButtonBox.StandardButton.Save).setEnabled(possible)

    def accept(self) -> None:
        """Remember it for the next figure."""
        if self._memory is not None:
            paper = self.paper
            for key, value in zip(KEYS, (paper.width, paper.font, paper.sharper), strict=True):
                self._memory.set_text(key, f"{value:g}")
            self._memory.set_text("print/kind", self.suffix)
        super().accept()


def memory_of(widget: QWidget | None) -> Memory | None:
    """The settings of the window that a view is in; a dock may float in one of its own."""
    while widget is not None:
        found: Any = getattr(widget, "settings", None)
        if found is not None:
            return found  # type: ignore[no-any-return]
        widget = widget.parentWidget()
    return None


def _number(memory: Memory | None, key: str, usual: float) -> float:
    try:
        found = float(memory.text(key, f"{usual:g}")) if memory else usual
    except ValueError:
        return usual
    return found if math.isfinite(found) else usual
