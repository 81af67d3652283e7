"""What stands beside the flow of a level: boundary events, handlers of compensation, links, listeners."""

from typing import TYPE_CHECKING, Any

from lxml import etree

from engine.execution.nodes.base import Flow
from engine.execution.parser.elements import ACTIVITIES, BPMN, local_name

if TYPE_CHECKING:
    from engine.execution.parser.level import LevelParser

LINK = "→"
"""Begins the id of a flow that a pair of link events stands for; no XML id can begin so."""


def attach(level: "LevelParser", known: dict[Any, etree._Element]) -> None:
    """Join listeners to their hosts, handlers to their activities, link to link."""
    specs = level.spec.task_specs
    for name, node in known.items():
        if local_name(node) == "boundaryEvent":
            _attach_boundary(level, name, node, known)
    level.spec.event_subs = tuple(name for name in known if specs[name].is_event_sub)
    _join_links(level, known)


def _attach_boundary(level: "LevelParser", name: str, node: etree._Element, known: dict[Any, Any]) -> None:
    specs = level.spec.task_specs
    host = node.get("attachedToRef", "")
    if host not in known or local_name(known[host]) not in ACTIVITIES or specs[host].is_event_sub:
        level.report("boundary_attached_to_nothing", name, host=host)
        return
    kinds = {trigger.kind for trigger in specs[name].triggers}
    if "compensation" in kinds:
        _attach_handler(level, name, host, known)
        return
    if "cancel" in kinds and local_name(known[host]) != "transaction":
        level.report("cancel_outside_transaction", name)
    specs[host].boundaries = (*specs[host].boundaries, name)


def _attach_handler(level: "LevelParser", name: str, host: str, known: dict[Any, Any]) -> None:
    """An association leads from the event to the activity that undoes the host (BPMN 2.0.2, 10.7)."""
    handlers = [
        item.get("targetRef")
        for item in level.node.iterchildren(f"{BPMN}association")
        if item.get("sourceRef") == name and item.get("targetRef") in known
    ]
    if len(handlers) != 1:
        level.report("compensation_without_handler", name, found=len(handlers))
        return
    level.spec.task_specs[host].compensation = handlers[0]
    level.spec.task_specs[name].handler = handlers[0]


def _join_links(level: "LevelParser", known: dict[Any, etree._Element]) -> None:
    links: dict[str, dict[str | None, list[str]]] = {"throw": {}, "catch": {}}
    for name, node in known.items():
        side = {"intermediateThrowEvent": "throw", "intermediateCatchEvent": "catch"}.get(local_name(node))
        for trigger in level.spec.task_specs[name].triggers if side else ():
            if trigger.kind == "link" and side:
                links[side].setdefault(trigger.name, []).append(name)
    for link, sources in links["throw"].items():
        targets = links["catch"].get(link, [])
        if not link or len(targets) != 1:
            level.report("link_without_target", sources[0], link=link, found=len(targets))
            continue
        for source in sources:
            level.spec.connect(Flow(f"{LINK}{source}", source, targets[0], None, None, False))
    for link, targets in links["catch"].items():
        if link not in links["throw"]:
            level.report("link_without_source", targets[0], link=link)
