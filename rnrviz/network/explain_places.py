"""Where a number stands in the chapter: the section's title, and the label of the equation where it has one."""

from dataclasses import dataclass

from rnrviz.language import tr
from rnrviz.network.explain_values import Values
from rnrviz.network.question import Question


@dataclass(frozen=True)
class Chapter:
    """A section of the chapter, and an equation's label in its source, empty if the equation has none."""

    section: str
    label: str = ""

    @property
    def number(self) -> int:
        """The equation's number where the chapter is printed: those with a label are numbered; 0 for none."""
        return LABELS.index(self.label) + 1 if self.label else 0

    @property
    def title(self) -> str:
        """The section's title, in the language of now."""
        return {
            "coding": tr("Symbolic processing with recurrent networks"),
            "elman": tr("Elman's recurrent network"),
            "training": tr("Training of recurrent neural networks"),
            "descent": tr("Gradient descent"),
            "rtrl": tr("Real-time recurrent learning"),
            "bptt": tr("Backpropagation through time"),
            "units": tr("LSTM units"),
            "lstm": tr("Equations of the LSTM model"),
            "forget": tr("Limitation of the original LSTM network: reluctance to forget"),
            "convergence": tr("Convergence"),
        }[self.section]


LABELS = (
    "ec:kronecker", "ec-rrs1y", "ec:error", "ec-introDelta", "ec-apb1", "ec-ejrtrl", "xsinforget", "ec-errorquad",
)  # fmt: skip
KINDS = {
    "target": Chapter("coding"),
    "probability": Chapter("convergence"),
    "weight": Chapter("descent"),
    "delta": Chapter("bptt"),
    "contribution": Chapter("bptt"),
    "slope": Chapter("rtrl"),
}
ELMAN, LSTM, FORGET = Chapter("elman", "ec-rrs1y"), Chapter("lstm"), Chapter("forget")


def place(values: Values, question: Question, method: str = "") -> Chapter:
    """Where the chapter speaks of this number, or of what plays its part in the chapter's networks."""
    if question.kind == "gradient":
        return Chapter("rtrl") if method == "rtrl" else Chapter("bptt")
    if question.kind == "sensitivity":
        role = values.signals[question.name].role
        return Chapter("rtrl", "ec-apb1" if question.name in "yY" and role in ("output", "net") else "ec-ejrtrl")
    if question.kind == "error":
        return Chapter("training", "ec:error" if values.network.loss == "quadratic" else "")
    return KINDS[question.kind] if question.kind in KINDS else _of_signal(values, question.name)


def _of_signal(values: Values, name: str) -> Chapter:
    """By the roles that the equations give to a network's signals."""
    roles = {signal.role for signal in values.signals.values()}
    if name == "u":
        return Chapter("coding")
    if "carousel" not in roles:
        return Chapter("units") if "gate" in roles and values.signals[name].role != "output" else ELMAN
    gates = _forget_gates(values)
    if name in gates or any(t.sources[0].signal == name for gate in gates for t in values.equations[gate].terms):
        return FORGET
    own = [term for term in values.equations[name].terms for source in term.sources if source.signal == name]
    if values.signals[name].role == "carousel":
        return FORGET if any(term.kind == "gate" for term in own) else Chapter("lstm", "xsinforget")
    return LSTM


def _forget_gates(values: Values) -> set[str]:
    """The gates that scale what a carousel held an instant before."""
    return {
        source.signal
        for equation in values.network.equations
        for term in equation.terms
        if term.kind == "gate" and any(s.signal == equation.target and s.lag for s in term.sources)
        for source in term.sources
        if values.signals[source.signal].role == "gate"
    }
