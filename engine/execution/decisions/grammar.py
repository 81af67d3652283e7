"""FEEL texts to trees (DMN 1.5, section 10.3.1.2), as far as we run FEEL.

Beyond FEEL, ``==`` is read as ``=``, quotations may stand in single quotes, and ``True``, ``False`` and
``None`` are the constants that they are in our language. As in FEEL, ``-`` binds more strongly than
``**``, and a row of ``**`` is read from the left.
"""

from typing import Final

from engine.execution.decisions import nodes
from engine.execution.decisions.feel_errors import NotFeel
from engine.execution.decisions.operands import Operands, plain

_COMPARE: Final = {"=": "=", "==": "=", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _NEGATION = range(1, 8)
_BINDING: Final = {
    "or": _OR,
    "and": _AND,
    **dict.fromkeys([*_COMPARE, "in", "between"], _COMPARISON),
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "**": _POWER,
}


class Parser(Operands):
    """Reads one text, an expression or the tests of a cell."""

    def whole_expression(self) -> nodes.Node:
        """Read the text as one expression; raises `NotTaken`."""
        found = self.expression()
        self.end()
        return found

    def whole_tests(self) -> tuple[nodes.Node, ...]:
        """Read the text as a list of tests, empty for one that lets everything pass; raises `NotTaken`."""
        if self.token.kind == "end" or (self.at("-") and self.ahead(1).kind == "end"):
            return ()
        found = self.tests()
        self.end()
        return found

    def tests(self) -> tuple[nodes.Node, ...]:
        """Read tests with commas between them."""
        found = [self._test()]
        while self.take(","):
            found.append(self._test())
        return tuple(found)

    def expression(self, binding: int = 0) -> nodes.Node:
        """Read an expression whose operators bind more strongly than `binding`."""
        self.enter()
        left = self._negative() if self.at("-") else self.operand()
        before = 0
        while (power := self._power()) > binding:
            if power == before == _COMPARISON:
                raise NotFeel("comparisons stand in a row")
            left = self._infix(left, self.next().text, power)
            before = power
        self.leave()
        return left

    def _test(self, binding: int = 0) -> nodes.Node:
        if self.at(*_COMPARE):
            return nodes.Compared(_COMPARE[self.next().text], self.expression(_COMPARISON))
        before = self.placeholders
        found = self.expression(binding)
        mentions = self.placeholders > before
        tests = nodes.Interval | nodes.Not | nodes.Group
        return nodes.Holds(found) if mentions and not isinstance(found, tests) else found

    def _power(self) -> int:
        return _BINDING.get(self.token.text, 0) if self.token.kind in ("sign", "name") else 0

    def _negative(self) -> nodes.Node:
        self.weigh()
        self.next()
        found = self.expression(_NEGATION)
        if isinstance(found, nodes.Literal) and found.kind == "n":
            return nodes.Literal("n", -found.value)
        return nodes.Negative(found)

    def _infix(self, left: nodes.Node, sign: str, power: int) -> nodes.Node:
        if power in (_OR, _AND):
            return _joined(sign, left, self.expression(power))
        self.weigh()
        if sign == "in":
            tests = self._test(_COMPARISON)
            several = tests.tests if isinstance(tests, nodes.Group) else (tests,)
            return nodes.In(left, tuple(map(plain, several)))
        if sign == "between":
            low = self.expression(_COMPARISON)
            self.expect("and")
            return nodes.In(left, (nodes.Interval(low, self.expression(_COMPARISON), False, False),))
        right = self.expression(power)
        if power == _COMPARISON:
            return nodes.Compare(_COMPARE[sign], left, right)
        return nodes.Arithmetic(sign, left, right)


def _joined(word: str, left: nodes.Node, right: nodes.Node) -> nodes.Node:
    """A row of the same word becomes one node, however long it is."""
    if isinstance(left, nodes.Logic) and left.word == word:
        return nodes.Logic(word, (*left.parts, right))
    return nodes.Logic(word, (left, right))
