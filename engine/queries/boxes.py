"""待办中心: the boxes of a person, answered from rows and indexes alone (T1).

Pages go by a cursor, never by an offset: a list of 10,000 costs what its first page costs.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import TextClause, text

from db.link import Link, Row
from identity.principal import Principal

from .names import waiting_tasks

BOXES = ("todo", "done", "cc", "sent", "draft", "handed")
_LIVING = ("running", "suspended")
COUNT_LIMIT = 1000
"""Counting stops here; a door shows 999+."""


class BoxRow(NamedTuple):
    """A row of a list; which ids are set depends on the box. A tuple, for a page has twenty.

    Attributes
    ----------
    state
        Of the instance; of the task where it is one's own or was handed over; ``draft``.
    unread
        Of a to-do item, or of a copy: not opened yet.
    other_name
        Who sent the copy, empty if a rule did; or to whom the task was handed.
    """

    task_id: int | None
    instance_id: uuid.UUID | None
    draft_id: int | None
    title: str
    service_key: str
    step_name: str
    initiator_name: str
    initiator_unit: str
    business_no: str | None
    state: str
    unread: bool
    version: int | None
    at: datetime
    closed_at: datetime | None
    outcome: str | None = None
    waiting_for: tuple[str, ...] = ()
    due_at: datetime | None = None
    held_at: datetime | None = None
    other_name: str = ""
    suspended: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some rows, and the cursor of the rows after them (None at the end)."""

    rows: tuple[BoxRow, ...]
    next: str | None


_INSTANCE = (
    " i.id AS instance_id, i.title, i.service_key, i.business_no, p.name AS initiator_name,"
    " coalesce(u.name, '') AS initiator_unit"
)
_JOIN = " JOIN person p ON p.id = i.initiator_id LEFT JOIN unit u ON u.id = i.unit_id"
_MATCH = (
    " AND (CAST(:service AS text) IS NULL OR i.service_key = :service)"
    " AND (CAST(:search AS text) IS NULL OR i.title ILIKE :search OR i.business_no ILIKE :search"
    " OR p.name ILIKE :search)"
)

# Each principal key gives its own newest tasks from its index; only these few are merged. With a
# filter the newest few are not enough, so all of the person's tasks are looked at.
_TODO_NEWEST = (
    "(SELECT DISTINCT n.task_id FROM unnest(CAST(:keys AS text[])) AS k(key) CROSS JOIN LATERAL"
    " (SELECT task_id FROM inbox WHERE principal = k.key AND (CAST(:before AS bigint) IS NULL OR"
    " task_id < :before)"
    " ORDER BY task_id DESC LIMIT :limit) n ORDER BY n.task_id DESC LIMIT :limit) mine"
)
_TODO_ALL = (
    "(SELECT DISTINCT task_id FROM inbox WHERE principal = ANY(CAST(:keys AS text[]))"
    " AND (CAST(:before AS bigint) IS NULL OR task_id < :before)) mine"
)


def _todo(source: str, match: str) -> TextClause:
    return text(
        f"SELECT t.id AS task_id, t.name AS step_name, t.state, t.version, t.opened_at AS at,"
        " t.due_at, t.held_at, i.state = 'suspended' AS suspended,"
        f" t.id::text AS cursor, r.first_at IS NULL AS unread, {_INSTANCE} FROM {source}"
        f" JOIN task t ON t.id = mine.task_id JOIN instance i ON i.id = t.instance_id {_JOIN}"
        f" LEFT JOIN task_read r ON r.task_id = t.id AND r.person_id = :person_id"
        f" WHERE true {match} ORDER BY t.id DESC LIMIT :limit"
    )


_TODO = _todo(_TODO_NEWEST, "")
_TODO_FILTERED = _todo(_TODO_ALL, _MATCH)

_DONE = text(
    "SELECT t.id AS task_id, t.name AS step_name, i.state, t.version, t.closed_at AS at,"
    " t.closed_at, t.outcome,"
    " to_char(t.closed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '~' || t.id AS cursor, "
    f" {_INSTANCE} FROM task t JOIN instance i ON i.id = t.instance_id {_JOIN}"
    " WHERE t.handler_id = :person_id AND (CAST(:before_at AS timestamptz) IS NULL"
    f" OR (t.closed_at, t.id) < (:before_at, :before_id)) {_MATCH}"
    " ORDER BY t.closed_at DESC, t.id DESC LIMIT :limit"
)

_SENT = text(
    "SELECT i.state, i.started_at AS at, i.ended_at AS closed_at,"
    " to_char(i.started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '~' || i.id AS cursor,"
    f" {_INSTANCE} FROM instance i {_JOIN}"
    " WHERE i.initiator_id = :person_id AND (CAST(:before_at AS timestamptz) IS NULL"
    f" OR (i.started_at, i.id) < (:before_at, CAST(:before_id AS uuid))) {_MATCH}"
    " ORDER BY i.started_at DESC, i.id DESC LIMIT :limit"
)

_DRAFT = text(
    "SELECT d.id AS draft_id, v.name AS title, d.service_key, d.updated_at AS at,"
    " to_char(d.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '~' || d.id AS cursor"
    " FROM draft d JOIN definition v ON v.id = d.definition_id"
    " WHERE d.person_id = :person_id AND d.task_id IS NULL AND (CAST(:before_at AS timestamptz) IS NULL"
    " OR (d.updated_at, d.id) < (:before_at, :before_id))"
    " AND (CAST(:service AS text) IS NULL OR d.service_key = :service)"
    " AND (CAST(:search AS text) IS NULL OR v.name ILIKE :search)"
    " ORDER BY d.updated_at DESC, d.id DESC LIMIT :limit"
)

_CC = text(
    "SELECT c.at, c.read_at IS NULL AS unread, i.state, i.ended_at AS closed_at,"
    " (SELECT s.name FROM task s WHERE s.instance_id = c.instance_id AND s.element = c.element"
    " ORDER BY s.id DESC LIMIT 1) AS step_name, s.name AS other_name,"
    " to_char(c.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '~' || c.id AS cursor,"
    f" {_INSTANCE} FROM carbon_copy c JOIN instance i ON i.id = c.instance_id {_JOIN}"
    " LEFT JOIN person s ON s.id = c.by_person_id"
    " WHERE c.person_id = :person_id AND (CAST(:before_at AS timestamptz) IS NULL"
    f" OR (c.at, c.id) < (:before_at, :before_id)) {_MATCH}"
    " ORDER BY c.at DESC, c.id DESC LIMIT :limit"
)

_HANDED = text(
    "SELECT h.at, t.id AS task_id, t.name AS step_name, t.state, t.closed_at, r.name AS other_name,"
    " to_char(h.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US') || '~' || h.id AS cursor,"
    f" {_INSTANCE} FROM handover h JOIN task t ON t.id = h.task_id"
    f" JOIN instance i ON i.id = t.instance_id {_JOIN} JOIN person r ON r.id = h.to_id"
    " WHERE h.from_id = :person_id AND h.kind <> 'sign' AND (CAST(:before_at AS timestamptz) IS NULL"
    f" OR (h.at, h.id) < (:before_at, :before_id)) {_MATCH}"
    " ORDER BY h.at DESC, h.id DESC LIMIT :limit"
)

_COUNTS = text(
    "SELECT (SELECT count(*) FROM (SELECT DISTINCT task_id FROM inbox WHERE principal ="
    " ANY(CAST(:keys AS text[]))"
    " LIMIT :most) a) AS todo,"
    " (SELECT count(*) FROM (SELECT FROM task WHERE handler_id = :person_id LIMIT :most) a) AS done,"
    " (SELECT count(*) FROM (SELECT FROM instance WHERE initiator_id = :person_id LIMIT :most) a) AS sent,"
    " (SELECT count(*) FROM (SELECT FROM draft WHERE person_id = :person_id AND task_id IS NULL"
    " LIMIT :most) a)"
    " AS draft,"
    " (SELECT count(*) FROM (SELECT FROM carbon_copy WHERE person_id = :person_id LIMIT :most) a) AS cc,"
    " (SELECT count(*) FROM (SELECT FROM handover WHERE from_id = :person_id AND kind <> 'sign'"
    " LIMIT :most) a) AS handed"
)


def counts(connection: Link, by: Principal) -> dict[str, int]:
    """Count a person's boxes, each up to ``COUNT_LIMIT``."""
    row = connection.execute(
        _COUNTS, {"keys": list(by.keys), "person_id": by.person_id, "most": COUNT_LIMIT}
    ).one()
    return {box: getattr(row, box) for box in BOXES}


def page(
    connection: Link,
    by: Principal,
    box: str,
    *,
    search: str = "",
    service: str | None = None,
    before: str | None = None,
    limit: int = 20,
) -> Page:
    """List a box, newest first.

    Parameters
    ----------
    before
        The ``next`` of the page before; one that cannot be read counts as none.
    """
    pick = _PICKERS.get(box)
    if pick is None:
        return Page((), None)
    filters = {
        "person_id": by.person_id,
        "service": service or None,
        "search": _pattern(search),
        "limit": limit + 1,
    }
    rows = pick(connection, by, filters, before)
    more = len(rows) > limit
    shown = rows[:limit]
    result = tuple(_row(row) for row in shown)
    if box in ("sent", "done"):
        result = _with_waiting(connection, result)
    return Page(result, shown[-1].cursor if more else None)


def _todo_rows(connection: Link, by: Principal, filters: dict[str, Any], before: str | None) -> list[Row]:
    statement = _TODO_FILTERED if filters["search"] or filters["service"] else _TODO
    last = _number(before) if before else None
    return list(connection.execute(statement, {**filters, "keys": list(by.keys), "before": last}))


def _by_time(statement: TextClause, number: bool) -> Callable[..., list[Row]]:
    def pick(connection: Link, by: Principal, filters: dict[str, Any], before: str | None) -> list[Row]:
        at, last = _cursor(before, number)
        return list(connection.execute(statement, {**filters, "before_at": at, "before_id": last}))

    return pick


_PICKERS: dict[str, Callable[..., list[Row]]] = {
    "todo": _todo_rows,
    "done": _by_time(_DONE, number=True),
    "sent": _by_time(_SENT, number=False),
    "draft": _by_time(_DRAFT, number=True),
    "cc": _by_time(_CC, number=True),
    "handed": _by_time(_HANDED, number=True),
}


def _cursor(before: str | None, number: bool) -> tuple[datetime | None, Any]:
    moment, _, last = (before or "").partition("~")
    try:
        at = datetime.fromisoformat(f"{moment}+00:00")
        found = _number(last) if number else uuid.UUID(last)
    except ValueError:
        return None, None
    return (at, found) if found is not None else (None, None)


def _number(typed: str) -> int | None:
    """Read an id; what PostgreSQL's bigint cannot hold is nobody's id."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 19 else None


def _pattern(search: str) -> str | None:
    words = search.replace("\0", "").strip()
    if not words:
        return None
    escaped = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def _row(row: Row) -> BoxRow:
    given = row._asdict()
    return BoxRow(
        task_id=given.get("task_id"),
        instance_id=given.get("instance_id"),
        draft_id=given.get("draft_id"),
        title=row.title,
        service_key=row.service_key,
        step_name=given.get("step_name") or "",
        initiator_name=given.get("initiator_name") or "",
        initiator_unit=given.get("initiator_unit") or "",
        business_no=given.get("business_no"),
        state=given.get("state") or "draft",
        unread=bool(given.get("unread")),
        version=given.get("version"),
        at=row.at,
        closed_at=given.get("closed_at"),
        outcome=given.get("outcome"),
        due_at=given.get("due_at"),
        held_at=given.get("held_at"),
        other_name=given.get("other_name") or "",
        suspended=bool(given.get("suspended")),
    )


def _with_waiting(connection: Link, rows: tuple[BoxRow, ...]) -> tuple[BoxRow, ...]:
    """Say for each instance that has not ended where it stands and whom it waits for."""
    running = [row.instance_id for row in rows if row.state in _LIVING and row.instance_id]
    waiting = waiting_tasks(connection, running) if running else {}
    named = []
    for row in rows:
        open_tasks = waiting.get(row.instance_id, []) if row.instance_id else []
        people = tuple(dict.fromkeys(name for task in open_tasks for name in task.people))
        step = row.step_name or "、".join(dict.fromkeys(task.name for task in open_tasks))
        named.append(row._replace(waiting_for=people, step_name=step))
    return tuple(named)
