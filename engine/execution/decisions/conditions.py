"""Tests of a cell to conditions of our own language over the value of the column.

A column comes in parts: its number, its text, its day, its boolean, each null where the value is of another
kind. A comparison with a constant therefore needs no look at kinds, and most cells stay so plain that
`expressions.plain` can do a whole table without a worker process.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.execution.decisions import nodes
from engine.execution.decisions.feel_errors import Refused

if TYPE_CHECKING:
    from engine.execution.decisions.writing import Writer

FALSE = "False"


@dataclass(frozen=True, slots=True)
class Subject:
    """The value that tests are about.

    Attributes
    ----------
    name
        The variable that holds it.
    parted
        Whether its parts are at hand, as `name` with the kind behind it; see `views.views`.
    """

    name: str
    parted: bool

    def read(self, writer: "Writer", kind: str = "") -> str:
        """Source of the value, or of a part of it."""
        if self.parted:
            writer.reads.add(self.name + kind)
        return self.name + kind


def any_of(tests: Sequence[nodes.Node], subject: Subject, writer: "Writer") -> str:
    """Source that is true if one of the tests is, false if none; raises `NotTaken`."""
    constants = [test for test in tests if isinstance(test, nodes.Literal)]
    parts = _constants(constants, subject, writer) if subject.parted else []
    rest = tests if not subject.parted else [test for test in tests if not isinstance(test, nodes.Literal)]
    parts += [_one(test, subject, writer) for test in rest]
    return parts[0] if len(parts) == 1 else f"({' or '.join(parts)})"


def compared(sign: str, operand: nodes.Node, subject: Subject, writer: "Writer") -> str:
    """Source that compares the value with an operand; raises `NotTaken`."""
    if isinstance(operand, nodes.Literal):
        if operand.kind == "":
            return _with_null(sign, subject.read(writer))
        if operand.kind == "b" and sign not in ("=", "!="):
            raise Refused("booleans have no order")
        if subject.parted:
            return _with_constant(sign, subject.read(writer, operand.kind), writer.write(operand))
    return writer.compare(sign, _beside(operand, subject, writer), writer.write(operand))


def is_day(node: nodes.Node) -> bool:
    """Whether a node is ``date( … )``."""
    literal = isinstance(node, nodes.Literal) and node.kind == "d"
    return literal or (isinstance(node, nodes.Call) and not node.own and node.function == "date")


def _constants(found: Sequence[nodes.Literal], subject: Subject, writer: "Writer") -> list[str]:
    """One condition for each kind of constant, so that a long list stays short."""
    parts = []
    for kind in dict.fromkeys(constant.kind for constant in found):
        sources = [writer.write(constant) for constant in found if constant.kind == kind]
        value = subject.read(writer, kind)
        if kind == "":
            parts.append(_with_null("=", value))
        elif len(sources) == 1:
            parts.append(_with_constant("=", value, sources[0]))
        else:
            parts.append(f"({value} in ({', '.join(sources)}))")
    return parts


def _with_null(sign: str, value: str) -> str:
    return {"=": f"({value} is None)", "!=": f"({value} is not None)"}.get(sign, FALSE)


def _with_constant(sign: str, value: str, constant: str) -> str:
    if sign == "=":
        return f"({value} == {constant})"
    if sign == "!=":
        return f"({value} != {constant})"
    return f"({value} is not None and {value} {sign} {constant})"


def _one(test: nodes.Node, subject: Subject, writer: "Writer") -> str:
    match test:
        case nodes.Literal():
            return compared("=", test, subject, writer)
        case nodes.Compared(sign, operand):
            return compared(sign, operand, subject, writer)
        case nodes.Interval():
            return _between(test, subject, writer)
        case nodes.Not(tests):
            return f"(not {any_of(tests, subject, writer)})"
        case nodes.Holds(expression):
            return _holds(expression, writer)
        case nodes.Group(tests):
            return any_of(tests, subject, writer)
    return writer.call("fits", _beside(test, subject, writer), writer.write(test))


def _holds(expression: nodes.Node, writer: "Writer") -> str:
    source = writer.write(expression)
    return source if _is_condition(expression) else f"({source} is True)"


def _is_condition(node: nodes.Node) -> bool:
    """Whether an expression is true or false, whatever it reads."""
    if isinstance(node, nodes.Logic):
        return all(map(_is_condition, node.parts))
    return isinstance(node, nodes.Compare | nodes.In | nodes.Not)


def _between(test: nodes.Interval, subject: Subject, writer: "Writer") -> str:
    low, high = test.low, test.high
    above, below = "<" if test.open_low else "<=", "<" if test.open_high else "<="
    if isinstance(low, nodes.Literal) and isinstance(high, nodes.Literal):
        if low.kind != high.kind or low.kind not in ("n", "s", "d"):
            raise Refused("the ends of an interval have no order")
        if subject.parted:
            value = subject.read(writer, low.kind)
            bounds = f"{writer.write(low)} {above} {value} {below} {writer.write(high)}"
            return f"({value} is not None and {bounds})"
    return (
        f"({writer.compare(above, writer.write(low), _beside(low, subject, writer))}"
        f" and {writer.compare(below, _beside(high, subject, writer), writer.write(high))})"
    )


def _beside(other: nodes.Node, subject: Subject, writer: "Writer") -> str:
    value = subject.read(writer)
    return writer.call("day", value) if is_day(other) else value
