"""The tree of a FEEL text, as far as we run FEEL."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Node:
    """A part of an expression, or a test of a cell."""


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A constant.

    Attributes
    ----------
    kind
        ``n`` number, ``s`` text, ``b`` boolean, ``d`` day (its ISO text), or empty for null.
    """

    kind: str
    value: Any


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A variable."""

    name: str


@dataclass(frozen=True, slots=True)
class Placeholder(Node):
    """``?``: the value of the column."""


@dataclass(frozen=True, slots=True)
class Path(Node):
    """``base.attribute``."""

    base: Node
    attribute: str


@dataclass(frozen=True, slots=True)
class Call(Node):
    """A function of the table in `functions`, or, with `own`, one of our own language."""

    function: str
    arguments: tuple[Node, ...]
    own: bool = False


@dataclass(frozen=True, slots=True)
class Negative(Node):
    """``-operand``."""

    operand: Node


@dataclass(frozen=True, slots=True)
class Arithmetic(Node):
    """``left + right`` and the like."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Compare(Node):
    """``left < right`` and the like; `sign` is never ``==``."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """``and`` or ``or`` between parts."""

    word: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class If(Node):
    """``if condition then then else other``."""

    condition: Node
    then: Node
    other: Node


@dataclass(frozen=True, slots=True)
class Listed(Node):
    """``[1, 2]``."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class In(Node):
    """``subject in (tests)``."""

    subject: Node
    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Interval(Node):
    """A test: ``[low..high]``; a bound that is `open_` does not belong to it."""

    low: Node
    high: Node
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Compared(Node):
    """A test: ``< operand`` and the like."""

    sign: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Holds(Node):
    """A test: an expression that mentions ``?`` and must be true."""

    expression: Node


@dataclass(frozen=True, slots=True)
class Group(Node):
    """Several tests in parentheses."""

    tests: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not(Node):
    """``not( … )``: the contrary of a condition, or of a list of tests."""

    tests: tuple[Node, ...]
