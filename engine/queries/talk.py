"""What people say around a matter: who sees it, who was given copies, who waits for whom (T2, X1)."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Answer, Link, Row
from engine import readers
from engine.copying import offers_copies
from engine.reminding import again_at, may_remind
from engine.runtime import Runtime
from identity.principal import Principal
from identity.refs import PersonRef

from .instances import visible

MOST_SHOWN = 200
"""Of readers and copies; a matter has a handful."""

_COPIES = text(
    "SELECT p.name AS person_name, coalesce(u.name, '') AS person_unit, b.name AS by_name, c.at, c.read_at"
    " FROM carbon_copy c JOIN person p ON p.id = c.person_id LEFT JOIN person b ON b.id = c.by_person_id"
    " LEFT JOIN membership m ON m.person_id = p.id AND m.main LEFT JOIN unit u ON u.id = m.unit_id"
    f" WHERE c.instance_id = :id ORDER BY c.at, c.id LIMIT {MOST_SHOWN}"
)
# Of each open task: whether it is the reader's, when he last reminded, and the last who wait for an answer.
_TASKS = text(
    "SELECT t.id, t.element, EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id"
    " AND i.principal = ANY(:keys)) AS mine, (SELECT max(r.at) FROM reminder r WHERE r.task_id = t.id"
    " AND r.by_person_id = :person_id) AS last, w.by_name, w.at AS waits_since"
    " FROM task t LEFT JOIN LATERAL (SELECT max(r.at) AS at,"
    " (array_agg(p.name ORDER BY r.at DESC))[1] AS by_name FROM reminder r"
    " JOIN person p ON p.id = r.by_person_id WHERE r.task_id = t.id AND r.answered_at IS NULL) w ON true"
    " WHERE t.instance_id = :id AND t.state = 'open' ORDER BY t.id"
)
_OWN = text(
    "SELECT t.id, t.element FROM task t WHERE t.instance_id = :id AND (t.handler_id = :person_id OR"
    " EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys))) ORDER BY t.id DESC"
)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """Somebody was given the matter to read; ``by_name`` is empty if a rule of the diagram did it."""

    person_name: str
    person_unit: str
    by_name: str
    at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waiting:
    """An open task, as far as somebody may be asked to hurry.

    Attributes
    ----------
    may_remind
        The reader may remind those who hold it, now or from ``again_at`` on.
    reminded_by, reminded_at
        Who reminded last and has no answer yet; None if nobody waits.
    mine
        The reader holds it and may answer.
    """

    task_id: int
    step_id: str
    mine: bool
    may_remind: bool
    again_at: datetime | None
    reminded_by: str | None
    reminded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Talk:
    """What stands beside a matter for one reader.

    Attributes
    ----------
    people
        Whom his comment may mention: who sees the matter besides him.
    copy_tasks
        Tasks of his, now or before, from which he may send copies; the newest first.
    """

    people: tuple[PersonRef, ...]
    copies: tuple[CopyLine, ...]
    waiting: tuple[Waiting, ...]
    copy_tasks: tuple[int, ...]

    @property
    def copy_task(self) -> int | None:
        """The newest of those tasks; None if there is none."""
        return next(iter(self.copy_tasks), None)

    def at(self, task_id: int) -> Waiting | None:
        """Give an open task by its id."""
        return next((one for one in self.waiting if one.task_id == task_id), None)


def talk(rt: Runtime, connection: Link, by: Principal, instance_id: uuid.UUID) -> Talk:
    """Give what stands beside a matter.

    Raises
    ------
    NotFound
        Unknown, or not for this reader.
    """
    instance = visible(rt, connection, by, instance_id)
    values = {"id": instance_id, "person_id": by.person_id, "keys": list(by.keys)}
    copies, tasks, own = (connection.execute(sql, values) for sql in (_COPIES, _TASKS, _OWN))
    reminds = instance.state == "running" and may_remind(rt, connection, by, instance)
    people = readers.readers(connection, instance_id, limit=MOST_SHOWN)
    return Talk(
        people=tuple(person for person in people if person.id != by.person_id),
        copies=tuple(_copy(row) for row in copies),
        waiting=tuple(_waiting(rt, row, reminds) for row in tasks),
        copy_tasks=_copy_tasks(rt, connection, instance, own),
    )


def _copy(row: Row) -> CopyLine:
    return CopyLine(row.person_name, row.person_unit, row.by_name or "", row.at, row.read_at)


def _waiting(rt: Runtime, row: Row, reminds: bool) -> Waiting:
    return Waiting(
        task_id=row.id,
        step_id=row.element,
        mine=row.mine,
        may_remind=reminds and not row.mine,
        again_at=again_at(row.last, rt.clock()),
        reminded_by=row.by_name,
        reminded_at=row.waits_since,
    )


def _copy_tasks(rt: Runtime, connection: Link, instance: Row, own: Answer) -> tuple[int, ...]:
    deployed = rt.definitions.get(connection, instance.definition_id)
    return tuple(row.id for row in own if offers_copies(deployed, row.element))
