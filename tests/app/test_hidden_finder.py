"""A list of units that is out of sight when the network changes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from rnrviz.document import edits
from rnrviz.network.network import random_network
from rnrviz.views.sight import is_seen
from tests.pointing import drag


def brush(window, *instants):
    port = window.views["tape"].canvas().viewport()
    drag(port, [(window.axis.x(t), 40) for t in instants], Qt.KeyboardModifier.ShiftModifier)
    window.hub.flush()


def finder(window):
    return window.views["finder"]


@pytest.mark.parametrize("kind, sizes", [("elman", {"n_X": 3}), ("lstm", {"n_M": 1, "n_C": 2}), ("stacked_lstm", {})])
def test_a_list_behind_another_tab_bears_another_network(qtbot, window, kind, sizes):
    window.choose_perspective("memory")
    brush(window, 1, 2, 3)
    qtbot.waitUntil(lambda: bool(finder(window).shown()))
    window.inspector.docks["network"].raise_()
    qtbot.wait(30)
    assert not is_seen(finder(window))
    other = random_network(kind, sizes, window.session.document.network.vocabulary, 1)
    window.session.apply(edits.set_network(window.session.document, other, "another"))
    window.session.wait()
    window.hub.flush()
    window.set_theme("dark")
    assert not finder(window).shown(), "of this network nothing was asked"
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    window.hub.flush()
    brush(window, 4, 5, 6)
    qtbot.waitUntil(lambda: bool(finder(window).shown()))
    assert {each.signal for each in finder(window).shown()} <= set(other.program.signals)
