"""Storms of keys and clicks: no fault, no hang, nothing lost. Longer: RNRVIZ_FUZZ=20, or `python -m tests.fuzz`."""

import os
import shutil

import pytest
from PySide6.QtWidgets import QApplication

from rnrviz.document import session_file
from rnrviz.document.session_file import Kept
from rnrviz.network.architectures import text_of
from rnrviz.paths import resource
from tests.storm import Storm

ROUNDS = int(os.environ.get("RNRVIZ_FUZZ", "1"))
ACTS = 120
FIRST = int(os.environ.get("RNRVIZ_STORM", "0"))  # a seed, to see a storm again


@pytest.mark.qt_log_ignore("^This plugin does not support (raise|grabbing)", extend=True)
@pytest.mark.parametrize("seed", range(FIRST, FIRST + (1 if FIRST else 2 * ROUNDS)))
def test_a_storm_is_survived_and_nothing_is_lost(window, tmp_path, monkeypatch, seed):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("rnrviz.app.closing.may_close", lambda _window: True)
    scatter(tmp_path)
    storm = Storm(window, seed, tmp_path)
    monkeypatch.setattr("rnrviz.views.asking._chosen", storm.file)
    try:
        for _ in range(ACTS):
            storm.act()
    finally:
        print(*storm.done, sep="\n")
        storm.end()
    assert window.isVisible()
    window.set_language("en")
    kept_and_undone(window, tmp_path / "after.rnrviz")
    QApplication.clipboard().clear()


def scatter(folder):
    """Files to be opened, good and bad."""
    shutil.copy(resource("models", "anbncn-elman.safetensors"), folder / "elman.safetensors")
    shutil.copy(resource("lessons", "elman.en.md"), folder / "lesson.en.md")
    (folder / "own.eq").write_text(text_of("gru"), "utf-8")
    for name in ("bad.safetensors", "bad.rnrviz", "bad.eq", "bad.toml", "bad.md", "bad.onnx"):
        (folder / name).write_bytes(b"+++\nx = [\n\x00\xff")


def kept_and_undone(window, path):
    """What the user has made can be saved and read again; all of it can be taken back and made again.

    What was taken back before, and could be made again, is left alone.
    """
    document = window.session.document
    session_file.save(Kept(document), path)
    assert session_file.load(path).document.text == document.text
    undone = 0
    while window.session.can_undo:
        window.session.undo()
        undone += 1
    for _ in range(undone):
        window.session.redo()
    assert window.session.document.text == document.text
    assert (window.session.document.network.vector == document.network.vector).all()
