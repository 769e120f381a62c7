"""Reading a text: from a file or as given, cut into words or characters, and these into strings."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

from rnrviz.network.problems import InputError, reason
from rnrviz.network.vocabulary import UNKNOWN, Vocabulary

MOST_BYTES = 20_000_000
SPACE = "_"
WORDS, CHARACTERS = "words", "characters"
PARTS = re.compile(r"[^\W_]+(?:['’\-][^\W_]+)*|\S")  # words, with what ties their parts, and single marks


def read(text: str, path: str) -> str:
    """The text itself or that of a file (UTF-8), composed (NFC). Raises InputError unless exactly one is given."""
    if text and path:
        raise InputError("Both text and path are given; expected one of them.")
    if not text and not path:
        raise InputError("Neither text nor path is given; expected one of them.")
    text = _of_file(path) if path else text
    return unicodedata.normalize("NFC", text)


def _of_file(path: str) -> str:
    try:
        size = Path(path).stat().st_size
        text = Path(path).read_text("utf-8-sig") if size <= MOST_BYTES else ""
    except UnicodeDecodeError:
        raise InputError("path {path} is not a text in UTF-8.", path=path) from None
    except (OSError, ValueError) as error:
        why = reason(error) if isinstance(error, OSError) else error
        raise InputError("path {path} cannot be read ({reason}).", path=path, reason=why) from None
    if size > MOST_BYTES:
        raise InputError(
            "path {path} has {size} bytes; expected at most {most}.", path=path, size=size, most=MOST_BYTES
        )
    return text


def tokens_of(line: str, unit: str) -> list[str]:
    """The tokens of a line: words and marks, or characters, a space being "_"."""
    if unit == WORDS:
        return PARTS.findall(line)
    return list(SPACE.join(line.split()))


def by_frequency(strings: list[list[str]], most: int) -> Vocabulary:
    """The ``most`` frequent tokens (0: all), ties by first appearance, then UNK for whatever else there is."""
    counts = Counter(token for string in strings for token in string if token != UNKNOWN)
    return Vocabulary((*(token for token, _ in counts.most_common(most or None)), UNKNOWN))
