"""The tree of an expression or a script of another tool; the same for every language.

`at` is the place in the text, from 0; `height` is the longest way down, which the parser bounds.
"""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Node:
    """Anything with a place in the text."""

    at: int
    height: int = field(default=1, init=False, compare=False)


@dataclass(frozen=True)
class Literal(Node):
    """A text, number, truth value or nothing; `exact` is how a number with a point was written."""

    value: Any
    exact: str | None = None


@dataclass(frozen=True)
class Name(Node):
    """A variable, or a function where it is called; words of FEEL are joined by one blank."""

    name: str


@dataclass(frozen=True)
class Member(Node):
    """``base.name``; `safe` where nothing has members that are nothing (``?.``)."""

    base: Node
    name: str
    safe: bool = False


@dataclass(frozen=True)
class Index(Node):
    """``base[index]``; in FEEL also a filter."""

    base: Node
    index: Node


@dataclass(frozen=True)
class Call(Node):
    """``function(arguments)``; FEEL also knows ``function(name: argument)``."""

    function: Node
    arguments: tuple[Node, ...]
    named: tuple[tuple[str, Node], ...] = ()


@dataclass(frozen=True)
class Unary(Node):
    """``- + ! not empty`` before an operand."""

    sign: str
    operand: Node


@dataclass(frozen=True)
class Binary(Node):
    """Two operands and the sign between them."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Sum(Node):
    """``a + b + c``, from left to right."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Logic(Node):
    """``a and b and c``; `word` is ``and`` or ``or``."""

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Choice(Node):
    """One of two values."""

    test: Node
    then: Node
    other: Node


@dataclass(frozen=True)
class Listing(Node):
    """``[a, b]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True)
class Record(Node):
    """``{a: b}``: keys are plain texts."""

    entries: tuple[tuple[str, Node], ...]


@dataclass(frozen=True)
class Text(Node):
    """A text with values in it."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class For(Node):
    """``for x in xs, y in ys return result``."""

    bindings: tuple[tuple[str, Node], ...]
    result: Node


@dataclass(frozen=True)
class Quantified(Node):
    """``some`` or ``every`` ``x in xs satisfies test``."""

    word: str
    bindings: tuple[tuple[str, Node], ...]
    test: Node


@dataclass(frozen=True)
class Between(Node):
    """``value between low and high``."""

    value: Node
    low: Node
    high: Node


@dataclass(frozen=True)
class Range(Node):
    """``[low..high]``; a side may be open."""

    low: Node
    high: Node
    low_closed: bool = True
    high_closed: bool = True


@dataclass(frozen=True)
class Test(Node):
    """``< operand`` without a left side."""

    sign: str
    operand: Node


@dataclass(frozen=True)
class In(Node):
    """``value in (test, test)``."""

    value: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True)
class InstanceOf(Node):
    """``value instance of type``."""

    value: Node
    type: str


@dataclass(frozen=True)
class Function(Node):
    """``function(a, b) body``."""

    parameters: tuple[str, ...]
    body: Node


@dataclass(frozen=True)
class Moment(Node):
    """``@"2026-03-01"``."""

    text: str


@dataclass(frozen=True)
class Input(Node):
    """``?``: what a unary test is about."""


@dataclass(frozen=True)
class Assign(Node):
    """A statement: ``target = value``; `local` where it was declared."""

    target: Node
    value: Node
    local: bool = False


@dataclass(frozen=True)
class If(Node):
    """A statement."""

    test: Node
    then: tuple[Node, ...]
    other: tuple[Node, ...]


@dataclass(frozen=True)
class Return(Node):
    """A statement."""

    value: Node | None


@dataclass(frozen=True)
class Do(Node):
    """A statement that is an expression."""

    value: Node
