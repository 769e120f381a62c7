"""The drawing in words: what a node is, its value in full, its equation; and the whole state for a screen reader."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from rnrviz.figures.diagram_block import Node
from rnrviz.figures.diagram_plan import Memory
from rnrviz.figures.diagram_state import State
from rnrviz.figures.numbers import full, lowered, short
from rnrviz.figures.symbols import instant, of_units, subscript
from rnrviz.language import tr
from rnrviz.network.equations import Equation, Source, Term
from rnrviz.network.notation import spoken, symbol

OPEN, SHUT = 0.9, 0.1


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
    lines = [f"<b>{name_of(node.signal, node.index, node.lag)} = {value}</b>", escape(what(state, node, roles))]
    by_name = {e.target: e for e in equations}
    equation = by_name.get(node.signal)
    if equation is not None and node.lag == 0:
        lines.append(equation_text(equation, by_name))
        net = _net(equation)
        if net in by_name and net != node.signal:
            values = state.layer(net)
            if values is not None:
                lines.append(f"{name_of(net, node.index)} = {value_words(float(values[node.index]))}")
            lines.append(equation_text(by_name[net], by_name))
    return "<br>".join(lines)


def what(state: State, node: Node, roles: Mapping[str, str]) -> str:
    """The spoken name of a node's signal, its block and its token."""
    words = spoken(node.signal, roles.get(node.signal, ""))
    labels = state.labels.get(node.signal)
    if labels and node.lag == 0 and node.index[0] < len(labels):
        words = tr("{what}, symbol “{token}”").format(what=words, token=labels[node.index[0]])
    if node.lag:
        words = tr("{what}, one instant earlier").format(what=words)
    memory = state.plan.memory
    if memory and _in_block(node, memory) and memory.shape[0] > 1:
        words = tr("{what}, block {n}").format(what=words, n=node.index[0] + 1)
    return words


def _in_block(node: Node, memory: Memory) -> bool:
    nets = {memory.net, *(g.net for g in memory.gates)}
    return node.signal in {memory.carousel, memory.cell, *(g.signal for g in memory.gates), *nets}


def _net(equation: Equation) -> str:
    terms = equation.terms
    return terms[0].sources[0].signal if len(terms) == 1 and terms[0].kind == "activation" else equation.target


def equation_text(equation: Equation, by_name: Mapping[str, Equation]) -> str:
    """An equation in the chapter's notation, as rich text."""
    terms = " + ".join(_term(term, by_name) for term in equation.terms)
    return f"{rich(equation.target)}[<i>t</i>] = {terms}"


def rich(identifier: str) -> str:
    """A symbol as rich text."""
    known = symbol(identifier)
    if identifier.startswith("g_"):
        return f"<i>g</i><sub>{escape(identifier[2:])}</sub>"
    above = f"<sup>{escape(known.superscript)}</sup>" if known.superscript else ""
    return f"<i>{escape(known.base)}</i>{above}"


def _term(term: Term, by_name: Mapping[str, Equation]) -> str:
    factors = [_source(s, by_name) for s in term.sources]
    if term.kind == "activation":
        return f"{rich(term.activation or '')}({factors[0]})"
    parts = ([rich(term.parameter)] if term.parameter else []) + factors
    return " ".join(parts)


def _source(source: Source, by_name: Mapping[str, Equation]) -> str:
    equation = by_name.get(source.signal)
    if equation is not None and equation.hidden:
        return _term(equation.terms[0], by_name)
    lag = f"−{source.lag}" if source.lag > 0 else f"+{-source.lag}" if source.lag else ""
    return f"{rich(source.signal)}[<i>t</i>{lag}]"


def describe(state: State, roles: Mapping[str, str]) -> str:
    """The state at the cursor in words."""
    if state.now is None:
        return tr("No token has been read yet.")
    sentences = [_input(state)]
    memory = state.plan.memory
    if memory is not None:
        sentences += [_block(state, memory, b, roles) for b in range(min(memory.shape[0], 16))]
    for layer in state.plan.layers:
        if layer.row > 0 and layer.signal != "y":
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
    for gate in memory.gates:
        value = state.value(gate.signal, (block,))
        parts.append(f"{spoken(gate.signal, 'gate')} {_open(value)}")
    for signal in (memory.carousel, memory.cell):
        listed = ", ".join(short(state.value(signal, (block, c)) or 0.0) for c in range(memory.shape[1]))
        parts.append(f"{spoken(signal, roles.get(signal, 'carousel'))} {listed}")
    return tr("Block {n}: {parts}.").format(n=block + 1, parts="; ".join(parts))


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
