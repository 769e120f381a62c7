"""A pickle that is read and never run: what torch.save writes of a state dictionary, and nothing else.

A pickle is a program for a small stack machine (PEP 3154). Its words that make plain data are followed here; of those
that call something, only calls that make a dictionary or a tensor are, and they make records of this file. Any other
call is refused, and nothing is imported.
"""

import pickletools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, final

from rnrviz.network.problems import InputError

KEYS = (str, int, float, bool, bytes, type(None))  # the hash of deeply nested tuples would not come back
MOST_AXES = 64
LONGEST = 64 * 2**20  # bytes: of a model with a million tensors it is less


@dataclass(frozen=True)
class Called:
    """Something that the pickle names: a function or a class of a module."""

    module: str
    name: str


@dataclass(frozen=True)
class Stored:
    """Where numbers are: the class of the storage, which tells their type, its key, how many."""

    kind: str
    key: str
    size: int


@dataclass(frozen=True)
class Strided:
    """A tensor: a part of a storage, counted in numbers."""

    storage: Stored
    offset: int
    shape: tuple[int, ...]
    strides: tuple[int, ...]


def read_pickle(content: bytes) -> Any:
    """The dictionaries, lists, numbers, texts and Strided of a pickle. Raises InputError for anything else in it."""
    if len(content) > LONGEST:
        raise InputError(
            "The list of tensors has {found} bytes; at most {most} are read.", found=len(content), most=LONGEST
        )
    machine = _Machine()
    try:
        for word, argument, _ in pickletools.genops(content):
            if word.name == "STOP":
                return machine.stack.pop()
            machine.follow(word.name, argument)
    except InputError:
        raise
    except (ValueError, IndexError, KeyError, TypeError, EOFError, OverflowError, AttributeError, MemoryError, Warning):
        pass
    raise InputError("The list of tensors in the file is broken.")


def refused(what: Called) -> NoReturn:
    """What the file would have run."""
    raise InputError(
        "The file holds {name}, for which code would have to be run; expected a state dictionary of tensors, as "
        "torch.save(model.state_dict(), …) writes it.",
        name=f"{what.module}.{what.name}",
    )


@final
class _Machine:
    """The stack, the marks on it, the memo."""

    def __init__(self) -> None:
        self.stack: list[Any] = []
        self.marks: list[int] = []
        self.memo: dict[int, Any] = {}

    def follow(self, word: str, argument: Any) -> None:
        if word in PLAIN:
            self.stack.append(argument)
        elif word in CONSTANTS:
            self.stack.append(CONSTANTS[word]())
        else:
            WORDS[word](self, argument)

    def above_mark(self) -> list[Any]:
        """What is above the last mark, taken off."""
        mark = self.marks.pop()
        items = self.stack[mark:]
        del self.stack[mark:]
        return items

    def mark(self, _: Any) -> None:
        self.marks.append(len(self.stack))

    def make_tuple(self, n: int | None) -> None:
        items = self.above_mark() if n is None else [self.stack.pop() for _ in range(n)][::-1]
        self.stack.append(tuple(items))

    def make_list(self, _: Any) -> None:
        self.stack.append(self.above_mark())

    def make_dict(self, _: Any) -> None:
        items = self.above_mark()
        self.stack.append({})
        self.update(items)

    def append(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if type(target) is not list:
            raise TypeError
        target.extend(items)

    def update(self, items: list[Any]) -> None:
        target = self.stack[-1]
        if type(target) is not dict or not all(type(key) in KEYS for key in items[::2]):
            raise TypeError
        target.update(zip(items[::2], items[1::2], strict=True))

    def name(self, argument: str) -> None:
        module, _, name = argument.partition(" ")
        self.stack.append(Called(module, name))

    def name_on_stack(self, _: Any) -> None:
        name, module = self.stack.pop(), self.stack.pop()
        self.stack.append(Called(str(module), str(name)))

    def call(self, _: Any) -> None:
        given, what = self.stack.pop(), self.stack.pop()
        if not isinstance(what, Called):
            raise TypeError
        make = MAKERS.get((what.module, what.name))
        if make is None:
            refused(what)
        if type(given) is not tuple:
            raise TypeError
        self.stack.append(make(*given))

    def new(self, _: Any) -> None:
        self.stack.pop()
        what = self.stack.pop()
        refused(what if isinstance(what, Called) else Called("?", "?"))

    def new_with_names(self, _: Any) -> None:
        self.stack.pop()
        self.new(_)

    def build(self, _: Any) -> None:
        """Attributes, such as the ``_metadata`` of a state dictionary: passed over."""
        self.stack.pop()
        if type(self.stack[-1]) is not dict:
            raise TypeError

    def persistent(self, _: Any) -> None:
        """("storage", class, key, device, how many)."""
        told, kind, key, _device, size = self.stack.pop()
        if told != "storage" or not isinstance(kind, Called) or type(size) is not int:
            raise TypeError
        self.stack.append(Stored(kind.name, str(key), size))

    def keep(self, number: int | None) -> None:
        self.memo[len(self.memo) if number is None else number] = self.stack[-1]


def _dictionary() -> dict[Any, Any]:
    return {}


def _size(numbers: Any) -> tuple[Any, ...]:
    if not isinstance(numbers, tuple | list) or len(numbers) > MOST_AXES:
        raise TypeError
    return tuple(numbers)


def _tensor(storage: Stored, offset: int, shape: tuple[int, ...], strides: tuple[int, ...], *_: Any) -> Strided:
    numbers = (offset, *shape, *strides)
    if (
        not isinstance(storage, Stored)
        or not len(shape) == len(strides) <= MOST_AXES
        or any(type(n) is not int for n in numbers)
    ):
        raise TypeError
    return Strided(storage, offset, tuple(shape), tuple(strides))


def _parameter(tensor: Strided, *_: Any) -> Strided:
    return tensor


MAKERS: dict[tuple[str, str], Callable[..., Any]] = {
    ("collections", "OrderedDict"): _dictionary,
    ("torch._utils", "_rebuild_tensor_v2"): _tensor,
    ("torch._utils", "_rebuild_parameter"): _parameter,
    ("torch", "Size"): _size,
}
PLAIN = (
    "INT", "BININT", "BININT1", "BININT2", "LONG", "LONG1", "LONG4", "STRING", "BINSTRING", "SHORT_BINSTRING",
    "BINBYTES", "SHORT_BINBYTES", "BINBYTES8", "UNICODE", "SHORT_BINUNICODE", "BINUNICODE", "BINUNICODE8", "FLOAT",
    "BINFLOAT",
)  # fmt: skip
CONSTANTS: dict[str, Callable[[], Any]] = {
    "NONE": lambda: None, "NEWTRUE": lambda: True, "NEWFALSE": lambda: False,
    "EMPTY_LIST": list, "EMPTY_TUPLE": tuple, "EMPTY_DICT": dict,
}  # fmt: skip
WORDS: dict[str, Callable[[_Machine, Any], object]] = {
    "PROTO": lambda m, a: None,
    "FRAME": lambda m, a: None,
    "MARK": _Machine.mark,
    "TUPLE": lambda m, a: m.make_tuple(None),
    "TUPLE1": lambda m, a: m.make_tuple(1),
    "TUPLE2": lambda m, a: m.make_tuple(2),
    "TUPLE3": lambda m, a: m.make_tuple(3),
    "LIST": _Machine.make_list,
    "DICT": _Machine.make_dict,
    "APPEND": lambda m, a: m.append([m.stack.pop()]),
    "APPENDS": lambda m, a: m.append(m.above_mark()),
    "SETITEM": lambda m, a: m.update([m.stack.pop(), m.stack.pop()][::-1]),
    "SETITEMS": lambda m, a: m.update(m.above_mark()),
    "GLOBAL": _Machine.name,
    "STACK_GLOBAL": _Machine.name_on_stack,
    "REDUCE": _Machine.call,
    "NEWOBJ": _Machine.new,
    "NEWOBJ_EX": _Machine.new_with_names,
    "INST": lambda m, a: refused(Called(*a.split(" ", 1))),
    "OBJ": lambda m, a: refused(next((i for i in m.above_mark()[:1] if isinstance(i, Called)), Called("?", "?"))),
    "BUILD": _Machine.build,
    "BINPERSID": _Machine.persistent,
    "PUT": _Machine.keep,
    "BINPUT": _Machine.keep,
    "LONG_BINPUT": _Machine.keep,
    "MEMOIZE": lambda m, a: m.keep(None),
    "GET": lambda m, a: m.stack.append(m.memo[a]),
    "BINGET": lambda m, a: m.stack.append(m.memo[a]),
    "LONG_BINGET": lambda m, a: m.stack.append(m.memo[a]),
    "POP": lambda m, a: m.stack.pop(),
    "POP_MARK": lambda m, a: m.above_mark(),
    "DUP": lambda m, a: m.stack.append(m.stack[-1]),
}
