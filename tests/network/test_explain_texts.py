"""Explanations as TeX and as text: what can be pasted is whole and in the chapter's notation."""

from __future__ import annotations

import re

import numpy as np
import pytest
from gallery import IDS, KINDS, trace

from rnrviz.network import files
from rnrviz.network.explain import Explanation, explain
from rnrviz.network.explain_places import Chapter
from rnrviz.network.explain_values import Values
from rnrviz.network.marks import Link, Mark, Over, Raised, Sign, Words, digits
from rnrviz.network.marks_texts import as_tex, as_text
from rnrviz.network.notation import symbol
from rnrviz.network.question import Question
from rnrviz.paths import resource

KNOWN = {"begin", "end", "frac", "sum", "partial", "cdot", "cdots", "tanh", "log", "infty", "mathrm", "tau", ","}
COMMAND = re.compile(r"\\([A-Za-z]+|.)")


def some(kind) -> list[Explanation]:
    run = trace(kind)
    values = Values(run)
    asked = [Question("error", "E", (), 3), Question("probability", "y", (1,), 3), Question("target", "d", (1,), 3)]
    for signal in run.network.program.signals.values():
        unit = (0,) * len(signal.shape)
        asked.append(Question("signal", signal.name, unit, 3))
        if signal.role != "hidden":
            asked.append(Question("delta", signal.name, unit, 3, (2, 5)))
            asked.append(Question("sensitivity", signal.name, unit, 3, weight=("W_y", (1,))))
    for parameter in run.network.program.parameters.values():
        place = (0,) * len(parameter.shape)
        asked.append(Question("weight", parameter.name, place))
        if parameter.trained:
            asked += [Question("gradient", parameter.name, place, errors=errors) for errors in ((4, 4), (2, 5))]
            asked.append(Question("contribution", parameter.name, place, 3, (4, 4)))
    return [explain(run, question, values) for question in asked]


def signs(marks: tuple[Mark, ...]) -> list[str]:
    found: list[str] = []
    for mark in marks:
        if isinstance(mark, Sign):
            found.append(mark.identifier)
        elif isinstance(mark, Over):
            found += signs(mark.above) + signs(mark.below)
        elif isinstance(mark, Link | Raised):
            found += signs(mark.marks)
    return found


def balanced(tex: str) -> bool:
    depth = 0
    for letter in tex.replace(r"\{", "").replace(r"\}", ""):
        depth += {"{": 1, "}": -1}.get(letter, 0)
        if depth < 0:
            return False
    return depth == 0


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_tex_is_whole_and_in_the_chapters_notation(kind):
    for found in some(kind):
        for reading in range(len(found.readings)):
            tex = found.as_tex(reading)
            assert balanced(tex) and tex.count("(") == tex.count(")"), tex
            assert tex.count(r"\begin{aligned}") == tex.count(r"\end{aligned}") == 1
            assert tex.isascii(), tex
            marks = (*found.symbol, *(mark for side in found.sides(reading) for mark in side))
            names = signs(marks)
            known = KNOWN | {c for name in names for c in COMMAND.findall(symbol(name).tex)}
            known |= {c for size in ("n_U",) for c in COMMAND.findall(symbol(size).tex)}
            assert set(COMMAND.findall(tex)) <= known | {"\\"}, tex
            for name in names:
                assert symbol(name).tex.split("_")[0] in tex
            assert not re.search(r"[_^]\{\}|\{\}\{|[+·-] *[+·]", tex), tex


@pytest.mark.parametrize("kind", KINDS, ids=IDS)
def test_text_says_what_and_where(kind):
    for found in some(kind):
        text = found.as_text()
        assert text.splitlines()[0].startswith(found.name[:1].upper() + found.name[1:])
        assert found.place().title in text
        assert text.endswith(digits(found.value))
        assert "\\" not in text


def test_an_equation_of_the_chapter():
    run = trace(KINDS[0])
    tex = explain(run, Question("signal", "X", (1,), 3)).as_tex()
    left, right = (
        r"X_{2}[3] &= \sum_{j=1}^{n_{U}} W^{x,u}_{2,j}\,u_{j}[3]",
        r"\sum_{j=1}^{n_{X}} W^{x,x}_{2,j}\,x_{j}[2]",
    )
    assert left in tex and right in tex and "W^{x}_{2}" in tex
    assert as_text(explain(run, Question("delta", "X", (1,), 3, (3, 3))).sides()[0]) == "δ^x_2[3] g_X′(X_2[3])"
    tex = explain(run, Question("gradient", "W_x_x", (1, 2), errors=(4, 4))).as_tex()
    assert r"\sum_{\tau=1}^{4} \delta^{X}_{2}[\tau]\,x_{3}[\tau-1]" in tex


def test_negative_numbers_stand_in_brackets_where_a_sign_is_before_them():
    run = trace(KINDS[3])
    for name, index in (("Phi", (0,)), ("x", (1, 1)), ("Y", (1,))):
        live = as_text(explain(run, Question("signal", name, index, 3)).sides()[1])
        assert not re.search(r"[·+−] −|\(\(", live), live


def test_numbers():
    assert digits(-1.5e-9) == "−1.5·10^−9"
    assert as_tex((Words(digits(-1.5e-9)),)) == r"-1.5\cdot 10^{-9}"
    assert [digits(x) for x in (np.nan, np.inf, -np.inf)] == ["NaN", "∞", "−∞"]


def test_places_in_the_chapter():
    def section(kind: int, question: Question, reading: int = 0) -> Chapter:
        return explain(trace(KINDS[kind]), question).place(reading)

    assert section(0, Question("signal", "X", (0,), 3)).label == "ec-rrs1y"
    assert section(3, Question("signal", "phi", (0,), 3)).section == "lstm"
    assert section(3, Question("signal", "Lambda", (0,), 3)).section == "forget"
    assert section(3, Question("signal", "x", (0, 0), 3)).section == "forget"
    assert section(4, Question("signal", "x", (0, 0), 3)).label == "xsinforget"
    assert [
        section(4, Question("signal", "x", (0, 0), 3)).number,
        section(3, Question("signal", "x", (0, 0), 3)).number,
    ] == [7, 0]
    assert section(0, Question("delta", "X", (0,), 3, (3, 3))).section == "bptt"
    gradient = Question("gradient", "W_x_x", (0, 0), errors=(3, 3))
    assert [section(0, gradient, r).section for r in (0, 1)] == ["bptt", "rtrl"]


def test_the_logarithm_of_almost_one_can_be_reckoned_from_what_is_shown():
    run = files.load(resource("models", "anbncn-lstm.safetensors")).run("aaaabbbbcccc")
    for t in (5, 7):
        explanation = explain(run, Question("error", "E", (), t))
        live, tex = (to(explanation.sides()[1]) for to in (as_text, as_tex))
        found = re.fullmatch(r"−1 · log\(1 − ([\d.]+)·10\^−(\d+)\)", live)
        assert found and "(1 - " in tex
        away = float(f"{found[1]}e-{found[2]}")
        assert -np.log1p(-away) == pytest.approx(explanation.value, rel=1e-5)
