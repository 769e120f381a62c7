"""Tasks: what a network is to learn. A task is a function of its options; its name stands in TASKS."""

from collections.abc import Callable

from rnrviz.network.tasks.counting import anbncn
from rnrviz.network.tasks.streams import anbn_stream
from rnrviz.network.tasks.strings import Strings

TASKS: tuple[tuple[str, Callable[..., Strings]], ...] = (("anbncn", anbncn), ("anbn_stream", anbn_stream))
