"""Networks of other programs in the window: opened or dropped as a model is, with a sentence on what was made."""

import pytest
import torch
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent

from rnrviz.app import deeds, models
from rnrviz.network.exchange import files as exchange


@pytest.fixture
def state(tmp_path):
    """A state dictionary of PyTorch."""
    parts = {"embedding": torch.nn.Embedding(3, 2), "gru": torch.nn.GRU(2, 3), "head": torch.nn.Linear(3, 3)}
    torch.save(torch.nn.ModuleDict(parts).state_dict(), tmp_path / "net.pt")
    return tmp_path / "net.pt"


def drop(window, path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    here, no = QPoint(5, 5).toPointF(), Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(here, Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, no))


@pytest.mark.parametrize("way", [deeds.open_model, drop])
def test_a_network_of_pytorch_is_opened(window, state, way):
    way(window, state)
    window.hub.flush()
    document = window.session.document
    assert document.network.architecture == "gru" and document.text == "012"
    assert models.title(document.source) == "net" and not window.isWindowModified()
    assert models.made_of(document.network).startswith("Made: GRU network")
    assert window.message.text == models.made_of(document.network)


def test_what_was_exported_is_opened_and_what_is_broken_told(window, state, tmp_path):
    network = window.session.document.network
    exchange.write(network, tmp_path / "x.safetensors")
    assert exchange.is_other(tmp_path / "x.safetensors") and not exchange.is_other(models.shipped()[0])
    deeds.open_model(window, tmp_path / "x.safetensors")
    opened = window.session.document.network
    assert opened is not network and opened.vector.tobytes() == network.vector.tobytes()
    state.write_bytes(state.read_bytes()[:100])
    deeds.open_model(window, state)
    assert window.session.document.network is opened and "broken" in window.message.text
