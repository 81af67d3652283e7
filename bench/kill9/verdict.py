"""What must hold after the rounds, asked of the database and of the receiver, past the program."""

import json
from collections.abc import Iterator
from typing import Any

import psycopg

from bench.kill9.people import Crowd
from bench.kill9.receiver import Receiver
from db.address import conninfo

_STATES = "SELECT state, count(*) FROM instance GROUP BY 1 ORDER BY 1"
_NEVER = {
    "a step opened twice": (
        "SELECT instance_id, element FROM task GROUP BY 1, 2 HAVING count(*) > 1 AND element = 'wait'"
    ),
    "a timer that fired twice, or a call heard twice": (
        "SELECT instance_id, kind, element FROM record_entry WHERE element IS NOT NULL"
        " GROUP BY 1, 2, 3 HAVING count(*) > 1"
    ),
    "an open step": "SELECT id FROM task WHERE state = 'open'",
    "an incident": "SELECT element, code FROM incident",
    "a call that is not over": "SELECT id, state, tries, code FROM call WHERE state <> 'done'",
    "a job that failed": "SELECT task_name, status FROM procrastinate_jobs WHERE status = 'failed'",
    "a message twice": "SELECT person_id, event FROM message GROUP BY 1, 2 HAVING count(*) > 1",
    "a pause that did not pass once": (
        "SELECT id FROM instance i WHERE (SELECT count(*) FROM record_entry r WHERE r.instance_id = i.id"
        " AND r.kind = 'event' AND r.element = 'pause') <> 1"
    ),
}


def faults(url: str, crowd: Crowd, receiver: Receiver, verified: str) -> list[str]:
    """Tell everything that does not hold."""
    with psycopg.connect(conninfo(url), autocommit=True) as database:
        found = [*_of_matters(database, crowd), *_never(database)]
    return [*found, *_of_effects(crowd, receiver), *_of_records(crowd, verified)]


def _of_matters(database: psycopg.Connection[Any], crowd: Crowd) -> Iterator[str]:
    if len(crowd.begun) != crowd.matters:
        yield f"{len(crowd.begun)} of {crowd.matters} matters were acknowledged"
    states = dict(database.execute(_STATES).fetchall())
    if states != {"completed": crowd.matters}:
        yield f"instead of {crowd.matters} finished matters there are {states}"


def _never(database: psycopg.Connection[Any]) -> Iterator[str]:
    for what, question in _NEVER.items():
        rows = database.execute(question).fetchall()  # type: ignore[arg-type]
        if rows:
            yield f"{what}: {len(rows)}, such as {rows[0]}"


def _of_effects(crowd: Crowd, receiver: Receiver) -> Iterator[str]:
    expected = {(f"matter-{n + 1}", which) for n in range(crowd.matters) for which in ("first", "second")}
    if missing := expected - set(receiver.applied):
        yield f"{len(missing)} effects did not happen, such as {min(missing)}"
    if unknown := set(receiver.keys) - expected:
        yield f"{len(unknown)} effects that nobody wanted, such as {min(unknown)}"
    if twice := [effect for effect, count in receiver.applied.items() if count != 1]:
        yield f"{len(twice)} effects happened more than once, such as {min(twice)}"
    if several := [effect for effect, keys in receiver.keys.items() if len(keys) != 1]:
        yield f"{len(several)} effects were asked for under several keys, such as {min(several)}"
    if len(receiver.asked) != len(expected):
        yield f"{len(receiver.asked)} keys for {len(expected)} effects"


def _of_records(crowd: Crowd, verified: str) -> Iterator[str]:
    code, _, last = verified.partition(" ")
    summary = json.loads(last).get("summary") if last.startswith("{") else last
    if (code, summary) != ("0", {"instances": crowd.matters, "bad": 0}):
        yield f"the records do not verify: {verified}"
