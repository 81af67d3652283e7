"""Hostile designs and scripts against the running program, and what somebody else feels meanwhile.

The corpus has 51 hostile diagrams and 20 scripts. Beside them stand 177 diagrams of our own
(`tests/designer_export/hostile*.py`) and 84 scripts (`tests/expressions/test_hostile_sources.py`): more than
twice as many of each. Each is uploaded, looked at, repaired and drawn, or put in force and started, over real
HTTP; each is answered in time and with words; no marker appears on the disk, no address is asked.
"""

import contextlib
import os
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from bench.diagrams import chain
from tests.designer_export.hostile import Reach
from tests.designer_export.hostile_files import cases
from tests.designer_export.outside import listener, reach
from tests.expressions.test_hostile_sources import OWN, corpus
from tests.system.conftest import Hall, OpenHall
from tests.system.hostile import PATIENCE, check

__all__ = ["listener", "reach"]

CORPUS = Path(os.environ.get("CORPUS_DIR") or Path(__file__).resolve().parents[3] / "shared" / "corpus")
FILES = sorted((CORPUS / "hostile").glob("*.bpmn")) if CORPUS.is_dir() else []
NAMES = [case.name for case in cases(Reach("/tmp/x", "http://127.0.0.1:1"))]
SCRIPTS = [*corpus().values(), *OWN]
NEW = "/designs?unit=academic"
SCRIPT = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"><process id="P" isExecutable="true">'
    '<startEvent id="s"/><sequenceFlow id="a" sourceRef="s" targetRef="t"/>'
    '<scriptTask id="t" scriptFormat="python"><script>{}</script></scriptTask>'
    '<sequenceFlow id="b" sourceRef="t" targetRef="e"/><endEvent id="e"/></process></definitions>'
)


@pytest.fixture(scope="module")
def target(open_hall: OpenHall) -> Hall:
    return open_hall("system_hostile_designs")


@pytest.fixture(scope="module")
def designer(target: Hall) -> httpx.Client:
    made = target.person("designer").http
    # The 10 s of an upload are those of the processor: beside other tests they take up to 30 by the clock.
    made.timeout = httpx.Timeout(30 + PATIENCE)
    return made


@pytest.fixture(autouse=True)
def nothing_outside(reach: Reach, listener: socket.socket) -> Iterator[None]:
    yield
    assert not Path(reach.marker).exists()
    with contextlib.suppress(BlockingIOError):
        listener.accept()
        pytest.fail("somebody asked the address")


def gone_through(designer: httpx.Client, files: dict[str, bytes]) -> None:
    """Upload files, and do all that a designer does with a design."""
    sent = [("files", (name, data)) for name, data in files.items()]
    answer = check(designer.post(NEW, files=sent))
    if answer.status_code != 201:
        assert answer.status_code == 422
        assert answer.json()["title"]
        return
    one = f"/designs/{answer.json()['id']}"
    shown = check(designer.get(one))
    if shown.status_code == 200:
        report = shown.json()["report"]
        assert report["findings"] or report["verdict"] == "runnable"
    for path in ("picture", "diagram", "bundle"):
        check_svg(designer.get(f"{one}/{path}"))
    repaired = check(designer.post(f"{one}/repairs", json={}, headers={"If-Match": '"1"'}))
    assert repaired.status_code in {200, 409, 422}
    version = 2 if repaired.status_code == 200 else 1
    published = designer.post(
        f"{one}/publish", json={"starters": ["everyone"]}, headers={"If-Match": f'"{version}"'}
    )
    assert check(published).status_code in {201, 409, 422}


def check_svg(answer: httpx.Response) -> None:
    assert check(answer).status_code in {200, 422}
    assert "root:" not in answer.text


@pytest.mark.skipif(not FILES, reason=f"no corpus at {CORPUS} (set CORPUS_DIR)")
@pytest.mark.parametrize("path", FILES or [Path("none")], ids=lambda path: path.stem)
def test_a_hostile_diagram_goes_through_a_designers_hands(designer: httpx.Client, path: Path) -> None:
    gone_through(designer, {path.name: path.read_bytes()})


@pytest.mark.parametrize("number", range(len(NAMES)), ids=NAMES)
def test_a_diagram_made_to_hurt_goes_through_a_designers_hands(
    designer: httpx.Client, reach: Reach, number: int
) -> None:
    case = list(cases(reach))[number]
    gone_through(designer, {"process.bpmn": case.data, **(case.files or {})})


@pytest.mark.parametrize("number", range(len(SCRIPTS)))
def test_a_hostile_script_is_refused_or_held(
    target: Hall, designer: httpx.Client, reach: Reach, number: int
) -> None:
    text = SCRIPTS[number].replace("{m}", reach.marker)
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
    data = SCRIPT.encode().replace(b"{}", escaped)
    answer = check(designer.post("/definitions?service=email-unlock", files={"diagram": ("s.bpmn", data)}))
    if answer.status_code == 422:
        assert answer.json()["findings"]
        return
    assert answer.status_code == 201
    teacher, began = target.person("tea01"), time.monotonic()
    instance = teacher.start("email-unlock", {})
    assert time.monotonic() - began < PATIENCE
    kinds = [line["kind"] for line in teacher.get(f"/instances/{instance}/record").json()["rows"]]
    assert kinds in (["start", "end"], ["start", "incident"])


def test_there_are_twice_as_many_as_in_the_corpus() -> None:
    assert len(set(NAMES)) == 177 >= 2 * len(FILES)
    assert len(set(OWN)) == 84 >= 2 * len(corpus())


def test_a_diagram_that_takes_too_long_says_so_and_loses_nothing(designer: httpx.Client) -> None:
    made = designer.post(NEW, files={"files": ("a.bpmn", chain(3))}).json()["id"]
    before = designer.get(f"/designs/{made}/original").content
    answer = check(
        designer.post(
            f"/designs/{made}/files",
            files={"files": ("b.bpmn", chain(60_000))},
            headers={"If-Match": '"1"', "Accept-Language": "zh-CN"},
        )
    )
    assert (answer.status_code, answer.json()["code"]) in {(422, "took_too_long"), (422, "took_too_much")}
    assert "原有内容没有变化" in answer.json()["title"]
    assert designer.get(f"/designs/{made}/original").content == before
    assert designer.post(
        f"/designs/{made}/files", files={"files": ("c.bpmn", chain(4))}, headers={"If-Match": '"1"'}
    ).json()["version"] == 2  # fmt: skip


def test_whoever_sends_too_much_at_once_is_told_to_wait(target: Hall, designer: httpx.Client) -> None:
    answers: list[httpx.Response] = []

    def send() -> None:
        with httpx.Client(
            base_url=designer.base_url, headers=designer.headers, timeout=60, trust_env=False
        ) as http:
            answers.append(http.post(NEW, files={"files": ("a.bpmn", chain(20_000))}))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    busy = [answer for answer in answers if answer.status_code == 503]
    assert len(busy) >= 3
    assert {answer.json()["code"] for answer in busy} == {"busy"}
    assert {answer.headers["Retry-After"] for answer in busy} == {"5"}


def test_somebody_else_hardly_feels_it(target: Hall, designer: httpx.Client) -> None:
    """A short, generous form of `python -m bench hostile_uploads`."""
    over, head = threading.Event(), target.person("cs_head")

    def hurt() -> None:
        with httpx.Client(
            base_url=designer.base_url, headers=designer.headers, timeout=60, trust_env=False
        ) as http:
            while not over.is_set():
                http.post(NEW, files={"files": ("a.bpmn", chain(5_000))})

    def feel() -> list[float]:
        spent = []
        for _ in range(60):
            began = time.perf_counter()
            assert head.get("/tasks?box=todo").status_code == 200
            spent.append(time.perf_counter() - began)
            time.sleep(0.01)
        return sorted(spent)

    alone = feel()
    threads = [threading.Thread(target=hurt) for _ in range(3)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    beside = feel()
    over.set()
    for thread in threads:
        thread.join()
    # Medians: a single late answer on a busy machine says nothing of the server.
    assert beside[30] <= max(4 * alone[30], 0.03), (alone[30], beside[30])


def test_the_server_is_well_and_has_logged_no_failure(target: Hall) -> None:
    words = target.servers[0].log.read_text()
    assert "Traceback" not in words, words[-3000:]
    assert '"errors"' not in words
