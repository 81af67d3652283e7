"""Processes that call each other in a circle never end."""

from collections.abc import Iterator

from lxml import etree

from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import bpmn
from designer_export.nodes import plain_id

ID = "call-cycle"


def check(model: Model) -> Iterator[Finding]:
    """Refuse circles of call activities among the processes of the file."""
    calls = {process.get("id", ""): _called(process) for process in model.processes}
    for start in calls:
        circle = _circle(start, calls)
        if circle:
            yield finding(ID, "refused", model.by_id[start][0], path=circle, circle=" → ".join(circle))


def _called(process: etree._Element) -> list[str]:
    activities = process.iter(bpmn("callActivity"))
    return [name for name in (plain_id(item.get("calledElement")) for item in activities) if name]


def _circle(start: str, calls: dict[str, list[str]]) -> tuple[str, ...] | None:
    """Walk the calls breadth first; the first way back to where it began is the shortest circle."""
    ways: list[tuple[str, ...]] = [(start,)]
    seen: set[str] = set()
    for way in ways:
        for called in calls.get(way[-1], ()):
            if called == start:
                return (*way, start)
            if called in calls and called not in seen:
                seen.add(called)
                ways.append((*way, called))
    return None
