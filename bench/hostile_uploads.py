"""hostile_idle, hostile_uploads_1, hostile_uploads_4, hostile_scripts_4: what others feel of hostile designers.

A second client reads its to-do box and a task in turns. Beside it one designer, or several, send what hostile
and very large diagrams there are, look at what became of them, and start a service whose script never ends.
"""

import json
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path

from bench.campus import API, Campus, campus
from bench.diagrams import chain, definitions, flow
from bench.result import Result, summarise
from bench.stage import Stage
from bench.web import HOST

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[2] / "shared" / "corpus")
REQUESTS = 400
PAUSE = 0.01
"""Seconds between two requests of the second client: a person's browser, not a flood."""
LIMIT = 2.0
STARTERS = ("tea01", "tea02", "tea03", "tea05")

Act = Callable[[HTTPConnection, int], None]


def run(stage: Stage) -> Iterator[Result]:
    """Measure the second client alone, then beside hostile ones."""
    with campus(stage) as hall:
        hall.start()
        tokens = [hall.token(login) for login in ("designer", "admin", *STARTERS)]
        _requests(hall, 50)
        idle = summarise("hostile_idle", _requests(hall, REQUESTS), what="to-do box and task")
        yield idle
        for many in (1, 4):
            with _beside(hall, [_uploader(tokens[number % 2]) for number in range(many)]) as sent:
                yield _compared(f"hostile_uploads_{many}", hall, idle, sent, uploaders=many)
        _publish_script(hall)
        with _beside(hall, [_starter(token) for token in tokens[2:]]) as sent:
            yield _compared("hostile_scripts_4", hall, idle, sent, starters=len(STARTERS))


def _compared(name: str, hall: Campus, idle: Result, sent: list[int], **params: int) -> Result:
    found = summarise(name, _requests(hall, REQUESTS))
    answers = {str(status): sent.count(status) for status in sorted(set(sent))}
    return Result(
        name, found.n, "ms", found.median, found.p95, idle.bench, found.p95 / idle.p95, LIMIT,
        {**params, "ratio_of": "p95", "answers": answers},
    )  # fmt: skip


def _requests(hall: Campus, count: int) -> list[float]:
    """Give the milliseconds of the second client's requests."""
    task, spent = hall.newest(), []
    for number in range(count):
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
        number = 0
        while not over.is_set():
            with ExitStack() as stack:
                client = HTTPConnection(HOST, hall.web.port, timeout=60)
                stack.callback(client.close)
                act(client, number)
                sent.append(getattr(client, "status", 0))
            number += 1

    threads = [threading.Thread(target=again, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    time.sleep(1.0)
    try:
        yield sent
    finally:
        over.set()
        for thread in threads:
            thread.join()


def _uploader(token: str) -> Act:
    files = list(_files())
    turns = cycle(range(len(files)))

    def upload(client: HTTPConnection, _: int) -> None:
        name, data = files[next(turns)]
        found = _send(client, token, "/designs?unit=academic", _form("files", name, data))
        if found.get("id"):
            _send(client, token, f"/designs/{found['id']}")
            _send(client, token, f"/designs/{found['id']}/picture")
            _send(client, token, f"/designs/{found['id']}/repairs", b"{}", **{"If-Match": '"1"'})
        _send(client, token, "/definitions?service=email-unlock", _form("diagram", name, data))

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
    def start(client: HTTPConnection, _: int) -> None:
        _send(client, token, "/services/email-unlock/instances", b'{"document": {}}')

    return start


def _publish_script(hall: Campus) -> None:
    """Put a script in force that never ends."""
    task = '<scriptTask id="t" scriptFormat="python"><script>while True:\n  pass</script></scriptTask>'
    body = f'<startEvent id="s"/>{task}<endEvent id="e"/>' + flow("a", "s", "t") + flow("b", "t", "e")
    client = HTTPConnection(HOST, hall.web.port, timeout=60)
    form = _form("diagram", "script.bpmn", definitions(body))
    _send(client, hall.token("designer"), "/definitions?service=email-unlock", form)
    if client.status != 201:  # type: ignore[attr-defined]
        raise RuntimeError("the script was not put in force")
    client.close()


def _form(part: str, name: str, data: bytes) -> tuple[bytes, str]:
    head = f'--b\r\nContent-Disposition: form-data; name="{part}"; filename="{name}"\r\n\r\n'
    return head.encode() + data + b"\r\n--b--\r\n", "multipart/form-data; boundary=b"


def _send(
    client: HTTPConnection, token: str, path: str, body: bytes | tuple[bytes, str] | None = None, **more: str
) -> dict[str, object]:
    content, kind = body if isinstance(body, tuple) else (body, "application/json")
    headers = {"Authorization": f"Bearer {token}", **more}
    if content is not None:
        headers["Content-Type"] = kind
    client.request("GET" if content is None else "POST", API + path, body=content, headers=headers)
    answer = client.getresponse()
    said = answer.read()
    client.status = answer.status  # type: ignore[attr-defined]
    if answer.status >= 500 and answer.status != 503:
        raise RuntimeError(f"{path} answered {answer.status}: {said[:300]!r}")
    found = json.loads(said) if said.startswith(b"{") else {}
    return found if isinstance(found, dict) else {}
