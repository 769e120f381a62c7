"""What every signal is in the network, read off how the equations use it."""

from rnrviz.network.equations import Equation


def roles_of(equations: tuple[Equation, ...]) -> dict[str, str]:
    """The role of every signal, read off how the equations use it."""
    by_name = {equation.target: equation for equation in equations}
    squashed = {t.sources[0].signal for e in equations for t in e.terms if t.activation}
    weighted = {s.signal for e in equations for t in e.terms if t.kind == "product" for s in t.sources}
    factors = _factors(by_name)
    second = {t.sources[1].signal for e in equations for t in e.terms if t.kind == "gate"}
    later = {s.signal for e in equations for t in e.terms for s in t.sources if s.lag}

    def role(equation: Equation) -> str:
        kinds = {term.kind for term in equation.terms}
        reads = {(s.signal, s.lag) for t in equation.terms if t.kind in ("sum", "gate") for s in t.sources}
        if equation.hidden:
            return "hidden"
        if equation.target == "y":
            return "output"
        if "product" in kinds and equation.target in squashed | (second - later):
            return "net"
        if equation.target not in weighted and any(signal == equation.target and lag > 0 for signal, lag in reads):
            return "carousel"
        if kinds == {"activation"} and equation.target in factors:
            return "gate"
        kept = any(signal == equation.target and lag for signal, lag in reads)
        return "cell" if "gate" in kinds and not kept else "state"

    return {"u": "input"} | {name: role(equation) for name, equation in by_name.items()}


def _factors(by_name: dict[str, Equation]) -> set[str]:
    """The signals that scale another one: written before it, or after one that cannot be a gate."""
    found: set[str] = set()
    for equation in by_name.values():
        for first, other in (t.sources for t in equation.terms if t.kind == "gate"):
            found |= {first.signal, *_inside(first.signal, by_name)}
            if not _squashes(first.signal, by_name):
                found.add(other.signal)
    return found


def _inside(name: str, by_name: dict[str, Equation]) -> set[str]:
    """What a part of an equation, such as 1 - s, is made of."""
    part = by_name.get(name)
    return {s.signal for t in part.terms for s in t.sources} if part and part.hidden else set()


def _squashes(name: str, by_name: dict[str, Equation]) -> bool:
    """Whether a signal is an activation of something, or made of such."""
    equation = by_name.get(name)
    if equation is None:
        return False
    alone = {term.kind for term in equation.terms} == {"activation"}
    return alone or any(_squashes(inner, by_name) for inner in _inside(name, by_name))
