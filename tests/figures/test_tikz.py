"""TikZ of every view: sound without TeX, and where TeX is, TeX sets it."""

import re
import shutil
import subprocess

import numpy as np
import pytest
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures.style import Style
from rnrviz.figures.symbols import draw_symbol
from rnrviz.figures.tikz import TikzDevice
from rnrviz.figures.tikz_text import escaped, maths
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views import VIEWS, saving
from rnrviz.views.alone import show_alone

ODD = Vocabulary(("%", "_", "\\", "ñ", "{", "}", "#", "$", "&", "^", "~", "--", "中", "''", '"'))
STYLE = Style()
NAMES = [entry.name for entry in VIEWS]


@pytest.fixture
def sheet(qapp):
    """A sheet to paint on and its file when the painting is done."""
    device = TikzDevice(QSize(200, 100), "A sheet\nof paper")
    painter = QPainter(device)

    def finish():
        painter.end()
        return device.document()

    yield painter, finish
    if painter.isActive():
        painter.end()


def picture(text: str) -> str:
    """Between the head and the foot."""
    return text.split(r"\begin{tikzpicture}[")[1].split(r"\end{tikzpicture}")[0]


def check(text: str) -> None:
    """What TeX would stumble over."""
    bare = re.sub(r"%.*", "", text.replace("\\\\", "").replace(r"\%", ""))
    bare = bare.replace(r"\{", "").replace(r"\}", "")
    depth = 0
    for letter in bare:
        depth += (letter == "{") - (letter == "}")
        assert depth >= 0
    assert depth == 0
    assert bare.replace(r"\$", "").count("$") % 2 == 0
    assert not re.search(r"\b(nan|inf)\b", picture(text))
    assert text.count(r"\begin{scope}") == text.count(r"\end{scope}")
    for colour in re.findall(r"(?:draw|fill|text|pattern color)=(\w+)", text):
        assert rf"\definecolor{{{colour}}}{{HTML}}" in text
    for face in re.findall(r"\\node\[([^,\]]+),", text):
        assert f"  {face}/.style={{font=" in text


def compiled(text: str, folder) -> None:
    """TeX sets it, where it is installed, also inside a document."""
    if not shutil.which("pdflatex"):
        return
    (folder / "alone.tex").write_text(text, encoding="utf-8")
    run = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error"]
    done = subprocess.run([*run, "alone.tex"], cwd=folder, capture_output=True, timeout=240)
    assert done.returncode == 0, done.stdout.decode(errors="replace")[-2000:]
    assert (folder / "alone.pdf").stat().st_size > 1000


def network(kind: str, vocabulary: Vocabulary, **config):
    return random_network(kind, config, vocabulary, 3)


def shown(qtbot, name, net, text, cursor, style=STYLE):
    session = Session(Document(net, text, cursor))
    view = show_alone(session, name, style)
    qtbot.addWidget(view)
    return view


@pytest.mark.parametrize("figure", [False, True], ids=["seen", "figure"])
@pytest.mark.parametrize("name", NAMES)
def test_every_view(qtbot, tmp_path, name, figure):
    net = network("lstm", Vocabulary(("a", "b", "c")), n_C=2, forget=True, peephole=True)
    view = shown(qtbot, name, net, "abcabc", 4)
    saving.save(view, tmp_path / "view.tex", figure)
    text = (tmp_path / "view.tex").read_text(encoding="utf-8")
    check(text)
    assert r"\documentclass[tikz]{standalone}" in text and "\\input" in text
    compiled(text, tmp_path)


@pytest.mark.parametrize("name", ["tape", "unrolled", "prediction", "network"])
def test_tokens_that_are_special_to_tex(qtbot, tmp_path, name):
    view = shown(qtbot, name, network("elman", ODD), " ".join(ODD.tokens), len(ODD))
    saving.save(view, tmp_path / "odd.tex")
    text = (tmp_path / "odd.tex").read_text(encoding="utf-8")
    check(text)
    for said in (r"\%", r"\_", r"\textbackslash{}", "{ñ}", r"\{", r"\}", r"\#", r"\$", r"\&"):
        assert said in picture(text), said
    assert "中" not in picture(text)  # drawn, since TeX has not got it
    compiled(text, tmp_path)


@pytest.mark.parametrize("value", [np.nan, np.inf, 1e308])
def test_what_is_no_number(qtbot, tmp_path, value):
    net = network("lstm", Vocabulary(("a", "b", "c")))
    for name in ("network", "unrolled", "staves", "gradients"):
        view = shown(qtbot, name, net.with_vector(net.vector * 0 + (1e200 if np.isfinite(value) else value)), "abc", 3)
        saving.save(view, tmp_path / "odd.tex")
        check((tmp_path / "odd.tex").read_text(encoding="utf-8"))


def test_all_symbols_of_the_network_are_formulas(qtbot, tmp_path):
    net = network("lstm", Vocabulary(("a", "b", "c")), n_C=2, forget=True)
    saving.save(shown(qtbot, "network", net, "abcabc", 4), tmp_path / "n.tex")
    text = (tmp_path / "n.tex").read_text(encoding="utf-8")
    for symbol in (
        "$u[t]$",
        "$z[t-1]$",
        "$y[t]$",
        r"$\phi$",
        r"$\lambda$",
        r"$\gamma$",
        r"$\Phi$",
        "$x_{12}$",
        "$g_{Z}$",
    ):
        assert f"{{{symbol}}};" in text, symbol


def test_all_terms_of_the_equations_are_formulas(qtbot, tmp_path):
    net = network("lstm", Vocabulary(("a", "b", "c")), n_C=2, forget=True)
    saving.save(shown(qtbot, "equations", net, "abc", 1), tmp_path / "e.tex")
    text = (tmp_path / "e.tex").read_text(encoding="utf-8")
    for symbol in (r"$W^{\phi ,z}_{i,jk}$", "$z_{jk}[t-1]$", r"$\lambda_{i}[t]$", "$x_{ij}[t-1]$", r"$W^{\gamma}_{i}$"):
        assert f"{{{symbol}}};" in text, symbol


def test_a_symbol_is_one_formula(sheet):
    painter, finish = sheet
    draw_symbol(painter, QPointF(20, 50), "W_phi_z", STYLE, (0, 1), 1.0, "[t−1]", STYLE.signal("phi"))
    draw_symbol(painter, QPointF(90, 50), "x", STYLE, (0, 1), 1.0, "[t−1]", STYLE.signal("x"))
    draw_symbol(painter, QPointF(150, 50), "g_Z", STYLE)
    draw_symbol(painter, QPointF(150, 80), "x2", STYLE, "7")
    draw_symbol(painter, QPointF(20, 80), "W_phi_z", STYLE, "1,1\u20092")
    nodes = re.findall(r"\\node\[text 13, text=(\w+)\] at \([\d.,]+\) \{(.*)\};", finish())
    assert nodes == [
        ("rnrphi", r"$W^{\phi ,z}_{12}[t-1]$"),
        ("rnrx", "$x_{12}[t-1]$"),
        ("rnrink", "$g_{Z}$"),
        ("rnrink", "$x^{(2)}_{7}$"),
        ("rnrink", r"$W^{\phi ,z}_{1,1\,2}$"),
    ]


def test_signs_near_a_symbol_are_no_part_of_it(sheet):
    painter, finish = sheet
    wide = draw_symbol(painter, QPointF(20, 50), "z", STYLE, "11", 1.0, "[τ−1]")
    painter.setFont(STYLE.font(maths=True))
    painter.drawText(QPointF(22 + wide, 50.7), "·")  # set in a box of its own: not quite on the same line
    draw_symbol(painter, QPointF(26 + wide, 50), "x", STYLE, "11", 1.0, "[t]")
    nodes = re.findall(r"\\node\[[^]]*\] at \S+ \{(.*)\};", finish())
    assert nodes == [r"$z_{11}[\tau -1]$", r"$\cdot$", "$x_{11}[t]$"]


def test_spaces_around_a_formula_take_their_room(sheet):
    painter, finish = sheet
    painter.setFont(STYLE.font(maths=True))
    wide = painter.fontMetrics().horizontalAdvance
    painter.drawText(QPointF(20, 50), "=   ")
    painter.drawText(QPointF(20, 70), "   =")
    places = [float(x) for x in re.findall(r"\\node\[[^]]*\] at \(([\d.]+),", finish())]
    assert places == pytest.approx([20 + wide("=") / 2, 20 + wide("   ") + wide("=") / 2], abs=1)


def test_lines_surfaces_and_dashes(sheet):
    painter, finish = sheet
    painter.setPen(QPen(STYLE.signal("phi"), 2.0, Qt.PenStyle.CustomDashLine, Qt.PenCapStyle.FlatCap))
    pen = painter.pen()
    pen.setDashPattern([2, 3])
    painter.setPen(pen)
    painter.drawLine(QLineF(0, 0, 10, 20.5))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 0, 0, 51))
    painter.drawEllipse(QPointF(10, 10), 4, 4)
    painter.drawRoundedRect(QRectF(5, 5, 20, 10), 3, 3)
    painter.setBrush(QBrush(STYLE.ink, Qt.BrushStyle.BDiagPattern))
    painter.drawPolygon(QPolygonF([QPointF(0, 0), QPointF(5, 0), QPointF(0, 5)]))
    text = finish()
    assert r"\definecolor{rnrphi}{HTML}{0072B2}" in text
    assert "draw=rnrphi, line width=1.5bp, dash pattern=on 3bp off 4.5bp, line cap=butt] (0,0) -- (10,20.5);" in text
    assert "fill opacity=0.2] (10,10) circle [radius=4];" in text
    assert "{[rounded corners=2.25bp] (5,5) rectangle (25,15)};" in text
    assert "pattern=north east lines, pattern color=rnrink] (0,0) -- (5,0) -- (0,5) -- cycle;" in text


def test_clipping_holds_as_long_as_the_painter_s(sheet):
    painter, finish = sheet
    for _ in range(2):
        painter.save()
        painter.setClipRect(QRectF(1.5, 2, 30, 30))
        painter.setClipRect(QRectF(5, 5, 10, 10), Qt.ClipOperation.IntersectClip)
        painter.drawLine(QLineF(0, 0, 50, 50))
        painter.restore()
        painter.drawLine(QLineF(1, 0, 50, 50))
    lines = [line.strip() for line in picture(finish()).splitlines()]
    begin = lines.index(r"\begin{scope}")
    assert lines[begin + 1 : begin + 3] == [r"\clip (1.5,2) rectangle (31.5,32);", r"\clip (5,5) rectangle (15,15);"]
    assert lines[begin + 3].endswith("(0,0) -- (50,50);")
    assert lines[begin + 4] == r"\end{scope}"
    assert lines[begin + 5].endswith("(1,0) -- (50,50);")
    assert lines.count(r"\begin{scope}") == lines.count(r"\end{scope}") == 2


def test_everything_lands_where_the_painter_puts_it(sheet):
    painter, finish = sheet
    painter.translate(10, 20)
    painter.scale(2, 2)
    painter.setPen(QPen(STYLE.ink, 1))
    painter.drawRect(QRectF(1, 1, 5, 5))
    painter.rotate(90)
    painter.setFont(STYLE.font())
    painter.drawText(QPointF(0, 0), "up")
    text = finish()
    assert "line width=1.5bp] (12,22) rectangle (22,32);" in text
    assert re.search(r"\\node\[text 26, text=rnrink, rotate=-90\] at \(10,[\d.]+\) \{\\resizebox", text)


def test_a_picture_of_data_is_rectangles(sheet):
    painter, finish = sheet
    image = QImage(3, 2, QImage.Format.Format_RGB32)
    image.fill(QColor("red"))
    image.setPixelColor(0, 0, QColor("blue"))
    painter.drawImage(QRectF(0, 0, 30, 20), image)
    body = picture(finish())
    assert (
        "(0,0) rectangle (10,10)" in body and "(10,0) rectangle (30,10)" in body and "(0,10) rectangle (30,20)" in body
    )


def test_too_much_is_refused(sheet):
    painter, finish = sheet
    for k in range(61_000):
        painter.fillRect(QRectF(k % 7, 0, 1, 1), Qt.GlobalColor.black)
    with pytest.raises(ValueError, match="save it as PDF"):
        finish()


def test_what_is_not_finite_is_left_out(sheet):
    painter, finish = sheet
    path = QPainterPath(QPointF(0, 0))
    path.lineTo(5, 5)
    painter.drawLine(QLineF(0, float("nan"), 1, 1))
    painter.drawRect(QRectF(0, 0, float("inf"), 1))
    painter.drawEllipse(QRectF(float("nan"), 0, 1, 1))
    painter.drawPath(path)
    text = finish()
    check(text)
    assert text.count(r"\path") == 1


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("100 %", r"100 \%"),
        ("a_b{c}\\", r"a\_b\{c\}\textbackslash{}"),
        ("--", "-{}-"),
        ("−2.5·10⁻⁷", r"$-$2.5$\cdot$10\textsuperscript{$-$7}"),
        ("x₁₂", r"x\textsubscript{12}"),
        ("aⁿbⁿT", r"a\textsuperscript{n}b\textsuperscript{n}T"),
        ("ñandú “a”", "ñandú “a”"),
        (" a", "~a"),
        ("中", None),
    ],
)
def test_words(text, tex):
    assert escaped(text) == tex


@pytest.mark.parametrize(
    ("text", "italic", "tex"),
    [("ϕ", True, r"\phi "), ("W", True, "W"), (" = ", False, "="), ("log", False, r"\mathrm{log}"), ("中", True, None),
     ("−1]", False, "-1]"), ("∑", False, r"\sum "), ("%", False, r"\%")],
)  # fmt: skip
def test_formulas(text, italic, tex):
    assert maths(text, italic) == tex
