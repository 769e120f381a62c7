"""Tasks: what a network is to learn. A task is a function of its options; its name stands in TASKS."""

from collections.abc import Callable

from rnrviz.network.tasks.corpus import corpus
from rnrviz.network.tasks.counting import anbmBmAn, anbn, anbncn
from rnrviz.network.tasks.elman import guuu, letters_in_words, xor
from rnrviz.network.tasks.lags import lag_2a, lag_2b, lag_2c
from rnrviz.network.tasks.parity import parity
from rnrviz.network.tasks.reber import continual_reber, embedded_reber, reber
from rnrviz.network.tasks.streams import anbn_stream
from rnrviz.network.tasks.strings import Strings

TASKS: tuple[tuple[str, Callable[..., Strings]], ...] = (
    ("anbn", anbn),
    ("anbncn", anbncn),
    ("anbmBmAn", anbmBmAn),
    ("anbn_stream", anbn_stream),
    ("reber", reber),
    ("embedded_reber", embedded_reber),
    ("continual_reber", continual_reber),
    ("xor", xor),
    ("guuu", guuu),
    ("letters_in_words", letters_in_words),
    ("lag_2a", lag_2a),
    ("lag_2b", lag_2b),
    ("lag_2c", lag_2c),
    ("parity", parity),
    ("corpus", corpus),
)
