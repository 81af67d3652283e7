"""kill -9 of the web server amid completions: what was answered stands, what was not is told once more.

Each client completes steps one after the other, each request under a key of its own. The server is killed
at random moments. A client whose answer was lost repeats the very request when the server is back: it is
carried out then, or the answer that was lost comes; in the end every step was carried out exactly once.
"""

import random
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock
from time import monotonic, sleep

import httpx

from tests.system.conftest import Hall, OpenHall
from tests.system.people import MAIL, SECRET, Person
from tests.system.test_load import deliver, verify

KILLS, CLIENTS, SEED = 10, 4, 20261123
ENTRIES = {"start": 1, "head": 2, "mail": 3}
"""How long the record is once a step is done."""


@dataclass
class Stream:
    """What the clients know: the counts of acknowledged and of repeated requests."""

    stop: Event = field(default_factory=Event)
    lock: Lock = field(default_factory=Lock)
    acknowledged: dict[str, int] = field(default_factory=dict)
    lost: int = 0
    replayed: int = 0


def test_ten_kills_lose_no_answer_and_do_nothing_twice(open_hall: OpenHall, tmp_path: Path) -> None:
    hall = open_hall("system_kill")
    chance, stream = random.Random(SEED), Stream()
    people = {login: hall.person(login) for login in ("tea02", "cs_head", "it_clerk")}

    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(work, hall, people, stream) for _ in range(CLIENTS)]
        try:
            for _ in range(KILLS):
                sleep(chance.uniform(0.2, 0.9))
                hall.servers[0].kill()
                hall.servers[0].start()
        finally:
            stream.stop.set()
        for client in clients:
            client.result()

    print(f"{len(stream.acknowledged)} instances, {stream.lost} answers lost, {stream.replayed} told again")
    assert stream.lost >= KILLS // 2, "the kills hardly ever met a request"
    deliver(hall, tmp_path / "worker.log")
    assert dict(hall.sql("SELECT state, count(*) FROM instance GROUP BY 1")) == {
        "completed": len(stream.acknowledged)
    }
    verify(hall, len(stream.acknowledged))
    assert hall.sql("SELECT instance_id, element FROM task GROUP BY 1, 2 HAVING count(*) > 1") == []


def work(hall: Hall, people: dict[str, Person], stream: Stream) -> None:
    """Carry instances to their ends until told to stop, the last one to its end too."""
    while not stream.stop.is_set():
        body = {"document": MAIL, "opinion": "请解锁"}
        begun = insist(hall, stream, people["tea02"], "/services/email-unlock/instances", body, None)
        instance = begun.json()["instance_id"]
        note(hall, stream, instance, "start")
        step(hall, stream, people["cs_head"], instance, "head", {"outcome": "approve", "opinion": "同意"})
        typed = {"outcome": "done", "opinion": "已解锁", "document": {"newPassword": SECRET}}
        step(hall, stream, people["it_clerk"], instance, "mail", typed)


def step(hall: Hall, stream: Stream, person: Person, instance: str, name: str, body: object) -> None:
    task = patiently(lambda: person.get(f"/instances/{instance}")).json()["my_task"]
    insist(hall, stream, person, f"/tasks/{task}/complete", body, instance)
    note(hall, stream, instance, name)


def note(hall: Hall, stream: Stream, instance: str, name: str) -> None:
    with stream.lock:
        stream.acknowledged[instance] = ENTRIES[name]


def insist(
    hall: Hall, stream: Stream, person: Person, path: str, body: object, instance: str | None
) -> httpx.Response:
    """Send a request under one key until it is answered; judge what was stored when an answer was lost."""
    headers = {"Idempotency_Key": uuid.uuid4().hex, "If_Match": '"1"'}
    try:
        answer = person.post(path, body, **headers)
        lost = answer.status_code == 503
    except httpx.TransportError:
        lost = True
    if lost:
        answer = patiently(lambda: person.post(path, body, **headers))
        judge(hall, stream, answer, instance)
        again = patiently(lambda: person.post(path, body, **headers))
        assert (again.content, again.headers.get("Idempotency-Replayed")) == (answer.content, "true")
    assert answer.status_code in (200, 201), answer.text
    return answer


def judge(hall: Hall, stream: Stream, answer: httpx.Response, instance: str | None) -> None:
    replayed = answer.headers.get("Idempotency-Replayed") == "true"
    with stream.lock:
        stream.lost += 1
        stream.replayed += replayed


def patiently(send: "Callable[[], httpx.Response]") -> httpx.Response:
    """Repeat until the server answers; its old self may still hold the request in its last transaction."""
    until = monotonic() + 30
    while True:
        try:
            answer = send()
            if not (answer.status_code == 409 and answer.json()["code"] == "in_flight"):
                return answer
        except httpx.TransportError:
            pass
        assert monotonic() < until
        sleep(0.05)
