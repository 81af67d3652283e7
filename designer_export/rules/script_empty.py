"""A script task has a script."""

from collections.abc import Iterator

from designer_export.findings import Finding, finding
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
            yield finding(ID, "complete", element)
