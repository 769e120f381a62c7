"""Questions in words: the name of a number, and what should be said beside its equation."""

from rnrviz.language import ntr, tr
from rnrviz.network.explain_values import Values
from rnrviz.network.expressions import Expression
from rnrviz.network.notation import spoken, symbol
from rnrviz.network.question import Errors, Question


def name_of(values: Values, question: Question) -> str:
    """The number's name, such as “state, unit 2, t = 3”."""
    kind, t = question.kind, question.t
    what = _what(values, question)
    parts = [what, _unit(values, question)]
    if kind not in ("weight", "gradient"):
        parts.append((tr("τ = {t}") if kind == "contribution" else tr("t = {t}")).format(t=t))
    return ", ".join(filter(None, parts))


def _what(values: Values, question: Question) -> str:
    kind, name = question.kind, question.name
    if kind in ("signal", "error"):
        return _signal(values, name)
    if kind == "weight":
        return spoken(name)
    of = _signal(values, name) if name in values.signals else spoken(name)
    return {
        "target": tr("desired output"),
        "probability": tr("probability of the next symbol"),
        "slope": tr("slope of the activation ({signal})").format(signal=of),
        "delta": tr("error signal of: {signal}").format(signal=of),
        "sensitivity": tr("sensitivity of: {signal}").format(signal=of),
        "gradient": tr("gradient; {weight}").format(weight=of),
        "contribution": tr("contribution of one copy; {weight}").format(weight=of),
    }[kind]


def _signal(values: Values, name: str) -> str:
    signal = values.signals.get(name)
    if signal is None or signal.role != "hidden":
        return spoken(name, signal.role if signal else "")
    return tr("part of the equation of {signal}").format(signal=symbol(values.equations[name].owner).unicode)


def _unit(values: Values, question: Question) -> str:
    """Which unit, by its token where it stands for one."""
    index = [i + 1 for i in question.index if isinstance(i, int)]
    if question.kind in ("error", "weight", "gradient", "contribution") or not index:
        return ""
    symbols = values.network.vocabulary.tokens
    coded = (question.name == "u" and values.one_hot("u")) or question.name in ("y", "Y", "d")
    if coded and len(index) == 1 and values.signals["y"].size == len(symbols):
        return tr("symbol “{token}”").format(token=symbols[index[0] - 1])
    if len(index) == 2 and question.kind != "slope":
        return tr("block {block}, cell {cell}").format(block=index[0], cell=index[1])
    return tr("unit {number}").format(number=index[0])


def notes(values: Values, question: Question, right: Expression | None) -> tuple[str, ...]:
    """What should be said beside the equation, a sentence each."""
    kind, t, length = question.kind, question.t, len(values.trace)
    if kind == "weight":
        return (tr("A weight is not computed from others: it is what learning changes, against its gradient."),)
    if kind == "target":
        return (_of_target(values, t),)
    if t < 1 and kind in ("signal", "sensitivity", "delta"):
        return (tr("Before the first token: the network starts with this value."),)
    if kind != "gradient" and t > length:
        return (tr("After the last token there is nothing."),)
    found = [_of_errors(question.errors)] if kind == "delta" and question.errors else []
    if kind == "signal" and question.name == "u":
        found.append(_of_input(values, t))
    if kind == "signal" and question.name != "u" and _picks(values, question.name):
        found.append(_picked(values, question.name))
    if kind == "error" and right is not None:
        found += _of_error(values, t)
    if kind == "slope" and values.function(question.name) in ("relu", "identity"):
        found.append(tr("The slope of this function is 1, or 0 where relu is shut."))
    if kind in ("delta", "sensitivity", "contribution") and right is not None and not getattr(right, "terms", (1,)):
        found.append(tr("Nothing leads from the one to the other: the derivative is 0."))
    return tuple(found)


def _of_errors(errors: Errors) -> str:
    """Which errors a delta is the derivative of."""
    first, last = errors
    if first == last:
        return tr("The derivative of E[{t}].").format(t=last)
    return tr("The derivative of the sum of E[t] from t = {first} to t = {last}.").format(first=first, last=last)


def _of_target(values: Values, t: int) -> str:
    if not values.trace.counts[t - 1]:
        return tr("The last token has no target.")
    code = values.trace.targets[t - 1]
    if not (code == 1.0).sum() == (code != 0.0).sum() == 1:
        return tr("The target is given.")
    token = values.network.vocabulary.tokens[int(code.argmax())]
    return tr("The target is the code of the next token, “{token}”: 1 for it, 0 for the others.").format(token=token)


def _of_input(values: Values, t: int) -> str:
    token = values.network.vocabulary.tokens[values.token(t) or 0]
    if values.one_hot("u"):
        return tr("The input is the code of the token “{token}”: 1 for it, 0 for the others.").format(token=token)
    return tr("The input is the row of the table of embeddings that belongs to the token “{token}”.").format(
        token=token
    )


def _picks(values: Values, name: str) -> bool:
    terms = values.equations[name].terms
    return any(term.kind == "product" and values.one_hot(term.sources[0].signal) for term in terms)


def _picked(values: Values, name: str) -> str:
    others = values.signals["u"].size - 1
    return ntr(
        "The input is 1 for its token and 0 elsewhere: of its sum {n} other term is 0.",
        "The input is 1 for its token and 0 elsewhere: of its sum the {n} other terms are 0.",
        others,
    ).format(n=others)


def _of_error(values: Values, t: int) -> list[str]:
    if not values.trace.counts[t - 1]:
        return [tr("The last token has no target, so there is no E[t].")]
    if values.network.loss == "quadratic":
        return []
    return (
        [tr("Cross-entropy: only the outputs that the target names count.")]
        if values.function("y") == "softmax"
        else []
    )
