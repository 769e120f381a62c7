"""The text of an architecture -> what may be chosen, and the statements that remain once it is.

The text is Python expression syntax, read by ``ast`` and never run:

- ``name = value`` declares a setting and its default: a size (whole number, or n_V, the number of tokens), an option
  (True or False), an activation, or one of several words: ``name = "mean", "sum"``, of which the first is the default;
- ``if option:``, ``if n_L > 1:``, ``if combine == "mean":`` keep statements for networks so set;
- ``for k in range(1, p):`` repeats statements, ``for k, l in pairs(n_L):`` does so for each layer but the last and the
  one above it, (1, 2) to (n_L - 1, n_L). Where a part of a name ends with the variable, its number takes that place:
  ``W_xl_xk`` is ``W_x2_x1``. Where it ends with L, that stands for n_L;
- all others are equations, for `rnrviz.network.reading`.
"""

import ast
import io
import operator
import re
import threading
import tokenize
import warnings
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from rnrviz.kernels.activations import ACTIVATIONS
from rnrviz.network.equations import Config, EquationError, Setting
from rnrviz.network.problems import InputError

LONGEST_TEXT, MOST_STATEMENTS, MOST_TURNS = 20_000, 2_000, 20_000

LAMBDA = "lambdA"  # as long as the keyword, so that columns in messages stay right
ONE_AT_A_TIME = threading.Lock()  # ast counts its depth, warnings have their filters, for all threads together
COMPARISONS = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


@lru_cache(maxsize=64)
def read(text: str) -> ast.Module:
    """The syntax tree of a text, not to be changed; the Python keyword ``lambda`` is an ordinary symbol here."""
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "The text of the equations has {n} characters; at most {most} are allowed.", n=len(text), most=LONGEST_TEXT
        )
    try:
        tokens = [
            token._replace(string=LAMBDA) if token.string == "lambda" else token
            for token in tokenize.generate_tokens(io.StringIO(text).readline)
        ]
        return _parsed(tokenize.untokenize(tokens))
    except (SyntaxError, tokenize.TokenError, ValueError, RecursionError, MemoryError) as error:
        raise EquationError("Line {line}, column {column}: this is not an equation.", _place(text, error)) from None


def _parsed(source: str) -> ast.Module:
    """``ast.parse``, which two threads at once make fail with a SystemError (CPython issue 106905)."""
    with ONE_AT_A_TIME, warnings.catch_warnings(action="ignore"):
        return ast.parse(source)


def _place(text: str, error: BaseException) -> ast.AST:
    """Where the reader stumbled, as a node; of a bracket that does not match, tokenize knows less than ast."""
    if isinstance(error, tokenize.TokenError):
        try:
            _parsed(re.sub(r"\blambda\b", LAMBDA, text))
        except (SyntaxError, ValueError, RecursionError, MemoryError) as better:
            return _place(text, better)
    line, column = getattr(error, "lineno", None) or 1, getattr(error, "offset", None) or 1
    return ast.Name("", lineno=max(1, line), col_offset=max(1, column) - 1)


def settings(text: str) -> Config:
    """What may be chosen and its default: sizes (int or 'n_V'), options (bool), activations and other words (str)."""
    return {name: values[0] for name, values in _declared(text).items()}


def alternatives(text: str) -> dict[str, tuple[str, ...]]:
    """The words that each setting of words may take; softmax only for g_Y."""
    found: dict[str, tuple[str, ...]] = {}
    for name, values in _declared(text).items():
        if len(values) > 1:
            found[name] = tuple(str(value) for value in values)
        elif values[0] in ACTIVATIONS:
            found[name] = tuple(a for a in ACTIVATIONS if a != "softmax" or name == "g_Y")
    return found


@lru_cache(maxsize=64)  # asked four times for each network that is made
def _declared(text: str) -> dict[str, tuple[Setting, ...]]:
    found: dict[str, tuple[Setting, ...]] = {}
    for statement in read(text).body:
        for name, values in _setting(statement):
            if name in found:
                raise EquationError("Line {line}, column {column}: {name} is set twice.", statement, name=name)
            found[name] = values
    return found


def _setting(statement: ast.stmt) -> Iterator[tuple[str, tuple[Setting, ...]]]:
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    if isinstance(statement, ast.Assign) and len(targets) == 1 and isinstance(targets[0], ast.Name):
        name, value = targets[0].id, statement.value
        if isinstance(value, ast.Constant) and isinstance(value.value, int):
            yield name, (value.value,)
        elif isinstance(value, ast.Name) and value.id in (*ACTIVATIONS, "n_V"):
            yield name, (value.id,)
        elif isinstance(value, ast.Tuple) and len(value.elts) > 1:
            words = [e.value for e in value.elts if isinstance(e, ast.Constant) and isinstance(e.value, str)]
            if len(words) == len(value.elts):
                yield name, tuple(words)


def statements(text: str, config: Config) -> Iterator[ast.stmt]:
    """The equations' statements for this config, loops gone through."""
    made, tree = 0, read(text)
    _check_words(tree, alternatives(text))
    for seen, statement in enumerate(_chosen(tree.body, config, {}), 1):
        made += not isinstance(statement, ast.For)
        if made > MOST_STATEMENTS or seen > MOST_TURNS:
            raise EquationError(
                "Line {line}: the loops make more than {most} equations.", statement, most=MOST_STATEMENTS
            )
        if not isinstance(statement, ast.For):
            yield statement


def _check_words(tree: ast.Module, words: Mapping[str, tuple[str, ...]]) -> None:
    """Refuse a condition on a word that its setting never is: a slip of the pen that would pass unseen."""
    for node in (n for n in ast.walk(tree) if isinstance(n, ast.Compare) and isinstance(n.left, ast.Name)):
        name = node.left.id  # type: ignore[attr-defined]
        for word in (c for c in node.comparators if isinstance(c, ast.Constant) and isinstance(c.value, str)):
            if name in words and word.value not in words[name]:
                raise EquationError(
                    "Line {line}, column {column}: {name} is never {found!r}; it is one of {known}.",
                    word,
                    name=name,
                    found=word.value,
                    known=", ".join(words[name]),
                )


def _chosen(body: list[ast.stmt], config: Config, numbers: dict[str, int], outside: bool = True) -> Iterator[ast.stmt]:
    """The equations, and each loop once per turn, so that loops around nothing are counted too."""
    for statement in body:
        if isinstance(statement, ast.If):
            kept = statement.body if _holds(statement.test, {**config, **numbers}) else statement.orelse
            yield from _chosen(kept, config, numbers, False)
        elif isinstance(statement, ast.For):
            for more in _turns(statement, {**config, **numbers}):
                yield statement
                yield from _chosen(statement.body, config, numbers | more, False)
        elif not list(_setting(statement)):
            yield _Numbered(config, numbers).copy(statement)
        elif not outside:  # one for all networks: no setting depends on another
            raise EquationError("Line {line}, column {column}: expected “signal = terms”.", statement)


def _holds(test: ast.expr, known: Mapping[str, Setting]) -> bool:
    """Whether the condition of an ``if`` holds."""
    if isinstance(test, ast.Name) and test.id in known:
        return bool(known[test.id])
    if isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        return not _holds(test.operand, known)
    if isinstance(test, ast.Compare) and len(test.ops) == 1 and isinstance(test.left, ast.Name):
        compare = COMPARISONS.get(type(test.ops[0]))
        left, right = known.get(test.left.id), _value(test.comparators[0], known)
        if compare and None not in (left, right) and isinstance(left, str) == isinstance(right, str):
            return bool(compare(left, right))  # type: ignore[arg-type]
    raise EquationError("Line {line}, column {column}: “if” needs the name of an option.", test)


def _value(node: ast.expr, known: Mapping[str, Setting]) -> Setting | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | str):
        return node.value
    return known.get(node.id, node.id if node.id in ACTIVATIONS else None) if isinstance(node, ast.Name) else None


def _turns(loop: ast.For, known: Mapping[str, Setting]) -> Iterator[dict[str, int]]:
    """The numbers of the loop's variables, turn by turn."""
    call = loop.iter
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name) or call.keywords or loop.orelse:
        raise _no_loop(loop)
    names = loop.target.elts if isinstance(loop.target, ast.Tuple) else [loop.target]
    variables = [name.id for name in names if isinstance(name, ast.Name) and re.fullmatch("[a-z]", name.id)]
    bounds = [_whole(argument, known) for argument in call.args]
    if (call.func.id, len(names), len(variables)) == ("range", 1, 1) and 1 <= len(bounds) <= 2:
        yield from ({variables[0]: n} for n in range(*bounds))
    elif (call.func.id, len(names), len(variables)) == ("pairs", 2, 2) and len(bounds) == 1:
        yield from ({variables[0]: n, variables[1]: n + 1} for n in range(1, bounds[0]))
    else:
        raise _no_loop(loop)


def _no_loop(loop: ast.For) -> EquationError:
    return EquationError(
        "Line {line}, column {column}: expected “for k in range(1, n):” or “for k, l in pairs(n):”.", loop
    )


def _whole(node: ast.expr, known: Mapping[str, Setting]) -> int:
    """A whole number: a constant, a setting, or a sum or difference of such."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
        left, right = _whole(node.left, known), _whole(node.right, known)
        return left + right if isinstance(node.op, ast.Add) else left - right
    value = _value(node, known)
    if type(value) is not int:
        raise EquationError("Line {line}, column {column}: expected a whole number.", node)
    return value


class _Numbered:
    """Copies a statement with the loops' numbers, and n_L for L, in its names; a variable alone becomes its number."""

    def __init__(self, config: Config, numbers: Mapping[str, int]) -> None:
        self.numbers = dict(numbers)
        self.ends = dict(numbers)
        if type(config.get("n_L")) is int:
            self.ends["L"] = int(config["n_L"])

    def copy(self, node: Any) -> Any:
        """A node, a list of them, or a plain value."""
        if isinstance(node, ast.Name):
            return ast.copy_location(self._name(node), node)
        if isinstance(node, list):
            return [self.copy(each) for each in node]
        if not isinstance(node, ast.AST) or not node._fields:
            return node
        return ast.copy_location(type(node)(*[self.copy(getattr(node, name)) for name in node._fields]), node)

    def _name(self, node: ast.Name) -> ast.expr:
        if node.id in self.numbers:
            return ast.Constant(self.numbers[node.id])
        return ast.Name("_".join(self._part(part) for part in node.id.split("_")), node.ctx)

    def _part(self, part: str) -> str:
        end = part[-1:]
        return f"{part[:-1]}{self.ends[end]}" if len(part) > 1 and end in self.ends else part
