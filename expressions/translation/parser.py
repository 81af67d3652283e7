"""One parser of expressions for all languages: by the strength of operators, bounded in height."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from expressions.translation import tree
from expressions.translation.dialects import Dialect
from expressions.translation.refusals import MAX_HEIGHT, Refused
from expressions.translation.tokens import Token, tokens

_N = TypeVar("_N", bound=tree.Node)
_FLAT = ("and", "or", "+")


class Parser:
    """Reads one part of a text.

    Parameters
    ----------
    text, start, end
        The text, and the part of it that is read.
    dialect
        Its language.
    depth
        How deep what is read stands already.

    All methods raise `Refused`.
    """

    def __init__(
        self, text: str, dialect: Dialect, start: int = 0, end: int | None = None, depth: int = 0
    ) -> None:
        self.text = text
        self.dialect = dialect
        self.row = tokens(text, dialect, start, len(text) if end is None else end)
        self.position = 0
        self.depth = depth
        self.inside = 0

    @property
    def token(self) -> Token:
        """The next word."""
        return self.row[self.position]

    def ahead(self, count: int = 1) -> Token:
        """Return a later word."""
        return self.row[min(self.position + count, len(self.row) - 1)]

    def take(self) -> Token:
        """Step over the next word."""
        token = self.token
        self.position = min(self.position + 1, len(self.row) - 1)
        return token

    def stands(self, *words: str) -> bool:
        """Return whether one of these signs or words comes next."""
        return self.token.kind in ("sign", "name") and self.token.text in words

    def accept(self, *words: str) -> Token | None:
        """Step over one of these, if it comes next."""
        return self.take() if self.stands(*words) else None

    def expect(self, *words: str) -> Token:
        """Step over one of these."""
        if not self.stands(*words):
            self.unexpected()
        return self.take()

    def unexpected(self) -> Any:
        """Refuse the next word."""
        raise Refused("syntax", self.token.start, self.token.text or self.text[-20:])

    def whole(self) -> tree.Node:
        """Read one expression and nothing behind it."""
        node = self.expression()
        if self.token.kind != "end":
            self.unexpected()
        return node

    def node(self, kind: Callable[..., _N], at: int, *parts: Any) -> _N:
        """Make a node, measured."""
        made = kind(at, *parts)
        height = 1 + max((child.height for child in _children(parts)), default=0)
        if height > MAX_HEIGHT:
            raise Refused("depth", at, self.text[at : at + 20])
        object.__setattr__(made, "height", height)
        return made

    def expression(self, weakest: int = 0) -> tree.Node:
        """Read an expression of operators that bind at least so strongly."""
        self.depth += 1
        if self.depth > MAX_HEIGHT:
            raise Refused("depth", self.token.start, self.token.text)
        left = self.infix(self.prefix(), weakest)
        if weakest == 0 and self.dialect.ternary and self.accept("?"):
            left = self.choice(left)
        self.depth -= 1
        return left

    def choice(self, test: tree.Node) -> tree.Node:
        """Read on behind ``test ?``."""
        then = self.expression()
        self.expect(":")
        return self.node(tree.Choice, test.at, test, then, self.expression())

    def infix(self, left: tree.Node, weakest: int) -> tree.Node:
        """Read operators and their right sides behind a first operand; sums and logic lie flat."""
        chain: list[tree.Node] = []
        chained, at = "", 0
        while (operator := self.operator()) is not None and operator[0] >= max(weakest, 1):
            strength, said = operator
            token = self.take()
            right = self.expression(strength if said in self.dialect.right else strength + 1)
            if chain and said != chained:
                left, chain = self.flat(chained, at, chain), []
            if said in _FLAT:
                if not chain:
                    chain, chained, at = [left], said, token.start
                chain.append(right)
            else:
                left = self.node(tree.Binary, token.start, said, left, right)
        return self.flat(chained, at, chain) if chain else left

    def flat(self, said: str, at: int, parts: list[tree.Node]) -> tree.Node:
        """Make a node of a chain."""
        if said == "+":
            return self.node(tree.Sum, at, tuple(parts))
        return self.node(tree.Logic, at, said, tuple(parts))

    def operator(self) -> tuple[int, str] | None:
        """Strength and meaning of the next word, if it stands between operands."""
        if self.token.kind not in ("sign", "name") or self.ends_here():
            return None
        return self.dialect.operators.get(self.token.text)

    def ends_here(self) -> bool:
        """Return whether a line ends the expression; scripts say so."""
        return False

    def prefix(self) -> tree.Node:
        """Read an operand with what stands before it."""
        token = self.token
        said = self.dialect.prefixes.get(token.text) if token.kind in ("sign", "name") else None
        if said is None or (token.kind == "name" and self.is_plain_name()):
            return self.postfix(self.primary())
        self.take()
        self.depth += 1
        if self.depth > MAX_HEIGHT:
            raise Refused("depth", token.start, token.text)
        operand = self.prefix()
        self.depth -= 1
        return self.node(tree.Unary, token.start, said, operand)

    def is_plain_name(self) -> bool:
        """Return whether a word that may stand before an operand is a variable here."""
        return self.ahead().kind in ("end",) or self.ahead().text in (".", ")", ",", "==", "!=", "?")

    def postfix(self, node: tree.Node) -> tree.Node:
        """Read members, indexes and arguments behind an operand."""
        while not self.ends_here():
            if self.stands(".", "?."):
                safe = self.take().text == "?."
                node = self.node(tree.Member, node.at, node, self.member_name(), safe)
            elif self.stands("["):
                node = self.index(node)
            elif self.stands("("):
                node = self.node(tree.Call, node.at, node, self.arguments("(", ")"))
            else:
                break
        return node

    def member_name(self) -> str:
        """Read the name behind a dot."""
        if self.token.kind != "name":
            self.unexpected()
        return self.take().text

    def index(self, node: tree.Node) -> tree.Node:
        """Read ``[index]`` behind an operand."""
        self.expect("[")
        self.inside += 1
        index = self.expression()
        self.inside -= 1
        self.expect("]")
        return self.node(tree.Index, node.at, node, index)

    def arguments(self, opening: str, ending: str) -> tuple[tree.Node, ...]:
        """Read expressions between brackets, with commas between them."""
        self.expect(opening)
        self.inside += 1
        found: list[tree.Node] = []
        while not self.stands(ending):
            found.append(self.expression())
            if not self.stands(ending):
                self.expect(",")
        self.inside -= 1
        self.expect(ending)
        return tuple(found)

    def primary(self) -> tree.Node:
        """Read an operand without anything around it."""
        token = self.token
        if token.kind in ("number", "string"):
            self.take()
            exact = token.text if token.kind == "number" and isinstance(token.value, float) else None
            return self.node(tree.Literal, token.start, token.value, exact)
        if token.kind == "template":
            return self.template()
        if token.kind == "name":
            return self.word()
        if self.stands("("):
            return self.bracketed()
        if self.stands("["):
            return self.node(tree.Listing, token.start, self.arguments("[", "]"))
        if self.stands("{") and self.dialect.records:
            return self.record()
        return self.unexpected()

    def bracketed(self) -> tree.Node:
        """Read an expression in round brackets."""
        self.expect("(")
        self.inside += 1
        node = self.expression()
        self.inside -= 1
        self.expect(")")
        return node

    def word(self) -> tree.Node:
        """Read a constant or a name."""
        token = self.take()
        if token.text in self.dialect.constants:
            return self.node(tree.Literal, token.start, self.dialect.constants[token.text])
        return self.node(tree.Name, token.start, token.text)

    def record(self) -> tree.Node:
        """Read ``{key: value}``."""
        at = self.expect("{").start
        self.inside += 1
        entries: list[tuple[str, tree.Node]] = []
        while not self.stands("}"):
            entries.append(self.entry())
            if not self.stands("}"):
                self.expect(",")
        self.inside -= 1
        self.expect("}")
        return self.node(tree.Record, at, tuple(entries))

    def entry(self) -> tuple[str, tree.Node]:
        """Read ``key: value``."""
        if self.token.kind not in ("name", "string"):
            self.unexpected()
        token = self.take()
        key = token.value if token.kind == "string" else token.text
        self.expect(":")
        return key, self.expression()

    def template(self) -> tree.Node:
        """Read a text with values in it."""
        token = self.take()
        parts: list[tree.Node] = []
        for part in token.value:
            if isinstance(part, str):
                parts.append(self.node(tree.Literal, token.start, part))
            else:
                inner = type(self)(self.text, self.dialect, part[0], part[1], self.depth + 6)
                parts.append(inner.whole())
        return self.node(tree.Text, token.start, tuple(parts))


def _children(parts: Sequence[Any]) -> list[tree.Node]:
    found: list[tree.Node] = []
    for part in parts:
        if isinstance(part, tree.Node):
            found.append(part)
        elif isinstance(part, tuple):
            found.extend(_children(part))
    return found
