"""The prediction: what sums to one does, the target and the best are marked, and nothing is hidden."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from pytestqt.qtbot import QtBot

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.numbers import full, percent, power, short
from rnrviz.figures.style import Style
from rnrviz.network import files
from rnrviz.network.network import Network, random_network
from rnrviz.network.tasks import TASKS
from rnrviz.network.tasks.truth import TRUTHS, language_of
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.paths import resource
from rnrviz.views.prediction import PredictionView, chosen, normalised
from rnrviz.views.truth_choice import label, title

ALL = frozenset({"all"})


def network(symbols: str = "abcT", loss: str = "cross_entropy", g_Y: str = "softmax") -> Network:
    config = {"n_U": len(symbols), "n_Y": len(symbols), "n_X": 3, "g_Y": g_Y}
    return random_network("elman", config, Vocabulary(tuple(symbols)), seed=5, loss=loss)


def shown(qtbot: QtBot, net: Network, text: str, cursor: int) -> PredictionView:
    view = PredictionView(Session(Document(net, text, cursor)), Style(), None)
    qtbot.addWidget(view)
    view.resize(450, 300)
    view.show()
    view.refresh(ALL)
    assert not view.grab().isNull()
    return view


def test_probabilities_target_and_best(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabT", 2)
    trace, prediction = view.session.trace, view.prediction()
    assert trace is not None
    assert [bar.symbol for bar in prediction.bars] == list("abcT")
    assert [bar.value for bar in prediction.bars] == pytest.approx(trace["y"][1])
    assert [bar.symbol for bar in prediction.bars if bar.target] == ["b"]
    assert [bar.best for bar in prediction.bars].index(True) == int(np.argmax(trace["y"][1]))
    assert prediction.error == trace["E"][1]
    assert len(prediction.notes) == 2
    assert "bits" in prediction.notes[0] and "1 place " in prediction.notes[1]


def test_it_follows_the_cursor(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabT", 0)
    assert view.prediction().message
    view.session.apply(edits.move_cursor(view.session.document, 1))
    view.refresh(frozenset({"cursor"}))
    assert view.prediction().t == 1


def test_the_last_token_has_no_target(qtbot: QtBot) -> None:
    prediction = shown(qtbot, network(), "aabT", 4).prediction()
    assert not any(bar.target for bar in prediction.bars)
    assert np.isnan(prediction.error)
    assert "last token" in prediction.notes[0]


def test_other_layers_are_divided_by_their_sum(qtbot: QtBot) -> None:
    prediction = shown(qtbot, network(loss="quadratic", g_Y="logistic"), "aabT", 2).prediction()
    assert sum(bar.value for bar in prediction.bars) == pytest.approx(1)
    assert "sum" in prediction.notes[0]


def test_negative_outputs_are_shown_as_they_are(qtbot: QtBot) -> None:
    view = shown(qtbot, network(loss="quadratic", g_Y="tanh"), "aabT", 2)
    trace = view.session.trace
    assert trace is not None
    assert view.prediction().raw == bool((trace["y"][1] < 0).any())


def test_overflow_is_said(qtbot: QtBot) -> None:
    net = network(loss="quadratic", g_Y="identity")
    for i, j in np.ndindex(4, 3):
        net = net.with_value("W_y_x", (i, j), 1.7e308)
    net = net.with_value("W_y", (0,), 1.7e308)
    prediction = shown(qtbot, net, "aabT", 2).prediction()
    assert prediction.bars
    assert prediction.notes


def test_many_symbols_become_a_dozen_the_target_and_the_rest() -> None:
    symbols = tuple(f"w{i}" for i in range(60))
    values = np.arange(1.0, 61.0) / np.arange(1.0, 61.0).sum()
    bars = chosen(values, symbols, 3, raw=False)
    assert len(bars) == 14
    assert bars[0].symbol == "w59"
    assert bars[0].best
    assert bars[12].target
    assert bars[13].rest
    assert sum(bar.value for bar in bars) == pytest.approx(1)


def test_normalised_refuses_what_makes_no_sense() -> None:
    for outputs in (np.array([1.0, -1e-9]), np.zeros(3), np.array([np.inf, 1.0]), np.array([np.nan, 1.0])):
        same, possible = normalised(outputs)
        assert not possible
        np.testing.assert_array_equal(same, outputs)
    halves, possible = normalised(np.array([0.2, 0.2]))
    assert possible
    assert halves.tolist() == [0.5, 0.5]


@pytest.mark.parametrize("text", ["", "a"])
def test_hardly_any_text(qtbot: QtBot, text: str) -> None:
    prediction = shown(qtbot, network(), text, len(text)).prediction()
    assert bool(prediction.message) == (not text)


def test_data_has_the_whole_string(qtbot: QtBot) -> None:
    data = shown(qtbot, network(), "aabT", 2).data()
    assert {name: array.shape for name, array in data.items()} == {
        "y": (4, 4), "p": (4, 4), "d": (4, 4), "E": (4,), "truth": (4, 4),
    }  # fmt: skip


def test_the_true_probability_stands_beside_each_bar(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabTabT", 1)
    prediction = view.prediction()  # two strings begin with a: one goes on with a, the other with b
    assert prediction.compared
    assert [bar.truth for bar in prediction.bars] == [0.5, 0.5, 0.0, 0.0]
    y = np.array([bar.value for bar in prediction.bars])
    bits = 0.5 * np.log2(0.5 / y[0]) + 0.5 * np.log2(0.5 / y[1])
    assert short(float(bits)) in prediction.notes[0]
    assert short(float(np.abs(y - [0.5, 0.5, 0, 0]).sum())) in prediction.notes[0]
    assert "2 places" in prediction.notes[1]
    assert "truth 50.0 %" in view.canvas().accessibleDescription()


def test_the_truth_is_chosen_by_key(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabTabT", 1)
    box = view.choice.box
    assert box.currentData() == "whole"
    box.setFocus()
    qtbot.keyClick(box, Qt.Key.Key_Down)
    assert view.session.document.truth == "last 1"
    view.refresh(frozenset({"truth"}))
    assert [bar.truth for bar in view.prediction().bars] == pytest.approx([1 / 3, 2 / 3, 0, 0])
    assert view.session.undo_name
    view.session.undo()
    view.refresh(frozenset({"truth"}))
    assert box.currentData() == "whole"
    qtbot.keyClick(box, Qt.Key.Key_Up)
    assert view.session.document.truth == ""


def test_nothing_is_compared_on_demand(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabTabT", 1)
    view.session.apply(edits.choose_truth(view.session.document, "nothing"))
    view.refresh(frozenset({"truth"}))
    assert not view.prediction().compared
    assert view.prediction().notes == ()
    assert not view.grab().isNull()


def test_the_bar_ends_where_its_truth_is_marked(qtbot: QtBot) -> None:
    view = shown(qtbot, network(), "aabTabT", 1)
    item, picture = view._item, view.canvas().grab().toImage()
    start, stop, _ = item.columns(QRectF(14, 0, item.area.width() - 28, 10))
    accent = view.style_.accent.rgb()
    painted = [x for x in range(picture.width()) if any(picture.pixel(x, y) == accent for y in range(60, 140))]
    inside = [x for x in painted if start - 2 <= x < stop]
    assert max(inside) == pytest.approx(start + 0.5 * (stop - start), abs=3)


@pytest.mark.parametrize("style", [Style(scale=0.8), Style(dark=True, scale=2.4)])
@pytest.mark.parametrize("width", [300, 900])
def test_the_comparison_is_painted_at_every_size(qtbot: QtBot, style: Style, width: int) -> None:
    view = shown(qtbot, network(), "aabTabT", 7)
    view.set_style(style)
    view.resize(width, 500)
    assert not view.grab().isNull()


def test_a_shipped_model_knows_its_language(qtbot: QtBot) -> None:
    net = files.load(resource("models", "anbncn-lstm.safetensors"))
    view = shown(qtbot, net, "aabbccT", 3)
    assert view.choice.box.currentData() == "legal"
    assert [bar.truth for bar in view.prediction().bars] == [0, 1, 0, 0]
    view.session.apply(edits.move_cursor(view.session.document, 7))
    view.refresh(frozenset({"cursor"}))
    assert np.isnan([bar.truth for bar in view.prediction().bars]).all()
    assert "nothing" in view.prediction().notes[-1]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (0.9996, "1.00"),
        (-12.34, "−12.3"),
        (0.0012345, "0.00123"),
        (4.56e-7, "4.56·10⁻⁷"),
        (1e300, "1.00·10³⁰⁰"),
        (12345.6, "12346"),
        (float("inf"), "∞"),
        (float("-inf"), "−∞"),
        (float("nan"), "NaN"),
    ],
)
def test_short_numbers(value: float, text: str) -> None:
    assert short(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.98234, "98.2 %"),
        (0.99999, "100 %"),
        (0.012345, "1.23 %"),
        (1e-9, "< 0.001 %"),
        (0.0, "0.000 %"),
        (1.0, "100 %"),
    ],
)
def test_percent(value: float, text: str) -> None:
    assert percent(value) == text


def test_full_numbers_can_be_read_back() -> None:
    for value in np.random.default_rng(0).normal(size=50) * 10.0 ** np.arange(-25, 25):
        assert float(full(value).replace("−", "-")) == value
    assert power(3.2e-16) == "3·10⁻¹⁶"


@pytest.mark.parametrize("name", [name for name, _ in TRUTHS])
def test_every_language_is_offered_by_its_name_and_compared(qtbot: QtBot, name: str) -> None:
    strings = dict(TASKS)[name]()
    net = random_network("elman", {"n_X": 2}, strings.vocabulary, 1)
    object.__setattr__(net, "history", {"recipe": {"task": {"name": name}}})
    text = " ".join(strings.vocabulary.tokens[i] for i in strings.tokens[strings.part(0)][:5])
    view = shown(qtbot, net, text, 1)
    items = [view.choice.box.itemText(k) for k in range(view.choice.box.count())]
    assert title(name) != name or name == "parity"
    assert items[:2] == [label(source, language_of(net)) for source in ("legal", "strings")]
    assert all(item.startswith(title(name)) for item in items[:2]) and items[0] != items[1]
    assert view.choice.box.currentData() in ("legal", "strings")
    rows = view.data()["truth"]
    np.testing.assert_allclose(rows.sum(1), 1)
