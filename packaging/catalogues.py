"""Bring the translations in step with the code: `python packaging/catalogues.py`.

Every text in `tr`, `ntr`, `InputError` and `EquationError` goes into resources/languages/*.po; texts that are gone
leave; then each .po is compiled to the .mo that the program reads. Says what is not translated yet; exit 1 when
something is not.
"""

import sys
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ROOT / "resources" / "languages"
KEYWORDS = {"tr": None, "ntr": (1, 2), "InputError": None, "EquationError": None}
WIDTH = 0
ALWAYS = datetime(2026, 1, 1, tzinfo=UTC)  # so that the same texts give the same files
HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def extract() -> Catalog:
    """Every text of the code, by the file that says it."""
    catalogue = Catalog(charset="utf-8")
    for file, _line, text, comments, context in extract_from_dir(str(ROOT / "rnrviz"), keywords=KEYWORDS):
        if text:
            place: Any = (f"rnrviz/{Path(file).as_posix()}", None)  # the line is left out: it changes too often
            catalogue.add(text, None, [place], (), comments, context=context)
    return catalogue


def read(path: Path) -> Catalog:
    """A catalogue on disk."""
    with path.open("rb") as file:
        return read_po(file, locale=path.stem)


def update(old: Catalog, template: Catalog) -> Catalog:
    """The translations of `old` for the texts of `template`; none is guessed, none is kept without its text."""
    old.update(template, no_fuzzy_matching=True)
    old.obsolete.clear()
    return old


def missing(catalogue: Catalog) -> list[str]:
    """The texts without a translation, or with one that is only a guess."""
    return [str(m.id) for m in catalogue if m.id and (m.fuzzy or not all(_forms(m.string)))]


def compiled(catalogue: Catalog) -> bytes:
    """What the .mo must be."""
    catalogue.creation_date = catalogue.revision_date = ALWAYS
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def _forms(string: object) -> tuple[object, ...]:
    return tuple(string) if isinstance(string, (tuple, list)) else (string,)


def _write(catalogue: Catalog, path: Path) -> None:
    buffer = BytesIO()
    write_po(buffer, catalogue, width=WIDTH, sort_output=True, omit_header=True)
    path.write_bytes(HEADER.format(language=path.stem).encode() + buffer.getvalue())
    path.with_suffix(".mo").write_bytes(compiled(catalogue))


def main() -> int:
    """Update and compile every catalogue."""
    template, left = extract(), 0
    for path in sorted(LANGUAGES.glob("*.po")):
        catalogue = update(read(path), template)
        _write(catalogue, path)
        for text in missing(catalogue):
            left += 1
            print(f"{path.name}: not translated: {text}", file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
