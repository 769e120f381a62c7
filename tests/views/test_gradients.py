"""The gradients: the pictures hold the arrays, the verdict is right, a weight is edited in place by keys."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.matrices import Entry, arrange, cell_box, entry_at, moved
from rnrviz.figures.style import Style
from rnrviz.network.comparison import compare
from rnrviz.network.network import Network, random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.choice import sum_parts
from rnrviz.views.gradients import GradientsView, described
from rnrviz.views.judgement import blocks, headings, verdict
from rnrviz.views.weights import number

ALL = frozenset({"all"})
LSTM = {"n_U": 4, "n_Y": 4, "n_M": 2, "n_C": 2, "forget": True, "g_Y": "softmax"}
ELMAN = {"n_U": 4, "n_Y": 4, "n_X": 3, "g_Y": "softmax"}


def network(architecture: str = "elman", **config: object) -> Network:
    base = LSTM if architecture == "lstm" else ELMAN
    return random_network(architecture, {**base, **config}, Vocabulary(tuple("abcT")), seed=3)


def view_of(qtbot: QtBot, net: Network, text: str = "aabbcT", cursor: int = 3, error: str = "instant") -> GradientsView:
    session = Session(Document(net, text, cursor, error))  # type: ignore[arg-type]
    session.wait()
    view = GradientsView(session, Style(), None)
    qtbot.addWidget(view)
    view.resize(450, 600)
    view.show()
    settle(view)
    return view


def settle(view: GradientsView, changed: frozenset[str] = ALL) -> None:
    view.refresh(changed)
    view.session.wait()
    view.refresh(frozenset({"gradients"}))


def select(view: GradientsView, name: str, index: tuple[int, ...]) -> None:
    """Choose an entry of a parameter, as a click on its cell does."""
    number = next(i for i, block in enumerate(view._blocks) if block.name == name)
    view._choose(Entry(number, index[0], index[1] if len(index) > 1 else 0))


def field(view: GradientsView) -> QLineEdit:
    found = view._editor.findChild(QLineEdit)
    assert isinstance(found, QLineEdit)
    return found


@pytest.mark.parametrize("architecture", ["elman", "lstm"])
@pytest.mark.parametrize("error", ["instant", "sum"])
def test_every_parameter_by_every_method(qtbot: QtBot, architecture: str, error: str) -> None:
    view = view_of(qtbot, network(architecture), error=error)
    names = view.session.document.network.program.parameters
    assert [block.name for block in view._blocks] == list(names)
    data = view.data()
    for block in view._blocks:
        for method, picture in zip(("rtrl", "bptt", "differences"), block.pictures[1:4], strict=True):
            assert picture is not None
            np.testing.assert_array_equal(data[f"gradient/{method}/{block.name}"].ravel(), picture.ravel())
        assert data[block.name].shape == block.shape
    assert view.verdict().sign == "equal"
    assert "10⁻" in view.verdict().sentence or "every digit" in view.verdict().sentence


def test_nothing_read_and_nothing_typed(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(), cursor=0)
    assert view.verdict().sign == "none"
    assert "Step forward" in view.verdict().sentence
    assert view_of(qtbot, network(), "", 0).verdict().sign == "none"


def test_the_last_token_has_no_error(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(), "aab", 3)
    assert view.verdict().sign == "none"
    assert "E[3]" in view.verdict().sentence
    assert view_of(qtbot, network(), "aab", 3, "sum").verdict().sign == "equal"


def test_a_difference_is_seen_and_said(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    report = view._report
    assert report is not None
    assert report.rtrl is not None
    wrong = replace(report.rtrl, vector=report.rtrl.vector * 1.01)
    spoilt = replace(report, rtrl=wrong, comparison=compare(wrong, report.bptt))
    assert verdict(spoilt).sign == "different"
    assert "0.01" in verdict(spoilt).sentence
    assert blocks(view.session.document.network, spoilt)[0].relative == pytest.approx(0.01, rel=0.02)


def test_overflow_is_said(qtbot: QtBot) -> None:
    net = network(g_X="identity")
    for i in range(3):
        net = net.with_value("W_x_x", (i, i), 1e300)
    view = view_of(qtbot, net, "aabbccT", 6, "sum")
    assert view.verdict().sign == "different"
    assert "Overflow" in view.verdict().sentence
    assert not view.grab().isNull()


def test_the_switch_chooses_the_error(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    alone, total = view._switch.buttons()
    assert alone.isChecked()
    assert alone.accessibleName()
    qtbot.mouseClick(total, Qt.MouseButton.LeftButton)
    assert view.session.document.error == "sum"
    view.session.undo()
    settle(view)
    assert view.session.document.error == "instant"
    assert alone.isChecked()


def test_sum_is_written_out() -> None:
    assert "".join(sum_parts(1)) == "Σ [τ], τ ≤ 1"
    assert "".join(sum_parts(2)) == "[1] + [2]"
    assert "".join(sum_parts(9)) == "[1] + … + [9]"


def test_click_type_enter_undo(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    select(view, "W_x_u", (1, 2))
    at = view.place(0)
    assert at is not None
    view._choose(None)
    spot = view.canvas().mapFromScene(at)
    qtbot.mouseClick(view.canvas().viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view._rows.selected is not None
    before = view.session.document.network.parameters["W_x_u"][1, 2]
    assert float(field(view).text()) == before
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Return)
    field(view).selectAll()
    qtbot.keyClicks(field(view), "0,12345678901234567")
    qtbot.keyClick(field(view), Qt.Key.Key_Return)
    assert view.session.document.network.parameters["W_x_u"][1, 2] == 0.12345678901234567
    settle(view, frozenset({"network", "gradients"}))
    assert field(view).text() == "0.12345678901234566" or float(field(view).text()) == 0.12345678901234567
    view.session.undo()
    settle(view, frozenset({"network", "gradients"}))
    assert float(field(view).text()) == before


def test_a_double_click_edits_what_it_hit_though_the_first_press_scrolls(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    view.activateWindow()
    view.resize(600, 330)
    select(view, "W_x_x", (0, 1))
    at, viewport = view.place(0), view.canvas().viewport()
    assert at is not None
    view._choose(None)
    view.canvas().verticalScrollBar().setValue(round(at.y()) - viewport.height() + 5)
    spot = view.canvas().mapFromScene(at)
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=spot)
    qtbot.waitUntil(lambda: view.canvas().mapFromScene(at).y() < spot.y())
    view.canvas().on_double(view.canvas().mapToScene(spot))
    assert view._editor._symbol.accessibleName().endswith("12")
    assert field(view).selectedText() == field(view).text()


def test_bad_input_and_escape(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    select(view, "W_x", (1,))
    before = field(view).text()
    for typed in ("abc", "nan", "1e999", ""):
        field(view).setText(typed)
        qtbot.keyClick(field(view), Qt.Key.Key_Return)
        assert view._editor._problem.text()
        assert not view.session.can_undo
    qtbot.keyClick(field(view), Qt.Key.Key_Escape)
    assert field(view).text() == before
    assert not view._editor._problem.text()


@pytest.mark.parametrize(("text", "value"), [("0,5", 0.5), ("−2", -2.0), (" 1e300 ", 1e300), ("3", 3.0)])
def test_numbers_as_people_type_them(text: str, value: float) -> None:
    assert number(text) == value


def test_arrow_keys_go_through_all_parameters(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    view.canvas().setFocus()
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
    assert view._rows.selected == Entry(0, 0, 0)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
    assert view._rows.selected == Entry(0, 1, 1)
    for _ in range(40):
        qtbot.keyClick(view.canvas(), Qt.Key.Key_Down)
    last = view._rows.selected
    assert last is not None
    assert last.block == len(view._blocks) - 1
    assert moved(view._blocks, last, 1, 0) == last


def test_four_numbers_in_full(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    report = view._report
    assert report is not None
    text = described(view._blocks[0], Entry(0, 1, 2), headings(view._report)).replace("−", "-")
    assert repr(float(report.bptt["W_x_u"][1, 2])) in text
    view._hover(QPointF(5, 5))


def test_every_cell_is_found_under_the_pointer(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("lstm"))
    places = arrange(view._blocks, 450, Style())
    for number_, (block, place) in enumerate(zip(view._blocks, places, strict=True)):
        for row, column in np.ndindex(*block.size):
            entry = Entry(number_, row, column)
            for box in place.pictures:
                assert entry_at(view._blocks, places, cell_box(block, box, entry).center()) == entry


def test_large_matrices_are_shown(qtbot: QtBot) -> None:
    view = view_of(qtbot, network(n_X=128), cursor=2)
    view.refresh(frozenset({"all"}))
    assert not view.grab().isNull()


def test_stepping_follows(qtbot: QtBot) -> None:
    view = view_of(qtbot, network())
    for t in (4, 5, 1):
        view.session.apply(edits.move_cursor(view.session.document, t))
        settle(view, frozenset({"cursor", "gradients"}))
        assert view._report is not None
        assert view._report.instants == (t, t)


@pytest.mark.parametrize("style", [Style(dark=True), Style(scale=1.8)])
@pytest.mark.parametrize("width", [220, 450, 1200])
def test_every_look(qtbot: QtBot, style: Style, width: int) -> None:
    view = view_of(qtbot, network("lstm"))
    view.resize(width, 400)
    view.set_style(style)
    select(view, "W_gamma_z", (1, 0))
    assert not view.grab().isNull()


def test_saved_pictures_are_vectors(qtbot: QtBot, tmp_path: Path) -> None:
    view = view_of(qtbot, network())
    saving.save(view, tmp_path / "gradients.svg")
    text = (tmp_path / "gradients.svg").read_text()
    assert "<image" not in text
    assert "RTRL" in text


def test_another_network_drops_the_choice(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("lstm"))
    select(view, "W_y_z", (3, 3))
    view.session.apply(edits.set_network(view.session.document, network("elman", n_X=1), "small"))
    settle(view)
    assert view._rows.selected is None


def test_subscripts_are_the_chapters(qtbot: QtBot) -> None:
    view = view_of(qtbot, network("lstm"))
    blocks_ = {block.name: block for block in view._blocks}
    assert blocks_["W_phi_z"].subscript(0, 2) == "1,2\u20091"
    assert blocks_["W_z_z"].subscript(1, 2) == "1\u20092,2\u20091"
    assert blocks_["W_z"].subscript(3, 0) == "2\u20092"
    assert blocks_["W_phi_u"].subscript(1, 3) == "24"


@pytest.mark.parametrize(
    "text, cursor, error, advice",
    [("aab", 3, "instant", "Step back"), ("a", 1, "instant", "two tokens"), ("a", 1, "sum", "two tokens")],
)
def test_the_verdict_advises_what_is_not_done_yet(
    qtbot: QtBot, text: str, cursor: int, error: str, advice: str
) -> None:
    said = view_of(qtbot, network(), text, cursor, error).verdict().detail
    assert advice in said
    assert error == "instant" or "choose the sum" not in said
