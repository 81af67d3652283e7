"""Expressions use names that exist: fields, steps, the initiator, variables, helpers."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.formulas import owner
from designer_export.model import Model
from designer_export.names import given_names, known_names, names_in

ID = "expression-unknown-name"


def check(model: Model) -> Iterator[Finding]:
    """Refuse names that neither the form nor the process declares; without a form nothing is said."""
    if model.form is None:
        return
    known = known_names(model)
    for formula in model.formulas:
        for name in sorted(names_in(formula) - known - given_names(formula)):
            element = owner(formula.node)
            yield finding(ID, "refused", element, unknown=name, text=formula.text)
