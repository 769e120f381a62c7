"""`rnrviz data`: what is behind the gradients: error signals, contributions, flow through time, Jacobians."""

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from rnrviz.app import running
from rnrviz.app.argument_types import whole
from rnrviz.app.model_arguments import Commands, add_output, model_parser, recorded
from rnrviz.language import tr
from rnrviz.network.problems import InputError

if TYPE_CHECKING:
    import numpy as np

    from rnrviz.network.gradients import Progress
    from rnrviz.network.trace import Trace

Arrays = Iterator[tuple[str, "np.ndarray"]]
Maker = Callable[["Trace", argparse.Namespace, "Progress"], Arrays]

OPTIONS = ("at", "signal", "of", "parameter", "entry")


def add_data(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command `data` to the command line."""
    text = tr("write error signals, contributions (t, tau), derivatives through time or Jacobians to a file")
    parser = model_parser(commands, "data", text)
    add = parser.add_argument
    text = tr(
        "deltas: dE/d(signal) at every instant; errors: norms of dE[t]/d(signal)[tau]; contributions: what E[t] says "
        "of the weight as used at tau; sensitivities: d(signal)/dW at an instant, as RTRL carries them; flow: "
        "derivatives between two instants; jacobians, radius: of the state"
    )
    add("--what", choices=tuple(KINDS), required=True, help=text)
    text = tr("the instant: deltas of this E[t] alone; sensitivities at it; flow from it and to it")
    add("--at", metavar="T", type=whole, help=text)
    add("--signal", metavar="NAME", help=tr("by which signal: errors, flow (the state); of which: sensitivities"))
    add("--of", metavar="NAME", help=tr("of which signal: flow (y)"))
    add("--parameter", metavar="NAME", help=tr("of or by which parameter: contributions (norms of all), flow"))
    text = tr("one entry of the parameter, counted from one: contributions")
    add("--entry", metavar="I", type=whole, nargs="+", help=text)
    add_output(parser, "OUT.npz")
    parser.set_defaults(run=run_data)


def run_data(arguments: argparse.Namespace) -> int:
    """Compute and write; returns the exit code."""
    from rnrviz.network import files, tables

    tables.checked_ending(arguments.output, (".npz",))
    running.checked_output(arguments.output)
    maker, allowed = KINDS[arguments.what]
    _check_options(arguments, allowed)
    trace = recorded(arguments)
    with running.progress(tr("Computing")) as progress:
        arrays = [("E", trace.errors), *maker(trace, arguments, progress)]
    with running.progress(tr("Writing the file")) as progress:
        files.write(arguments.output, lambda path: tables.write_npz(arrays, path, progress))
    return running.DONE


def _check_options(arguments: argparse.Namespace, allowed: tuple[str, ...]) -> None:
    for option in OPTIONS:
        if getattr(arguments, option) is not None and option not in allowed:
            raise InputError("--{option} does not go with {what}.", option=option, what=arguments.what)
    if arguments.what in ("flow", "sensitivities") and arguments.at is None:
        raise InputError("The data {what} needs {option}.", what=arguments.what, option="--at")
    if arguments.entry and not arguments.parameter:
        raise InputError("The data {what} needs {option}.", what="--entry", option="--parameter")
    if arguments.what == "flow" and arguments.signal and arguments.parameter:
        raise InputError("Give --signal or --parameter, not both.")


def _deltas(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """delta/SIGNAL, (L, *shape): of the sum of all E[t] or of one."""
    from rnrviz.network.gradients import deltas

    if arguments.at is not None:
        _check_instant(trace, arguments.at)
    found = deltas(trace, (arguments.at, arguments.at) if arguments.at else None)
    yield from ((f"delta/{name}", found[name]) for name in trace.names if name in found)


def _errors(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """norm/SIGNAL, (L, L): the norm of dE[t]/d(signal)[tau]."""
    from rnrviz.network.contributions import norms_of_errors

    name = arguments.signal or _state(trace)
    yield f"norm/{name}", norms_of_errors(trace, name, progress)


def _contributions(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """contribution/PARAMETER, (L, L, *shape) or (L, L) of an entry; norm/PARAMETER, (L, L), of all if none is named."""
    from rnrviz.network.contributions import contributions, norms_of_contributions

    if arguments.parameter:
        index = tuple(i - 1 for i in arguments.entry) if arguments.entry else None
        table = contributions(trace, arguments.parameter, index, progress=progress)
        yield f"contribution/{arguments.parameter}", table
    else:
        tables = norms_of_contributions(trace, progress=progress)
        yield from ((f"norm/{name}", table) for name, table in tables.items())


def _sensitivities(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """sensitivity/SIGNAL/PARAMETER, (*shape of the signal, *shape of the parameter): d SIGNAL[T] / d PARAMETER."""
    from rnrviz.network.sensitivities import sensitivities

    name = arguments.signal or _state(trace)
    table = sensitivities(trace, arguments.at, [name], progress)[name]
    for parameter in trace.network.program.parameters.values():
        if parameter.trained:
            part = table[..., parameter.slice].reshape(*table.shape[:-1], *parameter.shape)
            yield f"sensitivity/{name}/{parameter.name}", part


def _flow(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """from/NAME, (L, n_of, ...): d of[t'] / d NAME[T]; to/NAME, (L, n_of, n): d of[T] / d NAME[tau]; their norms."""
    from rnrviz.network.flow import flow_from, flow_from_weight, flow_to, norms

    of = arguments.of or "y"
    if arguments.parameter:
        name, by = arguments.parameter, flow_from_weight(trace, arguments.at, arguments.parameter, of, progress)
    else:
        name = arguments.signal or _state(trace)
        by = flow_from(trace, arguments.at, name, of, progress)
        to = flow_to(trace, arguments.at, name, of)
        yield from ((f"to/{name}", to), (f"norm_to/{name}", norms(to)))
    yield from ((f"from/{name}", by), (f"norm_from/{name}", norms(by)))


def _jacobians(trace: "Trace", arguments: argparse.Namespace, progress: "Progress") -> Arrays:
    """jacobian, (L, n, n), and radius, (L,); with _back those of what goes from right to left."""
    from rnrviz.network.flow import radius_of, spectral_radius, state_jacobians

    for backward in (False, True)[: 1 + bool(trace.network.program.leads)]:
        end = "_back" if backward else ""
        if arguments.what == "radius":
            yield f"radius{end}", spectral_radius(trace, backward, progress)
        else:
            jacobians = state_jacobians(trace, backward, progress)
            yield f"jacobian{end}", jacobians
            yield f"radius{end}", radius_of(jacobians)


KINDS: dict[str, tuple[Maker, tuple[str, ...]]] = {
    "deltas": (_deltas, ("at",)),
    "errors": (_errors, ("signal",)),
    "contributions": (_contributions, ("parameter", "entry")),
    "sensitivities": (_sensitivities, ("at", "signal")),
    "flow": (_flow, ("at", "signal", "of", "parameter")),
    "jacobians": (_jacobians, ()),
    "radius": (_jacobians, ()),
}


def _state(trace: "Trace") -> str:
    """The signal that is meant if none is named: x or, without one, the last that is read at other instants."""
    from rnrviz.network.flow import state_signals

    if "x" in trace.network.program.signals:
        return "x"
    names = [name for name, _ in state_signals(trace)]
    if not names:
        raise InputError("This network has no state; name a signal with --signal.")
    return names[-1]


def _check_instant(trace: "Trace", t: int) -> None:
    if t > len(trace):
        raise InputError("There is no instant {t}; the sequence has {length} tokens.", t=t, length=len(trace))
