"""Gradients broken on purpose: chosen by keys, seen in the verdict."""

from PySide6.QtCore import Qt

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.language import language, set_language
from rnrviz.network.faults import Fault, activated
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.fault_bar import FaultBar
from rnrviz.views.gradients import GradientsView


def test_break_it_by_keys_and_see_where(qtbot):
    made = random_network("elman", {"n_X": 4}, Vocabulary(("a", "b", "c")), 1)
    session = Session(Document(made, "abcabcab", 7, "sum"))
    view = GradientsView(session, Style(), None)
    qtbot.addWidget(view)
    view.show()
    view.refresh(frozenset({"all"}))
    seen = {}
    for place in range(view._breaker.kind.count()):
        view._breaker.kind.setFocus()
        while view._breaker.kind.currentIndex() != place:
            qtbot.keyClick(view._breaker.kind, Qt.Key.Key_Down)
            view.refresh(frozenset({"fault", "gradients"}))
        session.wait()
        view.refresh(frozenset({"gradients"}))
        seen[session.document.fault.kind if session.document.fault else ""] = view.verdict()
    assert list(seen) == ["", "truncate", "mean", "online", "flip", "float32"]
    assert seen.pop("").sign == "equal"
    assert all(verdict.sign == "different" for verdict in seen.values())
    assert all("W^" in verdict.detail for verdict in seen.values())
    session.close()


def test_lists_are_filled_anew_only_for_something_else(qtbot):
    networks = [random_network(kind, {}, Vocabulary(("a", "b")), 1) for kind in ("elman", "lstm")]
    bar = FaultBar(Style(), lambda fault: None)
    qtbot.addWidget(bar)
    filled = []
    bar.kind.model().rowsRemoved.connect(lambda *_: filled.append(1))
    shows = [(None, networks[0])] * 3 + [(Fault("mean"), networks[0])] * 2 + [(Fault("mean"), networks[1])] * 2
    kinds = []
    for fault, network in shows:
        bar.show_fault(fault, network)
        kinds.append(bar.kind.currentData())
    assert kinds == ["", "", "", "mean", "mean", "mean", "mean"]
    assert len(filled) == 2  # the first time there was nothing to take out
    nothing, before = bar.kind.itemText(0), language()
    set_language("es" if before != "es" else "en")
    bar.show_fault(*shows[-1])
    assert bar.kind.itemText(0) != nothing
    set_language(before)


def test_a_derivative_of_another_network_is_not_asked_for(qtbot):
    chosen = []
    bar = FaultBar(Style(), chosen.append)
    qtbot.addWidget(bar)
    bar.show()
    for kind in ("lstm", "elman", "gru", "elman"):
        network = random_network(kind, {}, Vocabulary(("a", "b", "c")), 1)
        bar.show_fault(None, network)
        bar.kind.setFocus()
        while not chosen or chosen[-1] is None or chosen[-1].kind != "flip":
            qtbot.keyClick(bar.kind, Qt.Key.Key_Down)
        assert chosen[-1].signal in activated(network)
        bar.show_fault(chosen[-1], network)
        last = bar.signal.count() - 1
        bar.signal.setFocus()
        while bar.signal.currentIndex() != last:
            qtbot.keyClick(bar.signal, Qt.Key.Key_Down)
        assert chosen[-1].signal == activated(network)[last]
        bar.show_fault(chosen[-1], network)
        chosen.append(None)
