"""A real window on a real model, with settings of its own."""

import pytest
from PySide6.QtCore import Qt

from rnrviz import kernels
from rnrviz.app.settings import Settings
from rnrviz.app.window import Window
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.network import files
from rnrviz.paths import resource
from tests.pointing import press


@pytest.fixture(scope="session", autouse=True)
def compiled():
    kernels.load()


@pytest.fixture
def settings(tmp_path):
    return Settings(tmp_path / "settings.ini")


@pytest.fixture
def model():
    return resource("models", "anbncn-lstm.safetensors")


@pytest.fixture
def window(qtbot, settings, model):
    made = Window(settings)
    qtbot.addWidget(made)
    made.resize(1600, 1000)
    made.show()
    qtbot.waitExposed(made)
    made.begin(Session(Document(files.load(model), "aaabbbcccT", 0, source=str(model))))
    made.activateWindow()
    made.hub.flush()
    qtbot.wait(30)
    yield made
    made.setWindowModified(False)
    made.close()


@pytest.fixture
def learn(window, qtbot):
    """The view of the perspective Learn, with the task of the window's network."""
    press(window, Qt.Key.Key_7, Qt.KeyboardModifier.AltModifier)
    qtbot.wait(30)
    view = window.views["learn"]
    view.bar.task.setCurrentText("anbncn-lstm")
    yield view
    view.close_training()
