"""A step names a layout that the service has."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "unknown-layout"


def check(model: Model) -> Iterator[Finding]:
    """Refuse steps with a layout that is not among the files."""
    for name, step in model.steps.items():
        if model.form and step.layout and step.layout not in model.form.layouts and name in model.by_id:
            known = ", ".join(sorted(model.form.layouts))
            yield finding(
                ID, "refused", model.by_id[name][0], attribute="layout", layout=step.layout, known=known
            )
