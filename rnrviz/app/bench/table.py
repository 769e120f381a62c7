"""The results as Markdown, for the terminal, a file or README."""

from collections.abc import Iterable, Sequence

from rnrviz.app.bench import notes
from rnrviz.app.bench.results import BPTT, LEARNING, OURS, RTRL, Growth, Memory, Results, Row, Times
from rnrviz.language import tr

Cells = Sequence[str]
NONE = "–"


def markdown(results: Results) -> str:
    """All the tables with what must be known to read them; ends without a line break."""
    parts: list[str] = []
    learning = [row for row in results.rows if row.algorithm == LEARNING]
    if learning:
        parts += [notes.learning(), _learning(learning, results)]
    elif results.rows:
        parts.append(notes.gradients())
        for algorithm in (BPTT, RTRL):
            if rows := [row for row in results.rows if row.algorithm == algorithm]:
                parts += [f"**{_title(algorithm)}**", _times(rows, results.rivals, results.missing)]
        parts += [f"**{tr('Memory')}**", _memory(results.memory), notes.memory()]
        if any(row.reached for row in results.rows):
            parts.insert(-3, notes.product(results.rows))
    if results.growth:
        parts += [notes.growth(), *(_growth(results.growth, over) for over in ("n_X", "L"))]
    return "\n\n".join([*parts, *notes.remarks(results), notes.machine(results)])


def _learning(rows: Sequence[Row], results: Results) -> str:
    """Strings a second."""
    shown = [r for r in results.rivals if any(r in row.times for row in rows)]
    return aligned((tr("network"), "RNRviz", *shown), [_speeds(row, shown) for row in rows])


def _speeds(row: Row, shown: Sequence[str]) -> Cells:
    speeds = {name: f"{1 / times.median:.0f}" for name, times in row.times.items()}
    beside = [f"{speeds[r]} ({_factor(row.ratio(r))}x)" if r in speeds else NONE for r in shown]
    return [row.network, speeds[OURS], *beside]


def aligned(head: Cells, rows: Iterable[Cells]) -> str:
    """A Markdown table whose columns also stand below each other as plain text; numbers to the right."""
    lines = [list(head), *map(list, rows)]
    widths = [max(3, *(len(line[k]) for line in lines)) for k in range(len(head))]
    numbers = [k > 0 for k in range(len(head))]
    padded = [
        [cell.rjust(w) if right else cell.ljust(w) for cell, w, right in zip(line, widths, numbers, strict=True)]
        for line in lines
    ]
    rule = ["-" * (w - 1) + ":" if right else "-" * w for w, right in zip(widths, numbers, strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (padded[0], rule, *padded[1:]))


def number(value: float) -> str:
    """Three digits, as people write them: 5.93, 59.3, 593, 5930."""
    if value >= 100:
        return f"{value:.0f}"
    return f"{value:.{2 if value < 10 else 1}f}"


def _title(algorithm: str) -> str:
    return tr("Forward and BPTT, µs") if algorithm == BPTT else tr("Forward and RTRL, µs")


def _times(rows: Sequence[Row], rivals: Sequence[str], missing: Sequence[str]) -> str:
    shown = [r for r in rivals if r not in missing and any(r in row.times for row in rows)]
    reached = any(row.reached is not None for row in rows)
    head = [tr("network"), "L", "RNRviz", tr("functions"), *shown]
    head += [tr("of the product")] if reached else []
    return aligned(head, [_row(row, shown, reached) for row in rows])


def _row(row: Row, rivals: Sequence[str], reached: bool) -> Cells:
    cells = [row.network, str(row.length)]
    cells += [_microseconds(row.times[name]) for name in row.times if name not in rivals]
    cells += [_against(row, rival) for rival in rivals]
    return cells + ([NONE if row.reached is None else f"{100 * row.reached:.0f} %"] if reached else [])


def _against(row: Row, rival: str) -> str:
    if rival not in row.times:
        return NONE
    text = f"{_microseconds(row.times[rival])} ({_factor(row.ratio(rival))}x)"
    return f"**{text}**" if row.ratio(rival) < 1.0 else text


def _factor(ratio: float) -> str:
    return f"{ratio:.0f}" if ratio >= 20 else f"{ratio:.1f}" if ratio >= 2 else f"{ratio:.2f}"


def _microseconds(times: Times) -> str:
    return number(1e6 * times.median)


def _memory(memory: Sequence[Memory]) -> str:
    head = (tr("network"), "L", tr("algorithm"), tr("at work, kB"), tr("compared with, kB"), tr("ratio"))
    ordered = sorted(memory, key=lambda one: one.algorithm)
    rows = [
        (m.network, str(m.length), m.algorithm, number(m.working / 1000), number(m.compared / 1000),
         f"{m.working / m.compared:.2f}")
        for m in ordered
    ]  # fmt: skip
    return aligned(head, rows)


def _growth(growths: Sequence[Growth], over: str) -> str:
    chosen = [g for g in growths if g.over == over]
    unit = tr("µs per instant") if over == "n_X" else tr("µs per sequence")
    sizes = sorted({size for g in chosen for size in g.sizes})
    points = [dict(zip(g.sizes, g.seconds, strict=True)) for g in chosen]
    head = (over, *(f"{g.algorithm}, {unit}" for g in chosen))
    rows = [(str(n), *(number(1e6 * p[n]) if n in p else NONE for p in points)) for n in sizes]
    grows = (tr("grows as"), *(f"{over}^{g.exponent:.2f}" for g in chosen))
    where = (tr("fitted over"), *(f"{g.first}–{g.last}" for g in chosen))
    return aligned(head, [*rows, grows, where])
