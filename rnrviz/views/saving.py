"""What every view's menu offers: its picture as PNG, SVG, PDF or TikZ or copied, animated, its data as CSV or NPZ.

A track of the score has `track_entries` besides, which the score gives it: text, deed, whether it is possible.
`install(view, report)` gives a view the menu by right click, by the Menu key or Shift+F10.
"""

from __future__ import annotations

import csv
import itertools
import os
from collections.abc import Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from rnrviz.figures import export
from rnrviz.language import tr
from rnrviz.network.problems import InputError, reason
from rnrviz.views import asking, filming, printing
from rnrviz.views.print_dialog import PrintDialog, memory_of
from rnrviz.views.table import open_table

PICTURES, DATA = (".png", ".svg", ".pdf", ".tex"), (".csv", ".npz")
FORMATS = PICTURES + DATA


class Report(Protocol):
    """Says a sentence to the user; `good` when nothing is wrong."""

    def __call__(self, sentence: str, good: bool = False) -> None: ...


def label(suffix: str) -> str:
    """What the menu says for a kind of file."""
    return {
        ".png": tr("Save picture as PNG…"),
        ".svg": tr("Save picture as SVG…"),
        ".pdf": tr("Save picture as PDF…"),
        ".tex": tr("Save picture as TikZ…"),
        ".csv": tr("Save data as CSV…"),
        ".npz": tr("Save data as NPZ…"),
    }[suffix]


def save(view: Any, path: Path | str, figure: bool = False, paper: export.Paper | None = None) -> None:
    """Write the view's picture or data; the suffix says which. Raises ValueError, InputError or OSError.

    The picture is what is seen or, as a `figure`, for print: on white, without a sign of cursor and pointer. How large
    it is printed says the `paper`.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    printing.bring_up_to_date(view)
    if suffix not in DATA:
        with printing.dressed(view) if figure else nullcontext():
            export.save(view.canvas(), target, figure, paper)
        return
    data = view.data()
    if not any(np.size(array) for array in data.values()):
        raise InputError("“{view}” has no numbers yet; nothing was saved.", view=view.title())
    draft = target.with_name(f".{target.name}.part{suffix}")
    try:
        if suffix == ".csv":
            _write_csv(data, draft, getattr(view, "rows_are", "t"))
        else:
            _write_npz(data, draft)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)


def ask(view: Any, suffix: str, report: Report, figure: bool = False, paper: export.Paper | None = None) -> None:
    """Ask for a file name, save, and report a failure in one sentence."""
    kinds = PICTURES if figure else FORMATS
    chosen = asking.ask_save(view, label(suffix), f"{view.name}{suffix}", (suffix[1:].upper(), suffix), kinds)
    if chosen:
        save_or_report(view, chosen, report, figure, paper)


def ask_for_print(view: Any, report: Report) -> None:
    """Ask for the size in print and a file name, and save."""
    dialog = PrintDialog(view.title(), view.canvas().style_, memory_of(view), view)
    dialog.accepted.connect(lambda: ask(view, dialog.suffix, report, True, dialog.paper))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()


def save_or_report(
    view: Any, path: Path, report: Report, figure: bool = False, paper: export.Paper | None = None
) -> None:
    """Save; `report` hears that it was done or, in one sentence, why it could not be."""
    try:
        save(view, path, figure) if paper is None else printing.figure(view, path, paper)
        report(tr("Saved: {file}").format(file=path.name), True)
    except OSError as error:
        why = reason(error)
        report(tr("“{file}” could not be written: {why}.").format(file=path.name, why=why))
    except InputError as problem:
        report(str(problem))
    except ValueError:
        sentence = tr("“{file}”: choose a name that ends in .png, .svg, .pdf, .tex, .csv or .npz.")
        report(sentence.format(file=path.name))


def menu(view: Any, report: Report, parent: QWidget | None = None) -> QMenu:
    """The menu of a view, fresh in the language of now."""
    made = QMenu(parent or view)
    add_formats(made, view, report)
    made.addSeparator()
    made.addAction(tr("Show data as a table…"), partial(tabulate, view))
    entries = view.menu_entries() if hasattr(view, "menu_entries") else []
    if entries or hasattr(view, "track_entries"):
        made.addSeparator()
    for text, now, deed in entries:
        action = made.addAction(text, deed)
        action.setCheckable(True)
        action.setChecked(now)
    for text, deed, possible in view.track_entries() if hasattr(view, "track_entries") else ():
        made.addAction(text, deed).setEnabled(possible)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return made


def add_formats(menu: QMenu, view: Any, report: Report) -> None:
    """Every way to save a view."""
    menu.addAction(tr("Copy picture"), partial(copy, view, report))
    for suffix in FORMATS:
        menu.addAction(label(suffix), partial(ask, view, suffix, report))
    film = menu.addMenu(tr("Save as an animation"))
    for suffix in filming.ENDINGS:
        film.addAction(filming.label(suffix), partial(filming.ask, view, suffix, report))
    figure = menu.addMenu(tr("Save as a figure for print"))
    figure.addAction(tr("Size and text in print…"), partial(ask_for_print, view, report))
    for suffix in PICTURES:
        figure.addAction(label(suffix), partial(ask, view, suffix, report, True))


def copy(view: Any, report: Report) -> None:
    """The picture, as it is seen, into the clipboard."""
    printing.bring_up_to_date(view)
    QApplication.clipboard().setImage(export.picture(view.canvas()))
    report(tr("The picture of “{view}” is in the clipboard.").format(view=view.title()), True)


def tabulate(view: Any) -> None:
    """The numbers that the view shows now, as a table in a window of its own; or why there are none."""
    printing.bring_up_to_date(view)
    open_table(view, view.data())


def install(view: Any, report: Report) -> None:
    """Open the menu on a right click, the Menu key or Shift+F10 anywhere in the view.

    The canvas passes its own context menu on, so that the keys work wherever the focus is inside the view.
    """
    view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
    view.customContextMenuRequested.connect(lambda at: menu(view, report).popup(view.mapToGlobal(at)))
    view.canvas().setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)


def popup_below(button: QWidget, view: Any, report: Report) -> None:
    """Open the menu under a button."""
    menu(view, report).popup(button.mapToGlobal(QPoint(0, button.height())))


def popup_over(view: Any, report: Report) -> None:
    """Open the menu in the middle of the view, for those who came by key."""
    menu(view, report).popup(view.mapToGlobal(view.rect().center()))


def _write_npz(data: dict[str, np.ndarray[Any, Any]], path: Path) -> None:
    np.savez_compressed(path, **data)  # type: ignore[arg-type]


def _write_csv(data: dict[str, np.ndarray[Any, Any]], path: Path, rows_are: str) -> None:
    arrays = {name: np.asarray(array) for name, array in data.items()}
    lengths = {array.shape[0] if array.ndim else -1 for array in arrays.values()}
    rows = _wide(arrays, rows_are) if len(lengths) == 1 and -1 not in lengths else _long(arrays)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows(rows)


def _indices(shape: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    return itertools.product(*(range(size) for size in shape))


def _numbered(name: str, index: tuple[int, ...]) -> str:
    return "_".join([name, *(str(i + 1) for i in index)])


def _wide(arrays: dict[str, np.ndarray[Any, Any]], rows_are: str) -> Iterator[list[Any]]:
    """One row per instant (or what else the view says), one column per number: t, x_1, x_2, cells x_1_1."""
    columns = [(n, a, i) for n, a in arrays.items() for i in _indices(a.shape[1:])]
    yield [rows_are, *(_numbered(name, index) for name, _, index in columns)]
    for t in range(len(next(iter(arrays.values())))):
        yield [t + 1, *(array[(t, *index)] for _, array, index in columns)]


def _long(arrays: dict[str, np.ndarray[Any, Any]]) -> Iterator[list[Any]]:
    """One row per number, where the arrays have different shapes."""
    yield ["name", "index", "value"]
    for name, array in arrays.items():
        for index in _indices(array.shape):
            yield [name, " ".join(str(i + 1) for i in index), array[index]]
