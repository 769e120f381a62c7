"""RNRviz: watch a recurrent neural network think.

import rnrviz
network = rnrviz.load("model.safetensors")
trace = network.run("aabbcc")
rnrviz.compare(rnrviz.bptt(trace), rnrviz.rtrl(trace)).equal()
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rnrviz.network.comparison import compare as compare
    from rnrviz.network.differences import differences as differences
    from rnrviz.network.files import load as load
    from rnrviz.network.gradients import bptt as bptt
    from rnrviz.network.gradients import rtrl as rtrl
    from rnrviz.network.network import Network as Network
    from rnrviz.network.trace import Trace as Trace

_HOMES = {
    "load": "files",
    "bptt": "gradients",
    "rtrl": "gradients",
    "differences": "differences",
    "compare": "comparison",
    "Network": "network",
    "Trace": "trace",
}

__all__ = ["Network", "Trace", "bptt", "compare", "differences", "load", "rtrl"]


def __getattr__(name: str) -> Any:
    """Import on first use: the kernels need Numba, which the window's first picture does not wait for."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"rnrviz.network.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'rnrviz' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names too, though nothing has been imported yet."""
    return sorted({*globals(), *__all__})
