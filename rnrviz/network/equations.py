"""The text of an architecture -> its equations.

The text is Python expression syntax, read by ``ast`` and never run: lines ``name = value`` set what may be
chosen (sizes, activations, options), lines ``signal = terms`` are the equations, ``if option:`` keeps some
for networks with that option. ``signal: size = terms`` states a size; without it a signal fed by matrix
products has n_<signal> components and any other those of what it reads.
"""

import ast
import io
import re
import tokenize
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeGuard

from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.problems import InputError

Setting = int | bool | str
Config = dict[str, Setting]

RESERVED = ("u", "d", "E", "t", "token", "target")
LONGEST_TEXT, LONGEST_LAG = 20_000, 1000

_LAMBDA = "lambdA"  # as long as the keyword, so that columns in messages stay right


@dataclass(frozen=True)
class Source:
    """A signal as a term reads it: ``lag`` 1 is [t-1]."""

    signal: str
    lag: int = 0


@dataclass(frozen=True)
class Term:
    """One summand. ``kind``: product W @ s, bias W, activation g(s), sum s, gate a * b, peephole W * s."""

    kind: str
    parameter: str | None = None
    sources: tuple[Source, ...] = ()
    activation: str | None = None


@dataclass(frozen=True)
class Equation:
    """``target`` = the sum of ``terms``; hidden ones are parts of a longer equation, named by their text."""

    target: str
    terms: tuple[Term, ...]
    line: int
    size: tuple[str | int, ...] | None = None
    hidden: bool = False


class EquationError(InputError):
    """A text of equations that cannot be read; ``line`` and ``column`` (from 1) say where."""

    def __init__(self, template: str, node: ast.AST | None = None, **fields: object) -> None:
        self.line = getattr(node, "lineno", 1)
        self.column = getattr(node, "col_offset", 0) + 1
        super().__init__(template, line=self.line, column=self.column, **fields)


def read(text: str) -> ast.Module:
    """The syntax tree of a text; the Python keyword ``lambda`` is an ordinary symbol here."""
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "The text of the equations has {n} characters; at most {most} are allowed.", n=len(text), most=LONGEST_TEXT
        )
    try:
        tokens = [
            token._replace(string=_LAMBDA) if token.string == "lambda" else token
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
        ]
        with warnings.catch_warnings(action="ignore"):
            return ast.parse(tokenize.untokenize(tokens))
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError) as error:
        raise EquationError("Line {line}, column {column}: this is not an equation.", _place(text, error)) from None


def _place(text: str, error: BaseException) -> ast.AST:
    """Where the reader stumbled, as a node; of a bracket that does not match, tokenize knows less than ast."""
    if isinstance(error, tokenize.TokenError):
        try:
            ast.parse(re.sub(r"\blambda\b", _LAMBDA, text))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as better:
            return _place(text, better)
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    return ast.Name("", lineno=max(1, line), col_offset=max(1, column) - 1)


def settings(text: str) -> Config:
    """What may be chosen and its default: sizes (int or 'n_V'), options (bool), activations (str)."""
    return {name: value for statement in read(text).body for name, value in _setting(statement)}


def equations(text: str, config: Config) -> tuple[Equation, ...]:
    """The equations of a network with this ``config``, in an order in which they can be computed."""
    found: dict[str, Equation] = {}
    try:
        for statement in _chosen(read(text).body, config):
            for equation in _Reader(config).equations(statement, found):
                found[equation.target] = equation
        return _ordered(found)
    except RecursionError:
        raise InputError("The equations are too deeply nested.") from None


def _name(identifier: str) -> str:
    return "lambda" if identifier == _LAMBDA else identifier


def _is_lag(value: object) -> TypeGuard[int]:
    return type(value) is int and 1 <= value <= LONGEST_LAG


def _setting(statement: ast.stmt) -> Iterator[tuple[str, Setting]]:
    if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
        name = statement.targets[0].id
        if isinstance(statement.value, ast.Constant) and isinstance(statement.value.value, int):
            yield name, statement.value.value
        elif isinstance(statement.value, ast.Name) and statement.value.id in (*ACTIVATIONS, "n_V"):
            yield name, statement.value.id


def _chosen(statements: list[ast.stmt], config: Config) -> Iterator[ast.stmt]:
    for statement in statements:
        if isinstance(statement, ast.If):
            if not isinstance(statement.test, ast.Name) or statement.test.id not in config:
                raise EquationError("Line {line}, column {column}: “if” needs the name of an option.", statement.test)
            yield from _chosen(statement.body if config[statement.test.id] else statement.orelse, config)
        elif not list(_setting(statement)):
            yield statement


class _Reader:
    """Reads one statement; parts that need a signal of their own become hidden equations before it."""

    def __init__(self, config: Config) -> None:
        self.config = config
        self.hidden: list[Equation] = []

    def equations(self, node: ast.stmt, found: dict[str, Equation]) -> list[Equation]:
        if isinstance(node, ast.Assign):
            target, value, size = node.targets[0], node.value, None
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            target, value, size = node.target, node.value, self.size(node.annotation)
        elif isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
            target, value, size = node.target, node.value, None
        else:
            raise EquationError("Line {line}, column {column}: expected “signal = terms”.", node)
        if not isinstance(target, ast.Name):
            raise EquationError("Line {line}, column {column}: expected the name of a signal.", target)
        name = _name(target.id)
        terms = tuple(self.term(part) for part in self.summands(value))
        if isinstance(node, ast.AugAssign):
            if name not in found:
                raise EquationError("Line {line}, column {column}: {name} has no equation to add to.", node, name=name)
            old = found[name]
            terms = self.alone(old.terms + terms, node)
            return [*self.hidden, Equation(name, terms, old.line, old.size)]
        if name in RESERVED:
            raise EquationError("Line {line}, column {column}: {name} is not a name for a signal.", target, name=name)
        if name in found:
            raise EquationError("Line {line}, column {column}: {name} has two equations.", node, name=name)
        terms = self.alone(terms, node)
        return [*self.hidden, Equation(name, terms, node.lineno, size)]

    def alone(self, terms: tuple[Term, ...], node: ast.stmt) -> tuple[Term, ...]:
        """An activation beside other terms becomes a signal of its own: its slope is read off its value."""
        if len(terms) == 1:
            return terms
        return tuple(Term("sum", sources=(self.hide(t, node),)) if t.kind == "activation" else t for t in terms)

    def size(self, node: ast.expr) -> tuple[str | int, ...]:
        parts = node.elts if isinstance(node, ast.Tuple) else [node]
        sizes: list[str | int] = []
        for part in parts:
            if isinstance(part, ast.Name) and part.id in self.config:
                sizes.append(part.id)
            elif isinstance(part, ast.Constant) and isinstance(part.value, int) and part.value > 0:
                sizes.append(part.value)
            else:
                raise EquationError("Line {line}, column {column}: expected a size, such as n_X or 4.", part)
        return tuple(sizes)

    def summands(self, node: ast.expr) -> Iterator[ast.expr]:
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield from self.summands(node.left)
            yield from self.summands(node.right)
        else:
            yield node

    def term(self, node: ast.expr) -> Term:
        if isinstance(node, ast.Name) and node.id.startswith("W"):
            return Term("bias", parameter=node.id)
        if isinstance(node, ast.Subscript):
            return Term("sum", sources=(self.source(node),))
        if isinstance(node, ast.Call):
            return self.activation(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
            return Term("product", self.parameter(node.left), (self.operand(node.right),))
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            if isinstance(node.left, ast.Name):
                return Term("peephole", self.parameter(node.left), (self.operand(node.right),))
            return Term("gate", sources=(self.operand(node.left), self.operand(node.right)))
        raise EquationError("Line {line}, column {column}: this term is not understood.", node)

    def activation(self, node: ast.Call) -> Term:
        if not isinstance(node.func, ast.Name) or node.keywords or len(node.args) != 1:
            raise EquationError("Line {line}, column {column}: expected an activation such as g_X(X[t]).", node)
        name = node.func.id
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
        return self.hide(self.term(node), node)

    def hide(self, term: Term, node: ast.AST) -> Source:
        inner = " ".join(f"{s.signal}[t-{s.lag}]" if s.lag else s.signal for s in term.sources)
        name = f"{term.activation or term.kind}({' '.join(filter(None, (term.parameter, inner)))})"
        self.hidden.append(Equation(name, (term,), getattr(node, "lineno", 1), hidden=True))
        return Source(name)

    def source(self, node: ast.Subscript) -> Source:
        if isinstance(node.value, ast.Name):
            index = node.slice
            if isinstance(index, ast.Name) and index.id == "t":
                return Source(_name(node.value.id))
            if isinstance(index, ast.BinOp) and isinstance(index.op, ast.Sub) and isinstance(index.right, ast.Constant):
                lag = index.right.value
                if isinstance(index.left, ast.Name) and index.left.id == "t" and _is_lag(lag):
                    return Source(_name(node.value.id), lag)
        raise EquationError("Line {line}, column {column}: expected a signal such as x[t] or x[t-1].", node)


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
