"""FEEL in our language.

Comparison and logic are three-valued (nothing is neither true nor false), lists count from 1, and values of
different kinds are never equal. Where only true counts, in a condition, plain operators serve as well.
"""

import ast
from typing import Final

from expressions.translation import python, tree
from expressions.translation.feel_functions import FUNCTIONS, OF_MONTHS, OF_TRUTH
from expressions.translation.refusals import Refused
from expressions.translation.writer import Writer, path_of

_SIGNS: Final = {
    "+": "feel_add",
    "-": "feel_subtract",
    "*": "feel_multiply",
    "/": "feel_divide",
    "**": "feel_power",
    "==": "feel_equal",
    "!=": "feel_unequal",
    "<": "feel_less",
    "<=": "feel_less_or_equal",
    ">": "feel_greater",
    ">=": "feel_greater_or_equal",
}
_COMPARED: Final = frozenset({"==", "!=", "<", "<=", ">", ">="})


class FeelWriter(Writer):
    """Says FEEL.

    Parameters
    ----------
    subject
        What ``?`` stands for, in our language.

    Attributes
    ----------
    of_months
        Whether a duration of months may be among the values.
    """

    def __init__(self, subject: ast.expr | None = None) -> None:
        self.subject = subject
        self.of_months = False
        #: Names bound around the place that is written, the innermost last; an item of a filter is None.
        self.scopes: list[dict[str, str] | str] = []
        self.items = 0

    def whole(self, node: tree.Node, *, condition: bool = False) -> ast.expr:
        """Return an expression whose value is data."""
        made = self.test(node, strict=False) if condition else self.value(node)
        return python.call("feel_out", made) if self.of_months and not self.is_three_valued(node) else made

    def test(self, node: tree.Node, strict: bool = True) -> ast.expr:
        """Return what is true where the node's value is true, for a place where only that counts."""
        if isinstance(node, tree.Logic):
            return python.logic(node.word, [self.test(part) for part in node.parts])
        if isinstance(node, tree.Binary) and node.sign == "==":
            sides = (node.left, node.right)
            if any(isinstance(side, tree.Literal) and isinstance(side.value, str) for side in sides):
                return python.compare(self.value(node.left), ast.Eq(), self.value(node.right))
        made = self.value(node)
        if self.is_three_valued(node) or not strict:
            return made
        return python.compare(made, ast.Is(), python.constant(True))

    def is_three_valued(self, node: tree.Node) -> bool:
        """Return whether the value is true, false or nothing."""
        if isinstance(node, tree.Call) and isinstance(node.function, tree.Name):
            return node.function.name in OF_TRUTH
        if isinstance(node, tree.Binary):
            return node.sign in _COMPARED
        kinds = (tree.Logic, tree.Between, tree.In, tree.InstanceOf, tree.Quantified, tree.Test)
        return isinstance(node, kinds) or self.is_truth(node)

    def _name(self, node: tree.Name) -> ast.expr:
        word = python.variable(_joined(node.name), node.at)
        for depth in range(len(self.scopes) - 1, -1, -1):
            scope = self.scopes[depth]
            if isinstance(scope, dict):
                if node.name in scope:
                    return python.name(scope[node.name])
            elif node.name == "item":
                return python.name(scope)
            else:
                inner, self.scopes = self.scopes, self.scopes[:depth]
                around = self._name(node)
                self.scopes = inner
                return python.call(
                    "feel_name", python.name(scope), python.constant(node.name), python.later(around)
                )
        if word == "partial":
            raise Refused("function", node.at, word)
        return super()._name(tree.Name(node.at, word))

    def _input(self, node: tree.Input) -> ast.expr:
        if self.subject is None:
            raise Refused("syntax", node.at, "?")
        return self.subject

    def _member(self, node: tree.Member) -> ast.expr:
        return python.call("feel_get", self.value(node.base), python.constant(node.name))

    def _unary(self, node: tree.Unary) -> ast.expr:
        if isinstance(node.operand, tree.Literal) and isinstance(node.operand.value, int | float):
            return python.constant(-node.operand.value)
        return python.call("feel_negative", self.value(node.operand))

    def _sum(self, node: tree.Sum) -> ast.expr:
        return python.call("feel_add", *self.values(node.parts))

    def _binary(self, node: tree.Binary) -> ast.expr:
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, tree.Literal) and other.value is None and node.sign in ("==", "!="):
                operator = ast.Is() if node.sign == "==" else ast.IsNot()
                return python.compare(self.if_known(one), operator, python.constant(None))
        return python.call(_SIGNS[node.sign], self.value(node.left), self.value(node.right))

    def if_known(self, node: tree.Node) -> ast.expr:
        """Return the value, or nothing where the variable is not there."""
        made = self.value(node)
        root = node
        while isinstance(root, tree.Member | tree.Index):
            root = root.base
        return python.call("feel_known", python.later(made)) if isinstance(root, tree.Name) else made

    def _logic(self, node: tree.Logic) -> ast.expr:
        return python.call(f"feel_{node.word}", *self.values(node.parts))

    def _between(self, node: tree.Between) -> ast.expr:
        return python.call(
            "feel_between", self.value(node.value), self.value(node.low), self.value(node.high)
        )

    def _range(self, node: tree.Range) -> ast.expr:
        return python.call("FeelRange", *self.bounds(node, all_sides=True))

    def bounds(self, node: tree.Range, *, all_sides: bool = False) -> list[ast.expr]:
        """Return the bounds of a range, and which sides are closed where not both are."""
        sides = [python.constant(node.low_closed), python.constant(node.high_closed)]
        plain = node.low_closed and node.high_closed and not all_sides
        return [self.value(node.low), self.value(node.high), *([] if plain else sides)]

    def _in(self, node: tree.In) -> ast.expr:
        if len(node.tests) == 1 and isinstance(node.tests[0], tree.Range | tree.Test):
            return self.tested(node.tests[0], self.value(node.value))
        return python.call("feel_in", self.value(node.value), *map(self.any_test, node.tests))

    def any_test(self, node: tree.Node) -> ast.expr:
        """Return a test as a value: a range, a function or what should be equal."""
        if not isinstance(node, tree.Test):
            return self.value(node)
        word = self.fresh("it")
        return python.later(self.tested(node, python.name(word)), word)

    def tested(self, node: tree.Node, subject: ast.expr) -> ast.expr:
        """Return whether a subject passes a test."""
        if isinstance(node, tree.Test):
            if isinstance(node.operand, tree.Literal) and node.operand.value is None:
                operator = ast.Is() if node.sign == "==" else ast.IsNot()
                if node.sign in ("==", "!="):
                    return python.compare(subject, operator, python.constant(None))
            return python.call(_SIGNS[node.sign], subject, self.value(node.operand))
        if isinstance(node, tree.Range):
            return python.call("feel_in_range", subject, *self.bounds(node))
        if isinstance(node, tree.Literal):
            return python.call("feel_equal", subject, self.value(node))
        if self.asks(node) or self.is_three_valued(node):
            return self.value(node)
        return python.call("feel_in", subject, self.value(node))

    def asks(self, node: tree.Node) -> bool:
        """Return whether a node speaks of ``?`` itself."""
        pending: list[object] = [node]
        while pending:
            part = pending.pop()
            if isinstance(part, tree.Input):
                return True
            if isinstance(part, tree.Node):
                pending.extend(vars(part).values())
            elif isinstance(part, tuple):
                pending.extend(part)
        return False

    def _instanceof(self, node: tree.InstanceOf) -> ast.expr:
        return python.call("feel_kinds", self.value(node.value), python.constant(node.type))

    def _moment(self, node: tree.Moment) -> ast.expr:
        if "@" in node.text:
            raise Refused("zone", node.at, node.text)
        self.of_months = self.of_months or "P" in node.text
        return python.call("feel_moment", python.constant(node.text))

    def _for(self, node: tree.For) -> ast.expr:
        return self.loops(list(node.bindings), node.result, "feel_for", "feel_flat_for")

    def _quantified(self, node: tree.Quantified) -> ast.expr:
        function = f"feel_{node.word}"
        return self.loops(list(node.bindings), node.test, function, function)

    def loops(
        self, bindings: list[tuple[str, tree.Node]], result: tree.Node, last: str, around: str
    ) -> ast.expr:
        """Return loops within one another."""
        (word, source), *more = bindings
        inner = python.variable(_joined(word), source.at)
        made = self.value(source)
        self.scopes.append({word: inner})
        body = self.loops(more, result, last, around) if more else self.value(result)
        self.scopes.pop()
        return python.call(around if more else last, made, python.later(body, inner))

    def _function(self, node: tree.Function) -> ast.expr:
        words = {word: python.variable(_joined(word), node.at) for word in node.parameters}
        self.scopes.append(words)
        body = self.value(node.body)
        self.scopes.pop()
        return python.later(body, *words.values())

    def fresh(self, stem: str) -> str:
        """Return a name for an item."""
        self.items += 1
        return stem if self.items == 1 else f"{stem}_{self.items}"

    def _index(self, node: tree.Index) -> ast.expr:
        base, index = self.value(node.base), node.index
        if isinstance(index, tree.Literal | tree.Unary | tree.Sum) or (
            isinstance(index, tree.Binary) and index.sign not in _COMPARED
        ):
            return python.call("feel_item", base, self.value(index))
        word = self.fresh("item")
        self.scopes.append(word)
        test = self.tested(index, python.name(word)) if isinstance(index, tree.Test) else self.value(index)
        self.scopes.pop()
        filtered = python.later(test, word)
        if self.is_three_valued(index) or self.reads_item(index):
            return python.call("feel_filter", base, filtered)
        return python.call("feel_select", base, self.if_known(index), filtered)

    def reads_item(self, node: tree.Node) -> bool:
        """Return whether an index speaks of the item itself."""
        return path_of(node).split(".")[0] == "item"

    def _record(self, node: tree.Record) -> ast.expr:
        """Return a dict; an entry that a later one reads is bound around it."""
        keys: list[ast.expr | None] = []
        values: list[ast.expr] = []
        bound: list[tuple[str, ast.expr]] = []
        known: dict[str, str] = {}
        for place, (key, value) in enumerate(node.entries):
            self.scopes.append(dict(known))
            made = self.value(value)
            self.scopes.pop()
            if any(key in names_in(later) for _, later in node.entries[place + 1 :]):
                known[key] = python.variable(_joined(key), value.at)
                bound.append((known[key], made))
                made = python.name(known[key])
            keys.append(python.constant(key))
            values.append(made)
        result: ast.expr = ast.Dict(keys, values)
        for word, made in reversed(bound):
            result = ast.Call(python.later(result, word), [made], [])
        return result

    def _call(self, node: tree.Call) -> ast.expr:
        if isinstance(node.function, tree.Function) and len(node.function.parameters) == len(node.arguments):
            return ast.Call(self.value(node.function), self.values(node.arguments), [])
        if not isinstance(node.function, tree.Name) or node.function.name not in FUNCTIONS:
            raise Refused("function", node.at, path_of(node.function))
        word = node.function.name
        known = FUNCTIONS[word]
        arguments = list(node.arguments) or self.by_name(node)
        if len(arguments) > len(known.parameters) and not (
            known.parameters and known.parameters[-1][-1] == "*"
        ):
            raise Refused("function", node.at, word)
        if word in ("is defined", "get or else"):
            return self.guarded(word, node, arguments)
        if word in ("date and time", "time", "@") and arguments:
            self.refuse_zone(arguments[0])
        self.of_months = self.of_months or word in OF_MONTHS
        return python.call(known.ours, *self.values(arguments))

    def refuse_zone(self, node: tree.Node) -> None:
        """Refuse a zone by name, which the sandbox does not know."""
        if isinstance(node, tree.Literal) and "@" in str(node.value):
            raise Refused("zone", node.at, str(node.value))

    def by_name(self, node: tree.Call) -> list[tree.Node]:
        """Return named arguments in their order, nothing for those left out."""
        assert isinstance(node.function, tree.Name)
        parameters = [word.rstrip("*") for word in FUNCTIONS[node.function.name].parameters]
        given = {
            word if word in parameters else _SYNONYMS.get(word, word): value for word, value in node.named
        }
        if not given.keys() <= set(parameters):
            raise Refused("function", node.at, node.function.name)
        last = max((parameters.index(word) for word in given), default=-1)
        empty = tree.Literal(node.at, None)
        return [given.get(word, empty) for word in parameters[: last + 1]]

    def guarded(self, word: str, node: tree.Call, arguments: list[tree.Node]) -> ast.expr:
        """Return what looks whether a variable is there."""
        if len(arguments) != (1 if word == "is defined" else 2):
            raise Refused("function", node.at, word)
        read = python.later(self.value(arguments[0]))
        if word == "is defined" and isinstance(arguments[0], tree.Member):
            base = python.later(self.value(arguments[0].base))
            return python.call("feel_has", base, python.constant(arguments[0].name))
        if word == "is defined":
            return python.call("feel_defined", read)
        return python.call("feel_or_else", read, python.later(self.value(arguments[1])))


#: Other names of arguments, as the standard has them for some signatures.
_SYNONYMS: Final = {"year": "from", "date": "from", "hour": "from", "start": "start position", "key": "keys"}


def _joined(word: str) -> str:
    """A name of several words, as one of ours."""
    return word.replace(" ", "_")


def names_in(node: tree.Node) -> set[str]:
    """Return the names that stand anywhere in an expression."""
    found: set[str] = set()
    pending: list[object] = [node]
    while pending:
        part = pending.pop()
        if isinstance(part, tree.Name):
            found.add(part.name)
        if isinstance(part, tree.Node):
            pending.extend(vars(part).values())
        elif isinstance(part, tuple):
            pending.extend(part)
    return found
