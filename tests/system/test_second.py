"""A second worker and a second web server on another port share the work; stopping one loses nothing."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic, sleep

import httpx

from app import create_app
from bench import waiting_service
from cli.ready import answers
from cli.services import publish
from db import db
from tests.live_server import ROOT, LiveServer, environment_of, free_port
from tests.system.conftest import Hall, OpenHall
from tests.system.people import Person

SERVICE, MATTERS, PEOPLE = "bench-moment", 24, 4
LOGINS = ("stu01", "stu02", "stu03", "tea01")
# Which worker took which job: the queue forgets both once the job is done.
_WATCH = """
CREATE TABLE taken (worker bigint, task text);
CREATE FUNCTION note_taken() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN INSERT INTO taken VALUES (NEW.worker_id, NEW.task_name); RETURN NULL; END $$;
CREATE TRIGGER taken AFTER UPDATE ON procrastinate_jobs FOR EACH ROW WHEN (NEW.status = 'doing')
EXECUTE FUNCTION note_taken();
"""


def test_two_of_each_share_the_work_and_either_goes_on_alone(open_hall: OpenHall, tmp_path: Path) -> None:
    hall = open_hall("system_second")
    with hall.connect() as connection:
        connection.execute(_WATCH)
    prepare(hall)
    with (
        second_server(hall, tmp_path / "web.log") as (both, process),
        hall.worker(tmp_path / "one.log") as one,
        hall.worker(tmp_path / "two.log"),
    ):
        wait_for(lambda: count(hall, "procrastinate_workers") == 2)
        first = start_many(both)
        wait_for(lambda: opened(hall, first) == MATTERS)
        workers = hall.sql("SELECT DISTINCT worker FROM taken WHERE task = 'messages.deliver'")
        assert len(workers) == 2, "both take jobs"

        with ThreadPoolExecutor(1) as pool:
            ended = pool.submit(stop_amid, process)
            finish(both, first)
            assert ended.result() == 0
        assert states(hall) == {"completed": MATTERS}

        alone = replace(both, servers=both.servers[:1])
        more = start_many(alone)
        one.terminate()
        assert one.wait(20) == 0
        wait_for(lambda: opened(hall, more) == MATTERS)
        finish(alone, more)
        wait_for(lambda: count(hall, "procrastinate_jobs", "status IN ('todo', 'doing')") == 0)
    assert states(hall) == {"completed": 2 * MATTERS}
    told = "SELECT event, person_id FROM message GROUP BY 1, 2 HAVING count(*) > 1"
    assert hall.sql(told) == []
    assert count(hall, "message", "kind = 'task_opened'") == 2 * MATTERS
    assert count(hall, "task", "element = 'after'") == 2 * MATTERS
    assert hall.command("verify").returncode == 0


def prepare(hall: Hall) -> None:
    app = create_app(hall.settings)
    with app.app_context():
        publish(app, waiting_service.until_a_moment(SERVICE))
        db.engine.dispose()


@contextmanager
def second_server(hall: Hall, log: Path) -> Iterator[tuple[Hall, subprocess.Popen[bytes]]]:
    """Run ``tongban web --port`` beside the hall's server; give the hall with both."""
    port = free_port()
    command = [sys.executable, "-m", "cli", "web", "--port", str(port)]
    with log.open("wb") as words:
        process = subprocess.Popen(
            command, env=environment_of(hall.settings), cwd=ROOT, stdout=words, stderr=words
        )
    try:
        wait_for(lambda: answers("127.0.0.1", port))
        other = LiveServer(replace(hall.settings, port=port), log)
        yield replace(hall, servers=(*hall.servers, other)), process
    finally:
        process.terminate()
        process.wait(20)


def stop_amid(process: subprocess.Popen[bytes]) -> int:
    """Stop a server while people are at it; give how it ended."""
    sleep(0.3)
    process.terminate()
    return process.wait(20)


def start_many(hall: Hall) -> list[str]:
    """Let several people start matters, each in turns at every server."""

    def some(number: int) -> list[str]:
        people = [hall.person(LOGINS[number], server) for server in range(len(hall.servers))]
        share = MATTERS // PEOPLE
        return [people[n % len(people)].start(SERVICE, {"subject": f"{number}-{n}"}) for n in range(share)]

    with ThreadPoolExecutor(PEOPLE) as pool:
        return [started for share in pool.map(some, range(PEOPLE)) for started in share]


def finish(hall: Hall, matters: list[str]) -> None:
    """Let everybody do his steps, at any server that takes the request."""
    share = len(matters) // PEOPLE

    def some(number: int) -> None:
        people = [hall.person(LOGINS[number], server) for server in reversed(range(len(hall.servers)))]
        for matter in matters[number * share : (number + 1) * share]:
            task = insist(people, lambda person, matter=matter: person.get(f"/instances/{matter}"))
            key, task_id = os.urandom(8).hex(), task.json()["my_task"]
            insist(
                people,
                lambda person, task_id=task_id, key=key: person.complete(
                    task_id, "done", key=key, document={}
                ),
            )
            sleep(0.1)

    with ThreadPoolExecutor(PEOPLE) as pool:
        list(pool.map(some, range(PEOPLE)))


def insist(people: list[Person], ask: Callable[[Person], httpx.Response]) -> httpx.Response:
    """Ask at the first server, and at the next if nobody answers there."""
    for person in people:
        try:
            answer = ask(person)
        except httpx.TransportError:
            continue
        assert answer.status_code == 200, answer.text
        return answer
    raise AssertionError("no server answers")


def opened(hall: Hall, matters: list[str]) -> int:
    found = "SELECT count(*) FROM task WHERE element = 'after' AND instance_id = ANY(%s::uuid[])"
    return int(hall.sql(found, matters)[0][0])


def count(hall: Hall, table: str, where: str = "true") -> int:
    return int(hall.sql(f"SELECT count(*) FROM {table} WHERE {where}")[0][0])


def states(hall: Hall) -> dict[str, int]:
    return dict(hall.sql("SELECT state, count(*) FROM instance GROUP BY 1"))


def wait_for(holds: Callable[[], bool], patience_s: float = 60) -> None:
    until = monotonic() + patience_s
    while not holds():
        assert monotonic() < until
        sleep(0.1)
