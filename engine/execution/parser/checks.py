"""What makes a level impossible to run, although each of its parts could be."""

from typing import TYPE_CHECKING, Any

from lxml import etree

from engine.execution.parser.elements import GATEWAYS, local_name
from engine.execution.parser.starts import free_nodes, is_handler

if TYPE_CHECKING:
    from engine.execution.parser.level import LevelParser

_BEHIND_RACE = frozenset({"intermediateCatchEvent", "receiveTask"})


def check_level(level: "LevelParser", known: dict[Any, etree._Element], defaults: dict[Any, Any]) -> None:
    """Report defaults, ends, gateways and nodes that cannot be as they are."""
    _check_defaults(level, defaults)
    for name, node in known.items():
        _check_node(level, name, local_name(node), node)
    _check_reached(level, known)
    check_compensation(level, known)


def _check_defaults(level: "LevelParser", defaults: dict[Any, Any]) -> None:
    flows = {(flow.source, flow.id) for spec in level.spec.task_specs.values() for flow in spec.outgoing}
    for source, identifier in defaults.items():
        if (source, identifier) not in flows:
            level.report("default_elsewhere", source, default=identifier)


def _check_node(level: "LevelParser", name: str, kind: str, node: etree._Element) -> None:
    spec = level.spec.task_specs[name]
    if kind in ("startEvent", "boundaryEvent") and spec.incoming:
        level.report("flow_into_start", name)
    if kind == "endEvent" and spec.outgoing:
        level.report("flow_out_of_end", name)
    if kind in GATEWAYS and not spec.outgoing:
        level.report("gateway_without_flow", name)
    if kind == "eventBasedGateway":
        _check_race(level, name)
    if (spec.is_event_sub or is_handler(node)) and (spec.incoming or spec.outgoing):
        level.report("flow_beside_the_flow", name)
    if kind == "transaction" and _cancels_in_vain(level, name):
        level.report("cancel_without_boundary", name)
    if kind == "endEvent" and spec.cancels and local_name(level.node) != "transaction":
        level.report("cancel_outside_transaction", name)


def _cancels_in_vain(level: "LevelParser", name: str) -> bool:
    """Whether a transaction can be cancelled, and then has no way out (BPMN 2.0.2, 10.3.5)."""
    specs = level.spec.task_specs
    inner = level.parser.process_parsers[name].spec.task_specs.values()
    ways = [trigger.kind for border in specs[name].boundaries for trigger in specs[border].triggers]
    return any(getattr(spec, "cancels", False) for spec in inner) and "cancel" not in ways


def check_compensation(level: "LevelParser", known: dict[Any, etree._Element]) -> None:
    """What an event undoes must stand on its level, or on the one around its event sub-process (10.7.3)."""
    seen = set(known) | set(level.around_known)
    for name in known:
        spec = level.spec.task_specs[name]
        for trigger in spec.triggers if hasattr(spec, "ask") else ():
            if trigger.kind == "compensation" and trigger.name is not None and trigger.name not in seen:
                level.report("compensation_of_nothing", name, activity=trigger.name)


def _check_race(level: "LevelParser", name: str) -> None:
    """Only what catches may follow, and it may have no other way in (BPMN 2.0.2, 10.6.6)."""
    specs = level.spec.task_specs
    for flow in specs[name].outgoing:
        target = specs[flow.target]
        if not target.catches or len(target.incoming) != 1:
            level.report("no_event_behind_gateway", name, target=flow.target)


def _check_reached(level: "LevelParser", known: dict[Any, etree._Element]) -> None:
    specs = level.spec.task_specs
    todo = [flow.target for flow in level.spec.starts] + list(level.spec.begins)
    todo += [flow.source for name in level.spec.begins for flow in specs[name].incoming]
    if not todo:
        return
    if level.spec.is_ad_hoc:
        todo += free_nodes(level, known)
    reached: set[str] = set(todo)
    while todo:
        spec = specs[todo.pop()]
        found = {flow.target for flow in spec.outgoing} | set(spec.boundaries)
        todo.extend(found - reached)
        reached |= found
    for name, node in known.items():
        beside = is_handler(node) or specs[name].is_event_sub or getattr(specs[name], "handler", None)
        if name not in reached and not beside:
            level.report("never_reached", name)
