"""Matters of a service as rows alone, copied into a database: what statistics read."""

import json
import random
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

STEPS = ("apply", "college", "hospital", "sports")
NAMES = ("填写申请", "学院意见", "医院意见", "体育部意见")
_INSTANCE = (
    "COPY instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at, ended_at) FROM STDIN"
)
_TASK = (
    "COPY task (id, instance_id, token, element, name, state, reasons, handler_id, outcome, opened_at,"
    " closed_at, due_at, version) FROM STDIN"
)
_READ = "COPY task_read (task_id, person_id, first_at) FROM STDIN"


def copy_matters(
    connection: psycopg.Connection[Any], service: str, matters: int, people: list[int], units: list[int]
) -> None:
    """Make matters of four steps each, begun over the last three years; one in twenty is still open."""
    (definition,) = connection.execute(
        "SELECT id FROM definition WHERE service_key = %s", [service]
    ).fetchone() or (0,)
    (number,) = connection.execute("SELECT coalesce(max(id), 0) FROM task").fetchone() or (0,)
    made = list(_matters(random.Random(7), matters, definition, service, people, units, number))
    for sql, part in ((_INSTANCE, 0), (_TASK, 1), (_READ, 2)):
        with connection.cursor() as cursor, cursor.copy(sql) as copy:
            for one in made:
                for row in one[part]:
                    copy.write_row(row)
    connection.execute("SELECT setval(pg_get_serial_sequence('task', 'id'), (SELECT max(id) FROM task))")
    connection.commit()


def _matters(
    chance: random.Random,
    matters: int,
    definition: int,
    service: str,
    people: list[int],
    units: list[int],
    number: int,
) -> Iterator[tuple[list[Any], list[Any], list[Any]]]:
    now = datetime.now(UTC)
    for n in range(matters):
        started = now - timedelta(seconds=chance.random() * 3 * 365 * 86400)
        instance = uuid.UUID(int=chance.getrandbits(128), version=4)
        stays = chance.randrange(1, 4) if n % 20 == 0 else None
        at, tasks, reads = started, [], []
        for place, element in enumerate(STEPS[: stays + 1 if stays else 4]):
            number += 1
            waits = place == stays
            took = timedelta(seconds=0 if place == 0 else chance.expovariate(1 / (86400 * place)))
            closed = None if waits else at + took
            handler = None if waits else chance.choice(people)
            state = "open" if waits else "returned" if chance.random() < 0.04 else "completed"
            due = at + timedelta(days=2) if place else None
            reasons = json.dumps([[f"p:{handler or people[0]}", "unitHead"]])
            outcome = None if waits else "approve" if state == "completed" else "return"
            told = (number, instance, place, element, NAMES[place], state, reasons, handler, outcome)
            tasks.append((*told, at, closed, due, 1))
            if place and closed:
                reads.append((number, handler, at + took * chance.random()))
            at = closed or at
        ended = None if stays else at
        begun = (
            instance,
            definition,
            service,
            f"S{n:07}",
            f"申请 {n}",
            chance.choice(people),
            chance.choice(units),
        )
        row = (*begun, "running" if stays else "completed", 1, b"\0", 0, b"\0", started, ended)
        yield [row], tasks, reads
