"""What an administrator may do to a matter now: only what works is offered (A1)."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_at_service
from engine.definitions import Deployed
from engine.errors import Forbidden
from engine.execution import Execution
from engine.filling import why_kept
from engine.opening import RUNNING, SUSPENDED
from engine.runtime import Runtime
from forms.fields import Field
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .instances import visible
from .loading import load
from .names import WaitingTask, waiting_tasks

MOST_STEPS = 50
"""A matter that went round a thousand times is restarted from one of its latest steps."""

EDITED = (*RUNNING, SUSPENDED)
"""States of a matter in which its variables are edited."""

_DONE = text(
    "SELECT DISTINCT ON (t.token) t.token, t.closed_at, p.name AS handler FROM task t"
    " LEFT JOIN person p ON p.id = t.handler_id WHERE t.instance_id = :id AND t.state = 'completed'"
    " AND t.token = ANY(:tokens) ORDER BY t.token, t.id DESC"
)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a jump may lead; ``kind`` is the BPMN element's."""

    element: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a matter stands, and where it may be taken from there; ``token`` names the place."""

    token: int
    element: str
    name: str
    targets: tuple[Target, ...]
    may_end: bool = False


@dataclass(frozen=True, slots=True)
class Begin:
    """Where one more branch may begin, inside the token `within`, or in the process."""

    within: int
    element: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True)
class FailedPlace:
    """A step that failed, and why."""

    token: int
    element: str
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class Editable:
    """A variable that may be put right; `scope` is 0 for the instance, `place` names any other."""

    scope: int
    name: str
    title: Any
    place: str


@dataclass(frozen=True, slots=True)
class DoneStep:
    """A step that the matter may be restarted from, with who did it and when."""

    token: int
    element: str
    name: str
    handler: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Mending:
    """Everything that may be done.

    Attributes
    ----------
    places
        Where it may be moved from; empty unless it runs.
    steps
        Where it may be restarted from, the latest first; empty while it is suspended.
    begins
        Where one more branch may begin.
    tasks
        Its open tasks, each of which may be given to somebody else.
    variables
        What may be edited: what :func:`engine.filling.why_kept` gives no reason for.
    """

    state: str
    definition_number: int
    places: tuple[Place, ...]
    steps: tuple[DoneStep, ...]
    begins: tuple[Begin, ...] = ()
    failed: tuple[FailedPlace, ...] = ()
    tasks: tuple[WaitingTask, ...] = ()
    variables: tuple[Editable, ...] = ()


def mending(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Mending:
    """Give what an administrator of its service may do to an instance.

    Raises
    ------
    NotFound, Forbidden
    """
    instance = visible(rt, connection, by, instance_id)
    if not may_at_service(rt, connection, by, INSTANCE_MEND, instance.service_key):
        raise Forbidden(instance=str(instance_id))
    deployed, execution = load(rt, connection, instance)
    runs = instance.state == "running"
    return Mending(
        instance.state,
        deployed.number,
        _places(deployed, instance, execution) if runs else (),
        _steps(connection, instance, deployed, execution) if instance.state != SUSPENDED else (),
        _begins(deployed, instance, execution) if runs else (),
        _failed(deployed, execution) if runs else (),
        tuple(waiting_tasks(connection, [instance.id]).get(instance.id, ())) if runs else (),
        tuple(editable(deployed, execution)) if instance.state in EDITED else (),
    )


def _places(deployed: Deployed, instance: Row, execution: Execution) -> tuple[Place, ...]:
    nodes = deployed.program_of(instance.process_id).nodes
    return tuple(
        Place(
            place.token,
            place.element,
            deployed.step_name(place.element),
            tuple(
                Target(element, deployed.step_name(element), nodes[element].kind)
                for element in execution.jump_targets(place.token)
            ),
            execution.may_cancel(place.token),
        )
        for place in execution.standing
    )


def _begins(deployed: Deployed, instance: Row, execution: Execution) -> tuple[Begin, ...]:
    nodes = deployed.program_of(instance.process_id).nodes
    return tuple(
        Begin(within, element, deployed.step_name(element), nodes[element].kind)
        for within, element in execution.addable()
    )


def _failed(deployed: Deployed, execution: Execution) -> tuple[FailedPlace, ...]:
    return tuple(
        FailedPlace(one.token, one.element, deployed.step_name(one.element), one.code)
        for one in execution.failures
    )


def editable(deployed: Deployed, execution: Execution) -> Iterator[Editable]:
    """Give the variables of a matter that an administrator may put right, by scope and name."""
    fields = deployed.form.fields
    for scope in execution.scopes():
        place = deployed.step_name(scope.element) if scope.element else ""
        for name in sorted(scope.names) if scope.live else ():
            if why_kept(deployed.form, scope.id, name, scope.names[name]) is None:
                field = fields.get(name)
                title = _title(field, name) if scope.id == 0 else name
                yield Editable(scope.id, name, title, place)


def _title(field: Field | None, name: str) -> Any:
    return (field.schema.get("x-title") or field.schema.get("title") or name) if field is not None else name


def _steps(connection: Link, instance: Row, deployed: Deployed, execution: Execution) -> tuple[DoneStep, ...]:
    steps = execution.restartable(MOST_STEPS)
    values = {"id": instance.id, "tokens": [step.token for step in steps]}
    done = {row.token: row for row in connection.execute(_DONE, values)}
    return tuple(
        DoneStep(
            step.token,
            step.element,
            deployed.step_name(step.element),
            (done[step.token].handler or "") if step.token in done else "",
            done[step.token].closed_at if step.token in done else None,
        )
        for step in steps
    )
