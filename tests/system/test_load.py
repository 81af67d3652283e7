"""Fifty instances by eight clients against two servers: everything whole, nothing twice."""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep

from tests.system.conftest import Hall, OpenHall
from tests.system.people import MAIL, SECRET, Person

INSTANCES, CLIENTS = 50, 8
_DUPLICATES = {
    "one task a token": "SELECT instance_id, token FROM task GROUP BY 1, 2 HAVING count(*) > 1",
    "one task a step, where nothing is returned": (
        "SELECT instance_id, element FROM task GROUP BY 1, 2 HAVING count(*) > 1"
    ),
    "one record entry a handled task": (
        "SELECT instance_id, element, kind FROM record_entry WHERE element IS NOT NULL"
        " GROUP BY 1, 2, 3 HAVING count(*) > 1"
    ),
    "one message a person and event": (
        "SELECT person_id, event FROM message GROUP BY 1, 2 HAVING count(*) > 1"
    ),
    "one business number": "SELECT business_no FROM instance GROUP BY 1 HAVING count(*) > 1",
}

_LEFT = (
    "SELECT (SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing'))"
    " + (SELECT count(*) FROM call WHERE closed_at IS NULL)"
)
"""A connector takes few calls at a time: those that found no place have no job until they are swept up."""


def test_fifty_instances_by_eight_clients_before_two_servers(open_hall: OpenHall, tmp_path: Path) -> None:
    hall = open_hall("system_load", servers=2)

    with ThreadPoolExecutor(CLIENTS) as pool:
        share = INSTANCES // CLIENTS + 1
        jobs = [pool.submit(client, hall, number, share) for number in range(CLIENTS)]
        started = [instance for job in jobs for instance in job.result()][:]
    assert len(started) >= INSTANCES

    assert hall.sql("SELECT count(*) FROM inbox") == [(0,)]
    deliver(hall, tmp_path / "worker.log")
    assert dict(hall.sql("SELECT state, count(*) FROM instance GROUP BY 1")) == {"completed": len(started)}
    assert dict(hall.sql("SELECT state, count(*) FROM call GROUP BY 1")) == {"done": 3 * len(started)}
    assert hall.sql("SELECT count(*) FROM incident") == [(0,)]
    verify(hall, len(started))
    for what, statement in _DUPLICATES.items():
        assert hall.sql(statement) == [], what
    told = dict(hall.sql("SELECT kind, count(*) FROM message GROUP BY 1"))
    # A head and the two of the mail group for each matter, and its initiator at the end.
    assert told == {"task_opened": 3 * len(started), "instance_completed": len(started)}


def client(hall: Hall, number: int, share: int) -> list[str]:
    """Start some instances and carry each to its end; each request goes to either server."""
    chance = random.Random(number)
    started = []
    for _ in range(share):
        instance = pick(hall, chance, ("tea01", "tea02")).start("email-unlock", MAIL, opinion="请解锁")
        started.append(instance)
    for instance in started:
        handle(pick(hall, chance, ("cs_head",)), instance, "approve")
    for instance in started:
        handle(
            pick(hall, chance, ("it_clerk", "it_deputy")), instance, "done", document={"newPassword": SECRET}
        )
    return started


def pick(hall: Hall, chance: random.Random, logins: tuple[str, ...]) -> Person:
    return hall.person(chance.choice(logins), chance.randrange(2))


def handle(person: Person, instance: str, outcome: str, **body: object) -> None:
    answer = person.complete(person.open_task(instance), outcome, opinion="同意", **body)
    assert answer.status_code == 200, answer.text


def verify(hall: Hall, instances: int) -> None:
    """Let `tongban verify` recompute every record."""
    told = hall.command("verify", "--json")
    *rows, last = [json.loads(line) for line in told.stdout.splitlines()]
    assert (told.returncode, last) == (0, {"summary": {"instances": instances, "bad": 0}}), told.stderr
    # Three people, three answers of the mail system, and the end.
    assert Counter(row["entries"] for row in rows) == {7: instances}


def deliver(hall: Hall, log: Path) -> None:
    """Let two workers empty the queue side by side: calls of the mail system, then messages."""
    with hall.worker(log), hall.worker(log):
        until = monotonic() + 60
        while hall.sql(_LEFT)[0][0]:
            assert monotonic() < until, log.read_text()[-2000:]
            sleep(0.2)
