"""The hub: once a frame, from any thread, and hidden views hear later."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from rnrviz.app.hub import Hub
from rnrviz.app.messages import MOMENT, MessageLine
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary


class Listener(QLabel):
    def __init__(self):
        super().__init__()
        self.told = []

    def refresh(self, changed):
        self.told.append(changed)


@pytest.fixture
def hub(qtbot):
    session = Session(Document(random_network("elman", {}, Vocabulary(("a", "b")), 1), "ab", 0))
    yield Hub(session)
    session.close()


def test_a_burst_is_told_once(qtbot, hub):
    view = Listener()
    qtbot.addWidget(view)
    view.show()
    hub.add(view)
    for name in ("cursor", "cursor", "gradients", "error"):
        hub.announce(frozenset({name}))
    qtbot.waitUntil(lambda: len(view.told) == 2, timeout=1000)
    qtbot.wait(40)
    assert view.told == [{"all"}, {"cursor", "gradients", "error"}]


def test_a_hidden_view_hears_it_all_when_it_is_shown(qtbot, hub):
    view = Listener()
    qtbot.addWidget(view)
    hub.add(view)
    hub.announce(frozenset({"cursor"}))
    hub.flush()
    hub.announce(frozenset({"error"}))
    hub.flush()
    assert not view.told
    view.show()
    qtbot.waitUntil(lambda: bool(view.told), timeout=1000)
    assert view.told == [{"all", "cursor", "error"}]


def test_news_from_another_thread_is_told_in_the_screens_thread(qtbot, hub):
    threads = []
    hub.listen(lambda changes: threads.append(threading.current_thread()))
    worker = threading.Thread(target=hub.announce, args=(frozenset({"busy"}),))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: bool(threads), timeout=1000)
    assert threads == [threading.main_thread()]


@pytest.fixture
def line(qtbot):
    made = MessageLine(Style())
    made.resize(500, 30)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_problem_stays_until_it_is_dismissed_or_mended(line):
    line.set_calm("calm")
    line.set_problem("A problem.")
    assert "A problem." in line.text
    line.dismiss()
    line.set_problem("A problem.")
    assert line.text == "calm"
    line.set_problem("")
    line.set_problem("A problem.")
    assert "A problem." in line.text


def test_a_long_sentence_is_whole_in_the_tooltip(line, qtbot):
    sentence = "word " * 60 + "end."
    line.set_problem(sentence)
    assert line.text == sentence


def test_short_work_is_not_announced(line, qtbot):
    line.set_busy("Computing…", 0.2)
    line.set_busy(None, None)
    qtbot.wait(MOMENT + 50)
    assert not line._busy.text()
    line.set_busy("Computing…", 0.5)
    qtbot.waitUntil(lambda: line._busy.text() == "Computing…", timeout=2000)


def test_a_tab_behind_another_is_asked_nothing_until_it_comes_forward(window, qtbot, monkeypatch):
    """The docks that compute much, behind others; then one is brought forward by its key."""
    window.choose_perspective("memory")
    qtbot.wait(30)
    window.inspector.docks["state_space"].raise_()
    qtbot.wait(30)
    told = []
    for name in ("vanishing", "triangle", "gradients"):
        monkeypatch.setattr(window.views[name], "refresh", lambda changed, name=name: told.append(name))
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Right)
    window.hub.flush()
    qtbot.wait(30)
    assert told == []
    window.inspector.docks["vanishing"].raise_()
    qtbot.wait(50)
    assert told == ["vanishing"]
