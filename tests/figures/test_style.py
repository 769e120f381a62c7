"""Colours that can be told apart and read, fonts that come with the program, pictures that are whole."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QFontInfo, QFontMetricsF, QImage
from PySide6.QtWidgets import QGraphicsScene, QGraphicsView

from rnrviz.figures import export
from rnrviz.figures.palette import PAPERS, SIGNALS
from rnrviz.figures.shades import shade, shades
from rnrviz.figures.style import Style, contrast, luminance

BOTH = pytest.mark.parametrize("dark", [False, True])


@BOTH
def test_words_can_be_read(dark):
    style = Style(dark)
    for background in (style.paper, style.panel):
        for colour in (style.ink, style.muted, style.accent, style.cursor):
            assert contrast(colour, background) >= 4.5
        assert contrast(style.coming, background) >= 2
    assert set(PAPERS[dark]) >= {"paper", "ink"}


@BOTH
def test_signals_can_be_seen_and_their_net_inputs_share_the_colour(dark):
    style = Style(dark)
    for name in SIGNALS[dark]:
        assert contrast(style.signal(name), style.paper) >= 4.5
    for lower, upper in (("phi", "Phi"), ("lambda", "Lambda"), ("x", "X"), ("y", "Y")):
        assert style.signal(lower) == style.signal(upper)


@BOTH
def test_the_diverging_map(dark):
    style = Style(dark)
    values = np.array([[-2.0, -1.0, 0.0], [1.0, np.nan, np.inf]])
    colours = style.diverging(values, 1.0)
    assert colours.shape == (2, 3, 4) and colours.dtype == np.uint8
    assert (colours[0, 0] == colours[0, 1]).all()
    assert colours[0, 1, 2] > colours[0, 1, 0] and colours[1, 0, 0] > colours[1, 0, 2]
    assert np.ptp(colours[0, 2, :3].astype(int)) < 5
    assert contrast(style.diverging_color(0.0, 1.0), style.paper) < 1.2
    steps = np.diff(style.diverging(np.linspace(-1, 1, 513), 1.0)[:, :3].astype(int), axis=0)
    assert np.abs(steps).max() <= 3
    assert QColor(*map(int, colours[1, 1])) == style.marked == QColor(*map(int, colours[1, 2]))
    for limit in (0.0, np.nan, np.inf):
        assert style.diverging(values, limit).shape == (2, 3, 4)


@BOTH
def test_words_on_any_value_can_be_read(dark):
    style = Style(dark)
    for value in np.linspace(-1, 1, 41):
        colour = style.diverging_color(value, 1.0)
        assert contrast(style.text_on(colour), colour) >= 4.5


@BOTH
def test_for_the_projector_words_stand_out_on_every_value_and_shade(dark):
    style = Style(dark, projector=True)
    grounds = [style.diverging_color(value, 1.0) for value in np.linspace(-1, 1, 513)] + [style.marked]
    grounds += [shade(value, style.signal(name), style) for value in np.linspace(0, 1, 256) for name in ("y", "delta")]
    for colour in grounds:
        assert contrast(style.text_on(colour), colour) >= 7.0
    plain = Style(dark)
    brightness = [
        [luminance(one.diverging_color(value, 1.0)) for value in np.linspace(0, 1, 257)] for one in (style, plain)
    ]
    assert all((np.diff(b) * np.sign(b[-1] - b[0]) > -0.012).all() for b in brightness)  # still in order


@BOTH
def test_a_shade_is_the_pixel_of_its_value(dark):
    for style in (Style(dark), Style(dark, projector=True)):
        values = np.array([[0.0, 0.3, 0.5, 1.0, 2.0, np.nan]])
        image = shades(values, style.signal("y"), style)
        for k, value in enumerate(values[0]):
            expected = style.paper if np.isnan(value) else shade(value, style.signal("y"), style)
            assert image.pixelColor(k, 0) == expected


def test_the_bundled_fonts_are_used(qapp):
    style = Style()
    assert QFontInfo(style.font()).family() == "Inter"
    assert QFontInfo(style.font(maths=True, italic=True)).family() == "STIX"
    widths = {QFontMetricsF(style.font()).horizontalAdvance(digit) for digit in "0123456789"}
    assert len(widths) == 1
    assert Style(scale=2.0).font().pixelSize() == 26
    assert style.font(0.1).pixelSize() == 11


@pytest.fixture
def canvas(qtbot):
    style = Style()
    made = QGraphicsView()
    made.setScene(QGraphicsScene(0, 0, 300, 100, made))
    made.scene().addText("Redes φ", style.font())
    made.setBackgroundBrush(style.paper)
    made.resize(320, 120)
    qtbot.addWidget(made)
    made.show()
    return made


def test_pictures_are_whole(canvas, tmp_path):
    for suffix in (".png", ".svg", ".pdf"):
        path = tmp_path / f"figure{suffix}"
        export.save(canvas, path)
        export.save(canvas, path)
        assert path.stat().st_size > 500
    size = canvas.sceneRect().size().toSize()
    picture = QImage(str(tmp_path / "figure.png"))
    assert picture.size() == size * 2
    text = (tmp_path / "figure.svg").read_text("utf-8")
    assert "Redes" in text and "Arial, sans-serif" in text and 'font-family="Inter"' not in text
    assert (tmp_path / "figure.pdf").read_bytes().startswith(b"%PDF")
    assert len(list(tmp_path.iterdir())) == 3


def test_what_is_scrolled_out_of_sight_is_saved_too(canvas, tmp_path):
    canvas.scene().setSceneRect(0, 0, 300, 900)
    canvas.verticalScrollBar().setValue(200)
    export.save(canvas, tmp_path / "figure.png")
    assert QImage(str(tmp_path / "figure.png")).height() == 1800
    assert canvas.verticalScrollBar().value() == 200


def test_a_picture_that_cannot_be_written(canvas, tmp_path):
    with pytest.raises(ValueError):
        export.save(canvas, tmp_path / "figure.gif")
    with pytest.raises(OSError):
        export.save(canvas, tmp_path / "nowhere" / "figure.png")
    assert not list(tmp_path.iterdir())
