"""Where a level begins: at its start, at what no flow leads to, or when an event comes (BPMN 2.0.2, 13.2)."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lxml import etree

from engine.execution.parser.elements import is_true, local_name

if TYPE_CHECKING:
    from engine.execution.parser.level import LevelParser


def begin(level: "LevelParser", known: dict[Any, etree._Element]) -> None:
    """Name the nodes that begin the level, and report what is wrong with them."""
    specs = level.spec.task_specs
    starts = [name for name, node in known.items() if local_name(node) == "startEvent"]
    if local_name(level.node) == "subProcess" and is_true(level.node, "triggeredByEvent"):
        level.spec.begin_with(starts)
        return
    plain = [name for name in starts if not specs[name].triggers]
    if local_name(level.node) == "process":
        level.spec.begins = {name: specs[name] for name in _begun_by_event(level, known)}
        for name in starts:
            # The first of several events that must all come begins it; there it waits for the others.
            specs[name].catches = specs[name].needs_all and len(specs[name].triggers) > 1
    instantiating = {flow.source for node in level.spec.begins.values() for flow in node.incoming}
    begun = instantiating | level.spec.begins.keys()
    free = [name for name in free_nodes(level, known) if name not in begun]
    for name, node in level.spec.begins.items():
        for trigger in node.triggers:
            if trigger.kind == "conditional" or (trigger.schedule and trigger.schedule.literal is None):
                # Before the process begins there are no variables that an expression could look at.
                level.report("start_without_data", name, kind=trigger.kind)
    if len(plain) > 1:
        level.report("several_starts", level.bpmn_id, starts=plain)
    if starts and local_name(level.node) != "process" and len(plain) != len(starts):
        level.report("start_with_trigger", level.bpmn_id, starts=starts)
    if not plain and not free and not level.spec.begins:
        level.report("no_start", level.bpmn_id)
    level.spec.begin_with(plain or ([] if level.spec.begins else free))
    if local_name(level.node) == "adHocSubProcess":
        level.spec.is_ad_hoc = True
        level.spec.one_at_a_time = level.node.get("ordering") == "Sequential"
    _set_races(level)


def free_nodes(level: "LevelParser", known: dict[Any, etree._Element]) -> list[str]:
    """Nodes that nothing leads to and nothing else begins: neither listeners nor handlers of compensation."""
    specs = level.spec.task_specs
    beside = {"startEvent", "boundaryEvent"}
    return [
        name
        for name, node in known.items()
        if local_name(node) not in beside
        and not specs[name].incoming
        and not specs[name].is_event_sub
        and not is_handler(node)
    ]


def is_handler(node: etree._Element) -> bool:
    """Whether an activity runs only to undo another."""
    return is_true(node, "isForCompensation") and not is_true(node, "triggeredByEvent")


def _begun_by_event(level: "LevelParser", known: dict[Any, etree._Element]) -> Iterator[str]:
    specs = level.spec.task_specs
    for name, node in known.items():
        kind = local_name(node)
        if (kind == "startEvent" and specs[name].triggers) or (
            kind == "receiveTask" and is_true(node, "instantiate")
        ):
            yield name
        elif kind == "eventBasedGateway" and is_true(node, "instantiate"):
            yield from (flow.target for flow in specs[name].outgoing)


def _set_races(level: "LevelParser") -> None:
    """Behind an event-based gateway the first event wins, unless all of them must come."""
    specs = level.spec.task_specs
    for spec in specs.values():
        for flow in spec.incoming:
            source = specs[flow.source]
            if hasattr(source, "parallel") and not source.parallel:
                spec.races = True
