"""A view, stepped from the first token to the last, as an animation."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QImage

from rnrviz.document import edits
from rnrviz.figures import animation, export

if TYPE_CHECKING:
    from rnrviz.document.session import Session

CHANGED = frozenset({"cursor", "gradients", "question", "stretch", "answers"})


def film(
    session: Session, view: Any, path: Path | str, seconds: float, sharper: float, told: Callable[[float], None]
) -> None:
    """Write the view at t = 0, 1, ..., L, each for so many seconds; `told` hears the fraction done. Raises OSError.

    The session's cursor goes to the end. An older file is replaced only when the new one is complete.
    """
    target, count = Path(path), session.length + 1
    draft = target.with_name(f".{target.stem}.part{target.suffix}")

    def frame(t: int) -> QImage:
        session.apply(edits.move_cursor(session.document, t))
        session.wait()
        view.refresh(CHANGED)
        told(t / count)
        return export.picture(view.canvas(), sharper)

    try:
        animation.write(frame, count, draft, seconds)
        os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
