"""bulk_single, bulk_100: a hundred approvals one by one, and the same in one go (批量处理)."""

import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import text

from app import create_app
from bench.result import Result, summarise
from bench.stage import Stage
from bpmn_models.bundle import shipped
from cli.demo import load_demo
from cli.services import publish
from db import db, reading
from engine.commands.complete_task import complete_task
from engine.commands.complete_tasks import MOST, Chosen, complete_tasks
from engine.commands.start_process import start_process
from identity.principal import Principal, load
from web.current import runtime

ROUNDS = 4
SERVICE = "email-unlock"
APPLICATION: dict[str, Any] = {
    "mailbox": "somebody@mail.songxi.example",
    "cause": "wrong_password",
    "detail": "出差回来后连续输错密码，今早起无法登录。",
}
WORDS = "情况属实，同意解锁。"

_PERSON = text("SELECT person_id FROM account WHERE subject = :login")
_OPEN = text("SELECT max(id) FROM task WHERE instance_id = :id AND state = 'open'")


def run(stage: Stage) -> Iterator[Result]:
    """Let one head approve two hundreds in each round, in turns, so that a noisy moment meets both."""
    settings = stage.settings(stage.database())
    load_demo(settings)
    app = create_app(settings)
    with app.app_context():
        for bundle in shipped():
            if bundle.key == SERVICE:
                publish(app, bundle)
        applicant, head = _person("tea01"), _person("cs_head")
        _one_by_one(head, _waiting(applicant, 5))
        alone: list[float] = []
        together: list[float] = []
        for turn in range(ROUNDS):
            acts = [(alone, _one_by_one), (together, _in_one_go)]
            for times, act in acts if turn % 2 else reversed(acts):
                times.append(act(head, _waiting(applicant, MOST)))
        db.engine.dispose()
    single = summarise("bulk_single", alone, tasks=MOST, what="complete_task for each")
    yield single
    yield summarise("bulk_100", together, over=single, limit=1, tasks=MOST, what="complete_tasks")


def _one_by_one(head: Principal, tasks: list[int]) -> float:
    started = time.perf_counter()
    for task in tasks:
        complete_task(runtime(), head, task, version=1, outcome="approve", document={}, opinion=WORDS)
    return (time.perf_counter() - started) * 1000


def _in_one_go(head: Principal, tasks: list[int]) -> float:
    chosen = [Chosen(task, 1) for task in tasks]
    started = time.perf_counter()
    results = complete_tasks(runtime(), head, chosen, outcome="approve", opinion=WORDS)
    spent = (time.perf_counter() - started) * 1000
    if any(result.done is None for result in results):
        raise RuntimeError("not all of them were done")
    return spent


def _waiting(applicant: Principal, count: int) -> list[int]:
    """Submit so many applications; give their open tasks."""
    begun = [
        start_process(runtime(), applicant, SERVICE, APPLICATION, opinion="请予以办理。").instance_id
        for _ in range(count)
    ]
    with reading() as link:
        return [link.execute(_OPEN, {"id": one}).scalar_one() for one in begun]


def _person(login: str) -> Principal:
    with reading() as link:
        found = load(link, link.execute(_PERSON, {"login": login}).scalar_one())
    if found is None:
        raise RuntimeError(f"the demo campus has no {login}")
    return found
