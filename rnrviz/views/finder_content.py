"""From the ranking of the units to the rows of its list, and to words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnrviz.document import brushing
from rnrviz.figures.numbers import short
from rnrviz.figures.ranking import Group, Ranking, Row
from rnrviz.figures.ranking_row import signed
from rnrviz.figures.symbols import subscript
from rnrviz.language import ntr, tr
from rnrviz.network.notation import spoken, symbol

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.brushed import Follower
    from rnrviz.network.trace import Trace

MOST = 40  # rows of a group
TOKENS = 12  # of the stretch that are named
ROUNDING = 1e-12


def chosen(found: tuple[Follower, ...]) -> tuple[Follower, ...]:
    """Those that have a row: the first of what remembers, and the first of the others."""
    return tuple(unit for remembers in (True, False) for unit in _group(found, remembers)[:MOST])


def listed(session: Session, found: tuple[Follower, ...] | None) -> Ranking:
    """What the list shows."""
    trace, stretch = session.trace, brushing.stretch(session)
    if trace is None or not len(trace):
        return Ranking(message=session.busy or tr("There is no text to read yet."))
    if stretch is None:
        return Ranking(message=invitation())
    if found is None:
        return Ranking(message=session.busy or tr("Computing…"))
    if not found:
        return Ranking(message=tr("A text of three tokens or more is needed: any two points lie on a line."))
    titles = (True, tr("Cells and states")), (False, tr("Gates, outputs and net inputs"))
    groups = (_listed_group(trace, _group(found, remembers), title) for remembers, title in titles)
    return Ranking(
        heading=heading(trace.sequence.tokens, stretch),
        note=note(len(trace), stretch),
        groups=tuple(group for group in groups if group.rows),
        stretch=stretch,
        length=len(trace),
    )


def invitation() -> str:
    """How to brush."""
    return tr(
        "Drag with Shift along the tape, or press Shift+→ and Shift+←, to brush a stretch of the text. Here the cells, "
        "gates and outputs are then ranked by how well they follow it, for instance to find the cell that counts."
    )


def heading(text: tuple[str, ...], stretch: tuple[int, int] | None) -> str:
    """Which tokens of a text are brushed; nothing where none are."""
    if stretch is None:
        return ""
    first, last = stretch
    tokens = text[first - 1 : last]
    named = " ".join(tokens) if len(tokens) <= TOKENS else " ".join((*tokens[: TOKENS - 1], "…", tokens[-1]))
    if first == last:
        return tr("Brushed: t = {first}, “{tokens}”").format(first=first, tokens=named)
    return tr("Brushed: t = {first} to {last}, “{tokens}”").format(first=first, last=last, tokens=named)


def note(length: int, stretch: tuple[int, int]) -> str:
    """What the numbers are."""
    if stretch == (1, length):
        return tr(
            "All of the text is brushed, so that there is no outside: “counts” is the correlation of the value with t. "
            "Esc: brush nothing."
        )
    return tr(
        "Correlations with the stretch (1 inside, 0 outside): “on” is that of the value, “counts” that of its change "
        "from token to token; the stronger one decides. Enter or a click shows the unit in the staves. Esc: brush "
        "nothing."
    )


def compared(unit: Follower) -> str:
    """Both correlations and what they compare, for a tooltip."""
    name = f"{symbol(unit.signal).unicode} {subscript(unit.index)}: {spoken(unit.signal)}"
    lines = (
        (tr("on"), unit.on, _levels(unit)),
        (tr("counts"), unit.counts, _steps(unit)),
    )
    return "\n".join([name, *(f"{kind} {signed(value)} ({words})" for kind, value, words in lines)])


def spoken_row(row: Row) -> str:
    """A row in words."""
    if row.measure != row.measure:
        return f"{row.rank}: {symbol(row.name).unicode} {row.index}, {row.words}."
    return f"{row.rank}: {symbol(row.name).unicode} {row.index}, {row.kind} {signed(row.measure)}, {row.words}."


def _group(found: tuple[Follower, ...], remembers: bool) -> tuple[Follower, ...]:
    return tuple(unit for unit in found if unit.remembers == remembers)


def _listed_group(trace: Trace, units: tuple[Follower, ...], title: str) -> Group:
    left = len(units) - MOST
    more = ntr("and {n} more, which is in the data", "and {n} more, which are in the data", left) if left > 0 else ""
    rows = tuple(_row(trace, unit, rank) for rank, unit in enumerate(units[:MOST], 1))
    return Group(title, rows, more.format(n=left))


def _row(trace: Trace, unit: Follower, rank: int) -> Row:
    values = trace[unit.signal].reshape(len(trace), -1)
    shape = trace.network.program.signals[unit.signal].shape
    curve = values[:, int(np.ravel_multi_index(unit.index, shape))]
    kind = {"on": tr("on"), "counts": tr("counts")}.get(unit.way, "")
    return Row(rank, unit.signal, subscript(unit.index), curve, unit.measure, kind, _words(unit))


def _words(unit: Follower) -> str:
    """What the better of the two measures compares."""
    if not unit.way:
        finite = np.isfinite(unit.levels).any()
        return tr("stays the same") if finite else tr("overflow")
    return _steps(unit) if unit.way == "counts" else _levels(unit)


def _levels(unit: Follower) -> str:
    inside, outside = (short(value, 2) for value in unit.levels)
    if np.isnan(unit.levels[1]):
        return tr("{inside} inside").format(inside=inside)
    return tr("{inside} inside, {outside} outside").format(inside=inside, outside=outside)


def _steps(unit: Follower) -> str:
    inside, outside = (_step(value) for value in unit.steps)
    if np.isnan(unit.steps[1]):
        return tr("{inside} a token").format(inside=inside)
    return tr("{inside} a token, outside {outside}").format(inside=inside, outside=outside)


def _step(value: float) -> str:
    """A change, with its sign; what is left of rounding is none."""
    return "0" if abs(value) < ROUNDING else f"{'+' if value > 0 else ''}{short(value, 2)}"
