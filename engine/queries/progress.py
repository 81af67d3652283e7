"""流程: where an instance stands, for the diagram and in words; and the outline of a form not yet sent."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Link, Row
from engine.definitions import Deployed, in_force
from engine.errors import NotPublished
from engine.execution import Execution, Program
from engine.runtime import Runtime
from engine.saving import ENDED
from identity.principal import Principal

from .instances import visible
from .loading import load
from .names import waiting_tasks

_CLOSED = text(
    "SELECT t.element, t.name, t.state, t.outcome, t.opened_at, t.closed_at, t.held_seconds,"
    " p.name AS person_name"
    " FROM task t"
    " LEFT JOIN person p ON p.id = t.handler_id"
    " WHERE t.instance_id = :instance_id AND t.state IN ('completed', 'returned') ORDER BY t.closed_at, t.id"
)


@dataclass(frozen=True, slots=True)
class TimelineStep:
    """One step of the way.

    Attributes
    ----------
    state
        ``done``, ``back`` (it was returned from here), ``now`` or ``coming``.
    people
        Who did it, or whom it waits for; empty if nobody can be named yet.
    seconds
        How long the step took, from its opening to its end, without the time that it was on hold.
    """

    element: str
    name: str
    state: str
    people: tuple[str, ...] = ()
    at: datetime | None = None
    seconds: float | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a diagram and a timeline need; the four sets hold element and flow ids."""

    xml: bytes
    done: frozenset[str]
    current: frozenset[str]
    failed: frozenset[str]
    flows: frozenset[str]
    timeline: tuple[TimelineStep, ...]


def progress(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Progress:
    """Give where an instance stands.

    Raises
    ------
    NotFound
    """
    instance = visible(rt, connection, by, instance_id)
    deployed, execution = load(rt, connection, instance)
    marking = execution.marking()
    return Progress(
        xml=deployed.bundle.process,
        done=marking.done,
        current=marking.current,
        failed=marking.failed,
        flows=marking.flows,
        timeline=timeline(connection, instance, deployed, execution),
    )


def timeline(
    connection: Link, instance: Row, deployed: Deployed, execution: Execution
) -> tuple[TimelineStep, ...]:
    """Give the way in words: what was done in order, what is open, what still comes."""
    steps = [_closed(row) for row in connection.execute(_CLOSED, {"instance_id": instance.id})]
    if instance.state in ENDED:
        return tuple(steps)
    current = waiting_tasks(connection, [instance.id]).get(instance.id, [])
    steps += [TimelineStep(task.element, task.name, "now", task.people, task.opened_at) for task in current]
    # Between two tasks nothing is open: a failed or waiting step stands where the tokens are.
    standing = {task.element for task in current} or execution.marking().current
    steps += _coming(deployed, deployed.program_of(instance.process_id), standing)
    return tuple(steps)


def outline(rt: Runtime, connection: Link, service_key: str) -> tuple[TimelineStep, ...]:
    """Give the steps of a service's version in force, in the order the diagram draws them.

    Raises
    ------
    NotPublished
    """
    definition_id = in_force(connection, service_key)
    if definition_id is None:
        raise NotPublished(service=service_key)
    deployed = rt.definitions.get(connection, definition_id)
    starts = {node.id for node in deployed.program.nodes.values() if node.kind == "startEvent"}
    return tuple(_coming(deployed, deployed.program, starts))


def _closed(row: Row) -> TimelineStep:
    seconds = (row.closed_at - row.opened_at).total_seconds() - row.held_seconds
    state = "done" if row.state == "completed" else "back"
    people = (row.person_name,) if row.person_name else ()
    return TimelineStep(row.element, row.name, state, people, row.closed_at, seconds, row.outcome)


def _coming(deployed: Deployed, program: Program, standing: set[str] | frozenset[str]) -> list[TimelineStep]:
    order = _downstream(program, standing)
    return [
        TimelineStep(element, deployed.step_name(element), "coming")
        for element in order
        if program.nodes[element].kind == "userTask" and element not in standing
    ]


def _downstream(program: Program, starts: set[str] | frozenset[str]) -> list[str]:
    """Walk the flows breadth first; back flows (a revision loop) do not bring a step again."""
    followers: dict[str, list[str]] = {}
    for flow in program.flows.values():
        followers.setdefault(flow.source, []).append(flow.target)
    seen = dict.fromkeys(sorted(starts))
    queue = list(seen)
    done_before = _upstream(program, starts)
    for element in queue:
        for follower in followers.get(element, ()):
            if follower not in seen and follower not in done_before:
                seen[follower] = None
                queue.append(follower)
    return list(seen)


def _upstream(program: Program, elements: set[str] | frozenset[str]) -> frozenset[str]:
    """Give what lies strictly before some elements on every way from the start: their dominators."""
    sources: dict[str, list[str]] = {}
    for flow in program.flows.values():
        sources.setdefault(flow.target, []).append(flow.source)
    nodes = list(program.nodes)
    dominators = {node: ({node} if not sources.get(node) else set(nodes)) for node in nodes}
    changed = True
    while changed:
        changed = False
        for node in nodes:
            before = sources.get(node)
            if not before:
                continue
            common = set.intersection(*(dominators[source] for source in before)) | {node}
            if common != dominators[node]:
                dominators[node], changed = common, True
    return frozenset(set.union(set(), *(dominators[e] - {e} for e in elements if e in dominators)))
