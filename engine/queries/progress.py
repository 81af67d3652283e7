"""流程: where an instance stands and what lies ahead, for the diagram and in words; a service's outline."""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import text

from db.link import Link, Row
from engine.execution import Execution
from engine.forecast import Forecast
from engine.runtime import Runtime
from engine.saving import ENDED
from identity.principal import Principal

from .forecast import ahead_of, of_service
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
    task_id
        The open task, where it stands now.
    """

    element: str
    name: str
    state: str
    people: tuple[str, ...] = ()
    at: datetime | None = None
    seconds: float | None = None
    outcome: str | None = None
    task_id: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What a diagram and a timeline need; the four sets hold element and flow ids.

    ``ahead`` begins with the steps that are open.
    """

    xml: bytes
    done: frozenset[str]
    current: frozenset[str]
    failed: frozenset[str]
    flows: frozenset[str]
    timeline: tuple[TimelineStep, ...]
    ahead: Forecast = field(default_factory=lambda: Forecast(()))


def progress(
    rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID, *, with_people: bool = True
) -> Progress:
    """Give where an instance stands.

    Parameters
    ----------
    with_people
        Whether the people and the usual times of the steps ahead are looked up.

    Raises
    ------
    NotFound
    """
    instance = visible(rt, connection, by, instance_id)
    deployed, execution = load(rt, connection, instance)
    ahead = ahead_of(rt, connection, by, instance, deployed, execution, with_people=with_people)
    marking = execution.marking()
    return Progress(
        xml=deployed.bundle.process,
        done=marking.done,
        current=marking.current,
        failed=marking.failed,
        flows=marking.flows,
        timeline=timeline(connection, instance, execution, ahead),
        ahead=ahead,
    )


def timeline(
    connection: Link, instance: Row, execution: Execution, ahead: Forecast
) -> tuple[TimelineStep, ...]:
    """Give the way in words: what was done in order, what is open, what still comes."""
    steps = [_closed(row) for row in connection.execute(_CLOSED, {"instance_id": instance.id})]
    if instance.state in ENDED:
        return tuple(steps)
    current = waiting_tasks(connection, [instance.id]).get(instance.id, [])
    steps += [
        TimelineStep(task.element, task.name, "now", task.people, task.opened_at, task_id=task.task_id)
        for task in current
    ]
    # Between two tasks nothing is open: a failed or waiting step stands where the tokens are.
    return (*steps, *_coming(ahead, {task.element for task in current} or execution.marking().current))


def outline(rt: Runtime, connection: Link, service_key: str) -> tuple[TimelineStep, ...]:
    """Give the steps of a service's version in force, in the order in which they come.

    Raises
    ------
    NotPublished
    """
    return coming(of_service(rt, connection, service_key))


def coming(ahead: Forecast) -> tuple[TimelineStep, ...]:
    """Give the steps of a forecast as a plain row, each once, without those that only an error brings."""
    return tuple(_coming(ahead, frozenset()))


def _closed(row: Row) -> TimelineStep:
    seconds = (row.closed_at - row.opened_at).total_seconds() - (row.held_seconds or 0)
    state = "done" if row.state == "completed" else "back"
    people = (row.person_name,) if row.person_name else ()
    return TimelineStep(row.element, row.name, state, people, row.closed_at, seconds, row.outcome)


def _coming(ahead: Forecast, standing: set[str] | frozenset[str]) -> list[TimelineStep]:
    found = {step.element: step for step in reversed(list(ahead.usual_steps())) if not step.now}
    return [
        TimelineStep(step.element, step.name, "coming", step.people)
        for step in reversed(list(found.values()))
        if step.element not in standing
    ]
