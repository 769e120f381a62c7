"""The chapter's figures: a memory block alone, and what is saved for print without a sign of the interface."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtWidgets import QApplication

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.palette import PAPERS, SIGNALS
from rnrviz.figures.style import Style
from rnrviz.language import set_language
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, saving
from rnrviz.views.alone import show_alone

ABC = Vocabulary(("a", "b", "c"))
NAMES = [entry.name for entry in VIEWS]


def session(architecture="lstm", text="abcabc", cursor=4, **config):
    return Session(Document(random_network(architecture, config, ABC, 3), text, cursor))


@pytest.fixture
def network(qtbot):
    view = show_alone(session(n_M=3, n_C=2, forget=True), "network", Style(), given=(1500, 800))
    qtbot.addWidget(view)
    return view


def drawn(view):
    """Which blocks are drawn, and the signals of the layers around them."""
    layout = view.shown().layout
    return [block.number for _, block in layout.blocks], {row.layer.signal for row in layout.rows}


def press(qtbot, view, key, modifier=Qt.KeyboardModifier.NoModifier):
    qtbot.keyClick(view.canvas(), key, modifier)


def test_m_goes_through_the_blocks(qtbot, network):
    whole = drawn(network)
    seen = []
    for _ in range(4):
        press(qtbot, network, Qt.Key.Key_M)
        seen.append(drawn(network))
    assert seen == [([0], {"u", "z"}), ([1], {"u", "z"}), ([2], {"u", "z"}), whole]
    press(qtbot, network, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert drawn(network)[0] == [2]
    press(qtbot, network, Qt.Key.Key_Escape)
    assert drawn(network) == whole


def test_m_shows_the_block_of_the_focus(qtbot, network):
    nodes = [n for n in network.shown().layout.nodes if n.kind == "gate" and n.index == (1,)]
    at = QPoint(int(nodes[0].x), int(nodes[0].y))
    qtbot.mouseClick(network.canvas().viewport(), Qt.MouseButton.LeftButton, pos=at)
    press(qtbot, network, Qt.Key.Key_M)
    assert drawn(network)[0] == [1]


def test_a_double_click_in_a_block_shows_it_alone(network):
    for expected in ([2], [0, 1, 2]):
        _, block = network.shown().layout.blocks[-1]
        left, top, width, height = block.frame
        at = QPointF(left + width - 4, top + height * 0.3)
        event = QMouseEvent(
            QMouseEvent.Type.MouseButtonDblClick, at, at, Qt.MouseButton.LeftButton, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QApplication.sendEvent(network.canvas().viewport(), event)
        assert drawn(network)[0] == expected


def test_the_block_alone_says_every_value(network, tmp_path):
    network.show_block(1)
    saving.save(network, tmp_path / "b.tex", figure=True)
    text = (tmp_path / "b.tex").read_text(encoding="utf-8")
    for symbol in (
        r"\Phi",
        r"\Lambda",
        r"\Gamma",
        "Z",
        r"\phi",
        r"\lambda",
        r"\gamma",
        "x_{21}",
        "z_{22}",
        "g_{Z}",
        "g_{M}",
    ):
        assert f"{{${symbol}$}};" in text, symbol
    now = network.shown().now
    for value in (now["phi"][1], now["gamma"][1], now["lambda"][1], now["Phi"][1], now["Z"][1, 0], now["x"][1, 0]):
        assert f"{value:.2f}".replace("-", "$-$")[:-1] in text


def test_the_menu_offers_the_blocks(network):
    menu = saving.menu(network, lambda sentence, good=False: None)
    offered = [action for action in menu.actions() if action.isCheckable()]
    assert [action.isChecked() for action in offered] == [True, False, False, False]
    offered[2].trigger()
    assert drawn(network)[0] == [1]
    menu.close()


def test_no_blocks_no_offer(qtbot):
    view = show_alone(session("elman"), "network", Style())
    qtbot.addWidget(view)
    before = drawn(view)
    press(qtbot, view, Qt.Key.Key_M)
    assert drawn(view) == before and view.menu_entries() == []
    with pytest.raises(InputError, match="no memory block 1"):
        view.show_block(0)


def test_another_network_is_shown_whole(network):
    network.show_block(2)
    other = random_network("lstm", {"n_M": 2}, ABC, 1)
    network.session.apply(edits.set_network(network.session.document, other, ""))
    network.refresh(frozenset({"network", "sequence", "cursor"}))
    assert drawn(network)[0] == [0, 1]


@pytest.mark.parametrize("kind", ["stacked_lstm"])
def test_blocks_of_every_layer(qtbot, kind):
    view = show_alone(session(kind), "network", Style())
    qtbot.addWidget(view)
    count = len(view.menu_entries()) - 1
    assert count >= 2
    for number in range(count):
        view.show_block(number)
        layout = view.shown().layout
        assert len(layout.blocks) == 1 and layout.fans
        assert all(0 <= node.x <= layout.size[0] and 0 <= node.y <= layout.size[1] for node in layout.nodes)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", NAMES)
def test_a_figure_shows_nothing_of_the_interface(qtbot, tmp_path, name, dark):
    view = show_alone(session(forget=True), name, Style(dark))
    qtbot.addWidget(view)
    saving.save(view, tmp_path / "seen.tex")
    before = view.grab().toImage()
    saving.save(view, tmp_path / "figure.tex", figure=True)
    saving.save(view, tmp_path / "figure.png", figure=True)
    text = (tmp_path / "figure.tex").read_text(encoding="utf-8")
    assert PAPERS[False]["cursor"][1:] not in text and PAPERS[True]["cursor"][1:] not in text
    assert PAPERS[dark]["paper"][1:] not in text
    assert PAPERS[dark]["paper"][1:] in (tmp_path / "seen.tex").read_text(encoding="utf-8")
    if dark:
        assert not any(colour[1:] in text for colour in (SIGNALS[True]["phi"], PAPERS[True]["muted"]))
    assert QImage(str(tmp_path / "figure.png")).pixelColor(0, 0).name() == "#ffffff"
    assert view.grab().toImage() == before  # and afterwards the window is what it was


@pytest.mark.parametrize("name", ["staves", "unrolled"])
def test_a_figure_says_the_tokens(qtbot, tmp_path, name):
    view = show_alone(session(text="abc", cursor=3), name, Style())
    qtbot.addWidget(view)
    saving.save(view, tmp_path / "figure.svg", figure=True)
    saving.save(view, tmp_path / "seen.svg")
    figure, seen = ((tmp_path / f"{n}.svg").read_text(encoding="utf-8") for n in ("figure", "seen"))
    for token in "abc":
        assert figure.count(f">{token}</text>") == seen.count(f">{token}</text>") + 1


def test_a_figure_is_cut_to_what_is_drawn(qtbot, tmp_path):
    view = show_alone(session(), "tape", Style(), given=(900, 700))
    qtbot.addWidget(view)
    saving.save(view, tmp_path / "figure.png", figure=True)
    assert QImage(str(tmp_path / "figure.png")).height() < 400


def test_only_the_chosen_instants(qtbot, tmp_path):
    view = show_alone(session(text="abcabcab", cursor=8), "unrolled", Style(), (3, 5))
    qtbot.addWidget(view)
    assert list(view.axis.visible(view.axis.right(view.width()))) == [3, 4, 5]


def test_the_menu_saves_a_figure(qtbot, tmp_path, monkeypatch):
    view, said = show_alone(session(), "staves", Style(True)), []
    qtbot.addWidget(view)
    monkeypatch.setattr(saving.asking, "ask_save", lambda *given: tmp_path / "f.tex")
    set_language("es")
    menu = saving.menu(view, lambda sentence, good=False: said.append((sentence, good)))
    figure = [action.menu() for action in menu.actions() if action.menu()][-1]
    assert [action.text() for action in figure.actions()][-1] == "Guardar imagen como TikZ…"
    figure.actions()[-1].trigger()
    set_language("en")
    assert said == [("Guardado: f.tex", True)] and (tmp_path / "f.tex").exists()
    menu.close()
