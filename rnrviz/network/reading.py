"""The text of an architecture -> its equations.

Equations are lines ``signal = terms``; ``signal += terms`` adds to an earlier one. ``signal: size = terms`` states a
size; without it a signal fed by matrix products has n_<signal> components and any other those of what it reads.
A term is ``W @ s[t]``, a bias ``W``, ``g(s[t])``, ``s[t-1]``, ``a[t] * b[t]``, a peephole ``W * s[t]``, a number, or
any of them in brackets as a part of another; numbers may stand before a term as factors.
``concat(a[t], b[t])`` puts signals one below the other.
"""

import ast
import operator
from collections.abc import Iterator
from dataclasses import replace

from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.equations import Config, Equation, EquationError, Source, Term
from rnrviz.network.problems import InputError
from rnrviz.network.texts import LAMBDA, statements

RESERVED = ("u", "d", "E", "t", "token", "target")
LONGEST_LAG, LARGEST_NUMBER = 1000, 1e100


def equations(text: str, config: Config) -> tuple[Equation, ...]:
    """The equations of a network with this ``config``, in an order in which they can be computed."""
    found: dict[str, Equation] = {}
    try:
        for statement in statements(text, config):
            for equation in _Reader(config).equations(statement, found):
                found[equation.target] = equation
        return _ordered(found)
    except RecursionError:
        raise InputError("The equations are too deeply nested.") from None


def _name(identifier: str) -> str:
    return "lambda" if identifier == LAMBDA else identifier


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


def _number(node: ast.expr) -> float | None:
    """The value of a plain number, or of an expression of such, as 1 / 3; None for anything else."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        positive = _number(node.operand)
        return None if positive is None else -positive
    if isinstance(node, ast.BinOp) and (compute := OPERATORS.get(type(node.op))):
        left, right = _number(node.left), _number(node.right)
        if left is None or right is None or (right == 0.0 and isinstance(node.op, ast.Div)):
            return None
        return _finite(compute(left, right))
    value = node.value if isinstance(node, ast.Constant) else None
    return _finite(value) if isinstance(value, int | float) and type(value) is not bool else None


def _finite(value: float) -> float | None:
    return float(value) if abs(value) < LARGEST_NUMBER else None


class _Reader:
    """Reads one statement; parts that need a signal of their own become hidden equations before it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.hidden: list[Equation] = []
        self.owner = ""

    def equations(self, node: ast.stmt, found: dict[str, Equation]) -> list[Equation]:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            target, value, size = node.targets[0], node.value, None
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value, size = node.target, node.value, self.size(node.annotation)
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            target, value, size = node.target, node.value, None
        else:
            raise EquationError("Line {line}, column {column}: expected “signal = terms”.", node)
        if not isinstance(target, ast.Name):
            raise EquationError("Line {line}, column {column}: expected the name of a signal.", target)
        name = self.owner = _name(target.id)
        terms = self.terms(value)
        if isinstance(node, ast.AugAssign):
            if name not in found:
                raise EquationError("Line {line}, column {column}: {name} has no equation to add to.", node, name=name)
            old = found[name]
            terms = self.alone(old.terms + terms, node)
            return [*self.hidden, replace(old, terms=terms)]
        if name in RESERVED or name.startswith("W"):
            raise EquationError("Line {line}, column {column}: {name} is not a name for a signal.", target, name=name)
        if name.startswith("n_") and _number(value) is not None:
            raise EquationError(
                "Line {line}, column {column}: {name} must be a whole number above 0.", value, name=name
            )
        if name in found:
            raise EquationError("Line {line}, column {column}: {name} has two equations.", node, name=name)
        terms = self.alone(terms, node)
        return [*self.hidden, Equation(name, terms, node.lineno, size)]

    def terms(self, node: ast.expr) -> tuple[Term, ...]:
        return tuple(self.term(part, factor) for part, factor in self.summands(node, 1.0))

    def alone(self, terms: tuple[Term, ...], node: ast.AST) -> tuple[Term, ...]:
        """An activation beside other terms becomes a signal of its own: its slope is read off its value.

        So does a row of signals, which fills its own signal whole.
        """
        if len(terms) == 1:
            return terms
        apart = ("activation", "concat")
        return tuple(Term("sum", sources=(self.hide(t, node),)) if t.kind in apart else t for t in terms)

    def size(self, node: ast.expr) -> tuple[str | int, ...]:
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        sizes: list[str | int] = []
        for part in parts:
            if isinstance(part, ast.Name) and part.id in self.config:
                sizes.append(part.id)
            elif isinstance(part, ast.Constant) and type(part.value) is int and part.value > 0:
                sizes.append(part.value)
            else:
                raise EquationError("Line {line}, column {column}: expected a size, such as n_X or 4.", part)
        return tuple(sizes)

    def summands(self, node: ast.expr, factor: float) -> Iterator[tuple[ast.expr, float]]:
        """The parts of a sum, each with the number that stands before it."""
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and _number(node) is None:
            yield from self.summands(node.operand, -factor)
        elif not isinstance(node, ast.BinOp):
            yield node, factor
        elif isinstance(node.op, ast.Add | ast.Sub):
            yield from self.summands(node.left, factor)
            yield from self.summands(node.right, factor if isinstance(node.op, ast.Add) else -factor)
        elif isinstance(node.op, ast.Mult) and (number := _number(node.left)) is not None:
            yield from self.summands(node.right, factor * number)
        elif isinstance(node.op, ast.Mult | ast.Div) and (number := _number(node.right)) is not None:
            if isinstance(node.op, ast.Div) and number == 0.0:
                raise EquationError("Line {line}, column {column}: this is a division by zero.", node.right)
            yield from self.summands(node.left, factor * number if isinstance(node.op, ast.Mult) else factor / number)
        else:
            yield node, factor

    def term(self, node: ast.expr, factor: float = 1.0) -> Term:
        if (number := _number(node)) is not None:
            return Term("constant", factor=factor * number)
        if isinstance(node, ast.Subscript):
            return Term("sum", sources=(self.source(node),), factor=factor)
        term = self.whole(node)
        if factor == 1.0:
            return term
        if term.kind == "bias":
            raise EquationError("Line {line}, column {column}: a bias takes no sign and no factor.", node)
        return Term("sum", sources=(self.hide(term, node),), factor=factor)

    def whole(self, node: ast.expr) -> Term:
        """A term that is neither a number nor a signal."""
        if isinstance(node, ast.Name) and node.id.startswith("W"):
            return Term("bias", parameter=_name(node.id))
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            return Term("product", self.parameter(node.left), (self.operand(node.right),))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            if isinstance(node.left, ast.Name):
                return Term("peephole", self.parameter(node.left), (self.operand(node.right),))
            return Term("gate", sources=(self.operand(node.left), self.operand(node.right)))
        raise EquationError("Line {line}, column {column}: this term is not understood.", node)

    def call(self, node: ast.Call) -> Term:
        name = node.func.id if isinstance(node.func, ast.Name) and not node.keywords else ""
        if name == "concat" and node.args:
            return Term("concat", sources=tuple(self.operand(part) for part in node.args))
        if not name or len(node.args) != 1:
            raise EquationError("Line {line}, column {column}: expected an activation such as g_X(X[t]).", node)
        if self.config.get(name, name) not in ACTIVATIONS:
            raise EquationError("Line {line}, column {column}: {name} is not an activation.", node, name=name)
        return Term("activation", sources=(self.operand(node.args[0]),), activation=name)

    def parameter(self, node: ast.expr) -> str:
        if isinstance(node, ast.Name) and node.id.startswith("W"):
            return node.id
        raise EquationError("Line {line}, column {column}: expected a weight, a name that begins with W.", node)

    def operand(self, node: ast.expr) -> Source:
        if isinstance(node, ast.Subscript):
            return self.source(node)
        terms = self.terms(node)
        if len(terms) == 1 and terms[0].factor == 1.0 and terms[0].kind != "constant":
            return self.hide(terms[0], node)
        terms, name = self.alone(terms, node), _name_of(node)
        self.hidden.append(Equation(name, terms, getattr(node, "lineno", 1), hidden=True, owner=self.owner))
        return Source(name)

    def hide(self, term: Term, node: ast.AST) -> Source:
        inner = " ".join(f"{s.signal}{_instant(s.lag)}" for s in term.sources)
        name = f"{term.activation or term.kind}({' '.join(filter(None, (term.parameter, inner)))})"
        self.hidden.append(Equation(name, (term,), getattr(node, "lineno", 1), hidden=True, owner=self.owner))
        return Source(name)

    def source(self, node: ast.Subscript) -> Source:
        if isinstance(node.value, ast.Name):
            name, index = _name(node.value.id), node.slice
            if isinstance(index, ast.Name) and index.id == "t":
                return Source(name)
            if isinstance(index, ast.BinOp) and isinstance(index.left, ast.Name) and index.left.id == "t":
                lag = index.right.value if isinstance(index.right, ast.Constant) else None
                if type(lag) is int and lag >= 1 and isinstance(index.op, ast.Sub | ast.Add):
                    if lag > LONGEST_LAG:
                        raise EquationError(
                            "Line {line}, column {column}: a signal can be read at most {most} instants away.",
                            node,
                            most=LONGEST_LAG,
                        )
                    return Source(name, lag if isinstance(index.op, ast.Sub) else -lag)
        raise EquationError("Line {line}, column {column}: expected a signal such as x[t] or x[t-1].", node)


def _instant(lag: int) -> str:
    return f"[t-{lag}]" if lag > 0 else f"[t+{-lag}]" if lag else ""


def _name_of(node: ast.expr) -> str:
    return f"({ast.unparse(node).replace(LAMBDA, 'lambda')})"


def _ordered(found: dict[str, Equation]) -> tuple[Equation, ...]:
    """Every equation after those whose value of the same instant it reads; otherwise as written."""
    ordered: list[Equation] = []
    done: set[str] = set()
    visiting: set[str] = set()

    def visit(equation: Equation) -> None:
        where = ast.Name("", lineno=equation.line, col_offset=0)
        if equation.target in visiting:
            raise EquationError(
                "Line {line}: {name} depends on itself at the same instant.", where, name=equation.target
            )
        visiting.add(equation.target)
        for source in (s for term in equation.terms for s in term.sources):
            if source.signal not in found and source.signal != "u":
                raise EquationError("Line {line}: {name} has no equation.", where, name=source.signal)
            if source.signal in found and not source.lag and source.signal not in done:
                visit(found[source.signal])
        done.add(equation.target)
        ordered.append(equation)

    for equation in found.values():
        if equation.target not in done:
            visit(equation)
    if "y" not in found:
        raise EquationError("The equations define no output y.")
    return tuple(ordered)
