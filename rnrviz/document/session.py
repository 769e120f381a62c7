"""A Document being run: trace and gradients, computed at once when small, else in the background."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, final

from rnrviz.document import report as reports
from rnrviz.document.answers import Answers
from rnrviz.document.document import Document
from rnrviz.document.edits import Edit, still_asked, within
from rnrviz.document.history import History
from rnrviz.document.reading import Reading, read
from rnrviz.document.report import GradientReport
from rnrviz.document.runs import Runs
from rnrviz.document.worker import Progress, Worker
from rnrviz.language import tr

if TYPE_CHECKING:
    from rnrviz.network.network import Network
    from rnrviz.network.trace import Trace
    from rnrviz.network.vocabulary import Sequence

AT_ONCE = 0.02
Changes = frozenset[str]
# of these, network, sequence and cursor stay what they are
BESIDE: Changes = frozenset(
    {"error", "gradients", "busy", "answers", "weight", "back", "fault", "question", "truth", "stretch", "unit"}
)
WATCHED = ("weight", "back", "truth", "stretch", "unit", "question")


@final
class Session:
    """What follows from the document. `sequence` and `trace` always belong together.

    Views read the properties and call `apply`. `on_change` is called with the names of what changed: network,
    sequence, cursor, error, gradients, weight, back, fault, question, truth, stretch, unit, answers, busy. It may be
    called from a worker's thread with {"busy"}; whoever owns the screen's thread then calls `collect`, which takes
    results over. What else a view wants to know of the trace it asks `answers`, and hears of "answers" when it came.
    `runs` are the trainings so far.
    """

    def __init__(self, document: Document, ready: bool = True) -> None:
        self.on_change: Callable[[Changes], None] = lambda changes: None
        self._history = History(document)
        self._reading: Reading = read(document.network, "")
        self._trace: Trace | None = None
        self._report: GradientReport | None = None
        self._asked: tuple[object, ...] | None = None
        self._runner = Worker("trace", self._news)
        self._judge = Worker("gradients", self._news)
        self.answers = Answers(self._news)
        self.runs = Runs()
        self._ready = ready
        self._rerun()

    @property
    def document(self) -> Document:
        """What the user made, with the cursor within 0..L."""
        return self._history.now

    @property
    def sequence(self) -> Sequence:
        """The tokens that are read: all of the text, or its beginning up to what cannot be read."""
        return self._reading.sequence

    @property
    def rest(self) -> tuple[str, ...]:
        """The typed tokens after the sequence that could not be read."""
        return self._reading.rest

    @property
    def length(self) -> int:
        """L, the number of tokens that are read."""
        return len(self.sequence)

    @property
    def trace(self) -> Trace | None:
        """The record of the sequence, or None while there is none yet."""
        return self._trace

    @property
    def problem(self) -> str | None:
        """Why the text is not read to its end, in one sentence."""
        return str(self._reading.problem) if self._reading.problem else None

    @property
    def notice(self) -> str | None:
        """What is odd about the record, in one sentence: numbers that overflowed."""
        t = self._trace.overflow if self._trace is not None else None
        sentence = tr("From t = {t} on some values are too large for the computer's numbers (∞ or NaN).")
        return sentence.format(t=t) if t else None

    @property
    def busy(self) -> str | None:
        """What is being computed in the background."""
        if not self._ready:
            return tr("Getting ready to compute…")
        if self._runner.busy:
            return tr("Running the network…")
        if self._judge.busy:
            return tr("Computing gradients…")
        return tr("Computing…") if self.answers.progress is not None else None

    @property
    def progress(self) -> float | None:
        """How far that is, from 0 to 1."""
        if self._runner.busy:
            return self._runner.progress
        return self._judge.progress if self._judge.busy else self.answers.progress

    @property
    def gradients(self) -> GradientReport | None:
        """The gradients for the cursor and the chosen error; computed when first asked for.

        None before the first token, while BPTT itself takes long, and while the trace does not reach the cursor.
        """
        if self._trace is None or not 1 <= self.document.cursor <= len(self._trace):
            return None
        wanted = (self._trace, self.document.instants, self.document.error, self.document.fault)
        if self._asked is None or any(a is not b and a != b for a, b in zip(wanted, self._asked, strict=True)):
            self._asked = wanted
            self._report = None
            self._judge.cancel()
            self._compute_gradients(self._trace)
        return self._report

    @property
    def left(self) -> tuple[Document, ...]:
        """The documents whose network gave way to one from elsewhere; undo leads back to them."""
        return self._history.left

    def apply(self, edit: Edit) -> None:
        """Make an edit and announce what changed."""
        before = self.document
        self._history.apply(edit)
        self._follow(before)

    def undo(self) -> None:
        """Take the last edit back."""
        before = self.document
        self._history.undo()
        self._follow(before)

    def redo(self) -> None:
        """Make it again."""
        before = self.document
        self._history.redo()
        self._follow(before)

    @property
    def can_undo(self) -> bool:
        return bool(self._history.undo_name)

    @property
    def can_redo(self) -> bool:
        return bool(self._history.redo_name)

    @property
    def undo_name(self) -> str:
        """What undo takes back, translated; empty when there is nothing."""
        return self._history.undo_name

    @property
    def redo_name(self) -> str:
        """What redo makes again, translated; empty when there is nothing."""
        return self._history.redo_name

    def start(self) -> None:
        """The kernels are ready: run."""
        if not self._ready:
            self._ready = True
            self._rerun()
            self.on_change(frozenset({"network", "sequence", "cursor", "busy"}))

    def collect(self) -> Changes:
        """Take over what the background finished, in the thread of the screen; returns what changed."""
        changes = {"busy"}
        if self._runner.collect():
            changes |= {"sequence", "cursor", "gradients", "question", "stretch"}
        if self._judge.collect():
            changes |= {"gradients"}
        if self.answers.collect():
            changes |= {"answers"}
        return frozenset(changes)

    def wait(self, timeout: float = 60.0) -> None:
        """Until nothing is under way; for tests and for work without a screen."""
        for worker in (self._runner, self._judge, *self.answers.workers):
            while worker.busy:
                worker.wait(timeout)
                self.on_change(self.collect())

    def close(self) -> None:
        """Stop the background."""
        self._runner.close()
        self._judge.close()
        self.answers.close()

    def _news(self) -> None:
        self.on_change(frozenset({"busy"}))

    def _follow(self, before: Document) -> None:
        changes = set()
        now = self.document
        if now.network is not before.network:
            changes |= {"network"}
        if changes or now.text != before.text:
            reading = self._reading
            self._rerun()
            changes |= {"busy"} if self._reading is reading else {"sequence", "gradients", "busy"}
        self._clamp()
        if self.document.cursor != before.cursor:
            changes |= {"cursor", "gradients"}
        if now.error != before.error:
            changes |= {"error", "gradients"}
        if now.fault != before.fault:
            changes |= {"fault", "gradients"}
        now = self.document
        changes |= {name for name in WATCHED if getattr(now, name) != getattr(before, name)}
        if changes:
            self.on_change(frozenset(changes))

    def _clamp(self) -> None:
        if self.document.cursor > self.length and not self._runner.busy:
            self._history.replace(replace(self.document, cursor=self.length, back=0))

    def _rerun(self) -> None:
        """Read the text and record it; while a long record is made the old one stays, if it can."""
        network = self.document.network
        reading = read(network, self.document.text)
        self._runner.cancel()
        takes = reports.seconds(network, len(reading.sequence))["forward"]
        if not self._ready:
            self._take(reading, None)
        elif takes < AT_ONCE:
            self._take(reading, network.run(reading.sequence))
        else:
            if self._trace is None or not _alike(self._trace.network, network):
                self._take(reading, None)
            self._runner.start(lambda progress: network.run(reading.sequence), lambda t: self._take(reading, t))

    def _take(self, reading: Reading, trace: Trace | None) -> None:
        self._reading, self._trace = reading, trace
        self._judge.cancel()  # gradients of a record that is gone
        self._asked = None
        self.answers.forget()
        if trace is not None:
            cursor = min(self.document.cursor, len(reading.sequence))
            asked = still_asked(trace.network, self.document.question, len(reading.sequence))
            back = min(self.document.back, cursor)
            stretch = within(self.document.stretch, len(reading.sequence))
            found = replace(self.document, cursor=cursor, back=back, question=asked, stretch=stretch)
            self._history.replace(found)

    def _compute_gradients(self, trace: Trace) -> None:
        instants, choice, fault = self.document.instants, self.document.error, self.document.fault
        takes = reports.seconds(trace.network, instants[1], len(trace))
        if takes["bptt"] + takes["rtrl"] < AT_ONCE:
            self._report = reports.with_rtrl(reports.with_bptt(trace, instants, choice, fault), trace)
            if takes["differences"] < AT_ONCE:
                self._report = reports.with_differences(self._report, trace)
                return
        begun = self._report

        def work(progress: Progress) -> GradientReport:
            done = begun or reports.with_bptt(trace, instants, choice, fault)
            done = done if begun else reports.with_rtrl(done, trace, progress)
            return reports.with_differences(done, trace, progress)

        self._judge.start(work, self._accept)

    def _accept(self, report: GradientReport) -> None:
        self._report = report


def _alike(a: Network, b: Network) -> bool:
    same = (a.architecture, a.embedding, a.vocabulary) == (b.architecture, b.embedding, b.vocabulary)
    return same and a.config == b.config
