"""A step cannot require what its handler may not edit, or does not see on its layout."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "required-unseen"


def check(model: Model) -> Iterator[Finding]:
    """Refuse required fields that are not editable, or that stand on another layout only."""
    for name, step in model.steps.items():
        if name not in model.by_id:
            continue
        shown = model.form.layouts.get(step.layout) if model.form and step.layout else None
        for pointer in sorted(step.access.required):
            if step.access.modes.get(pointer) != "edit":
                yield finding(ID, "refused", model.by_id[name][0], pointer=pointer)
            elif shown is not None and pointer not in shown:
                yield finding(ID, "refused", model.by_id[name][0], case="layout", pointer=pointer)
