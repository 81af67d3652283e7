"""Which names the expressions of a diagram may use."""

import ast
from typing import Final

from lxml import etree

from designer_export.formulas import Formula
from designer_export.model import Model
from designer_export.namespaces import bpmn, local, tb
from expressions.errors import SyntaxProblem
from expressions.names import BUILTINS, bound_names, names_of
from expressions.syntax import parse

CONTEXT: Final = frozenset({"steps", "initiator", "now", "today", "zone_of", "loopCounter"})
"""Names that the engine gives to every expression, its helper functions among them."""

_COUNTERS: Final = frozenset(
    prefix + name
    for prefix in ("nr", "number")
    for name in ("OfInstances", "OfActiveInstances", "OfCompletedInstances", "OfTerminatedInstances")
)
"""Attributes of a multi-instance that its conditions may read (BPMN 2.0.2, table 10.30)."""

_MODULES: Final = frozenset(
    {"datetime", "decimal", "json", "math", "os", "pytz", "random", "re", "sys", "time", "uuid"}
)
"""What Python scripts of other engines use without asking for it."""
_NAMING: Final = frozenset(
    {
        "dataObject",
        "dataObjectReference",
        "dataStoreReference",
        "dataInput",
        "dataOutput",
        "inputDataItem",
        "outputDataItem",
        "property",
    }
)


def known_names(model: Model) -> frozenset[str]:
    """Return what is declared: fields, data, repeated items, results of scripts, calls and decisions."""
    names = set(CONTEXT | BUILTINS)
    if model.form is not None:
        names |= model.form.names
    for element in model.elements:
        if local(element) in _NAMING:
            names |= {element.get("id", ""), element.get("name", "")}
        elif local(element) in ("loopDataInputRef", "loopDataOutputRef", "to"):
            names.add((element.text or "").strip())
        elif local(element) == "extensionElements":
            # What a sender maps into a message is what its receiver gets, unless he maps it anew.
            names |= {item.get("name", "") for item in element.iterfind(f"{tb('mapping')}/*")}
            for item in element.iterfind(tb("decision")):
                names |= {_result(model, item), *model.columns.get(item.get("ref", ""), ())}
    for formula in model.formulas:
        if formula.kind == "script" and formula.language == "python":
            names |= _bound(formula)
    for call in model.operations.values():
        names |= {name for name, _ in (call.inputs if call.outputs is None else call.outputs) or ()}
    return frozenset(names)


def _result(model: Model, decision: etree._Element) -> str:
    """Give the variable that takes the result: the one that the task names, or the decision's own."""
    return decision.get("result") or (model.decisions or {}).get(decision.get("ref", ""), "")


def given_names(formula: Formula) -> frozenset[str]:
    """Return the names that only formulas of this kind may use."""
    if formula.kind == "output":
        return frozenset({"result"})
    if formula.kind == "received":
        return frozenset({"payload"})
    if formula.kind == "activation":
        return frozenset({"activationCount"})
    loop = next(formula.node.iterancestors(bpmn("multiInstanceLoopCharacteristics")), None)
    return _COUNTERS if loop is not None and formula.kind in ("completion", "event") else frozenset()


def names_in(formula: Formula) -> frozenset[str]:
    """Return the names that an expression reads; none if it is not in our language or cannot be parsed."""
    if formula.language != "python":
        return frozenset()
    try:
        return names_of(formula.translated)
    except SyntaxProblem:
        return frozenset()


def functions_in(formula: Formula) -> frozenset[str]:
    """Return the names that a formula calls as functions and does not make itself; none is data."""
    called = (node.func for node in _nodes(formula) if isinstance(node, ast.Call))
    return frozenset(node.id for node in called if isinstance(node, ast.Name)) & names_in(formula)


def modules_in(formula: Formula) -> frozenset[str]:
    """Return the modules of Python that a formula uses and does not import."""
    used = (node.value for node in _nodes(formula) if isinstance(node, ast.Attribute))
    return frozenset(node.id for node in used if isinstance(node, ast.Name)) & _MODULES & names_in(formula)


def _nodes(formula: Formula) -> list[ast.AST]:
    try:
        return list(ast.walk(parse(formula.translated))) if formula.language == "python" else []
    except SyntaxProblem:
        return []


def _bound(script: Formula) -> frozenset[str]:
    try:
        return bound_names(script.translated)
    except SyntaxProblem:
        return frozenset()
