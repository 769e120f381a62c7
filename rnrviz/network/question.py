"""What can be asked: one number of the forward pass, of the error, or of a derivative."""

from dataclasses import dataclass, replace

from rnrviz.network.network import Network
from rnrviz.network.program import Shape

Place = tuple[int | str, ...]  # 0-based numbers, or the letters of a sum
Errors = tuple[int, int]
WeightOf = tuple[str, Place]
OF_A_WEIGHT = ("weight", "gradient", "contribution")
OF_OUTPUTS = ("target", "probability")
OF_ERRORS = ("delta", "gradient", "contribution")


@dataclass(frozen=True)
class Question:
    """Where does this number come from?

    ``kind``, with ``name``, 0-based ``index`` and the instant ``t`` (from 1; 0 is before the first token):

    signal       s_i[t], the net inputs and the input among them
    target       d_i[t]
    probability  y_i[t] divided by the sum of all outputs
    error        E[t]
    weight       W_jk, of no instant
    slope        g'(s_i[t]); ``name`` is the signal that the activation makes; with softmax dy_j/dY_i, index (j, i)
    delta        dE/ds_i[t], E being the sum of E[t] over ``errors`` (first, last)
    sensitivity  ds_i[t] / dW, W being ``weight``
    gradient     dE/dW; ``name`` and ``index`` are the weight's
    contribution what the copy of the weight at the instant t, tau, adds to that
    """

    kind: str
    name: str
    index: Place = ()
    t: int = 0
    errors: Errors | None = None
    weight: WeightOf | None = None

    def later(self, by: int) -> "Question":
        """The same of an instant that is so much later."""
        errors = None if self.errors is None else (max(1, self.errors[0] + by), max(1, self.errors[1] + by))
        return replace(self, t=self.t if self.kind in ("weight", "gradient") else self.t + by, errors=errors)


def related(question: Question, errors: Errors | None, weight: WeightOf | None) -> tuple[Question, ...]:
    """What else may be asked of the same: its delta for these errors, its sensitivity to this weight, or back."""
    kind, name, index, t = question.kind, question.name, question.index, question.t
    found = []
    if kind in ("delta", "sensitivity"):
        found.append(Question("signal", name, index, t))
    if kind in ("signal", "sensitivity") and errors is not None and t >= 1:
        found.append(Question("delta", name, index, t, errors))
    if kind in ("signal", "delta") and weight is not None and t >= 1:
        found.append(Question("sensitivity", name, index, t, weight=weight))
    if kind in ("gradient", "contribution"):
        found.append(Question("weight", name, index))
    if kind in ("weight", "contribution") and errors is not None:
        found.append(Question("gradient", name, index, errors=errors))
    if kind == "target":
        found.append(Question("error", "E", (), t))
    return tuple(found)


def fits(question: Question, network: Network, length: int | None = None) -> bool:
    """Whether the network has this number, and a text of so many tokens the instant."""
    if question.kind == "error":
        known = True
    elif question.kind in OF_A_WEIGHT:
        known = _has_weight(network, (question.name, question.index), question.kind != "weight")
    elif question.kind == "slope":
        known = _has_slope(network, question.name, question.index)
    else:
        known = _inside(
            question.index, network.program.signals.get("y" if question.kind in OF_OUTPUTS else question.name)
        )
    if question.weight is not None:
        known = known and _has_weight(network, question.weight, True)
    last = max(question.t, question.errors[1] if question.errors else 0)
    return known and (length is None or last <= length + network.program.leads)


def _has_weight(network: Network, weight: WeightOf, trained: bool) -> bool:
    parameter = network.program.parameters.get(weight[0])
    return _inside(weight[1], parameter) and (not trained or (parameter is not None and parameter.trained))


def _has_slope(network: Network, name: str, index: Place) -> bool:
    """Whether an activation makes the signal; a softmax has slopes of every component by every other."""
    terms = next((e.terms for e in network.equations if e.target == name), ())
    if [term.kind for term in terms] != ["activation"]:
        return False
    signal, label = network.program.signals[name], str(terms[0].activation)
    if network.config.get(label, label) != "softmax":
        return _inside(index, signal)
    half = len(signal.shape)
    return _inside(index[:half], signal) and _inside(index[half:], signal)


def _inside(index: Place, of: object) -> bool:
    shape: Shape = getattr(of, "shape", ())
    return (
        of is not None
        and len(index) == len(shape)
        and all(isinstance(i, int) and 0 <= i < n for i, n in zip(index, shape, strict=True))
    )
