"""Every way in which a message may read, without sending it: what the checks look at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, product

from fluent.syntax import ast

Nodes = Mapping[str, ast.Message | ast.Term]

READINGS = 64
"""A pattern's readings multiply with every choice in it; the checks look at so many and say so past that."""

DEEPEST = 3
"""How far a message may refer to a message that refers to a message; Words.load refuses what goes deeper."""

FUNCTIONS = frozenset({"NUMBER"})


@dataclass(frozen=True, slots=True)
class Field:
    """A gap that a fact fills."""

    name: str


Reading = tuple[str | Field, ...]


@dataclass(frozen=True, slots=True)
class Uses:
    """What a pattern draws on: fields of the facts, other messages and terms, functions."""

    fields: frozenset[str] = frozenset()
    entries: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def __or__(self, other: Uses) -> Uses:
        return Uses(self.fields | other.fields, self.entries | other.entries, self.functions | other.functions)


def patterns(node: ast.Message | ast.Term) -> Mapping[str, ast.Pattern]:
    """The patterns of an entry by attribute; its value stands under ""."""
    value = {"": node.value} if node.value else {}
    return {**value, **{attribute.id.name: attribute.value for attribute in node.attributes}}


def uses(node: ast.Message | ast.Term, nodes: Nodes) -> Uses:
    """Everything that an entry draws on, through the entries that it refers to as well."""
    found, waiting, seen = Uses(), [node], {id(node)}
    while waiting:
        here = _own_uses(waiting.pop())
        found |= here
        for name in here.entries & nodes.keys():
            if id(nodes[name]) not in seen:
                seen.add(id(nodes[name]))
                waiting.append(nodes[name])
    return found


def _own_uses(node: ast.Message | ast.Term) -> Uses:
    found = Uses()
    for part in _walk(node):
        if isinstance(part, ast.VariableReference) and isinstance(node, ast.Message):
            found |= Uses(fields=frozenset({part.id.name}))
        elif isinstance(part, ast.MessageReference | ast.TermReference):
            found |= Uses(entries=frozenset({reference(part)}))
        elif isinstance(part, ast.FunctionReference):
            found |= Uses(functions=frozenset({part.id.name}))
    return found


def _walk(node: ast.BaseNode) -> Iterator[ast.BaseNode]:
    yield node
    for value in vars(node).values():
        for child in value if isinstance(value, list) else (value,):
            if isinstance(child, ast.BaseNode) and not isinstance(child, ast.Span):
                yield from _walk(child)


def reference(part: ast.MessageReference | ast.TermReference) -> str:
    return f"-{part.id.name}" if isinstance(part, ast.TermReference) else part.id.name


def readings(pattern: ast.Pattern, nodes: Nodes) -> tuple[Reading, ...]:
    """The first `READINGS` ways in which a pattern may read; `crowded` tells whether there are more."""
    return tuple(_Reader(nodes).pattern(pattern)[:READINGS])


def crowded(pattern: ast.Pattern, nodes: Nodes) -> bool:
    """Whether a pattern has more readings than the checks look at."""
    return len(_Reader(nodes).pattern(pattern)) > READINGS


def say(reading: Reading, fill: Callable[[str], str]) -> str:
    """A reading as text, with `fill` giving the words for a field's name."""
    return "".join(part if isinstance(part, str) else fill(part.name) for part in reading)


def too_deep(nodes: Nodes) -> frozenset[str]:
    """The entries whose references go in a circle or further than `DEEPEST`."""
    refers = {name: _own_uses(node).entries for name, node in nodes.items()}
    deep = frozenset(nodes)
    for _ in range(DEEPEST + 1):
        deep = frozenset(name for name in nodes if refers[name] & deep)
    return deep


class _Reader:
    """Reads each entry once, however often others refer to it. There are no circles: they were refused."""

    def __init__(self, nodes: Nodes) -> None:
        self.nodes = nodes
        self.known: dict[tuple[str, str], list[Reading]] = {}

    def pattern(self, pattern: ast.Pattern) -> list[Reading]:
        choices = [self.element(element) for element in pattern.elements]
        ways = islice(product(*choices), READINGS + 1)
        return [tuple(part for reading in chosen for part in reading) for chosen in ways]

    def element(self, element: object) -> list[Reading]:
        match element:
            case ast.Placeable():
                return self.element(element.expression)
            case ast.TextElement() | ast.NumberLiteral():
                return [(element.value,)]
            case ast.StringLiteral():
                return [(element.parse()["value"],)]
            case ast.VariableReference():
                return [(Field(element.id.name),)]
            case ast.SelectExpression():
                ways = (reading for variant in element.variants for reading in self.pattern(variant.value))
                return list(islice(ways, READINGS + 1))
            case ast.FunctionReference() if element.arguments.positional:
                return self.element(element.arguments.positional[0])
            case ast.MessageReference() | ast.TermReference():
                return self.referred(element)
        return [()]

    def referred(self, part: ast.MessageReference | ast.TermReference) -> list[Reading]:
        key = (reference(part), part.attribute.name if part.attribute else "")
        if key not in self.known:
            wanted = patterns(self.nodes[key[0]]).get(key[1]) if key[0] in self.nodes else None
            self.known[key] = self.pattern(wanted) if wanted else [()]
        return self.known[key]
