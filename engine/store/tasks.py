"""Rows of ``task`` and ``inbox``: a to-do item opens and closes together with its candidates."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Answer, Row
from db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Moment:
    """When something happens to a task because of its deadline, and what: a rule as it is stored."""

    at: datetime
    rule: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """Until when a task is to be done, in which time its clock counts, and what happens when."""

    at: datetime
    working: bool
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class NewTask:
    """A to-do item about to be stored. ``reasons`` are rows ``[principal, rule, …]``."""

    id: int
    token: int
    element: str
    name: str
    reasons: tuple[tuple[str, ...], ...]
    state: str = "open"
    handler_id: int | None = None
    outcome: str | None = None
    sign: str | None = None
    due: Due | None = None

    @property
    def candidates(self) -> tuple[str, ...]:
        """The principal keys that may handle the task, each once."""
        return tuple(dict.fromkeys(reason[0] for reason in self.reasons))


_COLUMNS = (
    "SELECT t.id, t.token, t.element, t.name, t.state, t.version, t.handler_id, t.opened_at, t.reasons,"
    " t.sign, t.claimed_by, t.held_at, t.due_at, t.due_working,"
    " ARRAY(SELECT principal FROM inbox i WHERE i.task_id = t.id) AS candidates FROM task t"
)
_OF_INSTANCE = text(f"{_COLUMNS} WHERE t.instance_id = :instance_id AND t.state = 'open'")
_BESIDE = text(
    f"{_COLUMNS} WHERE t.id = :task_id UNION ALL {_COLUMNS} WHERE t.state = 'open' AND t.id <> :task_id"
    " AND t.instance_id = (SELECT instance_id FROM task WHERE id = :task_id)"
)

_ONE = text(f"{_COLUMNS} WHERE t.id = :task_id")

# By its name, not by pg_get_serial_sequence: that reads the catalogue each time, 18 us.
_IDS = text("SELECT nextval('task_id_seq') AS id FROM generate_series(1, :count)")

# What is planned is stored, and deleted, only where there is any: an empty part of a statement costs the
# server as much as a small statement.
_STORE = (
    "WITH given AS (SELECT * FROM json_to_recordset(CAST(:tasks AS json)) AS g(id bigint, token bigint,"
    " element text, name text, state text, reasons jsonb, candidates jsonb, handler_id bigint,"
    " outcome text, sign text{typed})),"
    " stored AS (INSERT INTO task (id, instance_id, token, element, name, state, version, reasons,"
    " handler_id, outcome, sign, opened_at, closed_at{columns}) SELECT id, :instance_id, token,"
    " element, name, state, 1, reasons, handler_id, outcome, sign, :now,"
    " CASE WHEN state = 'open' THEN NULL ELSE CAST(:now AS timestamptz) END{columns} FROM given)"
)
_DUE = {
    "typed": ", due_at timestamptz, due_working boolean, moments jsonb",
    "columns": ", due_at, due_working",
}
_OPEN = (
    " INSERT INTO inbox (task_id, principal) SELECT g.id, c.key FROM given g,"
    " jsonb_array_elements_text(g.candidates) AS c(key) WHERE g.state = 'open'"
)
_PLAN = (
    ", planned AS (INSERT INTO deadline (task_id, n, at, rule) SELECT g.id, m.n,"
    " CAST(m.moment ->> 'at' AS timestamptz), m.moment -> 'rule' FROM given g,"
    " jsonb_array_elements(g.moments) WITH ORDINALITY AS m(moment, n))"
)
_INSERT = text(_STORE.format(typed="", columns="") + _OPEN)
_INSERT_AND_PLAN = text(_STORE.format(**_DUE) + _PLAN + _OPEN)

# A token may have several rows: withdrawn with its step, opened again by a return, and done then.
_HANDLER_OF = text(
    "SELECT handler_id FROM task"
    " WHERE instance_id = :instance_id AND token = :token AND state = 'completed' ORDER BY id DESC LIMIT 1"
)

# Two statements: within one, a row could go and come under the same key.
_TAKE_BACK = text(
    "DELETE FROM inbox WHERE task_id = :id AND NOT principal = ANY(CAST(:candidates AS text[]))"
)
_OFFER = text(
    "WITH typed AS (DELETE FROM draft WHERE task_id = :id),"
    " offered AS (UPDATE task SET reasons = CAST(:reasons AS jsonb), version = version + 1, claimed_by = NULL"
    " WHERE id = :id)"
    " INSERT INTO inbox (task_id, principal) SELECT :id, unnest(CAST(:candidates AS text[]))"
    " ON CONFLICT DO NOTHING"
)

_PUT_AWAY = (
    "WITH gone AS (DELETE FROM inbox WHERE task_id = ANY(:ids)),"
    " typed AS (DELETE FROM draft WHERE task_id = ANY(:ids)"
    " AND person_id IS DISTINCT FROM CAST(:keeper AS bigint))"
)
_PLAN_NOTHING = ", planned AS (DELETE FROM deadline WHERE task_id = ANY(:ids))"
_ENDED = (
    " UPDATE task SET state = :state, version = version + 1, handler_id = :handler_id, outcome = :outcome,"
    " held_seconds = CASE WHEN held_at IS NULL THEN held_seconds"
    " ELSE coalesce(held_seconds, 0) + extract(epoch FROM :now - held_at) END, held_at = NULL,"
    " closed_at = :now, claimed_by = NULL WHERE id = ANY(:ids)"
)
_CLOSE = text(_PUT_AWAY + _ENDED)
_CLOSE_AND_PLAN_NOTHING = text(_PUT_AWAY + _PLAN_NOTHING + _ENDED)

_SHOW_TO = text(
    "WITH marked AS (UPDATE task SET claimed_by = :person_id, version = version + 1 WHERE id = :id)"
    " INSERT INTO inbox (task_id, principal) SELECT :id, unnest(CAST(:candidates AS text[]))"
    " ON CONFLICT DO NOTHING"
)

# What is to happen to it by its deadline sleeps as long: no sweep reads it.
_HOLD = text(
    "WITH asleep AS (UPDATE deadline SET asleep = true WHERE task_id = :id)"
    " UPDATE task SET held_at = :now, version = version + 1 WHERE id = :id"
)
_TAKE_UP = text(
    "WITH awake AS (UPDATE deadline SET asleep = false WHERE task_id = :id)"
    " UPDATE task SET held_at = NULL, version = version + 1 WHERE id = :id"
)
_STOOD_STILL = text(
    "UPDATE task SET held_seconds = coalesce(held_seconds, 0) + :seconds WHERE id = ANY(:ids)"
)


def of_instance(uow: UnitOfWork, instance_id: uuid.UUID) -> Sequence[Row]:
    """Read an instance's open tasks."""
    return uow.execute(_OF_INSTANCE, {"instance_id": instance_id}).all()


def asked_of_instance(uow: UnitOfWork, instance_id: uuid.UUID) -> Answer:
    """Ask for an instance's open tasks."""
    return uow.execute(_OF_INSTANCE, {"instance_id": instance_id})


def beside(uow: UnitOfWork, task_id: int) -> Answer:
    """Ask for a task, whatever its state, and the open tasks of its instance."""
    return uow.execute(_BESIDE, {"task_id": task_id})


def one(uow: UnitOfWork, task_id: int) -> Answer:
    """Ask for a task, whatever its state."""
    return uow.execute(_ONE, {"task_id": task_id})


def ask_ids(uow: UnitOfWork, count: int) -> Answer:
    """Ask for the ids of `count` new tasks.

    They are known before the tasks are stored, so that nobody waits for the rows to be told of them.
    """
    return uow.execute(_IDS, {"count": count})


def insert(uow: UnitOfWork, instance_id: uuid.UUID, tasks: Sequence[NewTask], now: datetime) -> None:
    """Store new tasks with their candidates."""
    given = [
        {
            "id": task.id,
            "token": task.token,
            "element": task.element,
            "name": task.name,
            "state": task.state,
            "reasons": task.reasons,
            "candidates": task.candidates,
            "handler_id": task.handler_id,
            "outcome": task.outcome,
            "sign": task.sign,
            **_due(task.due),
        }
        for task in tasks
    ]
    statement = _INSERT_AND_PLAN if any(task.due for task in tasks) else _INSERT
    uow.execute(statement, {"tasks": orjson.dumps(given).decode(), "instance_id": instance_id, "now": now})


def _due(due: Due | None) -> dict[str, Any]:
    if due is None:
        return {}
    moments = [{"at": moment.at, "rule": moment.rule} for moment in due.moments]
    return {"due_at": due.at, "due_working": due.working, "moments": moments}


def handler_of(uow: UnitOfWork, instance_id: uuid.UUID, token: int) -> int | None:
    """Read who handled the task of a token."""
    return uow.execute(_HANDLER_OF, {"instance_id": instance_id, "token": token}).scalar_one_or_none()


def keys_of(reasons: Sequence[Sequence[str]]) -> list[str]:
    """Give the principal keys that rows of reasons name, each once."""
    return list(dict.fromkeys(reason[0] for reason in reasons))


def offer(uow: UnitOfWork, task_id: int, reasons: Sequence[tuple[str, ...]]) -> None:
    """Offer an open task to others than before; what was typed there and not sent goes."""
    candidates = keys_of(reasons)
    uow.execute(_TAKE_BACK, {"id": task_id, "candidates": candidates})
    rows = orjson.dumps(reasons).decode()
    uow.execute(_OFFER, {"id": task_id, "candidates": candidates, "reasons": rows})


def hold(uow: UnitOfWork, task_id: int, now: datetime) -> None:
    """Put an open task on hold."""
    uow.execute(_HOLD, {"id": task_id, "now": now})


def take_up(uow: UnitOfWork, task_id: int) -> None:
    """Let a held task go on."""
    uow.execute(_TAKE_UP, {"id": task_id})


def stood_still(uow: UnitOfWork, task_ids: Sequence[int], seconds: int) -> None:
    """Leave some seconds out of the time that tasks take."""
    uow.execute(_STOOD_STILL, {"ids": list(task_ids), "seconds": seconds})


def show_to(uow: UnitOfWork, task_id: int, candidates: Sequence[str], claimed_by: int | None) -> None:
    """Show an open task to these alone, claimed by one or by nobody; what anybody has typed there stays."""
    values = {"id": task_id, "candidates": list(candidates)}
    uow.execute(_TAKE_BACK, values)
    uow.execute(_SHOW_TO, {**values, "person_id": claimed_by})


def close(
    uow: UnitOfWork,
    ids: Sequence[int],
    state: str,
    now: datetime,
    handler_id: int | None = None,
    outcome: str | None = None,
    *,
    is_planned: bool,
    comes_back: bool = False,
) -> None:
    """Close tasks: nobody's to-do any more; what was typed and not sent goes with them.

    Parameters
    ----------
    is_planned
        Something may still be planned for one of them: one that has a deadline.
    comes_back
        What the handler himself typed stays, for :func:`engine.store.drafts.follow`.
    """
    values = {"ids": list(ids), "state": state, "handler_id": handler_id, "outcome": outcome, "now": now}
    values["keeper"] = handler_id if comes_back else None
    uow.execute(_CLOSE_AND_PLAN_NOTHING if is_planned else _CLOSE, values)
