"""A lesson's file -> Lesson: a head, then pages separated by a line of three stars, each with a head of its own.

A head is TOML between two lines `+++`. Whatever is wrong is told in one sentence: file, page, key, found, expected.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from rnrviz.document.lesson_keys import Table, is_number, is_whole, wrong
from rnrviz.document.lesson_values import awaits_of, network_of, number_of, scene_of
from rnrviz.document.lessons import CONTROLS, VIEWS, Lesson, Listed, Page, Prediction, Scene
from rnrviz.network.problems import InputError, reason

RULE = re.compile(r"^\*\*\*[ \t]*$", re.MULTILINE)
HEAD = re.compile(r"\A\s*\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$\n?(.*)\Z", re.DOTALL | re.MULTILINE)
TITLE = re.compile(r"\A\s*#[ \t]+(.+?)[ \t]*\n")
LARGEST = 10**6  # characters of a file
MOST = 9  # choices, each has a key


def read(path: str | os.PathLike[str]) -> Lesson:
    """Read and check a lesson, every scene included. Raises InputError."""
    file = Path(path)
    try:
        return _lesson(file, _text(file))
    except InputError as error:
        raise InputError("{file}: {problem}", file=file.name, problem=error) from None


def listed(path: Path) -> Listed:
    """What the head of a lesson says of it. Raises InputError."""
    try:
        return Listed(path, *_named(Table(_head(RULE.split(_text(path))[0])[0])))
    except InputError as error:
        raise InputError("{file}: {problem}", file=path.name, problem=error) from None


def _named(table: Table) -> tuple[str, str, float]:
    """Title, section of the chapter, order."""
    good = lambda v: isinstance(v, str) and bool(v.strip())  # noqa: E731
    title, section = (str(table.need(key, good, "“…”")) for key in ("title", "section"))
    return title, section, float(table.take("order", is_number, 1000, "1, 2, …"))


def _text(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            found = opened.read(LARGEST + 1)
        if len(found) > LARGEST:
            raise InputError("It is too large; at most {most} bytes are read.", most=LARGEST)
        return found.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise InputError("This is no text in UTF-8.") from None
    except OSError as error:
        raise InputError("It cannot be read ({reason}).", reason=reason(error)) from None


def _lesson(file: Path, text: str) -> Lesson:
    first, *rest = RULE.split(text)
    found, introduction = _head(first)
    table = Table(found)
    title, section, order = _named(table)
    base = network_of(table)
    scene = scene_of(table.table("scene"), Scene({}, {}), base)
    table.end()
    if introduction.strip():
        raise InputError("After the head of a lesson comes a line of three stars; found {found!r}.",
                         found=introduction.strip()[:40])  # fmt: skip
    lesson = Lesson(file, title, section, order, ())
    pages: list[Page] = []
    for number, each in enumerate(rest, 1):
        try:
            pages.append(_page(each, pages[-1].scene if pages else scene, scene))
            _try(replace(lesson, pages=tuple(pages)), number - 1)
        except InputError as error:
            raise InputError("page {page}: {problem}", page=number, problem=error) from None
    if not pages:
        raise InputError("The lesson has no page; expected a line of three stars before each.")
    return replace(lesson, pages=tuple(pages))


def _head(text: str) -> tuple[dict[str, Any], str]:
    found = HEAD.match(text)
    if not found:
        raise InputError("The head is missing; expected TOML between two lines “+++”.")
    try:
        return tomllib.loads(found[1]), found[2]
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise InputError("The head is no TOML ({problem}).", problem=str(error)) from None


def _page(text: str, before: Scene, base: Scene) -> Page:
    found, body = _head(text)
    table = Table(found)
    named = TITLE.match(body)
    if not named:
        raise InputError("The title is missing; expected a line that begins with “# ”.")
    points = table.one_of("points", (*VIEWS, *CONTROLS))
    keep = bool(table.take("keep", lambda v: isinstance(v, bool), False, "true, false"))
    scene = scene_of(table.table("scene"), before if keep else base, {})
    awaits = awaits_of(table.table("await"))
    asks = _asks(table.table("ask"))
    after = table.text("after")
    numbers = table.take("numbers", lambda v: isinstance(v, list) and all(isinstance(e, dict) for e in v), [], "[{…}]")
    table.end()
    numbers = tuple(number_of(each) for each in numbers)
    return Page(named[1], body[named.end() :].strip(), after.strip(), points, scene, keep, awaits, asks, numbers)


def _asks(found: Mapping[str, Any]) -> Prediction | None:
    table = Table(found, "ask.")
    if not found:
        return None
    texts = lambda v: isinstance(v, list) and 2 <= len(v) <= MOST and all(isinstance(e, str) and e for e in v)  # noqa: E731
    if table.given("number"):
        number = table.need("number", is_number, "0.5")
        tolerance = table.need("tolerance", lambda v: is_number(v) and v >= 0, "0.01")
        table.end()
        return Prediction(number=float(number), tolerance=float(tolerance))
    choices = table.need("choices", texts, f"2 … {MOST} × “…”")
    right = table.need("right", lambda v: is_whole(v, 1) and v <= len(choices), f"1 … {len(choices)}")
    table.end()
    return Prediction(tuple(choices), right - 1)


def _try(lesson: Lesson, number: int) -> None:
    """Set the scene and do what is awaited, to know that it can be."""
    from rnrviz.document.lesson_awaits import shown
    from rnrviz.document.lesson_scene import beside, document

    made = document(lesson, number)
    beside(lesson, number)
    shown(lesson.pages[number], made)
    weight = lesson.pages[number].awaits.get("weight")
    if isinstance(weight, str) and weight and weight not in made.network.program.parameters:
        raise wrong("await.weight", weight, ", ".join(made.network.program.parameters))
