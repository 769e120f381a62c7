"""Gradients broken on purpose: chosen by keys, seen in the verdict."""

from PySide6.QtCore import Qt

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
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
