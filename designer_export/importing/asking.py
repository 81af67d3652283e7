"""What a diagram reads that nothing in it gives: variables that were handed over when an instance began.

Here the initiator is asked for them. The kind of a value is told by how it is used.
"""

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, Final

from lxml import etree

from designer_export.formulas import Formula
from designer_export.model import Model
from designer_export.names import given_names, known_names, names_in
from designer_export.namespaces import local
from expressions.errors import SyntaxProblem
from expressions.syntax import parse
from forms.foreign.choices import chosen_one, options
from forms.foreign.form import Schema

MAX_ASKED: Final = 60
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE)
_DMN_TYPES: Final = {
    "number": "number", "integer": "integer", "long": "integer", "double": "number", "boolean": "boolean",
    "date": "date", "string": "string",
}  # fmt: skip
_TIMES: Final = {"timeDate": "moment", "timeDuration": "span", "timeCycle": "span"}
_SCHEMAS: Final[Mapping[str, Schema]] = {
    "moment": {"type": "string", "format": "date-time", "x-control": "datetime"},
    "span": {"type": "string", "pattern": "^R?[0-9]*/?.*P", "x-control": "text", "x-placeholder": "PT1H"},
    "boolean": {"type": "boolean", "x-control": "checkbox"},
    "number": {"type": "number", "x-control": "number"},
    "integer": {"type": "integer", "x-control": "number"},
    "date": {"type": "string", "format": "date", "x-control": "date"},
    "string": {"type": "string", "x-control": "text"},
}


def asked(model: Model) -> dict[str, Schema]:
    """Give the fields that a diagram needs besides those of its forms, by name, in the order of their use."""
    known = known_names(model)
    kinds: dict[str, set[str]] = defaultdict(set)
    members: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for formula in model.formulas:
        wanted = set(names_in(formula) - known - given_names(formula))
        if wanted:
            _look(formula, wanted, kinds, members)
    for name, kind in _decided(model):
        if name not in known:
            kinds[name].add(kind)
    names = [*dict.fromkeys([*kinds, *members])][:MAX_ASKED]
    return {name: schema for name in names if (schema := _schema(kinds[name], members[name]))}


def _schema(kinds: set[str], members: Mapping[str, set[str]]) -> Schema | None:
    """Give the field for how a name is used; None if no field of a form could be that."""
    if "none" in kinds or (members and kinds):
        return None
    if members:
        parts = {name: _schema(kind, {}) for name, kind in members.items()}
        found = {name: part for name, part in parts.items() if part is not None}
        return {"type": "object", "properties": found} if len(found) == len(parts) else None
    texts = {kind for kind in kinds if kind.startswith("=")}
    for kind in ("moment", "span", "number", "integer", "date", "boolean"):
        if kind in kinds and "string" not in kinds and not texts:
            return dict(_SCHEMAS[kind])
    if len(texts) > 1 and kinds <= texts | {"any"}:
        # It is compared with these texts, and nothing else is done with it: one of them is what is asked for.
        return chosen_one(options((text[1:], None) for text in sorted(texts)), "select")
    return dict(_SCHEMAS["string"])


def _look(
    formula: Formula, wanted: set[str], kinds: dict[str, set[str]], members: dict[str, dict[str, set[str]]]
) -> None:
    try:
        tree = parse(formula.translated)
    except SyntaxProblem:
        return
    parents: dict[ast.AST, ast.AST] = {}
    for node in ast.walk(tree):
        parents |= dict.fromkeys(ast.iter_child_nodes(node), node)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Name) or node.id not in wanted:
            continue
        part, member = _member(node, parents)
        kind = _use(part, parents, formula)
        if member is None:
            kinds[node.id].add(kind)
        elif kind == "none" or not member.isidentifier() or member == "id":
            kinds[node.id].add("none")
        else:
            members[node.id][member].add(kind)


def _member(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> tuple[ast.AST, str | None]:
    """Give what is read of a name: the name itself, or one member of it."""
    around = parents.get(node)
    if isinstance(around, ast.Attribute):
        return around, around.attr
    if isinstance(around, ast.Subscript) and around.value is node:
        key = around.slice
        return around, key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else ""
    return node, None


def _use(node: ast.AST, parents: Mapping[ast.AST, ast.AST], formula: Formula) -> str:
    """Tell the kind of value by what is done with it; ``none`` for what no field is, ``=x`` for the text x"""
    around = parents.get(node)
    if isinstance(around, ast.Attribute | ast.Subscript | ast.For | ast.comprehension | ast.Starred):
        return "none"
    if isinstance(around, ast.Call):
        return "none" if around.func is node else "string"
    if isinstance(around, ast.Compare):
        return _compared(node, around)
    if isinstance(around, ast.BoolOp) or (isinstance(around, ast.UnaryOp) and isinstance(around.op, ast.Not)):
        return "boolean"
    if isinstance(around, ast.BinOp | ast.UnaryOp):
        other = _other_side(node, around)
        return "string" if isinstance(other, ast.Constant) and isinstance(other.value, str) else "number"
    is_whole = isinstance(around, ast.Expr | ast.Module | ast.Expression)
    if is_whole and local(formula.node) in _TIMES:
        return _TIMES[local(formula.node)]
    return "boolean" if is_whole and formula.kind in ("condition", "completion", "event") else "any"


def _other_side(node: ast.AST, around: ast.AST) -> ast.AST | None:
    if isinstance(around, ast.BinOp):
        return around.right if around.left is node else around.left
    return None


def _compared(node: ast.AST, around: ast.Compare) -> str:
    sides = [side for side in (around.left, *around.comparators) if side is not node]
    if any(isinstance(op, ast.In | ast.NotIn) for op in around.ops) and around.left is not node:
        return "none"
    for side in sides:
        if isinstance(side, ast.Constant) and side.value is not None:
            return _kind_of(side.value)
        if isinstance(side, ast.UnaryOp) and isinstance(side.operand, ast.Constant):
            return _kind_of(side.operand.value)
    return "number" if any(isinstance(op, _ORDERED) for op in around.ops) else "any"


def _kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, str):
        return f"={value}" if value else "any"
    return "number" if isinstance(value, int | float) else "string"


def _decided(model: Model) -> Iterator[tuple[str, str]]:
    """Yield the names that the inputs of decisions read as they are, with their kinds."""
    for name, content in (model.files or {}).items():
        root = (
            _root(content)
            if name.endswith(".dmn") and model.root.find(".//{*}businessRuleTask") is not None
            else None
        )
        if root is None:
            continue
        results = {item.get("name") for item in root.iter("{*}output", "{*}variable")}
        for item in root.iter("{*}inputExpression"):
            said = (item.findtext("{*}text") or "").strip()
            if said.isidentifier() and said not in results:
                yield said, _DMN_TYPES.get((item.get("typeRef") or "").rpartition(":")[2].lower(), "any")


def _root(content: bytes) -> etree._Element | None:
    reader = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(content, reader)
    except (etree.XMLSyntaxError, ValueError):
        return None
