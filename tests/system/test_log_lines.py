"""What anybody types, names or sends stands in no line of the log; what the line is about does, by ids."""

import json
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import httpx

from tests.system.conftest import FRESH, Hall, OpenHall
from tests.system.matters import application, upload
from tests.system.people import API

PLANTED = "沈planted舟-88341"
ASCII = "Planted-88341"


def lines(path: Path) -> list[dict[str, Any]]:
    """Read the log; whatever is not JSON is a fault."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def plant(hall: Hall) -> str:
    """Put the words into everything that a request can hold; give the instance that was begun."""
    student, head = hall.person("stu01"), hall.person("cs_head")
    document = {**application(hall), "reason": PLANTED}
    upload(student.http, name=f"{PLANTED}.pdf", content=PLANTED.encode())
    instance = student.start("fitness-exemption", document)
    task = head.open_task(instance)
    head.complete(task, "no-such-outcome", opinion=PLANTED)
    head.complete(task, "approve", opinion=PLANTED * 60)
    head.complete(task, "approve", opinion=PLANTED, key=ASCII)
    url = hall.servers[0].url
    odd = {"User-Agent": ASCII, "Referer": f"/{ASCII}", "X-Request-ID": f"{ASCII}!", "Cookie": f"x={ASCII}"}
    with httpx.Client(base_url=url, headers=odd, trust_env=False, limits=FRESH, timeout=30) as http:
        http.get(f"/{PLANTED}", params={"q": PLANTED})
        http.get("/services", params={"q": PLANTED})
        http.post(f"{API}/token", json={"login": PLANTED, "password": PLANTED})
        http.post(f"{API}/token", content=PLANTED.encode(), headers={"Content-Type": "application/json"})
        http.request(ASCII.replace("-", ""), "/services")
        http.get("/services", headers={"Authorization": f"Bearer {ASCII}"})
    return instance


def test_no_line_holds_what_people_typed_and_each_says_what_it_is_about(
    open_hall: OpenHall, tmp_path: Path
) -> None:
    hall = open_hall("system_log_lines")
    instance = plant(hall)
    arguments = json.dumps({"title": PLANTED, "to": [PLANTED], "key": PLANTED})
    (job,) = hall.sql(
        # Its last try: the queue itself writes an error, with the arguments if it is let.
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, attempts)"
        " VALUES ('default', 'messages.deliver', %s, 9) RETURNING id",
        arguments,
    )
    with hall.worker(tmp_path / "worker.log"):
        deadline = monotonic() + 60
        while hall.sql("SELECT status FROM procrastinate_jobs WHERE id = %s", job[0]) != [("failed",)]:
            assert monotonic() < deadline
            sleep(0.2)
    web, worker = hall.servers[0].log, tmp_path / "worker.log"
    for path in (web, worker):
        text = path.read_text()
        for word in (PLANTED, ASCII, ASCII.replace("-", ""), PLANTED.encode("unicode_escape").decode()):
            assert word not in text, next(line for line in text.splitlines() if word in line)

    requests = [line for line in lines(web) if line["event"] == "request"]
    assert all(line["request"] and "status" in line for line in requests)
    completed = [line for line in requests if str(line["route"]).endswith("/complete")]
    assert {line["instance"] for line in completed if line["status"] == 200} == {instance}
    assert all(line["task"] for line in completed)
    failed = [line for line in lines(worker) if line.get("job_id")]
    assert {(line["job"], str(line["job_id"])) for line in failed} == {("messages.deliver", str(job[0]))}
    assert any("TypeError" in line.get("errors", []) for line in failed)
