"""A step for people says who handles it (decision 7)."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model

ID = "missing-assignee"


def check(model: Model) -> Iterator[Finding]:
    """Ask who handles a user task; the head of the initiator's unit can be taken."""
    for name, step in model.steps.items():
        if not step.assign and name in model.by_id:
            repair = Repair("assign-unit-head", automatic=True)
            yield finding(ID, "complete", model.by_id[name][0], repair=repair)
