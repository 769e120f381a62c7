"""The vanishing gradient: curves are the derivatives, what is chosen shows, leaving is said in words."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.numbers import short
from rnrviz.figures.scales import LogScale, Scale, decades, nice_step
from rnrviz.figures.style import Style
from rnrviz.network import flow
from rnrviz.network.architectures import ARCHITECTURES
from rnrviz.network.contributions import norms_of_errors
from rnrviz.network.network import Network, random_network
from rnrviz.network.recurrent import scaled
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import saving
from rnrviz.views.vanishing import VanishingView
from rnrviz.views.vanishing_curves import KEYS, networks, references

ALL = frozenset({"all"})
ABC = Vocabulary(tuple("abcT"))
SHIFT = Qt.KeyboardModifier.ShiftModifier


def network(kind: str = "elman", **config: object) -> Network:
    return random_network(kind, config, ABC, seed=3)


def shown(qtbot: QtBot, net: Network, text: str = "aabbccTaab", cursor: int = 6) -> VanishingView:
    session = Session(Document(net, text, cursor))
    session.wait()
    view = VanishingView(session, Style(), None)
    session.on_change = view.refresh
    qtbot.addWidget(view)
    view.resize(420, 620)
    view.show()
    view.refresh(ALL)
    session.wait()
    return view


def curve(view: VanishingView, key: str = "own") -> np.ndarray:
    return view.data()[f"norm/{key}"]


@pytest.mark.parametrize("kind", ["elman", "lstm", "gru"])
def test_the_curves_are_the_derivatives(qtbot: QtBot, kind: str) -> None:
    view = shown(qtbot, network(kind))
    trace = view.session.trace
    assert trace is not None
    np.testing.assert_allclose(curve(view), norms_of_errors(trace, "x")[5][:6][::-1], rtol=1e-12)
    np.testing.assert_allclose(view.data()["radius/own"], flow.spectral_radius(trace))
    view.controls().switch[1].click()
    view.session.wait()
    np.testing.assert_allclose(curve(view), flow.norms(flow.flow_from(trace, 6, "x"))[5:], rtol=1e-12)
    view.controls().switch[2].click()
    view.session.apply(edits.follow_weight(view.session.document, ("W_y_" + ("z" if kind == "lstm" else "x"), (0, 0))))
    view.session.wait()
    name = view.fading().curves[0].by
    assert name.startswith("W_y_")
    np.testing.assert_allclose(curve(view), flow.norms(flow.flow_from_weight(trace, 6, name))[5:], rtol=1e-12)


def test_the_references_have_as_many_units_and_the_same_text(qtbot: QtBot) -> None:
    view = shown(qtbot, network("lstm", n_M=3, n_C=2, forget=True))
    elman, plain, forget = references(view.session.document.network, 1)
    assert elman.config["n_X"] == 6 and (plain.config["n_M"], plain.config["n_C"]) == (3, 2)
    assert forget.config["forget"] and not plain.config["forget"]
    for key, net in zip(KEYS[1:], (elman, plain, forget), strict=True):
        run = net.run("aabbccTaab")
        np.testing.assert_allclose(curve(view, key), norms_of_errors(run, "x")[5][:6][::-1], rtol=1e-12)
        np.testing.assert_allclose(view.data()[f"radius/{key}"], flow.spectral_radius(run))


def test_a_table_of_embeddings_is_shared_with_the_references() -> None:
    net = random_network("elman", {"n_U": 2}, ABC, 1, embedding="fixed")
    for other in references(net, 1):
        np.testing.assert_array_equal(other.parameters["embedding"], net.parameters["embedding"])


def test_the_slider_scales_what_is_measured_by_keys_and_leaves_the_document_alone(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    slider, before = view.controls().slider, view.session.document.network
    slider.setFocus()
    for _ in range(3):
        qtbot.keyClick(slider, Qt.Key.Key_Up, SHIFT)
    view.session.wait()
    assert slider.factor == pytest.approx(2.0)
    assert view.session.document.network is before and not view.session.can_undo
    run = scaled(before, slider.factor).run("aabbccTaab")
    np.testing.assert_allclose(curve(view), norms_of_errors(run, "x")[5][:6][::-1], rtol=1e-12)
    assert "2" in view.fading().scaled and "2.00" in slider.accessibleName()
    qtbot.keyClick(slider, Qt.Key.Key_Escape)
    assert slider.factor == 1.0 and not view.fading().scaled
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() - 2, 10))
    assert slider.factor == 4.0
    qtbot.keyClick(slider, Qt.Key.Key_Left)
    assert slider.factor == 4.0


def test_explosion_leaves_the_picture_in_words(qtbot: QtBot) -> None:
    config = {"g_X": "identity", "g_Y": "identity", "n_X": 8}
    net = scaled(random_network("elman", config, ABC, 3, "quadratic"), 2.0)
    view = shown(qtbot, net, "aabbccT" * 4, 16)
    view.controls().slider.setValue(48)
    view.session.wait()
    values = curve(view)
    first = int(np.argmax(~(values <= 1e16)))
    assert first and values[first - 1] <= 1e16 < values[first]
    words = f"this network from k = {first} on"
    assert any(said.startswith("Above the picture") and words in said for said in view.fading().said())
    assert "Above the picture" in view.canvas().accessibleDescription()
    radii = view.data()["radius/own"]
    wide = f"this network (up to {short(float(np.nanmax(radii)))})"
    assert np.nanmax(radii) > 6.0 and any("radius above" in said and wide in said for said in view.fading().said())
    assert not view.grab().isNull()


def test_overflow_is_not_a_number_and_said(qtbot: QtBot) -> None:
    net = scaled(network(g_X="identity"), 1e150)
    view = shown(qtbot, net, "aabbccTaab", 8)
    assert any("Too large" in said or "Above" in said for said in view.fading().said())
    assert not view.grab().isNull()


def test_the_legend_hides_and_shows_by_the_space_bar(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    button = view.controls().legend[1]
    button.setFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    assert "norm/elman" not in view.data() and "norm/lstm" in view.data()
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert "norm/elman" in view.data()


def test_another_seed_gives_other_references(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    before = curve(view, "lstm"), curve(view)
    qtbot.mouseClick(view.controls().other, Qt.MouseButton.LeftButton)
    view.session.wait()
    assert not np.allclose(curve(view, "lstm"), before[0])
    np.testing.assert_array_equal(curve(view), before[1])
    assert "2" in view.controls().other.text() and "seed 2" in view.fading().notes[-1]


def test_a_click_below_moves_the_cursor_and_one_above_reads_off(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    item, canvas = view._item, view.canvas()
    for t in (2, 9):
        at = QPointF(item.along().place(t), item.lower.center().y())
        qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(at))
        assert view.session.document.cursor == t
    view.session.wait()
    at = QPointF(item.across().place(3), item.upper.center().y())
    qtbot.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, pos=canvas.mapFromScene(at))
    assert view.fading().probe == 3
    assert f"this network: {short(float(curve(view)[3]))}" in view._told(at)


def test_shift_with_the_arrows_reads_off_and_the_arrows_alone_stay_free(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    canvas = view.canvas()
    for _ in range(3):
        qtbot.keyClick(canvas, Qt.Key.Key_Right, SHIFT)
    assert view.fading().probe == 2
    assert "k = 2" in canvas.accessibleDescription()
    assert short(float(curve(view, "lstm")[2])) in canvas.accessibleDescription()
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert view.fading().probe == 2
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert view.fading().probe is None


def test_why_there_is_nothing(qtbot: QtBot) -> None:
    assert "no text" in shown(qtbot, network(), "", 0).fading().message
    assert "Step forward" in shown(qtbot, network(), cursor=0).fading().message
    last = shown(qtbot, network(), cursor=10)
    assert "E[10]" in last.fading().message
    last.controls().switch[1].click()
    last.session.wait()
    assert not last.fading().message and "step back" in last.fading().notes[0]


def test_a_weight_that_others_have_not_is_said(qtbot: QtBot) -> None:
    view = shown(qtbot, network("lstm", direct=True))
    view.session.apply(edits.follow_weight(view.session.document, ("W_y_u", (0, 0))))
    view.controls().switch[2].click()
    view.session.wait()
    assert "norm/elman" not in view.data() and "norm/lstm" in view.data()
    assert any("Without such a weight: Elman" in note for note in view.fading().notes)


@pytest.mark.parametrize("name", ARCHITECTURES)
@pytest.mark.parametrize("text", ["a", "aabbccTaabcT", "abcT" * 50])
def test_every_architecture_and_length(qtbot: QtBot, name: str, text: str) -> None:
    view = shown(qtbot, random_network(name, {}, ABC, 1), text, max(1, len(text) // 2))
    for button in view.controls().switch:
        button.click()
        view.session.wait()
        assert not view.grab().isNull()
    assert len(networks(view.session.trace, 2.0, 1)) == 4  # type: ignore[arg-type]


@pytest.mark.parametrize("style", [Style(dark=True), Style(scale=0.8), Style(scale=2.4)])
@pytest.mark.parametrize("width", [260, 420, 1100])
def test_every_look(qtbot: QtBot, style: Style, width: int) -> None:
    view = shown(qtbot, network("stacked_lstm"))
    view.resize(width, 500)
    view.set_style(style)
    qtbot.keyClick(view.canvas(), Qt.Key.Key_Right, SHIFT)
    assert not view.grab().isNull()
    assert view._item.upper.width() > 30


def test_saved_pictures_are_vectors(qtbot: QtBot, tmp_path: Path) -> None:
    view = shown(qtbot, network())
    saving.save(view, tmp_path / "vanishing.svg")
    text = (tmp_path / "vanishing.svg").read_text()
    assert "<image" not in text and "Elman" in text
    saving.save(view, tmp_path / "vanishing.csv")
    assert "norm/own" in (tmp_path / "vanishing.csv").read_text()


def test_scales() -> None:
    scale = Scale(-1.0, 3.0, 100.0, 20.0)
    assert (
        scale.place(-1.0) == 100.0 and scale.place(3.0) == 20.0 and scale.number(scale.place(0.7)) == pytest.approx(0.7)
    )
    ticks = scale.ticks(15.0)
    assert ticks == [-1.0, 0.0, 1.0, 2.0, 3.0]
    assert [nice_step(x) for x in (0.11, 0.2, 3.0, 7.0, 1.0)] == pytest.approx([0.2, 0.2, 5.0, 10.0, 1.0])
    assert decades([np.array([3e-5, 0.0, np.nan, 20.0])]) == (-5, 2)
    assert decades([np.array([0.5])]) == (-3, 0) and decades([np.array([1e-300, 1e300])]) == (-16, 16)
    log = LogScale(-3, 0, 300.0, 0.0)
    np.testing.assert_allclose(log.at(np.array([1.0, 1e-3, 1e-1])), [0.0, 300.0, 100.0])
    assert [text for _, text in log.ticks(90.0)] == ["10⁻³", "10⁻²", "10⁻¹", "1"]
    assert log.leaves(np.array([1.0, 1e-4, 0.1, 1e-5, 0.0])) == (3, "below")
    assert log.leaves(np.array([1.0, 2.0, np.inf])) == (1, "above")
    assert log.leaves(np.array([1.0, np.nan])) == (1, "broken")
    assert log.leaves(np.zeros(3)) == (0, "zero") and log.leaves(np.array([1e-9, 1.0])) is None


def test_all_curves_hidden_and_nothing_known_yet_are_painted(qtbot: QtBot) -> None:
    view = shown(qtbot, network())
    for button in view.controls().legend:
        button.click()
    assert view.fading().curves == () and not view.grab().isNull()
    early = VanishingView(view.session, Style(), None)
    qtbot.addWidget(early)
    assert not early.grab().isNull()


def test_the_axis_letter_stands_apart_from_its_last_number(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "abcT" * 50, 120)
    picture = view.canvas().viewport().grab().toImage()
    box, paper = view._item.lower, view.style_.paper
    corner = view.canvas().mapFromScene(box.bottomRight())
    seen = [
        x
        for x in range(corner.x() - 12, picture.width())
        if any(picture.pixelColor(x, corner.y() + y).lightness() < paper.lightness() - 40 for y in range(6, 20))
    ]
    letter = [x for x in seen if all(other in seen for other in range(x, seen[-1] + 1))]
    before = [x for x in seen if x < letter[0]]
    assert letter[0] > box.right() and letter[0] - before[-1] > 3
