"""The weights through which the past comes back: which they are, and the same network with these multiplied."""

from rnrviz.network.equations import Equation, Source
from rnrviz.network.network import Network
from rnrviz.network.program import Parameter
from rnrviz.network.uses import Use, uses

Kind = tuple[bool, str]
WEIGHED = ("product", "peephole", "bias")


def recurrent_weights(network: Network) -> tuple[str, ...]:
    """The weights that read a signal of another instant, the input excepted, also through a copy or a gate of it."""
    past = _past(network.equations)
    found = {
        term.parameter
        for equation in network.equations
        for term in equation.terms
        if term.kind in ("product", "peephole") and _elsewhere(term.sources[0], past)
    }
    return tuple(name for name in network.program.parameters if name in found)


def scaled(network: Network, factor: float) -> Network:
    """The same network with every recurrent weight multiplied; its biases and all else are left alone."""
    vector = network.vector.copy()
    for name in recurrent_weights(network):
        vector[network.program.parameters[name].slice] *= factor
    return network.with_vector(vector)


def counterpart(network: Network, name: str, other: Network) -> str | None:
    """The weight of another network that stands where ``name`` stands in this one; None if there is none.

    The one of the same name, else one that reads the same kind of thing (input, past, present, nothing) and leads to
    the output, or not, like it; one that feeds no gate where there is a choice.
    """
    if name in other.program.parameters:
        return name
    wanted = _kind(network, name)
    trained = [p for p in other.program.parameters.values() if p.trained]
    alike = [parameter for parameter in trained if _kind(other, parameter.name) == wanted]
    alike.sort(key=lambda parameter: _feeds_gate(other, parameter))
    return alike[0].name if alike else None


def _past(equations: tuple[Equation, ...]) -> set[str]:
    """Signals without weights of their own that hold what other signals were: all of c = x[t-1], part of r * x[t-1]."""
    found: set[str] = set()
    while more := {e.target for e in equations if e.target not in found and _holds(e, found)}:
        found |= more
    return found


def _holds(equation: Equation, past: set[str]) -> bool:
    if any(term.kind in WEIGHED for term in equation.terms):
        return False
    sources = [source for term in equation.terms for source in term.sources]
    return bool(sources) and (any if equation.hidden else all)(_elsewhere(source, past) for source in sources)


def _elsewhere(source: Source, past: set[str]) -> bool:
    return source.signal != "u" and (source.lag != 0 or source.signal in past)


def _kind(network: Network, name: str) -> Kind:
    """Whether a weight feeds the output directly, and what it reads."""
    use = uses(network, name)[0]
    into_y = any(
        s.signal == use.target for e in network.equations if e.target == "y" for t in e.terms for s in t.sources
    )
    return into_y or use.target == "y", _reads(network, use)


def _reads(network: Network, use: Use) -> str:
    if use.kind != "product":
        return use.kind
    if use.source == "u":
        return "input"
    return "past" if _elsewhere(Source(use.source, use.lag), _past(network.equations)) else "present"


def _feeds_gate(network: Network, parameter: Parameter) -> bool:
    """Whether the signal that the weight adds to is what a gate is an activation of."""
    target, signals = uses(network, parameter.name)[0].target, network.program.signals
    readers = [e.target for e in network.equations for t in e.terms for s in t.sources if s.signal == target]
    return any(signals[reader].role == "gate" for reader in readers) or signals[target].role == "gate"
