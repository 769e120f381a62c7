"""Random texts of equations that make sense, for hypothesis: every kind of term, inside one another."""

from hypothesis import strategies as st

NUMBERS = st.sampled_from(("0.5", "2", "1 / 3", "-0.7", "0.25 * 2", "(1 - 3) / 4"))
FUNCTIONS = st.sampled_from(("tanh", "logistic", "identity", "relu", "softmax", "g_X"))
HEAD = "n_U = n_V\nn_Y = n_V\ng_X = tanh\ng_Y = softmax\n"


class Writer:
    """Writes the right sides of the equations of a text; every weight gets a name of its own."""

    def __init__(self, draw, sizes: dict[str, int]) -> None:
        self.draw, self.sizes, self.weights = draw, sizes, 0
        self.readable: list[str] = []

    def weight(self) -> str:
        self.weights += 1
        return f"W_{self.weights}"

    def signal(self, sizes: tuple[int, ...] = ()) -> str | None:
        """A signal at an instant, of one of these sizes; any size without."""
        fitting = [s for s in self.readable if not sizes or self.sizes[s.partition("[")[0]] in sizes]
        return self.draw(st.sampled_from(fitting)) if fitting else None

    def part(self, size: int, depth: int) -> str:
        """An expression with ``size`` components, the number of those of the signal that the equation is of."""
        kinds = ["product", "product"] if depth == 0 else [*KINDS]
        kind = self.draw(st.sampled_from([*kinds, "signal"]))
        if kind == "concat":
            below, other = self.signal((size - 1,)), self.signal((1,))
            return f"concat({below}, {other})" if below and other else self.part(size, depth - 1)
        read = self.signal((size,))
        if read and kind in ("signal", "peephole"):
            return read if kind == "signal" else f"{self.weight()} * {read}"
        if kind in ("signal", "peephole", "product"):
            return f"{self.weight()} @ {self.signal()}"
        inner = self.part(size, depth - 1)
        if kind == "net":
            return f"{self.draw(FUNCTIONS)}({self.weight()} @ {self.signal()} + {self.weight()} + {inner})"
        if kind == "gate":
            return f"{self.signal((1, size)) or inner} * ({inner})"
        if kind == "inner product":
            return f"{self.weight()} @ ({inner})"
        return KINDS[kind].format(a=inner, b=self.part(size, depth - 1), n=self.draw(NUMBERS), g=self.draw(FUNCTIONS))


KINDS = {
    "sum": "({a} + {b})",
    "difference": "({a} - {b})",
    "factor": "{n} * ({a})",
    "factor after": "({a}) * {n}",
    "divided": "({a}) / 3",
    "negative": "(-({a}))",
    "complement": "(1 - ({a}))",
    "constant": "({a} + {n})",
    "activation": "{g}({a})",
    "both": "({a}) * ({b})",
    **dict.fromkeys(("concat", "peephole", "net", "gate", "inner product"), ""),
}


@st.composite
def texts(draw) -> str:
    """A text with one to three signals between u and y, that read the past, the future or, if that works, both."""
    names = "abc"[: draw(st.integers(1, 3))]
    sizes = {"u": 2} | {name: draw(st.sampled_from((2, 3, 1))) for name in names}
    way, lines = draw(st.sampled_from(("past", "past", "future", "both"))), []
    write = Writer(draw, sizes)
    for i, name in enumerate(names):
        earlier, all_of_them = ("u", *names[:i]), ("u", *names)
        write.readable = [f"{s}[t]" for s in earlier] + [f"{s}[t-{k}]" for s in all_of_them for k in (1, 2)]
        if way == "both":
            write.readable += [f"{s}[t+{k}]" for s in earlier for k in (1, 2)]
        lines.append(f"{name}: {sizes[name]} = {write.part(sizes[name], draw(st.integers(1, 3)))}")
    lines.append(f"Y: n_Y = W_y_s @ {names[-1]}[t] + W_y")
    text = HEAD + "\n".join([*lines, "y: n_Y = g_Y(Y[t])", ""])
    return text.replace("[t-", "[t+") if way == "future" else text
