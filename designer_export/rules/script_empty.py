"""A script task has a script."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local

ID = "script-empty"


def check(model: Model) -> Iterator[Finding]:
    """Ask for the script of a script task."""
    for element in model.running:
        if (
            local(element) in ("scriptTask", "globalScriptTask")
            and not (element.findtext(bpmn("script")) or "").strip()
        ):
            repair = Repair("make-user-step", automatic=True) if local(element) == "scriptTask" else None
            yield finding(ID, "complete", element, repair=repair)
