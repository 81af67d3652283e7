"""Expressions use names that exist: fields, steps, the initiator, variables, helpers."""

from collections.abc import Iterator

from lxml import etree

from designer_export.decisions import decision_reads
from designer_export.findings import Finding, Level, finding
from designer_export.formulas import Formula, owner
from designer_export.model import Model
from designer_export.names import CONTEXT, functions_in, given_names, known_names, modules_in, names_in
from designer_export.namespaces import local
from designer_export.native import DECIDING, EXTERNAL, extension
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
            yield _unknown(owner(formula.node), is_open, None, unknown=name, text=formula.text)
    for task, ref, read in _decisions(model):
        for name in sorted(read - known):
            yield _unknown(task, is_open, "decision", unknown=name, text=ref)


def _unknown(element: etree._Element, is_open: bool, case: str | None, unknown: str, text: str) -> Finding:
    case = "-".join(part for part in (case, "open" if is_open else None) if part) or None
    level: Level = "advice" if is_open else "refused"
    return finding(ID, level, element, case=case, unknown=unknown, text=text)


def _decisions(model: Model) -> Iterator[tuple[etree._Element, str, frozenset[str]]]:
    """Yield the tasks that decide, with the decision and what its inputs read: without it none is made."""
    reads = decision_reads(model.files or {})
    for task in model.running:
        said = extension(task, "decision") if local(task) in DECIDING else None
        if said is not None and said.get("ref") in reads:
            yield task, said.get("ref", ""), reads[said.get("ref", "")]


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
