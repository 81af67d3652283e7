"""Which names the expressions of a diagram may use."""

from typing import Final

from designer_export.formulas import Formula
from designer_export.model import Model
from designer_export.namespaces import local
from expressions.errors import SyntaxProblem
from expressions.names import BUILTINS, bound_names, names_of

CONTEXT: Final = frozenset({"steps", "initiator", "now", "today", "loopCounter"})
"""Names that the engine gives to every expression, its helper functions among them."""

_NAMING: Final = frozenset(
    {"dataObject", "dataObjectReference", "inputDataItem", "outputDataItem", "property"}
)


def known_names(model: Model) -> frozenset[str]:
    """Return what is declared: fields, data objects, repeated items, results of scripts and operations."""
    names = set(CONTEXT | BUILTINS)
    if model.form is not None:
        names |= model.form.names
    for element in model.elements:
        if local(element) in _NAMING:
            names |= {element.get("id", ""), element.get("name", "")}
        elif local(element) in ("loopDataInputRef", "loopDataOutputRef"):
            names.add((element.text or "").strip())
    for formula in model.formulas:
        if formula.kind == "script" and formula.language == "python":
            names |= _bound(formula.text)
    for call in model.operations.values():
        names |= {name for name, _ in call.outputs or ()}
    return frozenset(names)


def names_in(formula: Formula) -> frozenset[str]:
    """Return the names that an expression reads; none if it is not in our language or cannot be parsed."""
    if formula.language != "python":
        return frozenset()
    try:
        return names_of(formula.text)
    except SyntaxProblem:
        return frozenset()


def _bound(script: str) -> frozenset[str]:
    try:
        return bound_names(script)
    except SyntaxProblem:
        return frozenset()
