"""Programs: compiled diagrams, immutable and shared by all instances and threads of a process."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from engine.execution.decisions import Decision
from engine.execution.events.schedule import Schedule
from engine.execution.outlook import Outlook, outlook_of
from engine.execution.process import LevelSpec

for _logger in ("spiff", "spiff.workflow", "spiff.task"):
    logging.getLogger(_logger).setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class NodeInfo:
    """One flow node of the diagram.

    Attributes
    ----------
    kind
        Local name of the BPMN element.
    parent
        Id of the sub-process around it, or None.
    attached_to
        Host of a boundary event.
    """

    id: str
    kind: str
    name: str | None
    lane: str | None
    parent: str | None
    attached_to: str | None


@dataclass(frozen=True, slots=True)
class FlowInfo:
    """One sequence flow; `default` tells whether it is the default flow of its source."""

    id: str
    source: str
    target: str
    name: str | None
    condition: str | None
    default: bool


@dataclass(frozen=True, slots=True)
class Beginning:
    """A node that begins the process when one of its events comes.

    ``kind`` and ``name`` as of a trigger; ``schedule`` and ``condition`` where it has them.
    """

    element: str
    kind: str
    name: str | None
    schedule: Schedule | None
    condition: str | None


@dataclass(frozen=True)
class Program:
    """A compiled process.

    Attributes
    ----------
    process_id, name
        Of the BPMN process.
    nodes, flows
        Everything in it by id, sub-processes' contents included.
    beginnings
        Nodes that begin it when an event comes.
    decisions
        What its business rule tasks may decide by, by id.
    spec, subprocesses
        Private to this room: SpiffWorkflow specs, never changed after the compile.
    """

    process_id: str
    name: str
    nodes: Mapping[str, NodeInfo]
    flows: Mapping[str, FlowInfo]
    spec: LevelSpec = field(repr=False)
    subprocesses: Mapping[str, LevelSpec] = field(repr=False)
    names: Mapping[str, frozenset[str]] = field(repr=False)
    beginnings: tuple[Beginning, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict, repr=False)

    def names_in(self, source: str) -> frozenset[str]:
        """The free names of one of this program's expressions or scripts."""
        return self.names[source]

    @cached_property
    def outlook(self) -> Outlook:
        """What its levels hold, for whoever looks ahead."""
        return outlook_of(self)


@dataclass(frozen=True)
class Programs:
    """The processes of one file.

    Attributes
    ----------
    main
        Id of the one that people start: the first that begins without an event and is not only called.
    """

    main: str
    by_id: Mapping[str, Program]
