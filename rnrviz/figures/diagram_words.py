"""The drawing in words: what a node is, its value in full, its equation; and the whole state for a screen reader."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State
from rnrviz.figures.equation_words import equation_text
from rnrviz.figures.numbers import full, lowered, short
from rnrviz.figures.symbols import instant, of_units, subscript
from rnrviz.language import tr
from rnrviz.network.equations import Equation
from rnrviz.network.notation import spoken, symbol

OPEN, SHUT = 0.9, 0.1


def node_name(state: State, node: Node) -> str:
    """`ϕ₁[t]`, or `(ρ[t] ∘ x[t−1])₁` for a part of an equation."""
    spelt = spelling(state, node.signal)
    if not spelt:
        return name_of(node.signal, node.index, node.lag)
    below = lowered(subscript(node.index).replace(chr(0x2009), ""))
    return f"({spelt}){below}{instant(node.lag) if node.lag else ''}"


def name_of(signal: str, index: Sequence[int], lag: int = 0) -> str:
    """`ϕ₁[t]` on one line."""
    return f"{symbol(signal).unicode}{lowered(subscript(index).replace(chr(0x2009), ''))}{instant(lag)}"


def weight_name(parameter: str, index: Sequence[int], shapes: Sequence[tuple[int, ...]]) -> str:
    """`W^ϕ,u ₁₂` on one line, for axes that stand for units of these shapes."""
    return f"{symbol(parameter).unicode} {lowered(of_units(index, shapes))}"


def value_words(value: float | None) -> str:
    """Every digit; what is not a number is said so."""
    if value is None:
        return tr("nothing has been read yet")
    return tr("not a number") if math.isnan(value) else full(value)


def node_words(state: State, node: Node, equations: Sequence[Equation], roles: Mapping[str, str]) -> str:
    """A node's tooltip as rich text: name and value, what it is, its net input, its equation."""
    if node.kind == "mini":
        return escape(tr("block {n}: click or press Enter to draw it in full").format(n=node.index[0] + 1))
    value = value_words(state.node_value(node))
    lines = [f"<b>{escape(node_name(state, node))} = {value}</b>", escape(what(state, node, roles))]
    by_name = {e.target: e for e in equations}
    equation = by_name.get(node.signal)
    if equation is not None and node.lag == 0 and not equation.hidden:
        lines.append(equation_text(equation, by_name))
        net = _net(equation)
        if net in by_name and net != node.signal and not by_name[net].hidden:
            values = state.layer(net)
            if values is not None:
                lines.append(f"{name_of(net, node.index)} = {value_words(float(values[node.index]))}")
            lines.append(equation_text(by_name[net], by_name))
    return "<br>".join(lines)


def what(state: State, node: Node, roles: Mapping[str, str]) -> str:
    """The spoken name of a node's signal, its block and its token."""
    words = spoken(node.signal, roles.get(node.signal, ""))
    labels = state.labels.get(node.signal)
    if spelling(state, node.signal):
        words = tr("a part of an equation")
    if labels and len(node.index) == 1 and node.index[0] < len(labels):
        words = tr("{what}, symbol “{token}”").format(what=words, token=labels[node.index[0]])
    words = when(words, node.lag)
    memory = state.plan.memory_of(node.signal)
    if memory and memory.shape[0] > 1:
        words = tr("{what}, block {n}").format(what=words, n=node.index[0] + 1)
    return words


def when(words: str, lag: int) -> str:
    """What is meant, at which other instant."""
    if not lag:
        return words
    if abs(lag) == 1:
        sentence = tr("{what}, one instant earlier") if lag > 0 else tr("{what}, one instant later")
        return sentence.format(what=words)
    sentence = tr("{what}, {n} instants earlier") if lag > 0 else tr("{what}, {n} instants later")
    return sentence.format(what=words, n=abs(lag))


def spelling(state: State, signal: str) -> str:
    """How a part of an equation is written; empty for a signal with a name of its own."""
    return next((la.spelt for la in state.plan.layers if la.signal == signal), "")


def _net(equation: Equation) -> str:
    terms = equation.terms
    return terms[0].sources[0].signal if len(terms) == 1 and terms[0].kind == "activation" else equation.target


def describe(state: State, roles: Mapping[str, str]) -> str:
    """The state at the cursor in words."""
    if state.now is None:
        return tr("No token has been read yet.")
    sentences = [_input(state)]
    for memory in state.plan.memories:
        sentences += [_block(state, memory, b, roles) for b in range(min(memory.shape[0], 16))]
    for layer in state.plan.layers:
        if layer.row > 0 and layer.signal != "y" and not layer.lag and not layer.spelt:
            sentences.append(_layer(state, layer.signal, roles))
    sentences.append(_output(state))
    return " ".join(s for s in sentences if s)


def _input(state: State) -> str:
    values, labels = state.layer("u"), state.labels.get("u")
    if values is None or not labels:
        return tr("t = {t}.").format(t=state.instant)
    return tr("t = {t}, input “{token}”.").format(t=state.instant, token=labels[int(np.argmax(values))])


def _layer(state: State, signal: str, roles: Mapping[str, str]) -> str:
    values = state.layer(signal)
    if values is None:
        return ""
    listed = "; ".join(short(float(v)) for v in values.ravel()[:16])
    return tr("{what}: {values}.").format(what=spoken(signal, roles.get(signal, "")), values=listed)


def _block(state: State, memory: Memory, block: int, roles: Mapping[str, str]) -> str:
    parts = []
    layer = symbol(memory.carousel).superscript
    for gate in memory.gates:
        value = state.value(gate.signal, (block,))
        parts.append(f"{spoken(gate.signal, 'gate')} {_open(value)}")
    for signal in (memory.carousel, memory.cell):
        listed = ", ".join(short(state.value(signal, (block, c)) or 0.0) for c in range(memory.shape[1]))
        parts.append(f"{spoken(signal, roles.get(signal, 'carousel'))} {listed}")
    return tr("Block {n}: {parts}.").format(n=f"{block + 1} {layer}".strip(), parts="; ".join(parts))


def _open(value: float | None) -> str:
    if value is None or math.isnan(value):
        return tr("not a number")
    word = tr("open") if value >= OPEN else tr("shut") if value <= SHUT else tr("half open")
    return tr("{value} ({word})").format(value=short(value), word=word)


def _output(state: State) -> str:
    values, labels = state.layer("y"), state.labels.get("y")
    if values is None:
        return ""
    if not labels or not np.isfinite(values).all():
        return _layer(state, "y", {})
    best = int(np.argmax(values))
    sentence = tr("Strongest output: “{token}”, {value}.")
    return sentence.format(token=labels[best], value=short(float(values[best])))
