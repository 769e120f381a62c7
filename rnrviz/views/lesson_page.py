"""A page of a lesson, or the list of lessons, as rich text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QTextDocument

from rnrviz.document.lesson_awaits import is_right
from rnrviz.document.lessons import Listed, Page
from rnrviz.figures import prose
from rnrviz.figures.style import Style
from rnrviz.language import tr

FEW, SOME = 5, 26  # letters of choices that stand side by side, all of them or by twos
BELOW = 7.0  # pixels between a question and its choices: indices reach below its line


def written(page: Page, answer: float | None, shown: bool, done: bool, style: Style, row: int) -> str:
    """The page; its choices, the one in `row` marked; when it is done what comes after. `shown`: by Show me."""
    parts = [_title(page.title), prose.html(page.text)]
    if page.asks is not None and page.asks.number is None:
        parts += _choices(page, answer, style, row)
    if page.asks is not None and answer is not None:
        parts.append(_verdict(page, answer, shown, style))
    if done and page.waits:
        parts.append(_after(page, style))
    elif page.awaits and not done:
        hint = tr("This page waits for you to do it; Ctrl+Enter shows it.")
        parts.append(f'<p class="quiet">{hint}</p>')
    return "".join(parts)


def listing(listed: Sequence[Listed], style: Style, row: int) -> str:
    """All the lessons by the section of the chapter, the one in `row` marked."""
    words = tr("Choose one; each takes a few minutes.")
    parts, section = [_title(tr("Lessons")), f"<p>{words}</p>"], ""
    high = round(style.px(10))
    for number, each in enumerate(listed):
        if each.section != section:
            section = each.section
            parts.append(f'<p style="margin-top:{high}px"><span class="section">{prose.inline(section)}</span></p>')
        parts.append(_line([_cell(f"lesson:{number}", "", prose.inline(each.title), style, number == row)], style))
    return "".join(parts)


def whole_from(document: QTextDocument, cut: float) -> float:
    """Where the first line that is whole begins, from a height of the document downwards."""
    layout, found = document.documentLayout(), cut
    block = document.begin()
    while block.isValid():
        top = layout.blockBoundingRect(block).top()
        for number in range(block.layout().lineCount()):
            line = block.layout().lineAt(number).rect().translated(0, top)
            if line.top() + 1 < cut < line.bottom():
                found = max(found, line.bottom())
        block = block.next()
    return found


def _title(text: str) -> str:
    return f'<p class="head"><span class="title">{prose.inline(text)}</span></p>'


def _choices(page: Page, answer: float | None, style: Style, row: int) -> list[str]:
    """Long ones below each other, short ones side by side."""
    assert page.asks is not None
    choices = page.asks.choices
    longest = max(len(prose.plain(each)) for each in choices)
    beside = len(choices) if longest <= FEW else 2 if longest <= SOME and len(choices) > 2 else 1
    cells = [_choice(page, k, answer, style, row == k) for k in range(len(choices))]
    cells += [""] * (-len(cells) % beside)
    return [_line(cells[k : k + beside], style, BELOW if not k else 2.0) for k in range(0, len(cells), beside)]


def _choice(page: Page, number: int, answer: float | None, style: Style, marked: bool) -> str:
    assert page.asks is not None
    mark = f"{number + 1}"
    if answer is not None:
        mark = "✓" if number == page.asks.right else "✗" if number == answer else mark
    link = f"choice:{number}" if answer is None else ""
    return _cell(link, mark, prose.inline(page.asks.choices[number]), style, marked or mark == "✓")


def _cell(link: str, mark: str, text: str, style: Style, marked: bool) -> str:
    """Something that can be chosen, on a ground of its own."""
    ground = style.tint(style.accent, 0.24 if marked else 0.08).name()
    number = f'<span class="strong">{mark}</span>&nbsp;&nbsp;' if mark else ""
    words = f'<span style="color:{style.ink.name()}">{number}{text}</span>'
    return f'bgcolor="{ground}">' + (f'<a href="{link}">{words}</a>' if link else words)


def _line(cells: Sequence[str], style: Style, above: float = 2.0) -> str:
    """Some of them side by side, in columns of one width, so far below what is above."""
    gap, wide = round(style.px(4)), 100 // len(cells)
    made = f'<td width="{gap}"></td>'.join(
        f'<td width="{wide}%" {cell}</td>' if cell else "<td></td>" for cell in cells
    )
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{round(style.px(3.5))}"'
        f' style="margin-top:{round(style.px(above))}px; margin-bottom:{round(style.px(2))}px"><tr>{made}</tr></table>'
    )


def _verdict(page: Page, answer: float, shown: bool, style: Style) -> str:
    assert page.asks is not None
    number, right = page.asks.number, is_right(page.asks, answer)
    said = tr("Right.") if right else tr("Not quite.")
    if number is not None and shown:
        said = tr("It is {number}.").format(number=_plain(number))
    elif number is not None and not right:
        said += " " + tr("You said {answer}; it is {number}.").format(answer=_plain(answer), number=_plain(number))
    elif shown:
        return ""
    return f'<p style="margin-top:{round(style.px(5))}px"><span class="strong">{said}</span></p>'


def _plain(value: float) -> str:
    """As a person would write it."""
    return f"{value:.4g}".replace("-", "−")


def _after(page: Page, style: Style) -> str:
    """What comes after, with a line of the accent's colour beside it."""
    mark = "" if page.asks is not None else '<span class="strong">✓</span>&nbsp; '
    text = prose.html(page.after or tr("Done.")).replace("<p>", f"<p>{mark}", 1)
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:{round(style.px(6))}px"><tr>'
        f'<td width="{max(2, round(style.px(3)))}" bgcolor="{style.accent.name()}"></td>'
        f'<td width="{round(style.px(9))}"></td><td>{text}</td></tr></table>'
    )
