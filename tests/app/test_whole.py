"""The whole score and the whole window as pictures, by menu and by command."""

import pytest
from PIL import Image
from PySide6.QtGui import QImage

from rnrviz.app import twin, whole
from rnrviz.document import edits
from rnrviz.network import files
from rnrviz.paths import resource
from rnrviz.views import asking, filming


@pytest.mark.parametrize("what", [whole.SCORE, whole.WINDOW])
@pytest.mark.parametrize("suffix", whole.ENDINGS)
def test_it_is_saved_as_it_is_seen(window, monkeypatch, tmp_path, what, suffix):
    window.session.apply(edits.move_cursor(window.session.document, 5))
    window.hub.flush()
    path = tmp_path / f"a{suffix}"
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    window.commands[f"save_{what}"].trigger()
    assert "a" + suffix in window.message.text
    size = whole.part(window, what).size()
    if suffix == ".png":
        assert QImage(str(path)).size() == size * 2
    elif suffix == ".svg":
        text = path.read_text("utf-8")
        assert f'viewBox="0 0 {size.width()} {size.height()}"' in text and text.count("<text") > 60
        assert text.count("<image") < 40, "only icons are pictures"
    else:
        assert path.read_bytes().startswith(b"%PDF")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_what_cannot_be_written_is_said(window, monkeypatch, tmp_path):
    monkeypatch.setattr(asking, "ask_save", lambda *_: tmp_path / "none" / "a.png")
    window.commands["save_score"].trigger()
    assert "a.png" in window.message.text


@pytest.mark.parametrize("what", [whole.SCORE, whole.WINDOW])
def test_it_is_stepped_as_a_film_in_this_perspective(qtbot, window, monkeypatch, tmp_path, what):
    window.choose_perspective("memory")
    window.resize(1000, 640)
    path = tmp_path / "a.gif"
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    window.commands[f"save_{what}"].trigger()
    job = window.findChild(filming.Filming)
    assert job._words[: job._words.index("--size")] == ["--view", what, "--perspective", "memory"]
    qtbot.waitUntil(lambda: "a.gif" in window.message.text, timeout=120_000)
    with Image.open(path) as film:
        assert film.n_frames == window.session.length + 1
        assert film.height <= 640 and film.width == (1000 if what == whole.WINDOW else film.width)


def test_a_film_has_the_second_network_too(qtbot, window, monkeypatch, tmp_path):
    other = files.load(resource("models", "anbncn-elman.safetensors"))
    twin.compare(window, other, "an/other")
    path = tmp_path / "a.gif"
    filming.of_view(window.views["difference"], path, window.report).begin()
    qtbot.waitUntil(lambda: "a.gif" in window.message.text, timeout=120_000)
    with Image.open(path) as film:  # a sentence that there is none would be the same picture all the time
        assert film.n_frames == window.session.length + 1
    monkeypatch.setattr(asking, "ask_save", lambda *_: path)
    window.commands["save_score"].trigger()
    job = window.findChild(filming.Filming)
    second = job._words[job._words.index("--compare") + 1]
    assert second.endswith("an other.safetensors") and (files.load(second).vector == other.vector).all()
    job.cancel()
