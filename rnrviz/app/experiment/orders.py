"""What a training process is asked and what it answers: lines of JSON."""

import json
from collections.abc import Generator
from dataclasses import asdict, dataclass
from typing import Any

from rnrviz.network.problems import InputError


@dataclass(frozen=True)
class Order:
    """A run to be done, by its ``number``; see `rnrviz.network.training.outcomes.outcome`."""

    number: int
    table: dict[str, Any]
    learned: int
    test: dict[str, Any] | None

    def text(self) -> str:
        return json.dumps(asdict(self))


@dataclass(frozen=True)
class Answer:
    """How far a run is (``fraction``), or how it went."""

    number: int
    fraction: float
    outcome: dict[str, Any] | None = None
    problem: dict[str, Any] | None = None

    def checked(self) -> "Answer":
        """Itself. Raises the InputError that was met in another process."""
        if self.problem is not None:
            template, fields = self.problem["template"], self.problem["fields"]
            raise InputError(template, **fields)
        return self


def obey(text: str, tell: Any = None) -> str:
    """Do an order; ``tell`` takes answers on the way. The last answer is returned."""
    from rnrviz.network.training.outcomes import outcome

    order = Order(**json.loads(text))

    def tick(fraction: float) -> None:
        if tell:
            tell(json.dumps(asdict(Answer(order.number, fraction))))

    try:
        answer = Answer(order.number, 1.0, asdict(outcome(order.table, order.learned, order.test, tick)))
    except InputError as error:
        fields = {key: str(value) for key, value in error.fields.items()}
        answer = Answer(order.number, 1.0, problem={"template": error.template, "fields": fields})
    return json.dumps(asdict(answer))


Answers = Generator[Answer, None, None]
