"""The text of a PDF is text: letters, digits and signs can be found and copied, and the fonts are those bundled."""

import re
import zlib

import pytest

from rnrviz.document.document import Document
from rnrviz.document.session import Session
from rnrviz.figures import export, fonts
from rnrviz.figures.style import Style
from rnrviz.network.network import random_network
from rnrviz.network.vocabulary import Vocabulary
from rnrviz.views.alone import show_alone

OBJECT = re.compile(rb"(\d+) 0 obj\s*(<<.*?>>)\s*(?:stream\r?\n(.*?)\s*endstream)?", re.S)
RANGE = re.compile(r"<(\w+)> <(\w+)> (?:<(\w+)>|\[(.*?)\])")


@pytest.fixture
def content(qtbot, tmp_path, request):
    """The objects of the PDF of a view, by number: (dictionary, stream)."""
    network = random_network("lstm", {"n_M": 2, "forget": True}, Vocabulary(("a", "b", "T")), 3)
    view = show_alone(Session(Document(network, "aabbT", 3)), request.param, Style(), given=(900, 700))
    qtbot.addWidget(view)
    export.save(view.canvas(), tmp_path / "it.pdf")
    return {int(n): (head, body) for n, head, body in OBJECT.findall((tmp_path / "it.pdf").read_bytes())}


def characters(content) -> str:
    """Everything that a reader of the file believes to see, once each."""
    numbers = {int(n) for head, _ in content.values() for n in re.findall(rb"/ToUnicode (\d+) 0 R", head)}
    found = set()
    for number in numbers:
        head, body = content[number]
        text = zlib.decompress(body) if b"FlateDecode" in head else body
        for first, last, code, codes in RANGE.findall(text.decode()):
            wide = int(last, 16) - int(first, 16) + 1
            found |= (
                {int(code, 16) + k for k in range(wide)} if code else {int(c, 16) for c in re.findall(r"\w+", codes)}
            )
    return "".join(map(chr, sorted(found - {0})))  # 0 is the glyph for what no font has


@pytest.mark.parametrize("content", ["staves", "network", "equations", "prediction"], indirect=True)
def test_every_character_is_said(content):
    seen = characters(content)
    assert not re.findall("[\x01-\x1f\ue000-\uf8ff]", seen), ascii(seen)
    assert set("[t]") <= set(seen)


@pytest.mark.parametrize("content", ["staves"], indirect=True)
def test_numbers_with_their_signs_and_brackets_are_said(content):
    assert set("0123456789.−()[] ") <= set(characters(content))


@pytest.mark.parametrize("content", ["staves", "network", "equations"], indirect=True)
def test_the_fonts_are_those_of_the_program(content):
    named = {
        name.decode().split("+")[-1]
        for head, _ in content.values()
        for name in re.findall(rb"/BaseFont\s*/(\S+)", head)
    }
    assert named and {name.split("-")[0] for name in named} <= {fonts.SANS, fonts.SERIF}


def test_figures_are_of_one_width(qapp):
    from PySide6.QtGui import QFontMetricsF

    for bold, italic in ((False, False), (True, False), (False, True)):
        metrics = QFontMetricsF(fonts.make(40, italic, bold, maths=False))
        widths = [metrics.horizontalAdvance(digit) for digit in "0123456789"]
        assert max(widths) - min(widths) < 0.1
