"""A view, stepped from the first token to the last, as an animation."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from rnrviz.document import edits
from rnrviz.figures import animation, export, video

if TYPE_CHECKING:
    from rnrviz.document.session import Session

CHANGED = frozenset({"cursor", "gradients", "question", "stretch", "answers"})


def draft_of(target: Path) -> Path:
    """Where an animation is written until it is complete."""
    return target.with_name(f".{target.stem}.part{target.suffix}")


def film(
    session: Session, view: Any, path: Path | str, seconds: float, sharper: float, told: Callable[[float], None]
) -> None:
    """Write the view at t = 0, 1, ..., L, each for so many seconds; `told` hears the fraction done. Raises OSError
    and InputError.

    The session's cursor goes to the end. An older file is replaced only when the new one is complete.
    """

    def show() -> QImage:
        view.refresh(CHANGED)
        return export.picture(view.canvas(), sharper)

    stepped(session, show, path, seconds, told)


def stepped(
    session: Session, show: Callable[[], QImage], path: Path | str, seconds: float, told: Callable[[float], None]
) -> None:
    """The same of whatever `show` draws once the session stands at an instant."""
    target, count = Path(path), session.length + 1
    draft = draft_of(target)

    def frame(t: int) -> QImage:
        session.apply(edits.move_cursor(session.document, t))
        session.wait()
        told(t / count)
        return show()

    try:
        writer = video.write if target.suffix.lower() == video.ENDING else animation.write
        writer(frame, count, draft, seconds)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
