"""The specification of one level (process or sub-process): nodes, flows, where it starts."""

from collections.abc import Iterable

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.execution.nodes.base import Flow, Node
from engine.execution.nodes.events import LevelStart
from engine.execution.nodes.gone import GONE, Gone

START = "<start>"
"""Name of the pseudo node; no XML id can clash with it."""


class LevelSpec(BpmnProcessSpec):  # type: ignore[misc]
    """SpiffWorkflow's process spec without its pseudo nodes `Start`, `EndJoin` and `End`.

    Attributes
    ----------
    starts
        A flow without id to every node that starts with the level.
    begins
        Nodes that begin it when their event comes, by name.
    event_subs
        Names of its event sub-processes.
    is_ad_hoc, one_at_a_time
        Whether its activities have no fixed order, and whether only one of them is open at a time.
    gone
        Stands in histories for nodes of earlier versions; not one of its own.
    declared
        Names of the data objects of this level: variables of its own scope.
    """

    def __init__(self, name: str, description: str | None = None, filename: str | None = None) -> None:
        WorkflowSpec.__init__(self, name=name, filename=filename, addstart=False)
        self.description = description
        self.svg = None
        self.io_specification = None
        self.data_objects: dict[str, object] = {}
        self.data_stores: dict[str, object] = {}
        self.correlation_keys: dict[str, list[str]] = {}
        self.bpmn_start_events: list[object] = []
        self.starts: list[Flow] = []
        self.begins: dict[str, Node] = {}
        self.event_subs: tuple[str, ...] = ()
        self.is_ad_hoc = False
        self.one_at_a_time = False
        self.declared: tuple[str, ...] = ()
        self.end = None
        self.start = LevelStart(self, START)
        self.gone = Gone(self, GONE)
        del self.task_specs[GONE]

    def node(self, name: str) -> Node:
        """The node of a stored token; LookupError if there is none."""
        found: Node = self.gone if name == GONE else self.task_specs[name]
        return found

    def connect(self, flow: Flow) -> None:
        """Add one sequence flow; both ends must be nodes of this level."""
        source, target = self.task_specs[flow.source], self.task_specs[flow.target]
        source.outgoing.append(flow)
        target.incoming.append(flow)
        source._outputs.append(flow.target)
        target._inputs.append(flow.source)

    def begin_with(self, names: Iterable[str]) -> None:
        """Name the nodes that start with the level."""
        self.starts = [self.start_flow(name) for name in names]

    def start_flow(self, name: str) -> Flow:
        """The way from the beginning of the level to one of its nodes."""
        return Flow("", START, name, None, None, False)

    @property
    def backwards(self) -> dict[str, set[str]]:
        """For each node those from which a token comes, by a flow or as a boundary event."""
        found: dict[str, set[str]] = {}
        for spec in self.task_specs.values():
            for flow in spec.outgoing:
                found.setdefault(flow.target, set()).add(flow.source)
            for name in spec.boundaries:
                found.setdefault(name, set()).add(spec.name)
        return found

    def freeze(self) -> None:
        """Compute what joins need to know of the graph, once and for all threads."""
        backwards = self.backwards
        for spec in self.task_specs.values():
            if spec.reconsiders:
                spec.upstream = {
                    flow.id: reaching(flow.source, spec.name, backwards) for flow in spec.incoming
                }


def reaching(source: str, gateway: str, backwards: dict[str, set[str]]) -> frozenset[str]:
    """Nodes from which `source` can be reached without passing `gateway`."""
    seen: set[str] = set()
    todo = [source]
    while todo:
        name = todo.pop()
        if name not in seen and name != gateway:
            seen.add(name)
            todo.extend(backwards.get(name, ()))
    return frozenset(seen)
