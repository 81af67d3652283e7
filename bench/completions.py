"""http_complete, sql_complete, commits_complete, cpu_instance: what handling costs over HTTP."""

import time
from collections.abc import Iterator
from typing import Any

from bench.campus import APPROVERS, Campus, campus
from bench.result import Result, summarise
from bench.stage import Stage
from bench.statements import counting

INSTANCES = 60
WARM_UP = 5
COUNTED = 10


def run(stage: Stage) -> Iterator[Result]:
    """Drive instances of the fitness-test exemption one after another, over one connection."""
    with campus(stage) as hall:
        for number in range(WARM_UP):
            list(_instance(hall, f"w{number}", hall.upload("stu01")))
        files = [hall.upload("stu01") for _ in range(INSTANCES)]
        before = hall.web.cpu_seconds()
        spent = [ms for number, file in enumerate(files) for ms in _instance(hall, f"i{number}", file)]
        cpu = (hall.web.cpu_seconds() - before) * 1000 / INSTANCES
        statements, commits = _count(stage, hall)
    floor = stage.results.get("floor_http")
    yield summarise(
        "http_complete", spent, over=floor, limit=3 if floor else None, service="fitness-exemption"
    )
    yield summarise("sql_complete", [statements], "statements", limit=15, counted=COUNTED)
    yield summarise("commits_complete", [commits], "commits", limit=1, counted=COUNTED)
    yield Result(
        "cpu_instance", INSTANCES, "ms", cpu, cpu, limit=25, params={"steps": "start + 3 × (open, complete)"}
    )


def _instance(hall: Campus, key: str, file: dict[str, Any]) -> Iterator[float]:
    """Run one instance to its end; yield the milliseconds of each completion."""
    hall.start(file=file)
    for step, login in enumerate(APPROVERS):
        task = hall.newest()
        hall.call(login, "GET", f"/tasks/{task}")
        started = time.perf_counter()
        hall.complete(login, task, f"{key}-{step}")
        yield (time.perf_counter() - started) * 1000


def _count(stage: Stage, hall: Campus) -> tuple[float, float]:
    """Count what the server is asked by one completion; no worker runs beside it."""
    for _ in range(COUNTED):
        hall.start()
    waiting = [
        row["task_id"] for row in hall.call("cs_head", "GET", f"/tasks?box=todo&limit={COUNTED}")["rows"]
    ]
    with counting(stage.server) as count:
        for task in waiting:
            hall.complete("cs_head", task, f"c{task}")
    return count.statements / COUNTED, count.commits / COUNTED
