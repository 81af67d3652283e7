"""What only FEEL has: names of several words, filters, ranges, ``if``, ``for``, tests without a left side."""

from typing import Final

from expressions.translation import tree
from expressions.translation.dialects import FEEL
from expressions.translation.feel_functions import FUNCTIONS
from expressions.translation.parser import Parser
from expressions.translation.refusals import Refused

# fmt: off
#: Words that end a name of several words.
KEYWORDS: Final = frozenset(
    {
        "and", "or", "in", "between", "instance", "of", "then", "else", "return", "satisfies", "if", "for",
        "some", "every", "function", "true", "false", "null",
    }
)
# fmt: on
_COMPARED: Final = ("=", "==", "!=", "<", "<=", ">", ">=")
_COMPARISON: Final = FEEL.operators["="][0]
_LONGEST_NAME: Final = max(name.count(" ") for name in FUNCTIONS) + 1


class FeelParser(Parser):
    """Reads FEEL; `unary` reads the tests of a cell."""

    def __init__(self, text: str, start: int = 0, end: int | None = None) -> None:
        super().__init__(text, FEEL, start, end)

    def unary(self) -> tuple[bool, tuple[tree.Node, ...]]:
        """Read the tests of a cell: whether they are negated, and the tests; none for ``-``."""
        if self.stands("-") and self.ahead().kind == "end":
            return False, ()
        if self.stands("not") and self.ahead().text == "(":
            began = self.position
            self.take()
            tests = self.tests("(", ")")
            if self.token.kind == "end":
                return True, tests
            self.position = began
        found = [self.test()]
        while self.accept(","):
            found.append(self.test())
        if self.token.kind != "end":
            self.unexpected()
        return False, tuple(found)

    def tests(self, opening: str, ending: str) -> tuple[tree.Node, ...]:
        """Read tests in brackets."""
        self.expect(opening)
        found = [self.test()]
        while self.accept(","):
            found.append(self.test())
        self.expect(ending)
        return tuple(found)

    def test(self) -> tree.Node:
        """Read one test: ``< 5``, a range, or an expression."""
        if self.stands(*_COMPARED):
            sign = self.take()
            said = FEEL.operators[sign.text][1]
            return self.node(tree.Test, sign.start, said, self.expression(_COMPARISON + 1))
        return self.expression()

    def infix(self, left: tree.Node, weakest: int) -> tree.Node:
        """Read ``between``, ``in`` and ``instance of`` where a comparison may stand."""
        left = super().infix(left, max(weakest, _COMPARISON + 1))
        while weakest <= _COMPARISON and self.stands("between", "in", "instance", *_COMPARED):
            left = self.comparison(left)
        return super().infix(left, weakest)

    def comparison(self, left: tree.Node) -> tree.Node:
        """Read one comparison behind its left side."""
        token = self.take()
        if token.text == "between":
            low = self.expression(_COMPARISON + 1)
            self.expect("and")
            return self.node(tree.Between, token.start, left, low, self.expression(_COMPARISON + 1))
        if token.text == "instance":
            self.expect("of")
            return self.node(tree.InstanceOf, token.start, left, self.type_name())
        if token.text == "in":
            many = self.stands("(") and not self.is_range()
            tests = self.tests("(", ")") if many else (self.in_test(),)
            return self.node(tree.In, token.start, left, tests)
        right = self.expression(_COMPARISON + 1)
        return self.node(tree.Binary, token.start, FEEL.operators[token.text][1], left, right)

    def in_test(self) -> tree.Node:
        """Read the one test behind ``in``."""
        if self.stands(*_COMPARED):
            return self.test()
        return self.expression(_COMPARISON + 1)

    def is_range(self) -> bool:
        """Return whether ``(`` opens a range: two dots come before its end."""
        depth = 0
        for token in self.row[self.position : self.position + 40]:
            depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(token.text, 0)
            if token.kind == "sign" and token.text == ".." and depth == 1:
                return True
            if depth == 0:
                return False
        return False

    def type_name(self) -> str:
        """Read the name of a type; of ``list<string>`` only the list counts."""
        words = []
        while self.token.kind == "name" and self.token.text not in KEYWORDS - {"function"}:
            words.append(self.take().text)
            if words[-1] in ("days", "years") and self.stands("and"):
                words.append(self.take().text)
            if words == ["date"] and self.stands("and") and self.ahead().text == "time":
                words.append(self.take().text)
        if self.stands("<"):
            raise Refused("operator", self.token.start, self.text[self.token.start : self.token.start + 20])
        return " ".join(words) or str(self.unexpected())

    def primary(self) -> tree.Node:
        """Read an operand."""
        token = self.token
        if token.kind == "name" and token.text in ("if", "for", "some", "every", "function"):
            return {"if": self.condition, "for": self.loop, "function": self.function}.get(
                token.text, self.quantified
            )()
        if self.stands("?"):
            self.take()
            return self.node(tree.Input, token.start)
        if self.stands("@"):
            self.take()
            if self.token.kind != "string":
                self.unexpected()
            return self.node(tree.Moment, token.start, self.take().value)
        if self.stands("[", "]") or (self.stands("(") and self.is_range()):
            return self.list_or_range()
        if self.stands("{"):
            return self.record()
        return super().primary()

    def list_or_range(self) -> tree.Node:
        """Read ``[a, b]`` or ``[a..b]``; a bracket turned round, or a round one, leaves its side open."""
        opening = self.expect("[", "]", "(")
        items: list[tree.Node] = []
        while not self.stands("]"):
            items.append(self.expression())
            if len(items) == 1 and self.accept(".."):
                high = self.expression()
                ending = self.expect("]", "[", ")")
                sides = (opening.text == "[", ending.text == "]")
                return self.node(tree.Range, opening.start, items[0], high, *sides)
            if not self.stands("]"):
                self.expect(",")
        if opening.text != "[":
            self.unexpected()
        self.expect("]")
        return self.node(tree.Listing, opening.start, tuple(items))

    def condition(self) -> tree.Node:
        """Read ``if … then … else …``."""
        at = self.expect("if").start
        test = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return self.node(tree.Choice, at, test, then, self.expression())

    def loop(self) -> tree.Node:
        """Read ``for … return …``."""
        at = self.expect("for").start
        bindings = self.bindings()
        self.expect("return")
        return self.node(tree.For, at, bindings, self.expression())

    def quantified(self) -> tree.Node:
        """Read ``some … satisfies …`` or ``every … satisfies …``."""
        token = self.expect("some", "every")
        bindings = self.bindings()
        self.expect("satisfies")
        return self.node(tree.Quantified, token.start, token.text, bindings, self.expression())

    def bindings(self) -> tuple[tuple[str, tree.Node], ...]:
        """Read ``x in xs, y in 1..3``."""
        found = []
        while True:
            name = self.words()
            at = self.expect("in").start
            source = self.expression()
            if self.accept(".."):
                source = self.node(tree.Range, at, source, self.expression())
            found.append((name, source))
            if not self.accept(","):
                return tuple(found)

    def function(self) -> tree.Node:
        """Read ``function(a, b) body``."""
        at = self.expect("function").start
        self.expect("(")
        names = []
        while not self.stands(")"):
            names.append(self.words())
            if self.accept(":"):
                self.type_name()
            if not self.stands(")"):
                self.expect(",")
        self.expect(")")
        return self.node(tree.Function, at, tuple(names), self.expression())

    def word(self) -> tree.Node:
        """Read a constant, a function of several words, or a name of several."""
        token = self.token
        if token.text in FEEL.constants:
            self.take()
            return self.node(tree.Literal, token.start, FEEL.constants[token.text])
        if token.text in KEYWORDS:
            self.unexpected()
        return self.node(tree.Name, token.start, self.known_function() or self.words())

    def known_function(self) -> str:
        """Read the longest name of a function that is called here; empty if there is none."""
        for count in range(_LONGEST_NAME, 0, -1):
            words = self.row[self.position : self.position + count]
            name = " ".join(token.text for token in words)
            if name in FUNCTIONS and self.ahead(count).text == "(":
                self.position += count
                return name
        return ""

    def words(self) -> str:
        """Read a name; words beside each other are one name, for nothing else could be meant."""
        if self.token.kind != "name" or self.token.text in KEYWORDS:
            self.unexpected()
        found = [self.take().text]
        while self.token.kind == "name" and self.token.text not in KEYWORDS:
            found.append(self.take().text)
        return " ".join(found)

    def member_name(self) -> str:
        """Read a name of one or several words behind a dot."""
        return self.words()

    def postfix(self, node: tree.Node) -> tree.Node:
        """Read arguments by name too."""
        while True:
            if self.stands("(") and self.ahead().kind == "name" and self.named_ahead():
                node = self.node(tree.Call, node.at, node, (), self.named())
            elif self.stands("[") and isinstance(node, tree.Literal) and not isinstance(node.value, str):
                return node  # the open end of ``]1..5[``
            elif self.stands(".", "[", "("):
                node = self.one_postfix(node)
            else:
                return node

    def one_postfix(self, node: tree.Node) -> tree.Node:
        """Read a member, a filter or arguments."""
        if self.accept("."):
            return self.node(tree.Member, node.at, node, self.member_name())
        if self.stands("["):
            return self.index(node)
        return self.node(tree.Call, node.at, node, self.arguments("(", ")"))

    def index(self, node: tree.Node) -> tree.Node:
        """Read a filter: an index, a condition, or a test of the item."""
        self.expect("[")
        index = self.test()
        self.expect("]")
        return self.node(tree.Index, node.at, node, index)

    def named_ahead(self) -> bool:
        """Return whether ``(name:`` comes next."""
        count = 1
        while self.ahead(count).kind == "name" and count < _LONGEST_NAME + 2:
            count += 1
        return self.ahead(count).text == ":"

    def named(self) -> tuple[tuple[str, tree.Node], ...]:
        """Read ``(name: value, …)``."""
        self.expect("(")
        found = []
        while not self.stands(")"):
            name = self.words()
            self.expect(":")
            found.append((name, self.expression()))
            if not self.stands(")"):
                self.expect(",")
        self.expect(")")
        return tuple(found)

    def entry(self) -> tuple[str, tree.Node]:
        """Read ``key: value``; a key may be several words."""
        key = self.take().value if self.token.kind == "string" else self.words()
        self.expect(":")
        return str(key), self.expression()
