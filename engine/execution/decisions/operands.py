"""What stands between the operators of a FEEL text: constants, names, calls, brackets."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from engine.execution.decisions import nodes
from engine.execution.decisions.cursor import Cursor
from engine.execution.decisions.feel_errors import NotFeel, Refused
from engine.execution.decisions.functions import FUNCTIONS, NOT_RUN, PREFIX
from engine.execution.decisions.tokens import number_of, text_of

Words = tuple[str, ...]
Vocabulary = Mapping[Words, str]
"""Declared names, word by word, and the variable that each of them means."""

_TRUE, _FALSE, _NULL = nodes.Literal("b", True), nodes.Literal("b", False), nodes.Literal("", None)
_CONSTANTS: Final = {
    "true": _TRUE, "false": _FALSE, "null": _NULL, "True": _TRUE, "False": _FALSE, "None": _NULL,
}  # fmt: skip
_BETWEEN_OPERANDS: Final = frozenset({"and", "or", "in", "then", "else", "between"})
_RESERVED: Final = _BETWEEN_OPERANDS | {"if", "not", "for", "return", "some", "every", "satisfies"}
_FUNCTION_WORDS: Final = {tuple(name.split()): name for name in FUNCTIONS}


class Operands(Cursor):
    """Reads operands; `grammar.Parser` reads what stands between them.

    Parameters
    ----------
    text
        The text.
    vocabulary
        Names that may be written with spaces, or that mean a variable of another name.
    """

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        super().__init__(text)
        self._vocabulary = vocabulary
        self._longest = max(map(len, [*vocabulary, *_FUNCTION_WORDS]))
        self.placeholders = 0

    def expression(self, binding: int = 0) -> nodes.Node:
        """Read an expression whose operators bind more strongly than `binding`."""
        raise NotImplementedError

    def tests(self) -> tuple[nodes.Node, ...]:
        """Read tests with commas between them."""
        raise NotImplementedError

    def operand(self) -> nodes.Node:
        """Read one operand and the path behind it."""
        found = self._simple()
        while self.at(".") and self.ahead(1).kind == "name":
            self.weigh()
            self.next()
            found = nodes.Path(found, self.next().text)
        return found

    def _simple(self) -> nodes.Node:
        if self.token.kind == "name":
            return self._word()
        token = self.next()
        if token.kind == "number":
            return nodes.Literal("n", number_of(token))
        if token.kind == "string":
            return nodes.Literal("s", text_of(token))
        return self._sign(token.text)

    def _sign(self, sign: str) -> nodes.Node:
        if sign == "?":
            self.placeholders += 1
            return nodes.Placeholder()
        self.weigh()
        if sign == "(":
            return self._parenthesis()
        if sign == "[":
            return self._bracket()
        if sign == "]":
            return self._interval(self.expression(), open_low=True)
        raise NotFeel(f"unexpected {sign or 'end'!r}")

    def _parenthesis(self) -> nodes.Node:
        found = tuple(map(plain, self.tests()))
        if self.at("..") and len(found) == 1:
            return self._interval(found[0], open_low=True)
        self.expect(")")
        alone = len(found) == 1 and not isinstance(found[0], nodes.Compared)
        return found[0] if alone else nodes.Group(found)

    def _bracket(self) -> nodes.Node:
        if self.take("]"):
            return nodes.Listed(())
        items = [self.expression()]
        if self.at(".."):
            return self._interval(items[0], open_low=False)
        while self.take(","):
            items.append(self.expression())
        self.expect("]")
        return nodes.Listed(tuple(items))

    def _interval(self, low: nodes.Node, *, open_low: bool) -> nodes.Node:
        self.expect("..")
        high = self.expression()
        return nodes.Interval(low, high, open_low, self.expect("]", ")", "[").text != "]")

    def _word(self) -> nodes.Node:
        declared = self._declared()
        if declared is not None:
            return declared
        word = self.next().text
        if word == "not" and self.take("("):
            self.weigh()
            negated = self.tests()
            self.expect(")")
            return nodes.Not(negated)
        if word == "if":
            return self._if()
        if word in _CONSTANTS:
            return _CONSTANTS[word]
        if word in _RESERVED:
            raise NotFeel(f"unexpected {word!r}")
        return self._call(word, own=True) if self.at("(") else self._name(word, word)

    def _declared(self) -> nodes.Node | None:
        """The longest run of words that is a function with its bracket, or a declared name."""
        for size in range(self._longest, 0, -1):
            ahead = [self.ahead(distance) for distance in range(size)]
            words = tuple(token.text for token in ahead if token.kind == "name")
            called = words in _FUNCTION_WORDS and self.ahead(size).text == "("
            if len(words) < size or not (called or words in self._vocabulary):
                continue
            self._at += size
            if called:
                return self._call(_FUNCTION_WORDS[words], own=False)
            return self._name(self._vocabulary[words], " ".join(words))
        return None

    def _name(self, name: str, written: str) -> nodes.Node:
        if name.startswith(PREFIX):
            raise Refused(f"names may not begin with {PREFIX}")
        if self.token.kind == "name" and self.token.text not in _BETWEEN_OPERANDS:
            raise NotFeel(f"no declared name: {written} {self.token.text}")
        return nodes.Name(name)

    def _call(self, function: str, *, own: bool) -> nodes.Node:
        self.expect("(")
        self.weigh()
        arguments: list[nodes.Node] = []
        while not self.take(")"):
            if arguments:
                self.expect(",")
            arguments.append(self.expression())
        if any(_is_keyword(argument) for argument in arguments):
            raise NotFeel(f"named arguments of {function}")
        if own and (function in NOT_RUN or function.startswith(PREFIX)):
            raise Refused(f"the function {function} is not run")
        return nodes.Call(function, tuple(arguments), own) if own else _known(function, tuple(arguments))

    def _if(self) -> nodes.Node:
        self.weigh()
        condition = self.expression()
        self.expect("then")
        then = self.expression()
        self.expect("else")
        return nodes.If(condition, then, self.expression())


def plain(test: nodes.Node) -> nodes.Node:
    """The expression of a test that mentions ``?``, where it is no test but a part of an expression."""
    return test.expression if isinstance(test, nodes.Holds) else test


def _is_keyword(argument: nodes.Node) -> bool:
    """Whether our own language would read a named argument here."""
    named = isinstance(argument, nodes.Compare) and isinstance(argument.left, nodes.Name)
    return named and argument.sign == "="  # type: ignore[attr-defined]


def _known(function: str, arguments: tuple[nodes.Node, ...]) -> nodes.Node:
    arity = FUNCTIONS[function].arity
    if not arguments or (arity is not None and arity != len(arguments)):
        raise Refused(f"{function} takes {arity or 'some'} arguments")
    first = arguments[0]
    if function == "date" and isinstance(first, nodes.Literal):
        return nodes.Literal("d", _day(first.value))
    return nodes.Call(function, arguments)


def _day(value: object) -> str:
    try:
        if isinstance(value, str) and date.fromisoformat(value).isoformat() == value:
            return value
    except ValueError:
        pass
    raise Refused(f"no date as 2026-01-31: {value}")
