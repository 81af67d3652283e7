"""What a program tells of itself: its nodes, its flows, and the events that begin it."""

from collections.abc import Iterator, Mapping

from lxml import etree

from engine.execution.parser.beside import LINK
from engine.execution.parser.elements import BPMN, GLOBAL_TASKS, RUNNABLE, local_name
from engine.execution.process import LevelSpec
from engine.execution.program import Beginning, FlowInfo, NodeInfo


def nodes(spec: LevelSpec, inner: Mapping[str, LevelSpec], root: etree._Element) -> Iterator[NodeInfo]:
    """Every flow node, those inside sub-processes and called processes among them."""
    kinds = {
        node.get("id"): GLOBAL_TASKS.get(local_name(node), local_name(node))
        for node in root.iter(f"{BPMN}*")
        if local_name(node) in RUNNABLE or local_name(node) in GLOBAL_TASKS
    }
    activities = [node for level in (spec, *inner.values()) for node in level.task_specs.values()]
    hosts = {name: host.name for host in activities for name in host.boundaries}
    for parent, level in ((None, spec), *inner.items()):
        for name, node in level.task_specs.items():
            if name in kinds:
                yield NodeInfo(name, kinds[name], node.bpmn_name, node.lane, parent, hosts.get(name))


def flows(levels: list[LevelSpec]) -> Iterator[FlowInfo]:
    """Every sequence flow that is drawn."""
    for level in levels:
        for spec in level.task_specs.values():
            for flow in spec.outgoing:
                if flow.id.startswith(LINK):
                    continue
                yield FlowInfo(flow.id, flow.source, flow.target, flow.name, flow.condition, flow.default)


def beginnings(spec: LevelSpec) -> Iterator[Beginning]:
    """What begins the process, a trigger at a time."""
    for name, node in spec.begins.items():
        for trigger in node.triggers:
            yield Beginning(name, trigger.kind, trigger.name, trigger.schedule, trigger.condition)
