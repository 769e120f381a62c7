"""The equations set in type: every network has them, as the chapter writes them, in both forms."""

from __future__ import annotations

from itertools import pairwise

import pytest
from pytestqt.qtbot import QtBot

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.boxes import Box
from rnrviz.figures.equation_rows import lay
from rnrviz.figures.formulas import Setter
from rnrviz.figures.style import Style
from rnrviz.network import own
from rnrviz.network.architectures import ARCHITECTURES, text_of
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.equations import EquationsView

ALL = frozenset({"all"})


def spelt(box: Box) -> str:
    """A box's letters in the order in which they are set, spaces aside."""
    return "".join(piece.text for piece in box.pieces).replace(" ", "")


def rows(architecture: str, components: bool, **given: object) -> dict[str, str]:
    reading = own.read(text_of(architecture), given, 4, "")
    setter = Setter(reading.equations, reading.shapes, Style(), components)
    return {spelt(row.left): "".join(map(spelt, row.parts)) for row in setter.rows()}


def test_the_elman_network_as_in_the_chapter(qtbot: QtBot) -> None:
    set_ = rows("elman", True)
    assert set_["xi[t]"] == "gX(Xi[t])"
    assert set_["Xi[t]"] == "∑nUj=1Wx,ui,juj[t]+∑nXj=1Wx,xi,jxj[t−1]+Wxi"
    assert set_["Yi[t]"] == "∑nXj=1Wy,xi,jxj[t]+Wyi"


def test_the_memory_blocks_as_in_the_chapter(qtbot: QtBot) -> None:
    set_ = rows("lstm", True, forget=True, peephole=True)
    assert set_["Φi[t]"] == "∑nMj=1∑nCk=1Wϕ,zi,jkzjk[t−1]+∑nUj=1Wϕ,ui,juj[t]+Wϕi+∑nCj=1Wϕ,xi,jxij[t−1]"
    assert set_["Zij[t]"] == "∑nMk=1∑nCl=1Wz,zij,klzkl[t−1]+∑nUk=1Wz,uij,kuk[t]+Wzij"
    assert set_["xij[t]"] == "λi[t]xij[t−1]+ϕi[t]gZ(Zij[t])"
    assert set_["zij[t]"] == "γi[t]gM(xij[t])"


def test_parts_factors_and_other_instants(qtbot: QtBot) -> None:
    assert rows("gru", False)["x[t]"] == "(1−ζ[t])∘c[t]+ζ[t]∘x[t−1]"
    assert rows("gru", False)["X[t]"] == "Wx,x(ρ[t]∘x[t−1])+Wx,uu[t]+Wx"
    assert rows("bidirectional", False)["x[t]"] == "12(f[t]+b[t])"
    assert rows("bidirectional", False, combine="concat")["x[t]"] == "(f[t];b[t])"
    assert "b[t+1]" in rows("bidirectional", False)["B[t]"]
    assert "u[t−2]" in rows("window", False)["X[t]"]


@pytest.mark.parametrize("components", [True, False])
@pytest.mark.parametrize("architecture", ARCHITECTURES)
def test_nothing_overlaps_and_all_fits(qtbot: QtBot, architecture: str, components: bool) -> None:
    reading = own.read(text_of(architecture), {}, 4, "")
    setter = Setter(reading.equations, reading.shapes, Style(), components)
    placed, width, height = lay(setter.rows(), [], 460, Style())
    assert width <= 460 and height < 1400
    boxes = sorted((p.at.y() - p.box.ascent, p.at.y() + p.box.descent, p.at.x()) for p in placed)
    lines: dict[float, list[float]] = {}
    for p in placed:
        line = lines.setdefault(p.at.y(), [1e9, 0.0])
        line[:] = [min(line[0], p.at.y() - p.box.ascent), max(line[1], p.at.y() + p.box.descent)]
    tops = sorted(lines.values())
    assert all(above[1] <= below[0] + 0.5 for above, below in pairwise(tops)), boxes


@pytest.mark.parametrize("dark", [False, True])
def test_the_view_shows_another_network_at_once(qtbot: QtBot, dark: bool) -> None:
    vocabulary = Vocabulary(tuple("abcT"))
    session = Session(Document(random_network("lstm", {}, vocabulary, 1), "aab", 1))
    view = EquationsView(session, Style(dark), None)
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    view.refresh(ALL)
    high = view.canvas().sceneRect().height()
    assert high > 300 and not view.grab().isNull()
    assert "W_phi_z" in view.data() and view.canvas().accessibleDescription()
    from rnrviz.document import edits

    session.apply(edits.set_network(session.document, random_network("elman", {}, vocabulary, 1), "elman"))
    view.refresh(frozenset({"network"}))
    assert view.canvas().sceneRect().height() < high
