"""What people read has a name: steps, pools and lanes, and the ways of a choice."""

from collections.abc import Iterator
from typing import Final

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import local
from designer_export.nodes import is_event_sub
from designer_export.scopes import Scope
from designer_export.support import ACTIVITIES

ID = "missing-name"
_PEOPLE: Final = ("userTask", "manualTask")
_AROUND: Final = ("lane", "participant")


def check(model: Model) -> Iterator[Finding]:
    """Advise a name for activities, pools and lanes without one, and for ways that nothing tells apart."""
    for element in model.running:
        if local(element) in _AROUND and not _named(element.get("name")):
            yield finding(ID, "advice", element, case="around")
    for scope in model.scopes:
        for node in scope.nodes.values():
            if local(node) in ACTIVITIES and not is_event_sub(node) and not _named(node.get("name")):
                case = "people" if local(node) in _PEOPLE else None
                yield finding(ID, "advice", node, case=case)
        yield from _ways(scope)


def _ways(scope: Scope) -> Iterator[Finding]:
    """A choice is read by its question and its answers; one of both may say it all, none says nothing."""
    for name, node in scope.nodes.items():
        ways = scope.outgoing.get(name, ())
        if local(node) not in ("exclusiveGateway", "inclusiveGateway") or len(ways) < 2:
            continue
        if not _named(node.get("name")) and not any(_named(way.element.get("name")) for way in ways):
            yield finding(ID, "advice", node, case="choice", path=tuple(way.id for way in ways))


def _named(text: str | None) -> bool:
    return bool(text and text.strip())
