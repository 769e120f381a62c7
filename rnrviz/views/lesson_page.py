"""A page of a lesson, or the list of lessons, as rich text."""

from __future__ import annotations

from collections.abc import Sequence

from rnrviz.document.lesson_awaits import is_right
from rnrviz.document.lessons import Listed, Page
from rnrviz.figures import prose
from rnrviz.figures.numbers import short
from rnrviz.figures.style import Style
from rnrviz.language import tr


def written(page: Page, answer: float | None, done: bool, style: Style, row: int) -> str:
    """The page; its choices, the one in `row` marked; when it is done what comes after."""
    parts = [_title(page.title), prose.html(page.text)]
    if page.asks is not None and page.asks.number is None:
        parts += [_choice(page, k, answer, style, row == k) for k in range(len(page.asks.choices))]
    if page.asks is not None and answer is not None:
        parts.append(_verdict(page, answer, style))
    if done and page.waits:
        parts.append(_after(page, style))
    elif page.awaits and not done:
        parts.append(f'<p class="quiet">{tr("This page waits for you to do it; Ctrl+Enter shows it.")}</p>')
    return "".join(parts)


def listing(listed: Sequence[Listed], style: Style, row: int) -> str:
    """All the lessons by the section of the chapter, the one in `row` marked."""
    parts, section = [_title(tr("Lessons")), f"<p>{tr('Choose one; each takes a few minutes.')}</p>"], ""
    high = round(style.px(10))
    for number, each in enumerate(listed):
        if each.section != section:
            section = each.section
            parts.append(f'<p style="margin-top:{high}px"><span class="section">{prose.inline(section)}</span></p>')
        parts.append(_row(f"lesson:{number}", "", prose.inline(each.title), style, number == row))
    return "".join(parts)


def _title(text: str) -> str:
    return f'<p><span class="title">{prose.inline(text)}</span></p>'


def _choice(page: Page, number: int, answer: float | None, style: Style, marked: bool) -> str:
    assert page.asks is not None
    mark = f"{number + 1}"
    if answer is not None:
        mark = "✓" if number == page.asks.right else "✗" if number == answer else mark
    link = f"choice:{number}" if answer is None else ""
    return _row(link, mark, prose.inline(page.asks.choices[number]), style, marked or mark == "✓")


def _row(link: str, mark: str, text: str, style: Style, marked: bool) -> str:
    """One line that can be chosen."""
    ground = style.tint(style.accent, 0.24 if marked else 0.08).name()
    ink = style.ink.name()
    words = f'<a href="{link}"><span style="color:{ink}">{text}</span></a>' if link else text
    head = f'<td width="{round(style.px(22))}" align="center"><span class="strong">{mark}</span></td>' if mark else ""
    pad = round(style.px(4))
    return (
        f'<table width="100%" cellspacing="0" cellpadding="{pad}" style="margin-bottom:{round(style.px(3))}px"'
        f' bgcolor="{ground}"><tr>{head}<td>{words}</td></tr></table>'
    )


def _verdict(page: Page, answer: float, style: Style) -> str:
    assert page.asks is not None
    right = is_right(page.asks, answer)
    said = tr("Right.") if right else tr("Not quite.")
    if page.asks.number is not None:
        said += " " + tr("You said {answer}; it is {number}.").format(
            answer=short(answer), number=short(page.asks.number)
        )
    return f'<p style="margin-top:{round(style.px(6))}px"><span class="strong">{said}</span></p>'


def _after(page: Page, style: Style) -> str:
    """What comes after, with a line of the accent's colour beside it."""
    text = prose.html(page.after) or f"<p>{tr('Done.')}</p>"
    mark = "" if page.asks is not None else f"<p><span class='strong'>✓ {tr('Done.')}</span></p>" if page.after else ""
    return (
        f'<table width="100%" cellspacing="0" cellpadding="0" style="margin-top:{round(style.px(6))}px"><tr>'
        f'<td width="{max(2, round(style.px(3)))}" bgcolor="{style.accent.name()}"></td>'
        f'<td width="{round(style.px(9))}"></td><td>{mark}{text}</td></tr></table>'
    )
