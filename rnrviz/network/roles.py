"""What every signal is in the network, read off how the equations use it."""

from rnrviz.network.equations import Equation


def roles_of(equations: tuple[Equation, ...]) -> dict[str, str]:
    """The role of every signal, read off how the equations use it."""
    by_name = {equation.target: equation for equation in equations}
    squashed = {t.sources[0].signal for e in equations for t in e.terms if t.activation}
    factors = {s.signal for e in equations for t in e.terms if t.kind == "gate" for s in t.sources}

    def role(equation: Equation) -> str:
        kinds = {term.kind for term in equation.terms}
        reads = {(s.signal, s.lag) for t in equation.terms if t.kind in ("sum", "gate") for s in t.sources}
        if equation.hidden:
            return "hidden"
        if equation.target == "y":
            return "output"
        if "product" in kinds and equation.target in squashed:
            return "net"
        if any(signal == equation.target and lag for signal, lag in reads):
            return "carousel"
        if kinds == {"activation"} and equation.target in factors:
            return "gate"
        return "cell" if "gate" in kinds else "state"

    return {"u": "input"} | {name: role(equation) for name, equation in by_name.items()}
