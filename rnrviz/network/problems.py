"""Errors that are told to the user: one sentence that says what, where and what was expected."""

import errno
import reprlib
import string
from typing import Any

from rnrviz.language import tr

LONGEST = 400


class InputError(ValueError):
    """Something the user gave cannot be used. ``str`` is the sentence, in the language of the moment."""

    def __init__(self, template: str, **fields: object) -> None:
        super().__init__(template)
        self.template = template
        self.fields = fields

    def __str__(self) -> str:
        return _SENTENCE.vformat(tr(self.template), (), self.fields)


def reason(error: OSError) -> "InputError | str":
    """Why the system refused, in words of the language of the moment; of the system's where it is a rare reason."""
    known = {
        errno.EACCES: InputError("permission denied"),
        errno.EPERM: InputError("permission denied"),
        errno.EROFS: InputError("the disk can only be read"),
        errno.ENOSPC: InputError("the disk is full"),
        errno.EFBIG: InputError("a file may not be so large"),
        errno.ENOENT: InputError("there is no such file or folder"),
        errno.ENOTDIR: InputError("there is no such file or folder"),
        errno.EISDIR: InputError("it is a folder"),
        errno.ENAMETOOLONG: InputError("the name is too long"),
    }
    return known.get(error.errno or 0) or error.strerror or str(error)


class Cancelled(Exception):
    """The user no longer wants the result of a long computation."""


class _Sentence(string.Formatter):
    """Fills fields in so that whatever came out of a file stays short, on one line and printable."""

    def __init__(self) -> None:
        self._short = reprlib.Repr()
        self._short.maxstring = self._short.maxother = 80

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "r":
            return self._short.repr(value)
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        text: str = super().format_field(value, format_spec)
        text = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
        return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


_SENTENCE = _Sentence()
