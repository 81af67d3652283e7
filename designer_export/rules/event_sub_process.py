"""An event sub-process is begun by the one event that its start waits for (BPMN 2.0.2, 10.3.5)."""

from collections.abc import Iterator

from designer_export.drawings import weight
from designer_export.findings import Finding, Level, Repair, finding
from designer_export.model import Model
from designer_export.nodes import is_event_sub, is_triggered

ID = "event-sub-process"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a start event with a trigger; refuse several, and flows to or from an event sub-process."""
    inner = {scope.element: scope for scope in model.scopes}
    for scope in model.scopes:
        for name, node in scope.nodes.items():
            if not is_event_sub(node):
                continue
            if scope.incoming.get(name) or scope.outgoing.get(name):
                yield finding(ID, "refused", node, case="flows")
            starts = inner[node].starts
            if len(starts) != 1 or not is_triggered(inner[node].nodes[starts[0]]):
                mended = Repair("await-signal", automatic=True)
                several = len(starts) > 1
                # One without any start is unfinished; one that waits for nothing is wrong where it is to run.
                level: Level = "refused" if several else weight(node) if starts else "complete"
                repair = mended if level == "complete" else None
                yield finding(ID, level, node, repair=repair, found=len(starts))
