"""Expressions use names that exist: fields, steps, the initiator, variables, helpers."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import Formula, owner
from designer_export.model import Model
from designer_export.names import CONTEXT, functions_in, given_names, known_names, modules_in, names_in
from designer_export.native import EXTERNAL
from expressions.names import BUILTINS

ID = "expression-unknown-name"


def check(model: Model) -> Iterator[Finding]:
    """Refuse names that neither the form nor the process declares; without a form only what is called."""
    known = known_names(model)
    if model.form is None:
        yield from _called(model, known)
        return
    # What somebody outside answers becomes variables by its own names: nobody can tell them here.
    is_open = any(call.name == EXTERNAL and call.outputs is None for call in model.operations.values())
    for formula in model.formulas:
        if _is_of_an_answer(formula):
            continue
        for name in sorted(names_in(formula) - known - given_names(formula)):
            element = owner(formula.node)
            if is_open:
                yield finding(ID, "advice", element, case="open", unknown=name, text=formula.text)
            else:
                yield finding(ID, "refused", element, unknown=name, text=formula.text)


def _is_of_an_answer(formula: Formula) -> bool:
    call = formula.node.getparent()
    return formula.kind == "output" and call is not None and call.get("name") == EXTERNAL


def _called(model: Model, known: frozenset[str]) -> Iterator[Finding]:
    """Functions and modules are no data that a form could bring, nor a variable of the process."""
    for formula in model.formulas:
        missing = (functions_in(formula) - BUILTINS - CONTEXT) | (modules_in(formula) - known)
        for name in sorted(missing):
            node, text = owner(formula.node), formula.text
            yield finding(ID, "complete", node, case="function", unknown=name, text=text)
