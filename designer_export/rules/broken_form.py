"""The form and its layouts can be used: valid JSON, a valid JSON Schema, known controls."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from forms.model import SCHEMA_FILE, FormProblem, load_form

ID = "broken-form"


def check(model: Model) -> Iterator[Finding]:
    """Refuse a form that cannot be loaded; ask for one where people handle steps of a bundle without any."""
    if model.files is None:
        return
    if SCHEMA_FILE not in model.files:
        if model.steps:
            yield finding(ID, "complete", model.root, case="none")
        return
    try:
        load_form(model.files)
    except FormProblem as problem:
        # A layout's unknown field is told by `unknown-field`, with the layout's name.
        if problem.code != "field":
            yield finding(ID, "refused", model.root, case=problem.code, **problem.params)
