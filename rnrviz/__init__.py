"""RNRviz: watch a recurrent neural network think.

import rnrviz
network = rnrviz.load("model.safetensors")
trace = network.run("aabbcc")
rnrviz.compare(rnrviz.bptt(trace), rnrviz.rtrl(trace)).equal()
trace.to_xarray(), trace.to_pandas()        # with the extra xarray
rnrviz.view(network, "aabbcc", "staves")    # a picture in a notebook
"""

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from rnrviz.network.blocks import bptt_blocks as bptt_blocks
    from rnrviz.network.comparison import compare as compare
    from rnrviz.network.complex_step import complex_step as complex_step
    from rnrviz.network.contributions import contributions as contributions
    from rnrviz.network.copies import mean_of_copies as mean_of_copies
    from rnrviz.network.differences import differences as differences
    from rnrviz.network.exchange.files import read as import_network
    from rnrviz.network.exchange.files import write as export_network
    from rnrviz.network.files import load as load
    from rnrviz.network.flow import flow_from as flow_from
    from rnrviz.network.flow import flow_to as flow_to
    from rnrviz.network.flow import spectral_radius as spectral_radius
    from rnrviz.network.gradients import bptt as bptt
    from rnrviz.network.gradients import deltas as deltas
    from rnrviz.network.gradients import rtrl as rtrl
    from rnrviz.network.network import Network as Network
    from rnrviz.network.online import online as online
    from rnrviz.network.scissors import scissors as scissors
    from rnrviz.network.sensitivities import sensitivities as sensitivities
    from rnrviz.network.trace import Trace as Trace

_HOMES = {
    "load": "files",
    "bptt": "gradients",
    "bptt_blocks": "blocks",
    "scissors": "scissors",
    "rtrl": "gradients",
    "online": "online",
    "differences": "differences",
    "complex_step": "complex_step",
    "mean_of_copies": "copies",
    "compare": "comparison",
    "deltas": "gradients",
    "contributions": "contributions",
    "flow_from": "flow",
    "flow_to": "flow",
    "sensitivities": "sensitivities",
    "spectral_radius": "flow",
    "Network": "network",
    "Trace": "trace",
}

_OTHERS = {  # those that are called otherwise where they live, or live elsewhere
    "import_network": ("network.exchange.files", "read"),
    "export_network": ("network.exchange.files", "write"),
    "view": ("app.notebook", "view"),
}

__all__ = [
    "Network",
    "Trace",
    "bptt",
    "bptt_blocks",
    "compare",
    "complex_step",
    "contributions",
    "deltas",
    "differences",
    "export_network",
    "flow_from",
    "flow_to",
    "import_network",
    "load",
    "mean_of_copies",
    "online",
    "rtrl",
    "scissors",
    "sensitivities",
    "spectral_radius",
    "view",
]


def __getattr__(name: str) -> Any:
    """Import on first use: the kernels need Numba, which the window's first picture does not wait for."""
    from importlib import import_module

    if name in _OTHERS:
        module, known = _OTHERS[name]
        return getattr(import_module(f"rnrviz.{module}"), known)
    if name in _HOMES:
        return getattr(import_module(f"rnrviz.network.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'rnrviz' has no attribute {name!r}")


def __dir__() -> list[str]:
    """The public names too, though nothing has been imported yet."""
    return sorted({*globals(), *__all__})
