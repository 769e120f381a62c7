"""Above and below a lesson's page: which one it is; a number as the answer; the way on."""

from __future__ import annotations

from collections.abc import Callable
from typing import final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from rnrviz.document.lessons import Page
from rnrviz.figures.style import Style
from rnrviz.language import tr
from rnrviz.views.own_keys import OwnKeys


def press_by_keys(*buttons: QPushButton) -> None:
    """Space and Enter press the button that has the focus, though Space is the window's elsewhere."""
    for button in buttons:
        button.setAutoDefault(True)
        OwnKeys(button, (Qt.Key.Key_Space,))


@final
class HeadBar(QWidget):
    """The lesson's title, "3 of 8", and a line as long as what has been read."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self._style, self._share = style, 0.0
        self._title, self._place = QLabel(), QLabel()
        self._title.setMinimumWidth(1)  # it is cut rather than that the dock grows
        row = QHBoxLayout(self)
        row.addWidget(self._title, 1)
        row.addWidget(self._place)
        self.set_style(style)

    def show_place(self, title: str, number: int, count: int) -> None:
        """Page `number` of `count`; nothing where there is no lesson."""
        self.setVisible(bool(count))
        self._title.setText(title)
        self._place.setText(tr("{number} of {count}").format(number=number, count=count))
        self._share = number / count if count else 0.0
        self.update()

    def retranslate(self) -> None:
        """The title is the lesson's."""

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self._style = style
        self.layout().setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 8)))  # type: ignore[union-attr]
        for label in (self._title, self._place):
            label.setFont(style.font(0.92))
            label.setStyleSheet(f"color: {style.muted.name()}; background: transparent")

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        painter, side = QPainter(self), self._style.px(14)
        whole, high = self.width() - 2 * side, max(2.0, self._style.px(3))
        for share, colour in ((1.0, self._style.hairline), (self._share, self._style.accent)):
            painter.fillRect(round(side), round(self.height() - high - 2), round(whole * share), round(high),
                             QColor(colour))  # fmt: skip
        painter.end()


@final
class AnswerBar(QWidget):
    """A number as the answer; `on_answer` is told of it."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.on_answer: Callable[[float], None] = lambda answer: None
        self._label, self.number, self.check = QLabel(), QLineEdit(), QPushButton()
        self._label.setBuddy(self.number)
        self._row = QHBoxLayout(self)
        for widget in (self._label, self.number, self.check):
            self._row.addWidget(widget)
        self._row.addStretch(1)
        press_by_keys(self.check)
        self.number.returnPressed.connect(self._answer)
        self.check.clicked.connect(self._answer)
        self.set_style(style)

    def show_question(self, page: Page | None, answer: float | None) -> None:
        """Ready where a number is asked that was not said."""
        wanted = page is not None and page.asks is not None and page.asks.number is not None
        if not wanted or (answer is None and self.isHidden()):
            self.number.clear()
        self.setVisible(wanted and answer is None)

    def begin(self, text: str) -> bool:
        """A figure that was typed on the page begins the answer; whether it is one and a number is asked."""
        if self.isHidden() or not text or text not in "0123456789.,":
            return False
        self.number.setFocus()
        self.number.insert(text)
        return True

    def has_keys(self) -> bool:
        """Whether it is written in."""
        return self.number.hasFocus() or self.check.hasFocus()

    def retranslate(self) -> None:
        """Texts in the language of now."""
        self._label.setText(tr("Your answer:"))
        self.number.setAccessibleName(tr("Your answer:"))
        self.check.setText(tr("Answer"))

    def set_style(self, style: Style) -> None:
        """Another text size."""
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 2, 14, 4)))
        self._row.setSpacing(round(style.px(8)))
        self.number.setMaximumWidth(round(style.px(110)))

    def _answer(self) -> None:
        """A comma or a point; what is no number is not taken."""
        try:
            answer = float(self.number.text().replace(",", ".").replace("−", "-").strip())
        except ValueError:
            self.number.selectAll()
            return
        self.on_answer(answer)


@final
class PageBar(QWidget):
    """Previous, Show me, Next."""

    def __init__(self, style: Style) -> None:
        super().__init__()
        self.on_back: Callable[[], None] = lambda: None
        self.on_next: Callable[[], None] = lambda: None
        self.on_show: Callable[[], None] = lambda: None
        self.back, self.show_me, self.next = (QPushButton() for _ in range(3))
        self.back.clicked.connect(lambda: self.on_back())
        self.next.clicked.connect(lambda: self.on_next())
        self.show_me.clicked.connect(lambda: self.on_show())
        press_by_keys(self.back, self.show_me, self.next)
        self._last = False
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.back)
        self._row.addStretch(1)
        self._row.addWidget(self.show_me)
        self._row.addWidget(self.next)
        self.set_style(style)

    def show_state(self, number: int, count: int, done: bool) -> None:
        """Where one is; the way on stands out once the page is done."""
        self.setVisible(bool(count))
        self.back.setEnabled(number > 0)
        self._last = number + 1 == count
        self.next.setText(tr("Finish") if self._last else tr("Next"))
        self.next.setDefault(done)

    def retranslate(self) -> None:
        """Texts in the language of now."""
        self.back.setText(tr("Previous"))
        self.show_me.setText(tr("Show me"))
        self.show_me.setToolTip(tr("Set the scene, and do what this page asks for"))
        self.next.setText(tr("Finish") if self._last else tr("Next"))

    def set_style(self, style: Style) -> None:
        """Another text size."""
        self._row.setContentsMargins(*(round(style.px(n)) for n in (14, 4, 14, 8)))
        self._row.setSpacing(round(style.px(8)))
