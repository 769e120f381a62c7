"""The table of an experiment's runs on disk: CSV to which rows are added as runs end, so that none is ever lost."""

import csv
import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import final

from rnrviz.network import files
from rnrviz.network.problems import InputError, reason
from rnrviz.network.training.experiment import Experiment, Run
from rnrviz.network.training.options import cell
from rnrviz.network.training.outcomes import NAMES, Outcome

Row = Mapping[str, str]
MARK = "experiment"


@final
class Results:
    """The rows of a file by setting and seed; there may be none yet, and a killed program may have left half a line.

    Raises InputError if the file holds something else, such as the results of another experiment.
    """

    def __init__(self, path: str | os.PathLike[str], experiment: Experiment) -> None:
        self._path, self._experiment = os.fspath(path), experiment
        without = () if experiment.test is not None else ("best_tested", "stop_tested")
        self._columns = [*experiment.keys, "seed", MARK, *(name for name in NAMES if name not in without)]
        self._rows = {self._key(row): row for row in self._read()}

    @property
    def _head(self) -> Row:
        return dict(zip(self._columns, self._columns, strict=True))

    @property
    def missing(self) -> list[Run]:
        """The runs whose rows are not there yet."""
        return [run for run in self._experiment.runs if (*run.setting, str(run.seed)) not in self._rows]

    @property
    def rows(self) -> list[Row]:
        """Those of this experiment, in its order: settings as in the file, then seeds."""
        keys = [(*run.setting, str(run.seed)) for run in self._experiment.runs]
        return [self._rows[key] for key in keys if key in self._rows]

    def add(self, run: Run, outcome: Outcome) -> None:
        """One more row, at the end of the file. Raises InputError if it cannot be written."""
        told = {name: "" if value is None else cell(value) for name, value in asdict(outcome).items()}
        told |= dict(zip(self._experiment.keys, run.setting, strict=True))
        told |= {"seed": str(run.seed), MARK: self._experiment.mark}
        row = {column: told[column] for column in self._columns}
        self._rows[self._key(row)] = row
        try:
            with open(self._path, "a", encoding="utf-8", newline="") as file:
                file.write(self._text([row] if file.tell() else [self._head, row]))
        except OSError as error:
            raise InputError("{file} cannot be written ({reason}).", file=self._path, reason=reason(error)) from None

    def settle(self) -> None:
        """Write the file anew in order, if there are rows; those that are no longer asked for come last."""
        if not self._rows and not Path(self._path).exists():
            return
        asked = self.rows
        others = sorted((row for row in self._rows.values() if row not in asked), key=self._key)
        text = self._text([self._head, *asked, *others])
        files.write(self._path, lambda temporary: Path(temporary).write_text(text, "utf-8", newline=""))

    def _key(self, row: Row) -> tuple[str, ...]:
        return (*(row[key] for key in self._experiment.keys), row["seed"])

    def _text(self, rows: Iterable[Row]) -> str:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([row[column] for column in self._columns] for row in rows)
        return text.getvalue()

    def _read(self) -> list[Row]:
        """The whole lines of the file."""
        try:
            text = Path(self._path).read_text("utf-8-sig") if Path(self._path).exists() else ""
        except OSError as error:
            raise InputError("{file} cannot be read ({reason}).", file=self._path, reason=reason(error)) from None
        except UnicodeDecodeError as error:
            raise InputError("{file} is not UTF-8 text (byte {n}).", file=self._path, n=error.start + 1) from None
        whole = text[: text.rfind("\n") + 1]  # the last line may be half written
        lines = list(csv.reader(io.StringIO(whole)))
        if not (lines[0] == self._columns if lines else self._begins(text)):
            found = ", ".join(lines[0]) if lines else text
            raise InputError(
                "{file} begins with {found!r}; expected results of this experiment ({expected}). Give another name.",
                file=self._path,
                found=found,
                expected=", ".join(self._columns),
            )
        for number, line in enumerate(lines[1:], 2):
            self._check(number, line)
        return [dict(zip(self._columns, line, strict=True)) for line in lines[1:]]

    def _begins(self, text: str) -> bool:
        """Whether a text without a whole line is the beginning of ours."""
        return self._text([self._head]).startswith(text)

    def _check(self, number: int, line: list[str]) -> None:
        if len(line) != len(self._columns):
            raise InputError(
                "Line {n} of {file} has {found} cells; expected {expected}.",
                n=number,
                file=self._path,
                found=len(line),
                expected=len(self._columns),
            )
        mark = line[self._columns.index(MARK)]
        if mark != self._experiment.mark:
            raise InputError(
                "Line {n} of {file} is of another experiment ({found}; expected {expected}). Give another name.",
                n=number,
                file=self._path,
                found=mark,
                expected=self._experiment.mark,
            )
