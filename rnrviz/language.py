"""The language of the screen: every text that a person reads goes through `tr`.

English is the source text. Another language is a gettext catalogue in `resources/languages`; a text without a
translation stays English. Only the standard library is used, so every floor may import this module.
"""

from __future__ import annotations

import gettext
import locale
import os

SOURCE = "en"
NAMES = (("es", "Español"), ("en", "English"))

_catalogue: gettext.NullTranslations = gettext.NullTranslations()
_language = SOURCE


def tr(text: str) -> str:
    """The text in the chosen language. Fill fields in afterwards: `tr("token {n}").format(n=3)`."""
    return _catalogue.gettext(text) if text else ""


def ntr(singular: str, plural: str, n: int) -> str:
    """The form of the text that goes with the number n; `{n}` in it is not filled in."""
    return _catalogue.ngettext(singular, plural, n)


def language() -> str:
    """The code of the chosen language, such as "es"."""
    return _language


def available() -> tuple[tuple[str, str], ...]:
    """Pairs of code and own name of every language that can be chosen."""
    return NAMES


def set_language(code: str) -> None:
    """Choose the language by its code; a code without a catalogue gives English."""
    global _catalogue, _language
    _catalogue = _load(code)
    _language = code if code in dict(NAMES) else SOURCE


def preferred() -> str:
    """The code that the environment asks for (LANGUAGE, LC_ALL, LC_MESSAGES, LANG, then the system's own)."""
    asked = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    words = [word for value in asked for word in value.split(":")] or [""]
    first = next((word for word in words if word), None)
    first = first if first is not None else _system()
    code = first.replace("-", "_").split("_")[0].split(".")[0].lower()
    return code if code in dict(NAMES) else SOURCE


def _system() -> str:
    try:
        return locale.getlocale()[0] or SOURCE
    except ValueError:
        return SOURCE


def _load(code: str) -> gettext.NullTranslations:
    from rnrviz.paths import resource

    try:
        with resource("languages", f"{code}.mo").open("rb") as file:
            return gettext.GNUTranslations(file)
    except (OSError, UnicodeDecodeError):
        return gettext.NullTranslations()
