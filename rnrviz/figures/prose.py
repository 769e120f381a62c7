"""Plain Markdown -> rich text for Qt: paragraphs, lists, **bold**, *italic* and `formulas` in the serif of the symbols.

A formula alone in its paragraph is set apart, in the middle. In formulas `_` and `^` lower and raise what follows, a
letter or what is in braces; single letters are italic, as in the chapter.
"""

from __future__ import annotations

import re
from html import escape

from rnrviz.figures.fonts import SANS, SERIF
from rnrviz.figures.style import Style

SPANS = re.compile(r"(`[^`]+`)")
BOLD, ITALIC = re.compile(r"\*\*(.+?)\*\*"), re.compile(r"\*(.+?)\*")
SHIFTED = re.compile(r"([_^])(\{[^{}]*\}|\w)")
WORDS = re.compile(r"&\w+;|[^\W\d_]+")
ITEM = re.compile(r"(?:-|\d+\.)[ \t]+")


def html(markdown: str) -> str:
    """The body of a text."""
    blocks = (block for block in re.split(r"\n[ \t]*\n", markdown.strip("\n")) if block.strip())
    return "".join(_block(block.strip()) for block in blocks)


def plain(markdown: str) -> str:
    """The text without its marks, for those who listen."""
    return " ".join(re.sub(r"[`*{}]", "", markdown).split())


def sheet(style: Style) -> str:
    """How it looks."""
    line = round(style.px(20))  # of one height, whether or not there is a formula in it
    body, small = round(style.px(14)), round(style.px(12))
    return (
        f"body, p, li, td {{ color: {style.ink.name()}; font-family: '{SANS}'; font-size: {body}px; }}"
        f".title {{ font-size: {round(style.px(19))}px; font-weight: 600; }}"
        f".section {{ color: {style.muted.name()}; font-size: {small}px; font-weight: 600; }}"
        ".strong { font-weight: 600; }"
        f"p {{ margin-top: 0px; margin-bottom: {round(style.px(6))}px; }}"
        f"p, li, td {{ line-height: {line}px; -qt-line-height-type: fixed; }}"
        f".head, .alone {{ line-height: {round(style.px(27))}px; -qt-line-height-type: fixed; }}"
        f"ul, ol {{ margin-top: 0px; margin-bottom: {round(style.px(6))}px; -qt-list-indent: 0;"
        f" margin-left: {round(style.px(14))}px; }}"
        f".maths {{ font-family: '{SERIF}'; font-size: {round(style.px(15.5))}px; }}"
        f".apart {{ font-family: '{SERIF}'; font-size: {round(style.px(18))}px; }}"
        f".quiet {{ color: {style.muted.name()}; font-size: {small}px; }}"
        f"a {{ color: {style.accent.name()}; text-decoration: none; }}"
    )


def inline(text: str) -> str:
    """One run of text."""
    parts = SPANS.split(text)
    return "".join(_maths(part[1:-1], "maths") if part[:1] == "`" and len(part) > 2 else _words(part) for part in parts)


def _block(block: str) -> str:
    if re.fullmatch(r"`[^`]+`", block):
        return f'<p class="alone" align="center">{_maths(block[1:-1], "apart")}</p>'
    lines = block.splitlines()
    if ITEM.match(lines[0]):
        items = re.split(r"^(?=(?:-|\d+\.)[ \t])", block, flags=re.MULTILINE)
        kind = "ul" if lines[0].startswith("-") else "ol"
        made = "".join(f"<li>{inline(ITEM.sub('', ' '.join(item.split()), count=1))}</li>" for item in items if item)
        return f"<{kind}>{made}</{kind}>"
    return f"<p>{inline(' '.join(block.split()))}</p>"


def _words(text: str) -> str:
    return ITALIC.sub(r"<i>\1</i>", BOLD.sub(r'<span class="strong">\1</span>', escape(text, quote=False)))


def _maths(text: str, kind: str) -> str:
    made, end = [], 0
    for found in SHIFTED.finditer(text):
        made.append(_letters(text[end : found.start()]))
        tag = "sub" if found[1] == "_" else "sup"
        inner = found[2].strip("{}")
        indices = len(inner) == 2 and inner.isalpha()  # ij are two letters, not a word
        made.append(f"<{tag}>{f'<i>{inner}</i>' if indices else _letters(inner)}</{tag}>")
        end = found.end()
    made.append(_letters(text[end:]))
    return f'<span class="{kind}">{"".join(made)}</span>'


def _letters(text: str) -> str:
    """Single letters are italic, words such as tanh upright."""
    text = text.replace("φ", "ϕ")  # as the symbols are drawn everywhere else
    one = lambda m: f"<i>{m[0]}</i>" if len(m[0]) == 1 else m[0]  # noqa: E731
    return WORDS.sub(one, escape(text, quote=False)).replace(" ", "&nbsp;")
