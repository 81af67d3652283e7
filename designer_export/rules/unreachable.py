"""Every step can be reached from a start."""

from collections.abc import Iterator

from designer_export.findings import Finding, Repair, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_beside
from designer_export.scopes import Scope

ID = "unreachable"


def check(model: Model) -> Iterator[Finding]:
    """Ask for a way to nodes that nothing leads to."""
    for scope in model.scopes:
        reached = _reached(scope)
        for name, node in scope.nodes.items():
            if name not in reached and not _beside(scope, name):
                yield finding(
                    ID, "complete", node, repair=Repair("connect", automatic=_is_harmless(scope, name))
                )


def _reached(scope: Scope) -> set[str]:
    """Walk from every beginning: over flows, links, and boundary events of what is reached."""
    pending = [*scope.starts, *scope.entries, *scope.begun_by_event, *_told_elsewhere(scope)]
    # An event-based gateway that begins the process begins with the events behind it.
    pending += [flow.source for name in scope.begun_by_event for flow in scope.incoming.get(name, ())]
    if local(scope.element) == "adHocSubProcess":
        pending += scope.free
    reached: set[str] = set()
    while pending:
        name = pending.pop()
        if name not in reached:
            reached.add(name)
            pending += [flow.target for flow in scope.outgoing.get(name, ())]
            pending += scope.boundaries.get(name, [])
            pending += [scope.jumps[name]] if name in scope.jumps else []
    return reached


def _is_harmless(scope: Scope, name: str) -> bool:
    """Tell whether a node may be reached without ending everything else."""
    return not (local(scope.nodes[name]) == "endEvent" and scope.kinds(name))


def _told_elsewhere(scope: Scope) -> list[str]:
    """Ends of broken links and events at the border of nothing have rules of their own."""
    ends = [name for _, targets in scope.links.values() for name in targets]
    return ends + [
        name for host, events in scope.boundaries.items() if host not in scope.nodes for name in events
    ]


def _beside(scope: Scope, name: str) -> bool:
    """Tell whether a node is entered without a flow: event sub-processes, and what compensates."""
    node = scope.nodes[name]
    return is_beside(node) or (local(node) == "boundaryEvent" and "compensate" in scope.kinds(name))
