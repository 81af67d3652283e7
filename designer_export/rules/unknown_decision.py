"""A business rule task decides by a decision that its service has."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn
from designer_export.native import DECIDING, extension

ID = "unknown-decision"


def check(model: Model) -> Iterator[Finding]:
    """Refuse decisions that are in no file of the bundle; a diagram that came alone is not asked."""
    if model.decisions is None:
        return
    for task in model.root.iter(*(bpmn(kind) for kind in DECIDING)):
        decision = extension(task, "decision")
        if decision is not None and task not in model.drawn and decision.get("ref") not in model.decisions:
            known = ", ".join(sorted(model.decisions))
            yield finding(ID, "refused", task, ref=decision.get("ref") or "", known=known)
