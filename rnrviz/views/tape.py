"""The tape: the text as tokens, edited and dragged; under each token that was read, its target and prediction."""

from __future__ import annotations

from typing import TYPE_CHECKING, final

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QGraphicsView, QToolButton, QToolTip, QVBoxLayout, QWidget

from rnrviz.document import edits
from rnrviz.document.session import BESIDE
from rnrviz.figures.numbers import full, percent
from rnrviz.figures.pencil import pencil
from rnrviz.figures.span import Span
from rnrviz.figures.style import Style
from rnrviz.figures.tape import TapeItem
from rnrviz.figures.tape_content import Tape, rows, visible
from rnrviz.language import tr
from rnrviz.network.question import Question
from rnrviz.views.axis import TimeAxis, follow_axis
from rnrviz.views.brush import Brush
from rnrviz.views.canvas import Canvas
from rnrviz.views.finder_content import heading
from rnrviz.views.questions import ask, of_output
from rnrviz.views.tape_content import EMPTY, tape, tape_data
from rnrviz.views.tape_editor import TapeEditor

if TYPE_CHECKING:
    from rnrviz.document.session import Session
    from rnrviz.network.trace import Trace

FEW = 50
CHIP_FONT, CHIP_EDGES = 1.08, 24.0
CONTENT = frozenset({"all", "network", "sequence", "language"})


@final
class TapeView(QWidget):
    """Tokens as chips; the text can be edited at any time, and a drag moves the cursor."""

    name = "tape"

    def __init__(self, session: Session, style: Style, axis: TimeAxis | None) -> None:
        super().__init__()
        self.session, self.style_ = session, style
        self.axis = axis or TimeAxis(session.length, style.scale)
        self._tape: Tape = EMPTY
        self._measured: tuple[object, ...] = ()
        self._trace: Trace | None = None
        self._canvas = Canvas(style, self)
        self._canvas.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._item = TapeItem(style)
        self._canvas.scene().addItem(self._item)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._canvas)
        self._editor = TapeEditor(self._read, self._canvas.setFocus, self._canvas)
        self._button = QToolButton(self._canvas)
        self._button.setAutoRaise(True)
        self._button.clicked.connect(self.edit)
        self._connect()
        self.set_style(style)

    def _connect(self) -> None:
        canvas = self._canvas
        canvas.on_resize = self._draw
        canvas.on_press = self._press
        canvas.on_drag = self._go
        canvas.on_hover = self._hover
        follow_axis(canvas, self.axis)
        self._brush = Brush(canvas, self.session, self.axis, bracketed=True)
        canvas.on_key = self._key
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)
        self.axis.changed.connect(self._draw)

    def title(self) -> str:
        """What the dock says."""
        return tr("Tape")

    def refresh(self, changed: frozenset[str]) -> None:
        """Read the trace again where it changed; keep the cursor in sight."""
        alone = self._brush.refresh(changed)
        if alone or (changed <= BESIDE and self.session.trace is self._trace):
            if "stretch" in changed:
                self._canvas.setAccessibleDescription(self.description())
            return
        if changed & CONTENT or self.session.trace is not self._trace:
            self._trace = self.session.trace
            before = self.minimumHeight()
            self._tape = tape(self.session)
            self.axis.set_rest(len(self._tape.tokens) - self._tape.length)
            self._measure()
            self._editor.follow(self.session.document.text)
            self._name()
            if before != self._height():
                self.setMinimumHeight(self._height())
                self.updateGeometry()
        if changed & {"all", "cursor", "sequence"}:
            self.axis.reveal(self.session.document.cursor, self._canvas.viewport().width())
        self._canvas.setAccessibleDescription(self.description())
        self._draw()

    def set_style(self, style: Style) -> None:
        """Another theme or text size."""
        self.style_ = style
        self._canvas.set_style(style)
        self._editor.set_style(style)
        side = round(style.px(16))
        self._button.setIconSize(QSize(side, side))
        self._button.setIcon(pencil(style))
        self.setMinimumHeight(self._height())
        self._measure()
        self._draw()

    def sizeHint(self) -> QSize:
        """All rows, no more."""
        return QSize(800, self._height())

    def canvas(self) -> QGraphicsView:
        """What is saved as a picture."""
        return self._canvas

    def data(self) -> dict[str, np.ndarray]:
        """For every token: its number and name, its target, the prediction, and both probabilities."""
        return tape_data(self._tape, self.session)

    def shown(self) -> Tape:
        """What is on the tape."""
        return self._tape

    def edit(self) -> None:
        """Open the line in which the text is edited."""
        self._place_editor()
        self._editor.begin(self.session.document.text)

    def paste(self) -> None:
        """The clipboard's text takes the place of the text."""
        text = QGuiApplication.clipboard().text()
        if text.strip():
            self._read(text)

    def description(self) -> str:
        """The token at the cursor in words, for a screen reader."""
        problem = self._tape.problem
        cursor = min(self.session.document.cursor, len(self._tape.tokens))  # of a text that it may not know yet
        if not self._tape.tokens:
            return self._invitation()
        here = self.sentence(cursor) if cursor else tr("No token has been read yet.")
        brushed = heading(self._tape.tokens, self.session.document.stretch)
        return " ".join(part for part in (here, brushed, problem) if part)

    def sentence(self, t: int) -> str:
        """What is known of token t."""
        tape = self._tape
        if t > tape.length or t > self.session.document.cursor:
            return tr("t = {t}: “{token}”, not read yet").format(t=t, token=tape.tokens[t - 1][:60])
        parts = [tr("t = {t}: read “{token}”").format(t=t, token=tape.tokens[t - 1][:60])]
        if t - 1 in tape.unknown:
            parts.append(tr("unknown, read as UNK"))
        target, guess = int(tape.targets[t - 1]), int(tape.guesses[t - 1])
        if target >= 0:
            parts.append(tr("next is “{token}”").format(token=tape.symbols[target]))
        if guess >= 0:
            sure = float(tape.sure[t - 1])
            sentence = tr("predicted “{token}” with {probability}")
            said = percent(sure) if tape.probable else full(sure)
            parts.append(sentence.format(token=tape.symbols[guess], probability=said))
        return "; ".join(parts) + "."

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A double click edits; on an empty tape so does any letter, before the window takes it as a command."""
        if event.type() == QEvent.Type.MouseButtonDblClick:
            self.edit()
            return True
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._begins(event):
            event.accept()
            return True
        return False

    def _begins(self, event: QKeyEvent) -> bool:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        return plain and not self._tape.tokens and event.text().strip().isprintable() and bool(event.text().strip())

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.edit()
        elif self._begins(event):
            self.edit()
            self._editor.insert(event.text())
            self._editor.tell()
        else:
            return False
        return True

    def _press(self, at: QPointF) -> None:
        if not self._tape.tokens:
            self.edit()
        else:
            self._go(at)
            ask(self.session, self._question(at))

    def _question(self, at: QPointF) -> Question | None:
        """Of the prediction or its bar the probability, of the target E[t], where they are known."""
        t, tape = self._instant(at), self._tape
        if not 0 < t <= tape.length or not tape.computed:
            return None
        place = rows(self.style_.scale, tape.coded)
        if place.target.top() <= at.y() < place.target.bottom():
            return Question("error", "E", (), t)
        guess = int(tape.guesses[t - 1])
        return of_output(self.session.document, guess, t) if at.y() >= place.guess.top() and guess >= 0 else None

    def _instant(self, at: QPointF) -> int:
        """The number of the column there, 0 for none."""
        inside = at.x() >= self.axis.gutter
        return int((at.x() - self.axis.x(0.5)) // self.axis.column) + 1 if inside else 0

    def _go(self, at: QPointF) -> None:
        if self._tape.tokens:
            self.session.apply(edits.move_cursor(self.session.document, self.axis.t_at(at.x())))

    def _hover(self, at: QPointF | None) -> None:
        t = 0 if at is None else self._instant(at)
        if at is None or not 0 < t <= len(self._tape.tokens):
            QToolTip.hideText()
            return
        where = self._canvas.viewport().mapToGlobal(self._canvas.mapFromScene(at))
        QToolTip.showText(where, self.sentence(t), self._canvas)

    def _read(self, text: str) -> None:
        self.session.apply(edits.set_text(self.session.document, text))

    def _height(self) -> int:
        return round(rows(self.style_.scale, self._tape.coded).height)

    def _measure(self) -> None:
        """Tell the axis how wide the widest token is, at text size 1."""
        if self._measured == (self._tape.tokens, self.style_):
            return
        self._measured = self._tape.tokens, self.style_
        longest = sorted(set(self._tape.tokens), key=len)[-FEW:]
        metrics = QFontMetricsF(self.style_.font(CHIP_FONT, bold=True))
        widest = max((metrics.horizontalAdvance(visible(token)[:40]) for token in longest), default=0.0)
        self.axis.set_token(widest / self.style_.scale + CHIP_EDGES)

    def _invitation(self) -> str:
        symbols = self.session.document.network.vocabulary.tokens
        some = " ".join(symbols[:24]) + (" …" if len(symbols) > 24 else "")
        return tr("Type a sequence…") + "   " + tr("Symbols: {tokens}").format(tokens=some)

    def _name(self) -> None:
        self._canvas.setAccessibleName(self.title())
        self._button.setAccessibleName(tr("Edit the text"))
        self._button.setToolTip(tr("Edit the text (F2)"))

    def _place_editor(self) -> None:
        chip = rows(self.style_.scale, self._tape.coded).chip
        width = self._canvas.viewport().width()
        gutter = round(self.axis.gutter)
        size = self._button.sizeHint()
        left = gutter - size.width() - round(self.style_.px(8))
        self._button.setGeometry(left, round(chip.center().y() - size.height() / 2), size.width(), size.height())
        self._editor.setGeometry(
            QRect(gutter, round(chip.top()) - 2, round(self.axis.right(width)) - gutter, round(chip.height()) + 4)
        )

    def _draw(self) -> None:
        axis, viewport = self.axis, self._canvas.viewport()
        size = max(1, viewport.width()), max(1, viewport.height())
        self._canvas.setSceneRect(QRectF(0, 0, *size))
        right, cursor = axis.right(size[0]), self.session.document.cursor
        span = Span(right, size[1], axis.gutter, axis.column, axis.first, cursor)
        self._item.show_tape(self._tape, span, self.style_, self._invitation())
        self._place_editor()
