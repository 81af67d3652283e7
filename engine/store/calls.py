"""Rows of ``call``: asked with the step's transaction, taken by one worker at a time, answered once."""

import uuid
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

QUEUED_FOR = timedelta(seconds=60)
"""How long a job may be on its way before it counts as lost."""
DETAIL_LIMIT = 2000

# A step that is tried again after it failed has its row already, and keeps its key.
_ASK = text(
    "INSERT INTO call (id, instance_id, token, element, connector, operation, params, secrets, state, tries,"
    " next_at, opened_at) VALUES (:id, :instance_id, :token, :element, :connector, :operation,"
    " CAST(:params AS jsonb), CAST(:secrets AS jsonb), 'queued', 0, :next_at, :now)"
    " ON CONFLICT (instance_id, token) DO UPDATE SET params = excluded.params, secrets = excluded.secrets,"
    " connector = excluded.connector, operation = excluded.operation, state = 'queued', tries = 0,"
    " next_at = excluded.next_at, answer = NULL, closed_at = NULL RETURNING id"
)
_WITHDRAW = text(
    "UPDATE call SET state = 'withdrawn', closed_at = :now WHERE instance_id = :instance_id"
    " AND token = ANY(:tokens) AND state IN ('queued', 'due', 'trying', 'answered')"
)
# Several workers sweep at once: each takes what no other holds. What is suspended waits.
_SWEEP = text(
    "WITH lost AS (SELECT c.id FROM call c JOIN instance i ON i.id = c.instance_id"
    " WHERE c.state IN ('queued', 'due', 'trying', 'answered') AND c.next_at <= :now AND i.state = 'running'"
    " ORDER BY c.next_at LIMIT :limit FOR UPDATE OF c SKIP LOCKED)"
    " UPDATE call SET state = CASE WHEN state = 'answered' THEN state ELSE 'queued' END, next_at = :next_at"
    " WHERE id IN (SELECT id FROM lost) RETURNING id"
)
_TAKE = text(
    "SELECT c.id, c.instance_id, c.token, c.element, c.connector, c.operation, c.params, c.secrets, c.state,"
    " c.tries, c.answer, i.state AS instance_state FROM call c JOIN instance i ON i.id = c.instance_id"
    " WHERE c.id = :id AND (c.state IN ('queued', 'answered')"
    " OR c.state IN ('due', 'trying') AND c.next_at <= :now) FOR UPDATE OF c SKIP LOCKED"
)
# One after another for a connector: two that look at once would both find a place.
_IN_TURN = text("SELECT pg_advisory_xact_lock(hashtextextended('connector ' || :connector, 11))")
_UNDER_WAY = text(
    "SELECT count(*) FROM call WHERE connector = :connector AND state = 'trying' AND next_at > :now"
)
_TRY = text("UPDATE call SET state = 'trying', tries = tries + 1, next_at = :until WHERE id = :id")
_LATER = text(
    "UPDATE call SET state = 'due', next_at = :at, code = coalesce(:code, code),"
    " detail = coalesce(:detail, detail) WHERE id = :id AND state IN ('queued', 'due', 'trying')"
)
_ANSWERED = text(
    "UPDATE call SET state = 'answered', answer = CAST(:answer AS jsonb), code = NULL, detail = NULL,"
    " next_at = :next_at WHERE id = :id AND state = 'trying'"
)
_CLOSE = text(
    "UPDATE call SET state = :state, closed_at = :now, code = :code, detail = :detail WHERE id = :id"
)

# Whoever tries a failed call again needs its row: it stays as long as its incident, or as its step waits.
_DROP_FAILED = text(
    "UPDATE call c SET state = 'withdrawn', closed_at = :now WHERE c.instance_id = :instance_id"
    " AND c.state = 'failed' AND NOT c.token = ANY(CAST(:waiting AS bigint[])) AND NOT EXISTS (SELECT"
    " FROM incident i WHERE i.instance_id = c.instance_id AND i.token = c.token AND i.closed_at IS NULL)"
)
_SKIP = text(
    "UPDATE call SET state = 'skipped', closed_at = :now WHERE instance_id = :instance_id AND token = :token"
    " AND state = 'failed'"
)

_HEALTH = text("SELECT failures, rests_until FROM connector_health WHERE connector = :connector")
_ILL = text(
    "INSERT INTO connector_health (connector, failures, rests_until) VALUES (:connector, 1, NULL)"
    " ON CONFLICT (connector) DO UPDATE SET failures = connector_health.failures + 1,"
    " rests_until = CASE WHEN connector_health.failures + 1 >= :most"
    " THEN CAST(:until AS timestamptz) END"
)
_WELL = text(
    "UPDATE connector_health SET failures = 0, rests_until = NULL WHERE connector = :connector"
    " AND (failures > 0 OR rests_until IS NOT NULL)"
)
_PROBE = text("UPDATE connector_health SET rests_until = :until WHERE connector = :connector")

_INSTANCE = text("SELECT instance_id FROM call WHERE id = :id")


def ask(
    uow: UnitOfWork,
    instance_id: uuid.UUID,
    token: int,
    element: str,
    operation: tuple[str, str],
    params: Mapping[str, Any],
    secrets: Mapping[str, str],
    now: datetime,
) -> uuid.UUID:
    """Note what a step asks; give the call's id, the same when the step is tried again."""
    values = {
        "id": uuid.uuid4(),
        "instance_id": instance_id,
        "token": token,
        "element": element,
        "connector": operation[0],
        "operation": operation[1],
        "params": orjson.dumps(params).decode(),
        "secrets": orjson.dumps(secrets).decode(),
        "next_at": now + QUEUED_FOR,
        "now": now,
    }
    found: uuid.UUID = uow.execute(_ASK, values).scalar_one()
    return found


def withdraw(uow: UnitOfWork, instance_id: uuid.UUID, tokens: Collection[int], now: datetime) -> None:
    """Note that nobody waits for some answers any more."""
    uow.execute(_WITHDRAW, {"instance_id": instance_id, "tokens": list(tokens), "now": now})


def sweep(uow: UnitOfWork, now: datetime, limit: int) -> list[uuid.UUID]:
    """Give the calls whose time has come or whose job was lost, the longest first, as queued again."""
    values = {"now": now, "limit": limit, "next_at": now + QUEUED_FOR}
    return [row.id for row in uow.execute(_SWEEP, values)]


def take(uow: UnitOfWork, call_id: uuid.UUID, now: datetime) -> Row | None:
    """Hold a call that is to be made or told now; None if it is over, too early, or another's."""
    return uow.execute(_TAKE, {"id": call_id, "now": now}).one_or_none()


def instance_of(uow: UnitOfWork, call_id: uuid.UUID) -> uuid.UUID | None:
    """Give the instance that a call is made for; None if it is gone."""
    found: uuid.UUID | None = uow.execute(_INSTANCE, {"id": call_id}).scalar_one_or_none()
    return found


def wait_for_turn(uow: UnitOfWork, connector: str) -> None:
    """Be the only one who looks for a place at a connector, until the transaction ends."""
    uow.execute(_IN_TURN, {"connector": connector})


def under_way(uow: UnitOfWork, connector: str, now: datetime) -> int:
    """Count the calls that a connector is busy with."""
    found: int = uow.execute(_UNDER_WAY, {"connector": connector, "now": now}).scalar_one()
    return found


def begin(uow: UnitOfWork, call_id: uuid.UUID, until: datetime) -> None:
    """Note a try, which counts as lost if nothing is heard until then."""
    uow.execute(_TRY, {"id": call_id, "until": until})


def later(
    uow: UnitOfWork, call_id: uuid.UUID, at: datetime, code: str | None = None, detail: str | None = None
) -> None:
    """Let a call be tried at `at`."""
    detail = detail[:DETAIL_LIMIT] if detail else None
    uow.execute(_LATER, {"id": call_id, "at": at, "code": code, "detail": detail})


def answered(uow: UnitOfWork, call_id: uuid.UUID, answer: Mapping[str, Any], now: datetime) -> bool:
    """Keep an answer until the instance hears it; False if nobody waits for it."""
    values = {"id": call_id, "answer": orjson.dumps(answer).decode(), "next_at": now + QUEUED_FOR}
    return uow.execute(_ANSWERED, values).rowcount == 1


def close(
    uow: UnitOfWork, call_id: uuid.UUID, state: str, now: datetime, code: str | None = None, detail: str = ""
) -> None:
    """End a call: ``done`` or ``failed``."""
    values = {
        "id": call_id,
        "state": state,
        "now": now,
        "code": code,
        "detail": detail[:DETAIL_LIMIT] or None,
    }
    uow.execute(_CLOSE, values)


def drop_failed(uow: UnitOfWork, instance_id: uuid.UUID, waiting: Collection[int], now: datetime) -> None:
    """Withdraw failed calls that nobody can try again: the matter was taken elsewhere, or has ended."""
    uow.execute(_DROP_FAILED, {"instance_id": instance_id, "waiting": list(waiting), "now": now})


def skip(uow: UnitOfWork, instance_id: uuid.UUID, token: int, now: datetime) -> None:
    """Note that a failed call is not made any more: its step was left without it."""
    uow.execute(_SKIP, {"instance_id": instance_id, "token": token, "now": now})


def rests_until(uow: UnitOfWork, connector: str) -> datetime | None:
    """Tell until when a connector is left alone, if it is."""
    row = uow.execute(_HEALTH, {"connector": connector}).one_or_none()
    return row.rests_until if row is not None else None


def ill(uow: UnitOfWork, connector: str, most: int, until: datetime) -> None:
    """Count a failure in a row; with `most` of them it rests until then."""
    uow.execute(_ILL, {"connector": connector, "most": most, "until": until})


def well(uow: UnitOfWork, connector: str) -> None:
    """Note that a connector has answered."""
    uow.execute(_WELL, {"connector": connector})


def probe(uow: UnitOfWork, connector: str, until: datetime) -> None:
    """Let one call try a connector that has rested, and the others wait for what comes of it."""
    uow.execute(_PROBE, {"connector": connector, "until": until})
