"""Names for lists: who is behind the candidates of open tasks."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from db.link import Link
from identity.keys import parse

_WAITING = text(
    "SELECT t.instance_id, t.element, t.name, t.id AS task_id, t.opened_at,"
    " ARRAY(SELECT i.principal FROM inbox i WHERE i.task_id = t.id ORDER BY i.principal) AS principals"
    " FROM task t WHERE t.instance_id = ANY(:ids) AND t.state = 'open' ORDER BY t.instance_id, t.id"
)

# One statement for all keys of a page: people by id, members of groups, holders of roles.
_PEOPLE = text(
    "SELECT 'p:' || p.id AS key, p.name FROM person p WHERE p.id = ANY(CAST(:persons AS bigint[]))"
    " AND p.active"
    " UNION ALL SELECT 'g:' || m.group_key, p.name FROM group_member m JOIN person p ON p.id = m.person_id"
    " WHERE m.group_key = ANY(CAST(:groups AS text[])) AND p.active"
    " UNION ALL SELECT 'r:' || h.role_key || '@' || h.unit_id, p.name FROM role_holder h"
    " JOIN person p ON p.id = h.person_id"
    " JOIN unnest(CAST(:roles AS text[]), CAST(:units AS bigint[])) AS w(role_key, unit_id)"
    " ON w.role_key = h.role_key AND w.unit_id = h.unit_id WHERE p.active ORDER BY 1, 2"
)


def names_behind(connection: Link, keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Give the names of the active people behind each principal key."""
    wanted = parse(set(keys))
    if not (wanted.persons or wanted.groups or wanted.roles):
        return {}
    found: dict[str, list[str]] = {}
    values = {
        "persons": list(wanted.persons),
        "groups": list(wanted.groups),
        "roles": list(wanted.roles),
        "units": list(wanted.role_units),
    }
    for row in connection.execute(_PEOPLE, values):
        found.setdefault(row.key, []).append(row.name)
    return {key: tuple(names) for key, names in found.items()}


@dataclass(frozen=True, slots=True)
class WaitingTask:
    """An open task of a list: its step, and the people it waits for."""

    task_id: int
    element: str
    name: str
    opened_at: datetime
    people: tuple[str, ...]


def waiting_tasks(connection: Link, ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, list[WaitingTask]]:
    """Give the open tasks of some instances with the people each waits for."""
    rows = connection.execute(_WAITING, {"ids": list(ids)}).all()
    names = names_behind(connection, [key for row in rows for key in row.principals])
    found: dict[uuid.UUID, list[WaitingTask]] = {}
    for row in rows:
        people = tuple(dict.fromkeys(name for key in row.principals for name in names.get(key, ())))
        task = WaitingTask(row.task_id, row.element, row.name, row.opened_at, people)
        found.setdefault(row.instance_id, []).append(task)
    return found
