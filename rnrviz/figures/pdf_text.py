"""The characters of a PDF's text, as Qt writes it: what is found, copied and read aloud.

Beside each font stands which character every glyph is, and Qt takes the first code that leads to the glyph: a private
one for our figures of one width, a tabulator for a space. Codes have four digits, so they are replaced in their place.
"""

from __future__ import annotations

import re

TABULAR, POINTS = 0xE071, 0xE093  # where the sans keeps 0 to 9 and , . : ; of one width
MEANT = {
    **{TABULAR + k: ord(digit) for k, digit in enumerate("0123456789")},
    **{POINTS + k: ord(point) for k, point in enumerate(",.:;")},
    0x09: 0x20,
}
RANGES = re.compile(rb"beginbfrange.*?endbfrange", re.S)
SAID = re.compile(rb"(\[[^]]*\]|(?<=> )<\w{4}>(?=\n))")  # the codes of one range, after its first and last glyph
CODE = re.compile(rb"<(\w{4})>")


def mended(content: bytes) -> bytes:
    """The PDF, saying which characters its glyphs are."""
    return RANGES.sub(lambda ranges: SAID.sub(lambda codes: CODE.sub(_meant, codes[0]), ranges[0]), content)


def _meant(found: re.Match[bytes]) -> bytes:
    code = int(found[1], 16)
    return b"<%04X>" % MEANT.get(code, code)
