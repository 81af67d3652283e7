"""hostile_uploads_1 and _4, hostile_scripts_4: what others feel of hostile designers.

A second client reads its to-do box and a task in turns. Beside it one designer, or several, send what hostile
and very large diagrams there are, look at what became of them, and start a service whose script never ends.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any

from bench.campus import API, Campus, campus
from bench.diagrams import chain, definitions, flow
from bench.result import Result, summarise
from bench.stage import Stage
from bench.web import HOST

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
ROUNDS, REQUESTS = 5, 100
PAUSE = 0.01
"""Seconds between two requests of the second client: a person's browser, not a flood."""
LIMIT = 2.0
BUSY = 503
JSON = "application/json"
STARTERS = ("tea01", "tea02", "tea03", "tea05")


class _Over(Exception):
    """The measurement is over."""


class _Client(HTTPConnection):
    """Somebody who sends things until the measurement is over, and keeps the statuses of the answers."""

    def __init__(self, port: int, over: threading.Event, statuses: list[int]) -> None:
        super().__init__(HOST, port, timeout=60)
        self._over, self._statuses = over, statuses

    def ask(
        self, token: str, path: str, body: tuple[bytes, str] | None = None, **headers: str
    ) -> dict[str, Any]:
        """Send a request; give the object that it answers with."""
        if self._over.is_set():
            raise _Over
        headers["Authorization"] = f"Bearer {token}"
        if body is not None:
            headers["Content-Type"] = body[1]
        self.request("POST" if body else "GET", API + path, body=body and body[0], headers=headers)
        answer = self.getresponse()
        said = answer.read()
        self._statuses.append(answer.status)
        if answer.status >= 500 and answer.status != BUSY:
            raise RuntimeError(f"{path} answered {answer.status}: {said[:300]!r}")
        found = json.loads(said) if said.startswith(b"{") else {}
        return found if isinstance(found, dict) else {}


Act = Callable[[_Client], None]


def run(stage: Stage) -> Iterator[Result]:
    """Measure the second client alone and beside hostile ones in turns: a noisy moment meets both."""
    with campus(stage) as hall:
        hall.start()
        tokens = [hall.token(login) for login in ("designer", "admin", *STARTERS)]
        files = list(_files())
        _requests(hall, 50)
        for many in (1, 4):
            acts = [_uploader(tokens[number % 2], files, number) for number in range(many)]
            yield from _compared(f"hostile_uploads_{many}", hall, acts, uploaders=many)
        _publish_script(hall)
        acts = [_starter(token) for token in tokens[2:]]
        yield from _compared("hostile_scripts_4", hall, acts, starters=len(STARTERS))


def _compared(name: str, hall: Campus, acts: list[Act], **params: int) -> Iterator[Result]:
    alone, beside, statuses = list[float](), list[float](), list[int]()
    for _ in range(ROUNDS):
        alone += _requests(hall, REQUESTS)
        with _beside(hall, acts) as sent:
            beside += _requests(hall, REQUESTS)
        statuses += sent
    idle, found = summarise(f"{name}_idle", alone), summarise(name, beside)
    answers = {str(status): statuses.count(status) for status in sorted(set(statuses))}
    yield idle
    yield Result(
        name, found.n, "ms", found.median, found.p95, idle.bench, found.p95 / idle.p95, LIMIT,
        {**params, "ratio_of": "p95", "answers": answers},
    )  # fmt: skip


def _requests(hall: Campus, many: int) -> list[float]:
    """Give the milliseconds of the second client's requests."""
    task, spent = hall.newest(), []
    for number in range(many):
        began = time.perf_counter()
        hall.call("cs_head", "GET", f"/tasks/{task}" if number % 2 else "/tasks?box=todo")
        spent.append((time.perf_counter() - began) * 1000)
        time.sleep(PAUSE)
    return spent


@contextmanager
def _beside(hall: Campus, acts: list[Act]) -> Iterator[list[int]]:
    """Let others act again and again, each on a connection of its own; give the statuses that they get."""
    over, sent = threading.Event(), list[int]()

    def again(act: Act) -> None:
        while not over.is_set():
            with closing(_Client(hall.web.port, over, sent)) as client, suppress(_Over):
                act(client)

    threads = [threading.Thread(target=again, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield sent
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _uploader(token: str, files: list[tuple[str, bytes]], first: int) -> Act:
    turns = count(first * 7)

    def upload(client: _Client) -> None:
        name, data = files[next(turns) % len(files)]
        found = client.ask(token, "/designs?unit=academic", _form("files", name, data))
        if found.get("id"):
            client.ask(token, f"/designs/{found['id']}")
            client.ask(token, f"/designs/{found['id']}/picture")
            client.ask(token, f"/designs/{found['id']}/repairs", (b"{}", JSON), **{"If-Match": '"1"'})
        client.ask(token, "/definitions?service=email-unlock", _form("diagram", name, data))

    return upload


def _files() -> Iterator[tuple[str, bytes]]:
    """Give very large diagrams, and between them the hostile ones of the corpus."""
    yield "chain-5000.bpmn", chain(5000)
    yield "chain-40000.bpmn", chain(40_000)
    yield "deep.bpmn", b"<a>" * 3_000_000
    for path in sorted((CORPUS / "hostile").glob("*.bpmn")):
        yield path.name, path.read_bytes()
        yield "chain-1000.bpmn", chain(1000)


def _starter(token: str) -> Act:
    def start(client: _Client) -> None:
        client.ask(token, "/services/email-unlock/instances", (b'{"document": {}}', JSON))

    return start


def _publish_script(hall: Campus) -> None:
    """Put a script in force that never ends."""
    task = '<scriptTask id="t" scriptFormat="python"><script>while True:\n  pass</script></scriptTask>'
    body = f'<startEvent id="s"/>{task}<endEvent id="e"/>' + flow("a", "s", "t") + flow("b", "t", "e")
    sent = list[int]()
    with closing(_Client(hall.web.port, threading.Event(), sent)) as client:
        form = _form("diagram", "script.bpmn", definitions(body))
        client.ask(hall.token("designer"), "/definitions?service=email-unlock", form)
    if sent != [201]:
        raise RuntimeError("the script was not put in force")


def _form(part: str, name: str, data: bytes) -> tuple[bytes, str]:
    head = f'--b\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"
