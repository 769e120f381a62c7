"""What is kept from frame to frame is what would be painted now."""

from itertools import product

import numpy as np
import pytest
from gallery import KINDS, trace
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QGraphicsScene

from rnrviz.figures.kept import MOST, Kept, Often
from rnrviz.figures.lanes import RASTER, Columns
from rnrviz.figures.span import Span
from rnrviz.figures.staves import Staves, StavesItem
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.tape import TapeItem
from rnrviz.figures.tape_content import Tape
from rnrviz.language import language, set_language
from rnrviz.views.lanes import lanes

AREA = QRectF(0, 0, 640, 480)
RATIOS = 1.0, 2.0


def painted(item, ratio=1.0):
    """The pixels of an item, (height, width, 4)."""
    scene = QGraphicsScene()
    scene.addItem(item)
    image = QImage(round(640 * ratio), round(480 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(item.style.paper)
    painter = QPainter(image)
    scene.render(painter, QRectF(image.rect()), AREA)
    painter.end()
    scene.removeItem(item)
    return np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4).astype(int)


@pytest.fixture(scope="module")
def texts():
    one, other = (trace(kind) for kind in (KINDS[0], next(k for k in KINDS if k[0] == "bidirectional")))
    return lanes(one), lanes(one, RASTER), lanes(other)


def shows(texts):
    """One after another: every step changes something else."""
    narrow, wide = Columns(100, 9, 0), Columns(100, 46, 0)
    length = len(texts[0][0].values)
    unit = texts[0][0].name, 0
    yield from ((Staves(texts[0], wide, t, length), Style()) for t in (0, 1, 2, length, 3))
    yield Staves(texts[0], Columns(100, 46, 2.5), 4, length), Style()
    yield Staves(texts[0], Columns(100, 46, 1), 4, length), Style(dark=True)
    yield Staves(texts[0], narrow, 4, length), Style(dark=True)
    yield Staves(texts[0], narrow, 5, length, marked=unit), Style(dark=True)
    yield Staves(texts[0], wide, 5, length, marked=unit), Style(scale=1.4)
    yield Staves(texts[1], wide, 5, length), Style(scale=1.4)
    yield Staves(texts[1], wide, 2, length), Style()
    yield from ((Staves(texts[2], wide, t, len(texts[2][0].values)), Style()) for t in (1, 3))
    yield Staves(texts[0], Columns(100, 4000, 1), 2, length), Style()  # too wide to be kept whole


@pytest.mark.parametrize("ratio", RATIOS)
def test_staves_are_those_of_now(qapp, texts, ratio):
    item = StavesItem(Style())
    for number, (staves, style) in enumerate(shows(texts)):
        item.show_staves(staves, AREA, style)
        fresh = StavesItem(style)
        fresh.show_staves(staves, AREA, style)
        np.testing.assert_array_equal(painted(item, ratio), painted(fresh, ratio), err_msg=str(number))


@pytest.mark.parametrize("cursor", [0, 2, 5])
@pytest.mark.parametrize("length", [2, 200])
def test_lanes_of_the_text_before_are_drawn_as_far_as_they_go(qapp, texts, length, cursor):
    for width in (46, 400):  # whole, and what is in sight
        item = StavesItem(Style())
        item.show_staves(Staves(texts[0], Columns(100, width, 0), min(cursor, length), length), AREA, Style())
        assert painted(item).any()


def test_kept_staves_look_like_those_of_a_file(qapp, texts, monkeypatch):
    for staves, style in shows(texts):
        item = StavesItem(style)
        item.show_staves(staves, AREA, style)
        kept = painted(item)
        with monkeypatch.context() as patch:
            patch.setattr("rnrviz.figures.staves.sharpness", lambda painter: None)
            patch.setattr("rnrviz.figures.symbols.sharpness", lambda painter: None)
            at_once = painted(item)
        apart = np.abs(kept - at_once).max(axis=2)
        assert (
            apart > 40
        ).mean() < 0.004  # edges of letters and ends of lines may fall a fraction of a pixel elsewhere
        assert apart.mean() < 1.0


@pytest.mark.parametrize(("ratio", "dark"), list(product(RATIOS, (False, True))))
def test_stamped_symbols_are_where_the_letters_would_be(qapp, ratio, dark, monkeypatch):
    style, found = Style(dark), []
    for stamped in (True, False):
        image = QImage(round(120 * ratio), round(60 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
        image.setDevicePixelRatio(ratio)
        image.fill(style.paper)
        painter = QPainter(image)
        with monkeypatch.context() as patch:
            if not stamped:
                patch.setattr("rnrviz.figures.symbols.sharpness", lambda painter: None)
            draw_symbol(painter, QRectF(20, 10, 80, 40), "W_phi_z", style, (0, 1), 1.3, "[t]")
        painter.end()
        pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), -1, 4).astype(int)
        found.append(np.abs(pixels - pixels[0, 0]).sum(axis=2))
    assert found[0].sum() == pytest.approx(found[1].sum(), rel=0.05)  # no letter is cut
    middles = [
        [(mass.sum(axis=axis) * np.arange(mass.shape[1 - axis])).sum() / mass.sum() for axis in (0, 1)]
        for mass in found
    ]
    np.testing.assert_allclose(*middles, atol=0.6 * ratio)


def test_a_picture_is_kept_as_long_as_nothing_changes(qapp):
    made, kept, things = [], Kept(Style), [object(), object()]
    for thing, number, area, ratio in (
        (0, 1, 10, 1.0),
        (0, 1, 10, 1.0),
        (1, 1, 10, 1.0),
        (1, 2, 10, 1.0),
        (1, 2, 20, 1.0),
        (1, 2, 20, 2.0),
        (1, 2, 20, 2.0),
    ):
        key = things[thing], number, Style(dark=number == 2)
        picture = kept.get(key, QRectF(0, 0, area, 5), ratio, lambda painter: made.append(painter.device()))
        assert picture.width() == round(area * ratio)
    assert len(made) == 5


@pytest.fixture
def back():
    before = language()
    yield
    set_language(before)


def test_words_are_drawn_anew_in_another_language(qapp, back):
    kept, drawn = Kept(), []

    def draw(painter):
        drawn.append(language())

    for code in ("en", "en", "es", "es", "en"):
        set_language(code)
        kept.get(("made for this", 1), QRectF(0, 0, 20, 20), 1.0, draw)
    assert drawn == ["en", "es", "en"]


def tape(seed: int) -> Tape:
    """Twelve tokens of which ten are read, one of them unknown; the next is refused."""
    random = np.random.default_rng(seed)
    symbols = ("a", "b", "a long token", "UNK")
    tokens = tuple(symbols[i] for i in random.integers(0, 3, 12))
    targets, guesses = random.integers(-1, 4, 10), random.integers(-1, 4, 10)
    sure = random.random(10)
    return Tape(tokens, 10, symbols, targets, guesses, sure, frozenset({2}), frozenset({10}), coded=True)


def tapes():
    """Steps, another part, another width, another tape, another look; the cursor in sight and out of it."""
    whole, narrow, far = (
        (640, 130, 100, 46, 0.0),
        (640, 130, 100, 9, 0.0),
        (640, 130, 100, 60.5, 4.25),
    )
    for style in (Style(), Style(dark=True), Style(projector=True, scale=1.5)):
        for content in (tape(1), tape(2)):
            for frame in (whole, far, narrow):
                yield from ((content, Span(*frame, cursor), style) for cursor in (0, 1, 2, 7, 10, 12, 3))


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0])
def test_the_tape_is_that_of_now(qapp, ratio):
    item, laid = TapeItem(Style()), 0
    for number, (content, span, style) in enumerate(tapes()):
        item.show_tape(content, span, style)
        fresh = TapeItem(style)
        fresh.show_tape(content, span, style)
        apart = np.abs(painted(item, ratio) - painted(fresh, ratio)).max(axis=-1)
        # borders of columns lie between pixels where the ratio is not whole: there the band is half as strong
        assert (apart > 2).sum() <= (0 if ratio in (1.0, 2.0) else 2 * apart.shape[0]), number
        laid += item._read._picture is not None
    assert laid > 50


def dot(painter: QPainter) -> None:
    painter.setBrush(QColor("black"))
    painter.drawEllipse(QRectF(10.5, 20.25, 30, 40))


@pytest.mark.parametrize("ratio", RATIOS)
def test_what_is_painted_often_is_painted_twice_at_most(qapp, ratio):
    often, drawn = Often(QRectF(8.3, 19.7, 36, 44)), []

    def draw(painter: QPainter) -> None:
        drawn.append(1)
        dot(painter)

    image = QImage(round(80 * ratio), round(80 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    pictures = []
    for _ in range(4):
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        often.paint(painter, ("dot",), draw)
        painter.end()
        pictures.append(np.frombuffer(image.constBits(), np.uint8).astype(int))
    assert len(drawn) == 2
    assert pictures[0].min() == 0
    assert all(np.abs(other - pictures[0]).max() <= 1 for other in pictures[1:])


def test_few_pictures_are_kept_and_none_too_large(qapp):
    image = QImage(200, 200, QImage.Format.Format_ARGB32_Premultiplied)
    painter = QPainter(image)
    few, drawn = Often(QRectF(0, 0, 100, 100)), []
    for key in list(range(MOST + 1)) * 3:
        few.paint(painter, (key,), lambda into: drawn.append(1))
    assert len(drawn) == 3 * (MOST + 1), "the one that is asked for next has always just been dropped"
    large, drawn = Often(QRectF(0, 0, 3000, 3000)), []
    for _ in range(3):
        large.paint(painter, (0,), lambda into: drawn.append(1))
    painter.end()
    assert len(drawn) == 3
