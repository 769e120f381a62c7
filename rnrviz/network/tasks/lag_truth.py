"""What comes next in a string with a long time lag, token after token (`rnrviz.network.tasks.lags`)."""

from collections.abc import Iterable, Iterator

from rnrviz.network.tasks.lags import STOPS

Next = dict[str, float]


def follow(tokens: Iterable[str], name: str, p: int, q: int) -> Iterator[Next | None]:
    """After every token what may follow; None after a string's last symbol, and for good after a wrong one."""
    read: list[str] = []
    lost = False
    following: Next | None = None
    for token in tokens:
        if not read:
            following = {"b": 1.0} if name == "lag_2c" else {"x": 1.0, "y": 1.0}
        lost = lost or not following or token not in following
        read.append(token)
        following = None if lost else _after(read, name, p, q)
        yield following or None
        if following == {}:
            read = []


def _after(read: list[str], name: str, p: int, q: int) -> Next:
    """What may follow what has been read of a string, nothing where it is complete."""
    if name == "lag_2c":
        return _after_2c(read, p, q)
    if len(read) > p:
        return {}
    if len(read) == p:
        return {read[0]: 1.0}
    return {f"a{len(read)}": 1.0} if name == "lag_2a" else _distractors(p - 1, 1.0)


def _after_2c(read: list[str], p: int, q: int) -> Next:
    if len(read) == 1:
        return {"x": 0.5, "y": 0.5}
    if "e" in read[-2:]:
        return {read[1]: 1.0} if read[-1] == "e" else {}
    if len(read) < q + 2:
        return _distractors(p, 1.0)
    return _distractors(p, 1.0 - STOPS) | {"e": STOPS}


def _distractors(number: int, together: float) -> Next:
    return {f"a{i}": together / number for i in range(1, number + 1)}
