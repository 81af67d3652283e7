"""Simple scripts of JavaScript and Groovy: settings, decisions, nothing that repeats or defines."""

from typing import Final

from expressions.translation import tree
from expressions.translation.parser import Parser
from expressions.translation.refusals import MAX_HEIGHT, Refused

_DECLARED: Final = {"javascript": ("var", "let", "const"), "groovy": ("def", "final")}
# fmt: off
_TYPES: Final = frozenset(
    {
        "String", "int", "long", "double", "float", "boolean", "Integer", "Long", "Double", "Boolean",
        "Object", "BigDecimal", "List", "Map", "Number",
    }
)
_REFUSED: Final = frozenset(
    {
        "for", "while", "do", "function", "class", "try", "throw", "switch", "new", "import", "package",
        "async", "await", "yield", "delete", "break", "continue", "this", "super", "with", "assert", "load",
        "void",
    }
)
# fmt: on
_CHANGED: Final = {"+=": "+", "-=": "-", "*=": "*", "/=": "/", "%=": "%"}
_ONE_MORE: Final = {"++": "+", "--": "-"}
#: What begins a line in Groovy and still belongs to the one before.
_GOES_ON: Final = (".", "?.", "?", ":", "&&", "||")
_PRINTED: Final = ("print", "println", "printf")


class ScriptParser(Parser):
    """Reads statements; raises `Refused`."""

    def statements(self) -> tuple[tree.Node, ...]:
        """Read a whole script."""
        found: list[tree.Node] = []
        while self.token.kind != "end":
            found.extend(self.statement())
        return tuple(found)

    def ends_here(self) -> bool:
        """Return whether a line ends the expression, as in Groovy."""
        if self.dialect.language != "groovy" or self.inside or not self.token.fresh:
            return False
        return self.token.text not in _GOES_ON

    def statement(self) -> list[tree.Node]:
        """Read one statement; a declaration may be several, a lost semicolon none."""
        if self.accept(";"):
            return []
        if self.stands("{"):
            return self.block()
        if self.stands("if"):
            return [self.decision()]
        if self.stands("return"):
            return [self.returned()]
        if self.is_declaration():
            return self.declaration()
        made = self.effect()
        self.end()
        return [made]

    def end(self) -> None:
        """Read the end of a statement."""
        if self.accept(";") or self.token.kind == "end" or self.token.fresh or self.stands("}"):
            return
        self.unexpected()

    def block(self) -> list[tree.Node]:
        """Read ``{ … }``, or the one statement that stands for it."""
        self.depth += 1
        if self.depth > MAX_HEIGHT:
            raise Refused("depth", self.token.start, self.token.text)
        found: list[tree.Node] = []
        if self.accept("{"):
            while not self.accept("}"):
                if self.token.kind == "end":
                    self.unexpected()
                found.extend(self.statement())
        else:
            found.extend(self.statement())
        self.depth -= 1
        return found

    def decision(self) -> tree.Node:
        """Read ``if (…) … else …``; a chain of them lies flat in the parser's own depth."""
        at = self.expect("if").start
        self.expect("(")
        self.inside += 1
        test = self.expression()
        self.inside -= 1
        self.expect(")")
        then = tuple(self.block())
        other = tuple(self.block()) if self.accept("else") else ()
        return self.node(tree.If, at, test, then, other)

    def returned(self) -> tree.Node:
        """Read ``return …``."""
        at = self.expect("return").start
        empty = self.stands(";", "}") or self.token.kind == "end" or self.token.fresh
        value = None if empty else self.expression()
        self.end()
        return self.node(tree.Return, at, value)

    def is_declaration(self) -> bool:
        """Return whether a declaration comes next."""
        if self.stands(*_DECLARED[self.dialect.language]):
            return True
        typed = self.dialect.language == "groovy" and self.token.text in _TYPES
        return typed and self.ahead().kind == "name" and not self.ahead().fresh

    def declaration(self) -> list[tree.Node]:
        """Read ``var x = 1, y``, ``def x = 1`` or ``String x = 'a'``."""
        self.take()
        while self.ahead().kind == "name" and self.token.text in {*_TYPES, *_DECLARED[self.dialect.language]}:
            self.take()
        found: list[tree.Node] = []
        while True:
            at = self.token.start
            target = self.node(tree.Name, at, self.member_name())
            empty = self.node(tree.Literal, at, None)
            value = self.expression() if self.accept("=") else empty
            found.append(self.node(tree.Assign, at, target, value, True))
            if not self.accept(","):
                break
        self.end()
        return found

    def effect(self) -> tree.Node:
        """Read an assignment, a call, or an expression that may be the result."""
        at = self.token.start
        if self.token.text in _PRINTED and self.ahead().text not in ("(", "=", "."):
            self.take()
            printed = () if self.token.fresh or self.token.kind == "end" else (self.expression(),)
            return self.node(
                tree.Do, at, self.node(tree.Call, at, self.node(tree.Name, at, "print"), printed)
            )
        target = self.expression()
        if self.accept("="):
            return self.node(tree.Assign, at, target, self.expression())
        for sign, said in _CHANGED.items():
            if self.accept(sign):
                return self.changed(target, said, self.expression())
        for sign, said in _ONE_MORE.items():
            if self.stands(sign) and not self.token.fresh:
                one = self.node(tree.Literal, self.take().start, 1)
                return self.changed(target, said, one)
        return self.node(tree.Do, at, target)

    def changed(self, target: tree.Node, said: str, value: tree.Node) -> tree.Node:
        """``x += 1`` is ``x = x + 1``."""
        at = target.at
        made = (
            self.node(tree.Sum, at, (target, value))
            if said == "+"
            else self.node(tree.Binary, at, said, target, value)
        )
        return self.node(tree.Assign, at, target, made)

    def primary(self) -> tree.Node:
        """Read an operand; maps of Groovy stand in square brackets."""
        if self.token.kind == "name" and self.token.text in _REFUSED:
            code = {"function": "function", "new": "call"}.get(self.token.text, "statement")
            raise Refused(code, self.token.start, self.text[self.token.start : self.token.start + 30])
        if self.dialect.language == "groovy" and self.stands("[") and self.is_map():
            return self.map()
        if self.dialect.language == "groovy" and self.stands("{"):
            raise Refused("function", self.token.start, self.text[self.token.start : self.token.start + 30])
        return super().primary()

    def is_map(self) -> bool:
        """Return whether ``[`` opens a map."""
        if self.ahead().text == ":":
            return self.ahead(2).text == "]"
        return self.ahead().kind in ("name", "string") and self.ahead(2).text == ":"

    def map(self) -> tree.Node:
        """Read ``[key: value]`` or ``[:]``."""
        at = self.expect("[").start
        self.inside += 1
        entries: list[tuple[str, tree.Node]] = []
        self.accept(":")
        while not self.stands("]"):
            entries.append(self.entry())
            if not self.stands("]"):
                self.expect(",")
        self.inside -= 1
        self.expect("]")
        return self.node(tree.Record, at, tuple(entries))
