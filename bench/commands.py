"""command, loop_10, loop_1000: the command without its door, in this process, on the database."""

import time
from collections.abc import Iterator

from sqlalchemy import text

from app import create_app
from bench import loop_service
from bench.result import Result, summarise
from bench.stage import Stage
from cli.demo import load_demo
from cli.services import publish
from db import db, reading
from engine.commands.complete_task import complete_task
from engine.commands.start_process import start_process
from identity.principal import Principal, load
from web.current import runtime

TURNS = 1000
SAMPLES = 30

_PERSON = text("SELECT person_id FROM account WHERE subject = 'stu01'")
_TASK = text("SELECT id FROM task WHERE instance_id = :id AND state = 'open'")


def run(stage: Stage) -> Iterator[Result]:
    """Let one instance go round a thousand times; compare its first turns with its last."""
    settings = stage.settings(stage.database())
    load_demo(settings)
    app = create_app(settings)
    with app.app_context():
        publish(app, loop_service.bundle())
        by = _person()
        early, late = [], []
        for _ in range(3):
            long = _Matter(by)
            for _ in range(TURNS - SAMPLES):
                long.turn()
            # In turns, so that a noisy moment meets both.
            for _ in range(SAMPLES // 10):
                late += _ten(long)
                early += _ten(_Matter(by))
        db.engine.dispose()
    what = "complete_task with its transaction"
    short = summarise("loop_10", early, what=what, turns="1 to 10")
    yield summarise("command", early, over=stage.results.get("floor_db"), what=what)
    yield short
    yield summarise("loop_1000", late, over=short, limit=1.2, what=what, turns="971 to 1000")


class _Matter:
    """An instance that its initiator handles himself."""

    def __init__(self, by: Principal) -> None:
        self.by = by
        self.id = start_process(runtime(), by, "bench-loop", {"subject": "一件事"}).instance_id

    def turn(self) -> float:
        """Complete the open task; give the milliseconds of the command alone."""
        with reading() as link:
            task = link.execute(_TASK, {"id": self.id}).scalar_one()
        started = time.perf_counter()
        complete_task(runtime(), self.by, task, version=1, outcome="again", document={})
        return (time.perf_counter() - started) * 1000


def _ten(matter: _Matter) -> list[float]:
    return [matter.turn() for _ in range(10)]


def _person() -> Principal:
    with reading() as link:
        found = load(link, link.execute(_PERSON).scalar_one())
    if found is None:
        raise RuntimeError("the demo campus has no stu01")
    return found
