"""Trees of FEEL to sources of our own language.

Two-valued logic: a comparison with null is false (but ``= null``), and so is one of different kinds.
Arithmetic is our language's: with null or texts it fails as it would in any expression.
"""

import keyword
from collections.abc import Callable
from typing import Any, Final

from engine.execution.decisions import nodes
from engine.execution.decisions.conditions import Subject, any_of, compared, is_day
from engine.execution.decisions.feel_errors import NotFeel, Refused
from engine.execution.decisions.functions import FUNCTIONS, PREFIX, bound
from expressions.names import BUILTINS

MASKED: Final = f"{PREFIX}v_"
"""Before a variable whose name is a word or function of our language, ``type`` or ``class``."""

_ORDER: Final = {"<": "== -1", "<=": "in (-1, 0)", ">": "== 1", ">=": "in (0, 1)"}


class Writer:
    """Writes sources and remembers what they need.

    Parameters
    ----------
    subject
        What ``?`` means, None where it means nothing.

    Attributes
    ----------
    reads
        Names that the sources read, as they are written.
    helpers
        Helpers that must stand in front of the sources.
    """

    def __init__(self, subject: Subject | None = None) -> None:
        self.subject = subject
        self.reads: set[str] = set()
        self.helpers: set[str] = set()
        self._bound = 0

    def write(self, node: nodes.Node) -> str:
        """Source of an expression, in brackets where it needs them; raises `NotTaken`."""
        maker = _MAKERS.get(type(node))
        if maker is None:
            raise NotFeel("a test stands where an expression should")
        return maker(self, node)

    def call(self, helper: str, *arguments: str) -> str:
        """Source that calls a helper."""
        self.helpers.add(helper)
        return f"{PREFIX}{helper}({', '.join(arguments)})"

    def compare(self, sign: str, left: str, right: str) -> str:
        """Source that compares two sources, true or false whatever their values are."""
        if sign in _ORDER:
            return f"({self.call('order', left, right)} {_ORDER[sign]})"
        equal = self.call("eq", left, right)
        return equal if sign == "=" else f"(not {equal})"

    def beside(self, node: nodes.Node, other: nodes.Node) -> str:
        """Source of one side of a comparison; beside a day, what is no day counts as null."""
        source = self.write(node)
        return self.call("day", source) if is_day(other) and not is_day(node) else source

    def _literal(self, node: nodes.Literal) -> str:
        source = repr(node.value)
        return f"({source})" if source.startswith("-") else source

    def _name(self, node: nodes.Name) -> str:
        taken = node.name in BUILTINS or keyword.iskeyword(node.name)
        written = MASKED + node.name if taken else node.name
        self.reads.add(written)
        return written

    def _placeholder(self, node: nodes.Placeholder) -> str:
        if self.subject is None:
            raise Refused("? stands in the cells of a column only")
        return self.subject.read(self)

    def _path(self, node: nodes.Path) -> str:
        if isinstance(node.base, nodes.Literal) or keyword.iskeyword(node.attribute):
            raise Refused(f"no path: .{node.attribute}")
        return f"{self.write(node.base)}.{node.attribute}"

    def _call(self, node: nodes.Call) -> str:
        arguments = [self.write(argument) for argument in node.arguments]
        if node.own:
            if keyword.iskeyword(node.function):
                raise NotFeel(f"no function: {node.function}")
            self.reads.update({node.function} - BUILTINS)
            return f"{node.function}({', '.join(arguments)})"
        known = FUNCTIONS[node.function]
        if known.arity is None and len(arguments) > 1:
            arguments = [f"[{', '.join(arguments)}]"]
        return self.call(known.helper, *arguments)

    def _negative(self, node: nodes.Negative) -> str:
        return f"(-{self.write(node.operand)})"

    def _arithmetic(self, node: nodes.Arithmetic) -> str:
        return f"({self.write(node.left)} {node.sign} {self.write(node.right)})"

    def _compare(self, node: nodes.Compare) -> str:
        if self.subject is not None and isinstance(node.left, nodes.Placeholder):
            return compared(node.sign, node.right, self.subject, self)
        left, right = self.beside(node.left, node.right), self.beside(node.right, node.left)
        return self.compare(node.sign, left, right)

    def _logic(self, node: nodes.Logic) -> str:
        return f"({f' {node.word} '.join(map(self.write, node.parts))})"

    def _if(self, node: nodes.If) -> str:
        condition, then, other = map(self.write, (node.condition, node.then, node.other))
        return f"({then} if {condition} is True else {other})"

    def _listed(self, node: nodes.Listed) -> str:
        return f"[{', '.join(map(self.write, node.items))}]"

    def _in(self, node: nodes.In) -> str:
        self._bound += 1
        name = f"x{self._bound}"
        value = bound(name, self.write(node.subject))
        return f"({value}, {any_of(node.tests, Subject(PREFIX + name, parted=False), self)})[-1]"

    def _not(self, node: nodes.Not) -> str:
        if len(node.tests) > 1:
            raise NotFeel("several tests stand where a condition should")
        test = node.tests[0]
        return f"(not {self.write(test.expression if isinstance(test, nodes.Holds) else test)})"


_MAKERS: Final[dict[type, Callable[[Writer, Any], str]]] = {
    nodes.Literal: Writer._literal,
    nodes.Name: Writer._name,
    nodes.Placeholder: Writer._placeholder,
    nodes.Path: Writer._path,
    nodes.Call: Writer._call,
    nodes.Negative: Writer._negative,
    nodes.Arithmetic: Writer._arithmetic,
    nodes.Compare: Writer._compare,
    nodes.Logic: Writer._logic,
    nodes.If: Writer._if,
    nodes.Listed: Writer._listed,
    nodes.In: Writer._in,
    nodes.Not: Writer._not,
}
