"""What a matter waits for: people with the reasons for them, moments, messages, conditions, calls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link, Row
from engine.execution import Awaited
from engine.queries.reasons import TaskReason, ask_names_by_task, reasons_of
from engine.saving import ENDED

from .opened import Opened

MOST_TASKS = 50
"""Whose names are looked up; a wide countersign has hundreds, and says so."""

_TASKS = text(
    "SELECT t.id, t.token, t.element, t.name, t.opened_at, t.due_at, t.held_at, t.reasons, t.sign,"
    " c.name AS claimed_name, count(*) OVER () AS total,"
    " (SELECT min(r.first_at) FROM task_read r WHERE r.task_id = t.id) AS read_at"
    " FROM task t LEFT JOIN person c ON c.id = t.claimed_by"
    " WHERE t.instance_id = :id AND t.state = 'open' ORDER BY t.id LIMIT :most"
)
_DEADLINES = text(
    "SELECT d.task_id, d.at, d.rule, d.not_before FROM deadline d JOIN task t ON t.id = d.task_id"
    " WHERE t.instance_id = :id AND t.state = 'open' AND d.done_at IS NULL"
    " ORDER BY d.at, d.task_id LIMIT :most"
)
_SINCE = text("SELECT holder, element, kind, name, since FROM subscription WHERE instance_id = :id")
_CALLS = text(
    "SELECT id, token, element, connector, operation, state, tries, next_at, code, detail, opened_at,"
    " closed_at, count(*) OVER () AS total FROM call WHERE instance_id = :id"
    " ORDER BY state IN ('done', 'withdrawn', 'skipped'), opened_at DESC LIMIT :most"
)
_INCIDENTS = text(
    "SELECT id, token, element, code, detail, opened_at, closed_at, count(*) OVER () AS total FROM incident"
    " WHERE instance_id = :id ORDER BY closed_at IS NOT NULL, id DESC LIMIT :most"
)
_POSTPONED = text("SELECT count(*) FROM postponed WHERE instance_id = :id")


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """An open task: whom it waits for, since when, and why them."""

    id: int
    token: int
    element: str
    name: str
    at: datetime
    due_at: datetime | None
    held_at: datetime | None
    read_at: datetime | None
    claimed_by: str | None
    signs: bool
    why: tuple[TaskReason, ...]


@dataclass(frozen=True, slots=True)
class WaitingMoment:
    """A timer of the diagram, or what happens to a task because of its deadline.

    Attributes
    ----------
    source
        ``timer`` or ``deadline``.
    action
        Of a deadline: what happens then. Of a timer: the formula of its moment, if it has one.
    turns
        Of a cycle: how many are left after it, -1 without end.
    """

    source: str
    element: str
    name: str
    at: datetime | None
    action: str
    turns: int = 0


@dataclass(frozen=True, slots=True)
class WaitingEvent:
    """A message, signal or condition; `keys` is what a message must carry."""

    kind: str
    element: str
    step_name: str
    name: str
    keys: tuple[tuple[str, str], ...]
    since: datetime | None


@dataclass(frozen=True, slots=True)
class CallRow:
    """A call of an outside system, under way or over."""

    id: str
    element: str
    name: str
    operation: str
    state: str
    tries: int
    next_at: datetime | None
    code: str | None
    detail: str | None
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """A step that failed; `closed_at` says when it went on."""

    id: int
    element: str
    name: str
    code: str
    detail: str
    at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Waits:
    """All of it; the numbers behind say how many there are where not all are given."""

    tasks: tuple[WaitingTask, ...]
    task_count: int
    moments: tuple[WaitingMoment, ...]
    events: tuple[WaitingEvent, ...]
    calls: tuple[CallRow, ...]
    call_count: int
    incidents: tuple[IncidentRow, ...]
    incident_count: int
    postponed: int

    @property
    def nothing(self) -> bool:
        """Whether it waits for nothing at all."""
        under_way = any(call.closed_at is None for call in self.calls)
        failed = any(one.closed_at is None for one in self.incidents)
        return not (self.tasks or self.moments or self.events or under_way or failed)


def waits_of(matter: Opened, connection: Link) -> Waits:
    """Give what a matter waits for; of one that has ended, only its past calls and incidents."""
    values = {"id": matter.row.id, "most": MOST_TASKS}
    tasks = connection.execute(_TASKS, values)
    deadlines = connection.execute(_DEADLINES, values)
    since = connection.execute(_SINCE, {"id": matter.row.id})
    calls = connection.execute(_CALLS, values)
    incidents = connection.execute(_INCIDENTS, values)
    postponed = connection.execute(_POSTPONED, {"id": matter.row.id})
    awaited = () if matter.row.state in ENDED else matter.execution.awaited()
    open_tasks, called, failed = tasks.all(), calls.all(), incidents.all()
    return Waits(
        tasks=tuple(_task(matter, connection, row) for row in open_tasks),
        task_count=_total(open_tasks),
        moments=_moments(matter, awaited, deadlines.all(), {row.id: row for row in open_tasks}),
        events=_events(matter, awaited, since.all()),
        calls=tuple(_call(matter, row) for row in called),
        call_count=_total(called),
        incidents=tuple(_incident(matter, row) for row in failed),
        incident_count=_total(failed),
        postponed=postponed.scalar_one(),
    )


def _total(rows: Sequence[Row]) -> int:
    return rows[0].total if rows else 0


def _task(matter: Opened, connection: Link, row: Row) -> WaitingTask:
    names = ask_names_by_task(connection, row.id)
    return WaitingTask(
        id=row.id,
        token=row.token,
        element=row.element,
        name=row.name,
        at=row.opened_at,
        due_at=row.due_at,
        held_at=row.held_at,
        read_at=row.read_at,
        claimed_by=row.claimed_name,
        signs=row.sign is not None,
        why=reasons_of(matter.deployed, row.reasons, names),
    )


def _moments(
    matter: Opened, awaited: Sequence[Awaited], deadlines: Sequence[Row], tasks: Mapping[int, Row]
) -> tuple[WaitingMoment, ...]:
    found = [
        WaitingMoment(
            "timer",
            one.element,
            matter.name_of(one.element),
            datetime.fromtimestamp(one.due, UTC) if one.due is not None else None,
            one.name,
            one.turns,
        )
        for one in awaited
        if one.kind == "timer"
    ]
    for row in deadlines:
        task = tasks.get(row.task_id)
        if task is not None:
            action = str(row.rule.get("do", ""))
            found.append(WaitingMoment("deadline", task.element, task.name, row.at, action))
    # Those whose moment is not known yet come last.
    return tuple(sorted(found, key=lambda one: (one.at is None, one.at or datetime.max.replace(tzinfo=UTC))))


def _events(matter: Opened, awaited: Sequence[Awaited], rows: Sequence[Row]) -> tuple[WaitingEvent, ...]:
    since = {(row.holder, row.element, row.kind, row.name): row.since for row in rows}
    return tuple(
        WaitingEvent(
            kind=one.kind,
            element=one.element,
            step_name=matter.name_of(one.element),
            name=one.name,
            keys=tuple((name, _text(value)) for name, value in one.keys),
            since=since.get((one.token, one.element, one.kind, one.name)),
        )
        for one in awaited
        if one.kind != "timer"
    )


def _text(value: Any) -> str:
    return orjson.dumps(value).decode()


def _call(matter: Opened, row: Row) -> CallRow:
    over = row.closed_at is not None
    return CallRow(
        id=str(row.id),
        element=row.element,
        name=matter.name_of(row.element),
        operation=f"{row.connector}.{row.operation}",
        state=row.state,
        tries=row.tries,
        next_at=None if over else row.next_at,
        code=row.code,
        detail=row.detail,
        opened_at=row.opened_at,
        closed_at=row.closed_at,
    )


def _incident(matter: Opened, row: Row) -> IncidentRow:
    name = matter.name_of(row.element)
    return IncidentRow(row.id, row.element, name, row.code, row.detail, row.opened_at, row.closed_at)
