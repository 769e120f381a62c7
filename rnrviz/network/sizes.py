"""The shapes of signals and parameters, from the equations and the sizes chosen."""

from math import prod

from rnrviz.network.equations import Config, Equation
from rnrviz.network.problems import InputError
from rnrviz.network.program import Shape


def _number(size: str | int, config: Config) -> int:
    value = config.get(size, 0) if isinstance(size, str) else size
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        raise InputError("The size {size} must be a whole number above 0; it is {value}.", size=size, value=value)
    return value


def signal_shapes(equations: tuple[Equation, ...], config: Config) -> dict[str, Shape]:
    """The shape of every signal by name, u first. Raises InputError when one cannot be found."""
    shapes: dict[str, Shape] = {"u": (_number("n_U", config),)}
    for equation in equations:
        if stated := _stated(equation, config):
            shapes[equation.target] = stated
    waiting = [equation for equation in equations if equation.target not in shapes]
    while waiting:
        left = [equation for equation in waiting if not _settle(equation, shapes, config)]
        if len(left) == len(waiting):
            name = next((e.target for e in left if not e.hidden), left[0].target)
            raise InputError(
                "The size of {name} is not known: give it after the name, as in “{name}: n_X = …”.", name=name
            )
        waiting = left
    return {"u": shapes["u"]} | {equation.target: shapes[equation.target] for equation in equations}


def _settle(equation: Equation, shapes: dict[str, Shape], config: Config) -> bool:
    """Find the shape of an equation's signal, if it is stated or follows from known ones."""
    if _fed(equation):
        if not equation.hidden:
            return False
        if equation.owner in shapes:
            shapes[equation.target] = shapes[equation.owner]
            return True
    known = [shapes[s.signal] for t in equation.terms for s in t.sources if s.signal in shapes]
    if not known or (equation.hidden and len(known) < len(equation.terms[0].sources)):
        return False
    if any(s.signal not in shapes and s.signal != equation.target for t in equation.terms for s in t.sources):
        return False
    joined = sum(map(prod, known)) if equation.terms[0].kind == "concat" else 0
    shapes[equation.target] = (joined,) if joined else max(known, key=lambda shape: (prod(shape), len(shape)))
    return True


def _fed(equation: Equation) -> bool:
    """Whether weights alone decide the size."""
    return any(term.kind in ("product", "bias") for term in equation.terms)


def _stated(equation: Equation, config: Config) -> Shape | None:
    """The shape that the text gives: after the name, or as n_<name>."""
    if equation.size is not None:
        return tuple(_number(size, config) for size in equation.size)
    if _fed(equation) and not equation.hidden and f"n_{equation.target}" in config:
        return (_number(f"n_{equation.target}", config),)
    return None


def parameter_shapes(equations: tuple[Equation, ...], shapes: dict[str, Shape], table: int) -> dict[str, Shape]:
    """The shape of every parameter, in the order of the equations; ``table`` embeddings, 0 for none."""
    wanted: dict[str, Shape] = {"embedding": (table, *shapes["u"])} if table else {}
    for equation in equations:
        to = prod(shapes[equation.target])
        for term in (term for term in equation.terms if term.parameter):
            if term.kind == "product":
                shape: Shape = (to, prod(shapes[term.sources[0].signal]))
            elif term.kind == "peephole":
                shape = shapes[term.sources[0].signal]
            else:
                shape = (to,)
            if wanted.setdefault(str(term.parameter), shape) != shape:
                raise InputError("{name} is used with two different sizes.", name=term.parameter)
    return wanted
