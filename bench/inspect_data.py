"""A hall with many matters: one real instance and its tasks, copied with other people, services and days."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from random import Random
from typing import Any
from uuid import UUID

import psycopg
from psycopg.types.json import Jsonb

SERVICES, PEOPLE, YEARS = 40, 30_000, 4
CHUNK = 10_000
LIVING, FAILED, OVERDUE, STOPPED = 0.02, 0.0005, 0.002, 0.03
"""Shares of the matters."""
STEPS = ("apply", "college", "unlock", "told")

_INSTANCE = (
    "COPY instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at, fields) FROM STDIN"
)
_TASK = (
    "COPY task (instance_id, token, element, name, state, version, reasons, handler_id, outcome, opened_at,"
    " closed_at, due_at) FROM STDIN"
)
_INCIDENT = "COPY incident (instance_id, token, element, code, detail, opened_at) FROM STDIN"
_VERSIONS = (
    "INSERT INTO definition (service_key, number, state, name, digest, bundle, created_at, published_at)"
    " SELECT 'service-' || s, v, CASE v WHEN 2 THEN 'published' ELSE 'retired' END, name || ' ' || s,"
    " digest || s || v, bundle, created_at, published_at"
    " FROM definition, generate_series(1, %s) s, generate_series(1, 2) v WHERE service_key = 'email-unlock'"
    " AND state = 'published'"
)
_CATALOGUE = (
    "INSERT INTO service (key, title, unit_id, search_title, search_text, sort_key, published_at, updated_at)"
    " SELECT DISTINCT d.service_key, s.title, s.unit_id, s.search_title, s.search_text, s.sort_key,"
    " s.published_at, s.updated_at FROM definition d, service s WHERE s.key = 'email-unlock'"
    " AND d.service_key LIKE 'service-%'"
)
# The last two of the values: a number and a moment.
_ORDERED = (
    "INSERT INTO ordered_value (instance_id, place, definition_id, number, word)"
    " SELECT id, 4, definition_id, CAST(fields ->> 4 AS numeric), NULL FROM instance WHERE id <> %s"
    " UNION ALL SELECT id, 5, definition_id, NULL, fields ->> 5 FROM instance WHERE id <> %s"
)
DAYS = 10_000
_PEOPLE = (
    "INSERT INTO person (number, name, name_key, search_key, kinds, active)"
    " SELECT 'X' || n, '学生' || n, name_key, search_key, kinds, true"
    " FROM person, generate_series(1, %s) n WHERE number = '2024110001'"
)


@dataclass(frozen=True)
class Filled:
    """What was made: rows, seconds, bytes on disk."""

    instances: int
    seconds: float
    size: int
    someone: int


def fill(database: psycopg.Connection, instances: int) -> Filled:
    """Copy the one matter that is there, until there are so many; a server then knows its statistics."""
    started = time.monotonic()
    source = database.execute("SELECT snapshot, record_head, fields, unit_id, id FROM instance").fetchone()
    now = database.execute("SELECT now()").fetchone()
    assert source is not None
    assert now is not None
    database.execute(_VERSIONS, (SERVICES,))
    database.execute(_CATALOGUE)
    database.execute(_PEOPLE, (PEOPLE,))  # type: ignore[arg-type]
    known = _ids(database)
    matters = _matters(Random(1), instances, source, now[0], known)
    while made := list(islice(matters, CHUNK)):
        _copy(database, _INSTANCE, (one["row"] for one in made))
        _copy(database, _TASK, (task for one in made for task in one["tasks"]))
        _copy(database, _INCIDENT, (one["incident"] for one in made if one["incident"]))
    database.execute(
        "INSERT INTO inbox SELECT id, 'g:it-mail' FROM task WHERE state = 'open' ON CONFLICT DO NOTHING"
    )
    database.execute(_ORDERED, (source[4], source[4]))
    database.execute("VACUUM ANALYZE")
    size = database.execute("SELECT pg_database_size(current_database())").fetchone()
    assert size is not None
    return Filled(instances, time.monotonic() - started, size[0], known["people"][77][0])


def _ids(database: psycopg.Connection) -> dict[str, list[Any]]:
    asked = {
        "versions": "SELECT id, service_key FROM definition WHERE service_key LIKE 'service-%%' ORDER BY id",
        "people": "SELECT id FROM person WHERE number LIKE 'X%%'",
        "handlers": "SELECT id FROM person WHERE number NOT LIKE 'X%%'",
        "units": "SELECT id FROM unit",
    }
    return {name: database.execute(sql).fetchall() for name, sql in asked.items()}  # type: ignore[arg-type]


def _matters(
    random: Random, instances: int, source: Any, now: datetime, known: dict[str, list[Any]]
) -> Iterator[dict[str, Any]]:
    span = YEARS * 365 * 86400 / instances
    weights = [1 / (n + 1) for n in range(len(known["versions"]))]
    versions = random.choices(known["versions"], weights, k=instances)
    for n in range(instances):
        at = now - timedelta(seconds=span * (instances - n))
        chance = random.random()
        living = n > instances * (1 - 4 * LIVING) and chance < 0.25
        state = "running" if living else "terminated" if chance > 1 - STOPPED else "completed"
        person = random.choice(known["people"])[0]
        matter = UUID(bytes=random.randbytes(16), version=4)
        end = None if living else at + timedelta(days=random.random() * 9)
        (version, service), (unit,) = versions[n], random.choice(known["units"])
        values: list[Any] = [
            f"20{n % 10**8:08}",
            f"学生{person}",
            "计算机学院",
            f"m{person}@mail.songxi.example",
        ]
        values += [random.randrange(DAYS), at.isoformat(timespec="minutes")]
        row = (
            matter, version, service, f"TY{at:%Y}-{n:07}", f"邮箱解锁申请 学生{person}", person, unit, state,
            5, source[0], 9, source[1], at, end, Jsonb(values),
        )  # fmt: skip
        yield {
            "row": row,
            "tasks": list(_tasks(random, matter, at, end, known)),
            "incident": (matter, 9, "told", "timeout", "", at) if living and chance < FAILED * 10 else None,
        }


def _tasks(
    random: Random, matter: UUID, at: datetime, end: datetime | None, known: dict[str, list[Any]]
) -> Iterator[tuple[Any, ...]]:
    reasons = Jsonb([["g:it-mail", "group"]])
    for token, element in enumerate(STEPS, 1):
        is_open = end is None and token == 3
        if end is None and token > 3:
            return
        handler = None if is_open else random.choice(known["handlers"])[0]
        due = at + timedelta(days=2) if is_open and random.random() < 0.1 else None
        closed = None if is_open else at + timedelta(hours=token)
        outcome = None if is_open else "approve"
        state = "open" if is_open else "completed"
        yield (matter, token, element, element, state, 1, reasons, handler, outcome, at, closed, due)


def _copy(database: psycopg.Connection, statement: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with database.cursor().copy(statement) as copy:  # type: ignore[arg-type]
        for row in rows:
            copy.write_row(row)
