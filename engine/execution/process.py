"""The specification of one level (process or sub-process): nodes, flows, where it starts."""

from collections.abc import Iterable

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.specs.WorkflowSpec import WorkflowSpec

from engine.execution.nodes.base import Flow
from engine.execution.nodes.events import LevelStart

START = "<start>"
"""Name of the pseudo node; no XML id can clash with it."""


class LevelSpec(BpmnProcessSpec):  # type: ignore[misc]
    """SpiffWorkflow's process spec without its pseudo nodes `Start`, `EndJoin` and `End`.

    Attributes
    ----------
    starts
        A flow without id to every node that starts with the level.
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
        self.declared: tuple[str, ...] = ()
        self.end = None
        self.start = LevelStart(self, START)

    def connect(self, flow: Flow) -> None:
        """Add one sequence flow; both ends must be nodes of this level."""
        source, target = self.task_specs[flow.source], self.task_specs[flow.target]
        source.outgoing.append(flow)
        target.incoming.append(flow)
        source._outputs.append(flow.target)
        target._inputs.append(flow.source)

    def begin_with(self, names: Iterable[str]) -> None:
        """Name the nodes that start with the level."""
        self.starts = [Flow("", START, name, None, None, False) for name in names]

    def freeze(self) -> None:
        """Compute what joins need to know of the graph, once and for all threads."""
        backwards: dict[str, set[str]] = {}
        for spec in self.task_specs.values():
            for flow in spec.outgoing:
                backwards.setdefault(flow.target, set()).add(flow.source)
        for spec in self.task_specs.values():
            if spec.reconsiders:
                spec.upstream = {
                    flow.id: _reaching(flow.source, spec.name, backwards) for flow in spec.incoming
                }


def _reaching(source: str, gateway: str, backwards: dict[str, set[str]]) -> frozenset[str]:
    """Nodes from which `source` can be reached without passing `gateway`."""
    seen: set[str] = set()
    todo = [source]
    while todo:
        name = todo.pop()
        if name not in seen and name != gateway:
            seen.add(name)
            todo.extend(backwards.get(name, ()))
    return frozenset(seen)
