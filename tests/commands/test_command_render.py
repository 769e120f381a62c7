"""`rnrviz render`: every view in every form, without a screen; wrong words are sentences."""

import itertools
import re

import av
import numpy as np
import pytest
from PIL import Image
from program import MODELS, all_done, refused, rnrviz_command
from PySide6.QtGui import QImage

from rnrviz.views import VIEWS

RENDER = ("render", "lstm.safetensors", "abcab", "--view")


@pytest.mark.parametrize("name", [entry.name for entry in VIEWS])
def test_every_view(folder, name):
    done = rnrviz_command(folder, *RENDER, name, "--step", "3", "-o", f"{name}.tex")
    assert done.returncode == 0 and done.stderr == b"", done.stderr
    assert "\\begin{tikzpicture}" in (folder / f"{name}.tex").read_text("utf-8")


def test_every_form(folder):
    for suffix, begins in (("svg", b"<?xml"), ("pdf", b"%PDF"), ("png", b"\x89PNG"), ("tex", b"% ")):
        done = rnrviz_command(folder, *RENDER, "network", "--figure", "-o", f"n.{suffix}", QT_QPA_PLATFORM="xcb")
        assert done.returncode == 0 and done.stdout == done.stderr == b""
        assert (folder / f"n.{suffix}").read_bytes().startswith(begins)


def test_size_theme_and_step(folder):
    rnrviz_command(folder, *RENDER, "network", "--size", "500x640", "--dark", "-o", "dark.png")
    rnrviz_command(folder, *RENDER, "network", "--size", "500x640", "--step", "2", "-o", "light.png")
    dark, light = (QImage(str(folder / name)) for name in ("dark.png", "light.png"))
    assert dark.width() == light.width() == 1000
    assert dark.pixelColor(2, 2).lightness() < 60 < 200 < light.pixelColor(2, 2).lightness()


def test_on_paper_and_animated(folder):
    rnrviz_command(folder, *RENDER, "network", "--figure", "--width", "8.4", "--font", "7", "-o", "p.svg")
    assert 'width="84.000mm"' in (folder / "p.svg").read_text("utf-8")
    rnrviz_command(folder, *RENDER, "staves", "--size", "400x300", "--scale", "1", "--seconds", "0.2", "-o", "a.gif")
    with Image.open(folder / "a.gif") as film:
        assert film.n_frames == 6 and film.info["duration"] == 200


def test_as_a_video(folder):
    words = (*RENDER, "staves", "--size", "401x301", "--scale", "1", "--seconds", "0.2", "-o")
    rnrviz_command(folder, *words, "a.png")
    rnrviz_command(folder, *words, "a.mp4")
    still = QImage(str(folder / "a.png"))
    with av.open(folder / "a.mp4") as film:
        wide, high = film.streams.video[0].width, film.streams.video[0].height
        assert (wide, high) == (still.width() + still.width() % 2, still.height() + still.height() % 2)
        assert len(list(film.decode(video=0))) == 5 * 4 + 12


def test_only_some_instants(folder):
    for words, known in ((("--instants", "2-3"), "23"), ((), "12345")):
        rnrviz_command(folder, *RENDER, "unrolled", "--figure", *words, "-o", "u.tex")
        text = (folder / "u.tex").read_text("utf-8")
        told = re.findall(r"text=rnrmuted\] at \S+ \{\\resizebox\{[^}]*\}\{!\}\{(\d)\}\};", text)
        assert "".join(told) == known


def test_who_follows_a_stretch(folder):
    for words, known in ((("--stretch", "2-3"), "Brushed: t = 2 to 3"), ((), "Drag with Shift")):
        done = rnrviz_command(folder, *RENDER, "finder", "--figure", *words, "-o", "f.svg")
        assert done.returncode == 0 and known in (folder / "f.svg").read_text("utf-8")


def test_a_second_network(folder):
    for view, words in (("score", ("--perspective", "compare")), ("difference", ())):
        done = rnrviz_command(folder, *RENDER, view, *words, "--compare", "lstm.safetensors", "-o", "c.svg")
        text = (folder / "c.svg").read_text("utf-8")
        assert done.returncode == 0 and "second network" not in text
        assert view == "difference" or (">lstm<" in text and ">difference<" in text)


def test_one_block_alone(folder):
    rnrviz_command(folder, *RENDER, "network", "--figure", "--block", "2", "-o", "b.tex")
    text = (folder / "b.tex").read_text("utf-8")
    assert "block 2, t = 5" in text and "block 1" not in text
    assert "$x_{21}$" in text and "$x_{22}$" in text and "$x_{11}$" not in text and "$y[t]$" not in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("network", "--step", "6"), "no instant 6; the sequence has 5 tokens"),
        (("network", "--step", "-1"), "0 or above"),
        (("network", "--block", "3"), "no memory block 3; the network has 2"),
        (("network", "--block", "0"), "above 0"),
        (("staves", "--compare", "lstm.safetensors"), "--compare does not go with staves"),
        (("staves", "--block", "1"), "--block does not go with staves"),
        (("unrolled", "--instants", "4-9"), "no instant 9"),
        (("unrolled", "--instants", "4-2"), "such as 3-8"),
        (("network", "--instants", "1-2"), "--instants does not go with network"),
        (("score", "--instants", "1-2"), "--instants does not go with score"),
        (("score", "--figure", "--width", "8.5"), "--figure does not go with score"),
        (("window", "--width", "8.5"), "--width does not go with window"),
        (("window", "--block", "1"), "--block does not go with window"),
        (("finder", "--stretch", "4-9"), "no instant 9"),
        (("finder", "--stretch", "two"), "such as 3-8"),
        (("unrolled", "--size", "9x9"), "such as 800x600"),
        (("unrolled", "--text-size", "nan"), "from 0.8 to 2.4"),
        (("nothing",), "nothing"),
    ],
)
def test_wrong_words(folder, words, said):
    assert said in refused(folder, *RENDER, *words, "-o", "x.svg")


def test_wrong_places(folder):
    assert "expected one of .svg .pdf .png .tex .gif .apng" in refused(folder, *RENDER, "tape", "-o", "x.jpg")
    assert "room for" in refused(folder, *RENDER, "tape", "--width", "1", "--font", "20", "-o", "x.svg")
    assert "from 1 to 200" in refused(folder, *RENDER, "tape", "--width", "0", "-o", "x.svg")
    assert "no folder" in refused(folder, *RENDER, "tape", "-o", "none/x.svg")
    assert "“x”" in refused(folder, "render", "lstm.safetensors", "abx", "--view", "tape", "-o", "x.svg")


def test_an_empty_text_and_numbers_that_are_none(folder):
    names = [entry.name for entry in VIEWS]
    empty, huge = ("render", "lstm.safetensors", ""), ("render", "huge.safetensors", "abcabc")
    commands = [(*empty, "--view", name, "--figure", "-o", f"e-{name}.tex") for name in names]
    commands += [(*huge, "--view", name, "-o", f"h-{name}.tex") for name in names]
    all_done(folder, *commands)
    for name in names:
        assert (folder / f"e-{name}.tex").read_text("utf-8")
        assert "nan" not in (folder / f"h-{name}.tex").read_text("utf-8")


def test_the_score_and_the_window_of_a_perspective(folder):
    rnrviz_command(folder, *RENDER, "score", "--perspective", "memory", "--size", "1280x720", "-o", "s.svg")
    assert (folder / "s.svg").read_text("utf-8").count("<text") > 40
    rnrviz_command(folder, *RENDER, "window", "--size", "1300x800", "--scale", "1", "--dark", "-o", "w.png")
    picture = QImage(str(folder / "w.png"))
    assert (picture.width(), picture.height()) == (1300, 800) and picture.pixelColor(2, 2).lightness() < 60
    assert "expected one of .png .svg .pdf .gif .apng" in refused(folder, *RENDER, "score", "-o", "s.tex")


@pytest.mark.parametrize("ending", ["gif", "apng"])
def test_the_score_is_stepped(folder, ending):
    size = "--size", "1280x720", "--scale", "1"
    rnrviz_command(folder, *RENDER, "score", *size, "--seconds", "0.3", "-o", f"score.{ending}")
    rnrviz_command(folder, *RENDER, "score", *size, "-o", "last.png")
    last = np.asarray(Image.open(folder / "last.png").convert("RGB")).astype(int)
    with Image.open(folder / f"score.{ending}") as film:
        assert film.n_frames == 6 and film.info["duration"] == 300
        frames = []
        for t in range(film.n_frames):
            film.seek(t)
            frames.append(np.asarray(film.convert("RGB")).astype(int))
    assert all((a != b).any() for a, b in itertools.pairwise(frames))
    far = np.abs(frames[-1] - last).max(axis=-1)
    assert np.median(far) <= 2 and np.percentile(far, 99.5) <= (40 if ending == "gif" else 3)


def test_the_palette_of_a_large_animation_is_found_soon(folder):
    """Pillow, given all the pixels of the score, would look for it for more than a quarter of an hour."""
    model = str(next(path for path in MODELS if path.stem == "anbncn-lstm"))
    words = ("render", model, "a a b b c c", "--view", "score", "-o", "score.gif")
    assert rnrviz_command(folder, *words).returncode == 0
    with Image.open(folder / "score.gif") as film:
        assert film.n_frames == 7
