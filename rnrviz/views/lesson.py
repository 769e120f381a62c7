"""The lesson: its pages, one at a time; what is to be done or answered, and whether it was."""

from __future__ import annotations

from collections.abc import Callable
from math import ceil
from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QPointF, QSize, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QGraphicsTextItem, QGraphicsView, QVBoxLayout, QWidget

from rnrviz.document import lesson_awaits, lesson_scene, lessons
from rnrviz.figures import prose
from rnrviz.figures.style import Style
from rnrviz.language import language, tr
from rnrviz.views import lesson_page
from rnrviz.views.axis import TimeAxis
from rnrviz.views.canvas import Canvas
from rnrviz.views.lesson_bar import AnswerBar, HeadBar, PageBar

if TYPE_CHECKING:
    from pathlib import Path

    from rnrviz.document.lessons import Lesson, Page
    from rnrviz.document.session import Session

STEP = 40


@final
class LessonView(QWidget):
    """Without a lesson, the list of all. Up and Down choose, Enter takes; in a page a figure answers.

    The window sets `on_page`, told of every page that is to be seen, None for no lesson, and whether it is shown done;
    `on_open`, told of a chosen file; and `perspective`, which names the one of now.
    """

    name = "lesson"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None = None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.lesson: Lesson | None = None
        self.number = 0
        self.answer: float | None = None
        self.on_page: Callable[[Page | None, bool], None] = lambda page, shown: None
        self.on_open: Callable[[Path], object] = lambda path: None
        self.perspective: Callable[[], str] = lambda: ""
        self._row, self._was_done, self._shown = -1, False, False
        self._canvas, self._item = Canvas(style, self), QGraphicsTextItem()
        self._item.document().setDocumentMargin(0)
        self._canvas.scene().addItem(self._item)
        self.head, self.answers, self.bar = HeadBar(style), AnswerBar(style), PageBar(style)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget, stretch in ((self.head, 0), (self._canvas, 1), (self.answers, 0), (self.bar, 0)):
            layout.addWidget(widget, stretch)
        self._canvas.on_resize, self._canvas.on_press, self._canvas.on_key = self._draw, self._press, self._key
        self._canvas.on_hover = self._hover
        self.bar.on_back, self.bar.on_next, self.bar.on_show = self.back, self.next, self.show_me
        self.answers.on_answer = self.take_answer
        self.set_style(style)

    def title(self) -> str:
        """What the dock says."""
        return tr("Lesson")

    @property
    def page(self) -> Page | None:
        """The page of now."""
        return self.lesson.pages[self.number] if self.lesson else None

    @property
    def done(self) -> bool:
        """Whether nothing is left to do or to answer."""
        page = self.page
        if page is None or self.lesson is None:
            return False
        if page.asks is not None and self.answer is None:
            return False
        scene = lesson_scene.document(self.lesson, self.number)
        return self._was_done or lesson_awaits.done(page, scene, self.session.document, self.perspective())

    def open(self, lesson: Lesson, number: int = 0, stay: bool = False) -> None:
        """Begin a lesson; `stay`: the same page in another language, whatever was done there stays."""
        self.lesson = lesson
        if stay:
            self.number = min(number, len(lesson.pages) - 1)
            self._draw()
        else:
            self.go(number)

    def leave(self) -> None:
        """No lesson any more: the list again."""
        self.lesson, self.number = None, 0
        self.on_page(None, False)
        self._turn()

    def go(self, number: int, keep: bool = False) -> None:
        """To page `number`, from 0; its scene is set unless it keeps what is there."""
        if self.lesson is None or not 0 <= number < len(self.lesson.pages):
            return
        self.number = number
        self.answer, self._was_done, self._shown = None, False, False
        if not keep:
            self.session.apply(lesson_scene.edit(self.lesson, number))
        self.on_page(self.page, False)
        self._turn()

    def next(self) -> None:
        """The next page; after the last one the list."""
        if self.lesson is not None and self.number + 1 == len(self.lesson.pages):
            self.leave()
        elif self.lesson is not None:
            self.go(self.number + 1, keep=self.lesson.pages[self.number + 1].keep)

    def back(self) -> None:
        """The page before, as it begins."""
        self.go(self.number - 1)

    def show_me(self) -> None:
        """The scene anew, what is to be done done, and what is asked answered."""
        page = self.page
        if page is None or self.lesson is None:
            return
        scene = lesson_scene.document(self.lesson, self.number)
        edit = lesson_scene.edit(self.lesson, self.number)
        self.session.apply(lesson_scene.replaced(edit, lesson_awaits.shown(page, scene)))
        self.on_page(page, True)
        self._shown = self.answer is None
        if page.asks is not None:
            self.take_answer(float(page.asks.right) if page.asks.number is None else page.asks.number)
        self._was_done = True
        self._news()

    def take_answer(self, answer: float) -> None:
        """What the learner says; the answer is shown after."""
        if self.page is not None and self.page.asks is not None and self.answer is None:
            self.answer = answer
            if self.answers.has_keys():
                self._canvas.setFocus()  # where Enter turns the page
            self._news()

    def refresh(self, changed: frozenset[str]) -> None:
        """Has it been done? Another language shows the same page in that one."""
        if changed & {"all", "language"}:
            self._speak()
        if self.lesson is not None and not self._was_done and self.done:
            self._news()
        elif changed & {"all", "language"}:
            self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        for bar in (self.head, self.answers, self.bar):
            bar.set_style(style)
        self._draw()

    def sizeHint(self) -> QSize:
        """A column of text."""
        return QSize(round(self.style_.px(420)), round(self.style_.px(420)))

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """Which page of how many; before a lesson is chosen, those that there are, with their part of the chapter."""
        if self.lesson is None:
            known = lessons.shipped(language())
            words = {"lesson": [each.title for each in known], "section": [each.section for each in known]}
            return {name: np.array(told, np.str_) for name, told in words.items()}
        return {"page": np.array([self.number + 1]), "pages": np.array([self.pages])}

    @property
    def pages(self) -> int:
        """How many there are."""
        return len(self.lesson.pages) if self.lesson else 0

    def links(self) -> tuple[str, ...]:
        """What can be chosen, in order, as the text names it."""
        if self.lesson is None:
            return tuple(f"lesson:{k}" for k in range(len(lessons.shipped(language()))))
        asks = self.page.asks if self.page else None
        return tuple(f"choice:{k}" for k in range(len(asks.choices))) if asks and self.answer is None else ()

    def _news(self) -> None:
        """It is done, or answered: say so, and show what comes after."""
        self._was_done = self.done
        self._row = -1
        self._draw()
        if self._was_done:
            self._announce(" ".join((tr("Done."), prose.plain(self.page.after if self.page else ""))))
            QTimer.singleShot(0, self, self._scroll_down)  # the canvas may have its height only then

    def _scroll_down(self) -> None:
        """To the end; the first line that is seen then is whole, for which some room is left below."""
        bar, item, scene = self._canvas.verticalScrollBar(), self._item, self._canvas.scene()
        if bar.maximum() > bar.minimum():
            above = lesson_page.whole_from(item.document(), bar.maximum() - item.y()) + item.y()
            scene.setSceneRect(scene.sceneRect().adjusted(0, 0, 0, ceil(above) - bar.maximum()))
        bar.setValue(bar.maximum())

    def _turn(self) -> None:
        """Another page: from its beginning, and said aloud."""
        self._row = -1
        self._speak()
        self._draw()
        self._canvas.verticalScrollBar().setValue(0)
        self._announce(". ".join((self._canvas.accessibleName(), self._canvas.accessibleDescription())))

    def _announce(self, sentence: str) -> None:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._canvas, sentence))

    def _speak(self) -> None:
        """Texts in the language of now; the page's own if there is a file in it."""
        for bar in (self.head, self.answers, self.bar):
            bar.retranslate()

    def _draw(self) -> None:
        style, width = self.style_, max(120, self._canvas.viewport().width())
        side = style.px(14)
        listed = () if self.lesson else lessons.shipped(language())
        text = lesson_page.listing(listed, style, self._row) if self.page is None else self._written()
        self._item.document().setDefaultStyleSheet(prose.sheet(style))
        self._item.setHtml(text)
        self._item.setTextWidth(width - 2 * side)
        self._item.setPos(side, style.px(4))
        high = self._item.boundingRect().height() + style.px(12)
        self._canvas.scene().setSceneRect(0, 0, width, max(high, self._canvas.maximumViewportSize().height()))
        self._canvas.setAccessibleName(self._place())
        self._canvas.setAccessibleDescription(self._item.document().toPlainText())
        self.head.show_place(self.lesson.title if self.lesson else "", self.number + 1, self.pages)
        self.answers.show_question(self.page, self.answer)
        self.bar.show_state(self.number, self.pages, self.done)

    def _place(self) -> str:
        """Which page it is, for those who listen."""
        if self.lesson is None:
            return self.title()
        place = tr("{number} of {count}").format(number=self.number + 1, count=self.pages)
        return f"{self.title()}: {self.lesson.title}, {place}"

    def _hover(self, at: QPointF | None) -> None:
        """A hand where a press does something."""
        link = at is not None and self._link(at)
        self._canvas.viewport().setCursor(Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.ArrowCursor)

    def _link(self, at: QPointF) -> str:
        layout = self._item.document().documentLayout()
        return str(layout.anchorAt(self._item.mapFromScene(at)))

    def _written(self) -> str:
        assert self.page is not None
        return lesson_page.written(self.page, self.answer, self._shown, self.done, self.style_, self._row)

    def _press(self, at: QPointF) -> None:
        self._follow(self._link(at))

    def _follow(self, link: str) -> None:
        """A lesson of the list, or a choice."""
        kind, _, number = link.partition(":")
        if kind == "lesson":
            self.on_open(lessons.shipped(language())[int(number)].path)
        elif kind == "choice":
            self.take_answer(float(number))

    def _key(self, event: QKeyEvent) -> bool:
        """Up and Down choose or scroll, Enter takes or turns the page, figures answer."""
        key, links = event.key(), self.links()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._move(1 if key == Qt.Key.Key_Down else -1, len(links))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._row < len(links):
            self._follow(links[self._row])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.lesson is not None and not links:
            self.next()
        elif links and self.lesson is not None and Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(links):
            self._follow(links[key - Qt.Key.Key_1])
        else:
            return self.answers.begin(event.text())
        return True

    def _move(self, by: int, count: int) -> None:
        bar = self._canvas.verticalScrollBar()
        if count:
            self._row = (self._row + by) % count if self._row >= 0 else (0 if by > 0 else count - 1)
            self._draw()
            if self.lesson is None:
                bar.setValue(round(bar.maximum() * self._row / max(1, count - 1)))
        else:
            bar.setValue(bar.value() + by * round(self.style_.px(STEP)))
