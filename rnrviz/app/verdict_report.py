"""The verdict over the gradients as text: tables and sentences."""

from collections.abc import Iterator

import numpy as np

from rnrviz.app.verdict import SAFETY, Verdict
from rnrviz.language import ntr, tr
from rnrviz.network.comparison import Comparison, Index
from rnrviz.network.trace import Trace

Rows = list[tuple[str, ...]]


def report(name: str, trace: Trace, verdict: Verdict) -> Iterator[str]:
    """The lines of the report: what was run, the tables, the verdict."""
    tokens = ntr("{n} token", "{n} tokens", len(trace)).format(n=len(trace))
    count = trace.network.program.size
    parameters = ntr("{n} parameter", "{n} parameters", count).format(n=count)
    yield f"{name}: {trace.network.architecture}, {parameters}, {tokens}"
    yield tr("Relative differences of the gradients of the sum of E[t], |a - b| / max(|a|, |b|):")
    yield ""
    yield from _aligned(_relative(verdict))
    yield ""
    yield tr("The largest differences of single entries, and where; ulp: units in the last place:")
    yield ""
    yield from _aligned(_entries(verdict))
    yield ""
    yield from _sentences(trace, verdict)


def _pairs(verdict: Verdict) -> list[tuple[str, Comparison | None]]:
    return [
        ("RTRL - BPTT", verdict.exact),
        (tr("complex step - BPTT"), verdict.stepped),
        (tr("BPTT - differences"), verdict.measured),
    ]


def _relative(verdict: Verdict) -> Rows:
    """One row a parameter, one column a pair of methods."""
    pairs = _pairs(verdict)
    rows: Rows = [(tr("parameter"), tr("largest |dE/dW|"), *(title for title, _ in pairs))]
    for place, name in enumerate(verdict.gradients.names):
        apart = [comparison.rows[place].relative if comparison else None for _, comparison in pairs]
        rows.append((name, _largest(verdict.gradients[name]), *map(_number, apart)))
    whole = [comparison.relative if comparison else None for _, comparison in pairs]
    return [*rows, (tr("all"), _largest(verdict.gradients.vector), *map(_number, whole))]


def _entries(verdict: Verdict) -> Rows:
    """One row a pair of methods and parameter: absolute, relative, ulp, each with its place."""
    rows: Rows = [("", tr("parameter"), tr("absolute"), "", tr("relative"), "", "ulp", "")]
    for title, comparison in _pairs(verdict)[:2]:
        for row in comparison.rows if comparison else ():
            found = (
                (_number(row.largest_absolute), row.index),
                (_number(row.largest_relative), row.relative_index),
                (f"{row.largest_ulp:.3g}", row.ulp_index),
            )
            rows.append((title, row.name, *(text for value, index in found for text in (value, _place(index)))))
    return rows


def _aligned(rows: Rows) -> Iterator[str]:
    """Names to the left, numbers to the right, places to the left of their column."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    names = {column for column in range(len(rows[0])) if all(not _is_number(row[column]) for row in rows[1:])}
    for row in rows:
        cells = [c.ljust(w) if i in names else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True))]
        yield "  ".join(cells).rstrip()


def _is_number(text: str) -> bool:
    return text[:1].isdigit() or text in ("nan", "inf", "—")


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.1e}"


def _largest(values: np.ndarray) -> str:
    return f"{np.abs(values).max(initial=0.0):.3e}"


def _place(index: Index) -> str:
    """The place of an entry, counted from one."""
    return f"[{', '.join(str(i + 1) for i in index)}]"


def _sentences(trace: Trace, verdict: Verdict) -> Iterator[str]:
    if not verdict.finite:
        yield tr("NOT EQUAL: the gradients have values that are not finite, so nothing can be compared.")
        return
    if not trace.counts.any():
        yield tr("EQUAL: no instant of this sequence has a target, so all the gradients are zero.")
        return
    yield (tr("EQUAL") if verdict.equal else tr("NOT EQUAL")) + "."
    yield _exact(verdict)
    same = tr("The complex step and BPTT are equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    other = tr("The complex step and BPTT are not equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    sentence = same if verdict.stepped_equal else other
    yield sentence.format(found=verdict.stepped.relative, most=verdict.tolerance)
    yield _measured(verdict)


def _exact(verdict: Verdict) -> str:
    if verdict.exact is None:
        return tr("RTRL does not apply: the outputs of this network depend on tokens that come later.")
    same = tr("RTRL and BPTT are equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    other = tr("RTRL and BPTT are not equal: they differ by {found:.1e}, tolerance {most:.1e}.")
    return (same if verdict.exact_equal else other).format(found=verdict.exact.relative, most=verdict.tolerance)


def _measured(verdict: Verdict) -> str:
    if verdict.vague:
        sentence = tr("Finite differences cannot judge here: by their own estimate they are uncertain by {most:.1e}.")
    elif verdict.measured_equal:
        sentence = tr("Finite differences agree with BPTT: they differ by {found:.1e}, bound {most:.1e}.")
    else:
        sentence = tr("Finite differences do not agree with BPTT: they differ by {found:.1e}, bound {most:.1e}.")
    if not verdict.vague and verdict.bound > verdict.tolerance:
        sentence += " " + tr("The bound is {n:.0f} times the uncertainty that they estimate of themselves.").format(
            n=SAFETY
        )
    return sentence.format(found=verdict.measured.relative, most=verdict.bound)
