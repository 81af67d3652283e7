"""timers_idle_100000: what a hundred thousand waiting timers and deadlines cost everybody else."""

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import orjson

from bench import waiting_service
from bench.result import Result, summarise
from bench.stage import Stage
from bench.waiting import WaitingHall, waiting_hall
from engine.commands.start_process import start_process
from web.current import runtime

MATTERS = 100_000
ROUNDS, JOBS, COMMANDS = 6, 800, 40
LIMIT = 1 / 0.95
"""Of the time a job or a command takes: throughput stays at 0.95 at least."""

_JOB = {
    "kind": "task_opened", "instance_id": "0" * 32, "task_id": 1, "title": "t", "step_name": "s", "to": [],
    "at": "2026-09-01T00:00:00+00:00", "key": "k",
}  # fmt: skip
_DEFER = (
    "SELECT procrastinate_defer_jobs_v1(array_agg(ROW('default', 'messages.deliver', 0, NULL, NULL,"
    " %s::jsonb, NULL)::procrastinate_job_to_defer_v1)) FROM generate_series(1, %s)"
)
_LEFT = "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'messages.deliver'"


def run(stage: Stage) -> Iterator[Result]:
    """Measure an empty hall and a full one in turns, so that a noisy moment meets both."""
    with ExitStack() as stack:
        halls = [stack.enter_context(_hall(stage, full=full)) for full in (False, True)]
        for hall in halls:
            stack.enter_context(hall.workers(1))
            _jobs(hall)
        jobs: list[list[float]] = [[], []]
        commands: list[list[float]] = [[], []]
        for turn in range(ROUNDS):
            for which in (0, 1) if turn % 2 else (1, 0):
                jobs[which].append(_jobs(halls[which]))
                commands[which] += _commands(halls[which])
    empty = summarise("timers_idle_0", jobs[0], what="a job", jobs=JOBS)
    yield empty
    yield summarise("timers_idle_100000", jobs[1], over=empty, limit=LIMIT, what="a job", timers=MATTERS)
    alone = summarise("timers_idle_0_commands", commands[0], what="start_process")
    yield alone
    yield summarise("timers_idle_100000_commands", commands[1], over=alone, limit=LIMIT, what="start_process")


def _jobs(hall: WaitingHall) -> float:
    """Put jobs into the queue; give the milliseconds a job until the worker has done them all."""
    hall.database.execute(_DEFER, (orjson.dumps(_JOB).decode(), JOBS))
    started = time.perf_counter()
    hall.wait(lambda: hall.number(_LEFT) == 0, 120, pause_s=0.01)
    return (time.perf_counter() - started) * 1000 / JOBS


def _commands(hall: WaitingHall) -> list[float]:
    """Start matters while the worker's clock looks after the others; give the milliseconds of each."""
    spent = []
    with hall.app.app_context():
        person = hall.person()
        for _ in range(COMMANDS):
            started = time.perf_counter()
            start_process(runtime(), person, "bench-step", {"subject": "一件事"})
            spent.append((time.perf_counter() - started) * 1000)
    # What the commands deferred is none of the jobs that are measured.
    hall.wait(lambda: hall.number(_LEFT) == 0, 60)
    return spent


@contextmanager
def _hall(stage: Stage, *, full: bool) -> Iterator[WaitingHall]:
    with waiting_hall(stage, waiting_service.at_a_step()) as hall:
        if full:
            hall.multiply(hall.start("bench-step"), MATTERS - 1)
            spread = "UPDATE {} SET {} = {} + random() * interval '30 days'"
            hall.database.execute(spread.format("instance", *["next_due"] * 2))
            hall.database.execute(spread.format("deadline", *["at"] * 2))
        hall.database.execute("VACUUM FULL ANALYZE")
        yield hall
