"""A process holds at least one step."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model

ID = "empty-process"


def check(model: Model) -> Iterator[Finding]:
    """Ask for content where a file has no process, or a process or sub-process has nothing in it."""
    if not model.processes:
        yield finding(ID, "complete", model.root, case="none")
    for scope in model.scopes:
        # The empty process of a pool beside others is somebody outside: no level that runs.
        if not scope.nodes:
            yield finding(ID, "complete", scope.element, repair=Repair("fill-level", automatic=True))
