"""A process holds at least one step."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn, local

ID = "empty-process"


def check(model: Model) -> Iterator[Finding]:
    """Ask for content where a file has no process, or a process or sub-process has nothing in it."""
    if not model.processes:
        yield finding(ID, "complete", model.root, case="none")
    for scope in model.scopes:
        if not scope.nodes and _meant(model, scope.element):
            yield finding(ID, "complete", scope.element)


def _meant(model: Model, element: etree._Element) -> bool:
    """An empty process behind a pool is a black box, unless it is the only process."""
    identifier = element.get("id", "")
    if local(element) != "process":
        return True
    participants = model.root.iterfind(f"{bpmn('collaboration')}/{bpmn('participant')}")
    pooled = any(pool.get("processRef", "").rpartition(":")[2] == identifier for pool in participants)
    return len(model.processes) == 1 or not pooled
