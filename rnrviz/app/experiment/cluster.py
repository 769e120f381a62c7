"""Trainings on a Dask cluster that is already there, whose machines have RNRviz too; needs the extra `cluster`."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from rnrviz.app.experiment.orders import Answer, Answers, Order, obey
from rnrviz.network.problems import Cancelled, InputError

if TYPE_CHECKING:
    from distributed import Client

PATIENCE = 10.0  # seconds until somebody must answer at the address


def answers(orders: Sequence[Order], address: str) -> Answers:
    """What the cluster answers, in the order in which it does. What is not done when this ends is taken back.

    Raises InputError without the library, a scheduler at the address, or workers that can do it.
    """
    try:
        from distributed import as_completed
    except ImportError:
        raise InputError(
            "--scheduler needs the library {library}, which is not installed here (extra {extra}).",
            library="distributed",
            extra="cluster",
        ) from None
    with _client(address) as client:
        futures = client.map(do, [order.text() for order in orders], pure=False)
        try:
            for future in as_completed(futures):
                yield Answer(**json.loads(_result(future))).checked()
        finally:
            client.cancel(futures)


def do(text: str) -> str:
    """Do an order on a machine of the cluster; it is given up when nobody wants it any more."""
    from distributed import get_worker

    worker = get_worker()
    key = worker.get_current_task()

    def tell(_: str) -> None:
        task = worker.state.tasks.get(key)
        if task is None or task.state == "cancelled":
            raise Cancelled

    return obey(text, tell)


def _result(future: Any) -> str:
    try:
        return str(future.result())
    except Exception as error:  # whatever a distant machine raises
        why = f"{type(error).__name__}: {error}"
        raise InputError("The cluster cannot do a training ({reason}).", reason=why) from None


def _client(address: str) -> "Client":
    from distributed import Client

    try:
        return Client(address, timeout=PATIENCE)
    except (OSError, ValueError, TypeError, RuntimeError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InputError("No Dask scheduler answers at {address} ({reason}).", address=address, reason=why) from None
