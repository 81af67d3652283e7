"""What a list shows of each instance that was found."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text

from db.link import Link, Row
from engine.queries.names import WaitingTask, waiting_tasks
from engine.runtime import Runtime

from .services import ServiceOption

# One look at the open tasks of these, whatever is asked of them: two questions would tempt PostgreSQL to
# answer one by reading all that is due anywhere.
_ABOUT: Final = text(
    "SELECT instance_id, 'incident' AS kind, element, code, opened_at AS at FROM incident"
    " WHERE instance_id = ANY(:ids) AND closed_at IS NULL"
    " UNION ALL SELECT instance_id, CASE WHEN held_at IS NULL THEN 'due' ELSE 'held' END, element, NULL,"
    " coalesce(held_at, due_at) FROM task"
    " WHERE instance_id = ANY(:ids) AND state = 'open' AND (due_at IS NOT NULL OR held_at IS NOT NULL)"
    " ORDER BY 5"
)


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """A step that failed and waits for somebody to mend it."""

    element: str
    step_name: str
    code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Found:
    """An instance of a list.

    Attributes
    ----------
    number
        Of the version it runs by.
    tasks
        What is open, with the people it waits for.
    overdue, held
        Whether an open task is.
    fields
        Values of the version's searchable fields, by pointer; empty ones are left out.
    """

    id: uuid.UUID
    definition_id: int
    service_key: str
    service_name: str
    number: int
    business_no: str | None
    title: str
    state: str
    initiator_id: int
    initiator_name: str
    initiator_unit: str
    started_at: datetime
    ended_at: datetime | None
    tasks: tuple[WaitingTask, ...]
    incidents: tuple[OpenIncident, ...]
    overdue: bool
    held: bool
    fields: Mapping[str, Any]

    @property
    def since(self) -> datetime | None:
        """Since when it stands where it stands; None if nothing is open."""
        moments = [task.opened_at for task in self.tasks] + [incident.at for incident in self.incidents]
        return min(moments, default=None)


@dataclass(frozen=True, slots=True)
class _Open:
    """What is known of the instances of a page that have not ended."""

    tasks: Mapping[uuid.UUID, Sequence[WaitingTask]]
    about: Mapping[uuid.UUID, Sequence[Row]]
    now: datetime

    def overdue(self, row: Row) -> bool:
        """Whether a task of an instance is: time stands still for what is suspended."""
        due = (one.at for one in self.about.get(row.id, ()) if one.kind == "due")
        return row.state == "running" and any(at < self.now for at in due)


def tell(
    rt: Runtime, connection: Link, services: Sequence[ServiceOption], rows: Sequence[Row]
) -> tuple[Found, ...]:
    """Say what a list shows, in the order of the rows."""
    living = [row.id for row in rows if row.ended_at is None]
    about: dict[uuid.UUID, list[Row]] = defaultdict(list)
    for one in connection.execute(_ABOUT, {"ids": living}) if living else ():
        about[one.instance_id].append(one)
    known = _Open(waiting_tasks(connection, living) if living else {}, about, rt.clock())
    by_key = {service.key: service for service in services}
    return tuple(_found(rt, connection, row, by_key[row.service_key], known) for row in rows)


def _found(rt: Runtime, connection: Link, row: Row, service: ServiceOption, known: _Open) -> Found:
    deployed = rt.definitions.get(connection, row.definition_id)
    pointers, values = deployed.searchable, row.fields or []
    about = known.about.get(row.id, ())
    return Found(
        id=row.id,
        definition_id=row.definition_id,
        service_key=row.service_key,
        service_name=service.name,
        number=deployed.number,
        business_no=row.business_no,
        title=row.title,
        state=row.state,
        initiator_id=row.initiator_id,
        initiator_name=row.initiator_name,
        initiator_unit=row.initiator_unit,
        started_at=row.started_at,
        ended_at=row.ended_at,
        tasks=tuple(known.tasks.get(row.id, ())),
        incidents=tuple(
            OpenIncident(one.element, deployed.step_name(one.element), one.code, one.at)
            for one in about
            if one.kind == "incident"
        ),
        overdue=known.overdue(row),
        held=any(one.kind == "held" for one in about),
        fields={at: value for at, value in zip(pointers, values, strict=False) if value is not None},
    )
