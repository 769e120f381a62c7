"""Animations and sizes of figures: read back by another program than the one that wrote them."""

import itertools
import sys
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QProgressDialog, QPushButton

from rnrviz.document import edits
from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures import animation, export, video
from rnrviz.figures.style import Style
from rnrviz.language import set_language
from rnrviz.network.network import random_network
from rnrviz.network.problems import InputError
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import filming, saving, stepping
from rnrviz.views.alone import show_alone


@pytest.fixture
def view(qtbot):
    network = random_network("lstm", {"n_M": 2}, Vocabulary(("a", "b", "T")), 3)
    made = show_alone(Session(Document(network, "aabb", 2)), "staves", Style(), given=(500, 300))
    qtbot.addWidget(made)
    return made


def frame(k):
    image = QImage(20, 10, QImage.Format.Format_RGB32)
    image.fill(0xFF000000 + 40 * k)
    return image


def read(path):
    """All frames, (height, width, 3), and how long each is seen, in milliseconds."""
    with Image.open(path) as film:
        frames = [np.asarray((film.seek(k), film.convert("RGB"))[1]) for k in range(film.n_frames)]
        return frames, [(film.seek(k), film.info.get("duration"))[1] for k in range(film.n_frames)]


@pytest.mark.parametrize("suffix", animation.ENDINGS)
@pytest.mark.parametrize("count", [1, 2, 5])
def test_frames_come_back(tmp_path, suffix, count):
    path = tmp_path / f"a{suffix}"
    animation.write(frame, count, path, 0.25)
    frames, durations = read(path)
    assert len(frames) == count
    assert all(abs(int(frame[5, 5, 2]) - 40 * k) <= 1 for k, frame in enumerate(frames))
    assert count == 1 or durations == [250] * (count - 1) + [750]


def test_a_video_that_would_be_too_wide_is_refused(tmp_path):
    image = QImage(16386, 10, QImage.Format.Format_RGB32)
    with pytest.raises(InputError, match="at most 16384 pixels a side; this one would have 16386×10"):
        video.write(lambda k: image, 2, tmp_path / "a.mp4", 0.1)


def test_a_gif_that_would_be_too_wide_is_refused(tmp_path):
    image = QImage(65536, 2, QImage.Format.Format_RGB32)
    with pytest.raises(InputError, match="at most 65535 pixels a side; this one would have 65536×2"):
        animation.write(lambda k: image, 2, tmp_path / "a.gif", 0.1)


@pytest.mark.parametrize("size", [(20, 10), (21, 11)])
@pytest.mark.parametrize("count", [1, 3])
def test_a_video_shows_every_frame_for_its_time(tmp_path, count, size):
    path = tmp_path / "a.mp4"
    video.write(lambda k: frame(k).scaled(*size), count, path, 0.25)
    with av.open(path) as film:
        pictures = [each.to_ndarray(format="rgb24") for each in film.decode(video=0)]
        assert film.streams.video[0].codec_context.name == "h264"
        assert film.duration / 1e6 == pytest.approx(0.25 * (count - 1) + 0.75, abs=0.01)
    blue = [int(each[5, 5, 2]) for each in pictures]
    wanted = [40 * k for k in range(count) for _ in range(15 if k == count - 1 else 5)]
    assert pictures[0].shape == (size[1] + size[1] % 2, size[0] + size[0] % 2, 3)
    assert len(blue) == len(wanted) and max(abs(a - b) for a, b in zip(blue, wanted, strict=True)) < 16


def test_without_the_library_of_videos_a_sentence_says_so(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(InputError, match=r"needs the library av, which is not installed here \(extra video\)"):
        video.write(frame, 2, tmp_path / "a.mp4", 0.25)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", animation.ENDINGS)
def test_a_run_is_stepped(view, tmp_path, suffix):
    path, told = tmp_path / f"a{suffix}", []
    stepping.film(view.session, view, path, 0.1, 1.0, told.append)
    frames, _ = read(path)
    assert len(frames) == 5 and all((a != b).any() for a, b in itertools.pairwise(frames))
    assert max(told) < 1.0 and [p.name for p in tmp_path.iterdir()] == [path.name]


def test_the_window_makes_one_apart(qtbot, view, tmp_path):
    said, path = [], tmp_path / "a.gif"
    job = filming.of_view(view, path, lambda text, good=False: said.append((text, good)))
    job.begin()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert said == [("Saved: a.gif", True)] and len(read(path)[0]) == 5
    assert view.session.document.cursor == 2


def test_it_speaks_the_language_of_the_window(view, tmp_path, monkeypatch):
    monkeypatch.setenv("LANGUAGE", "en")
    set_language("es")
    job = filming.of_view(view, tmp_path / "a.gif", lambda text, good=False: None)
    job.begin()
    set_language("en")
    assert job.process.processEnvironment().value("LANGUAGE") == "es"
    job.cancel()


def test_it_can_be_cancelled_and_fail(qtbot, view, tmp_path):
    said = []
    job = filming.of_view(view, tmp_path / "a.gif", lambda text, good=False: said.append((text, good)))
    job.begin()
    job.cancel()
    assert list(tmp_path.iterdir()) == [] and said == []
    filming.of_view(view, tmp_path / "no" / "a.gif", lambda text, good=False: said.append((text, good))).begin()
    qtbot.waitUntil(lambda: bool(said), timeout=60_000)
    assert "a.gif" in said[0][0] and not said[0][1]


def test_who_waits_soon_sees_how_to_cancel(qtbot, view, tmp_path):
    view.session.apply(edits.set_text(view.session.document, "ab" * 400))
    view.session.wait()
    filming.of_view(view, tmp_path / "a.gif", lambda text, good=False: None).begin()
    dialog = view.findChild(QProgressDialog)
    qtbot.waitUntil(dialog.isVisible, timeout=3000)
    qtbot.mouseClick(dialog.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert view.findChild(filming.Filming) is None or view.findChild(filming.Filming).process.processId() == 0
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_left_of_one_that_is_cancelled_half_way(qtbot, view, tmp_path):
    view.session.apply(edits.set_text(view.session.document, "ab" * 200))
    view.session.wait()
    job = filming.of_view(view, tmp_path / "a.apng", lambda text, good=False: None)
    job.begin()
    qtbot.waitUntil(lambda: any(path.stat().st_size for path in tmp_path.iterdir()), timeout=60_000)
    job.cancel()
    assert list(tmp_path.iterdir()) == []


def test_it_ends_with_the_view(view, tmp_path):
    job = filming.of_view(view, tmp_path / "a.gif", lambda text, good=False: None)
    job.begin()
    kept, process = Path(job._folder.name), job.process
    filming.end_all(view)
    assert process.state() == process.ProcessState.NotRunning and not kept.exists()
    assert list(tmp_path.iterdir()) == []


def test_a_copy_is_in_the_clipboard(view):
    said = []
    saving.copy(view, lambda text, good=False: said.append(text))
    assert QApplication.clipboard().image().size() == view.canvas().viewport().size() * 2
    assert "Staves" in said[0]


def test_figures_have_the_size_that_was_asked_for(view, tmp_path):
    paper = export.Paper(8.4)
    saving.save(view, tmp_path / "a.svg", True, paper)
    assert 'width="84.000mm"' in (tmp_path / "a.svg").read_text("utf-8")
    saving.save(view, tmp_path / "a.png", True, paper)
    with Image.open(tmp_path / "a.png") as picture:
        assert picture.size[0] / picture.info["dpi"][0] * 2.54 == pytest.approx(8.4, rel=2e-3)
    saving.save(view, tmp_path / "a.pdf", True, paper)
    box = next(line for line in (tmp_path / "a.pdf").read_bytes().split(b"\n") if b"MediaBox" in line)
    assert float(box.split()[3]) / 72 * 2.54 == pytest.approx(8.4, abs=0.05)
    saving.save(view, tmp_path / "a.tex", True, paper)
    assert "transform shape" in (tmp_path / "a.tex").read_text("utf-8")


def test_text_has_the_size_that_was_asked_for():
    assert export.Paper(font=6.5, body=13.0).zoom(100) == pytest.approx(6.5 * 96 / 72 / 13)
    assert export.Paper().zoom(100) == 1.0
