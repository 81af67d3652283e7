"""inspect_10000, inspect_1000000 and inspect_ranges: finding matters, in a small hall and in a large one."""

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import psycopg
from sqlalchemy import text

from app import create_app
from bench.inspect_data import Filled, fill
from bench.result import Result, summarise
from bench.stage import Stage
from bpmn_models.bundle import SERVICE, Bundle, shipped
from cli.demo import load_demo
from db import db
from db.address import conninfo
from db.link import Link
from engine.commands.deploy import deploy
from engine.commands.start_process import start_process
from engine.queries.search import FieldTest, Filter, count, search
from engine.runtime import Runtime
from identity.principal import Principal, load
from web.current import RUNTIME

FORM = "form.schema.json"
SIZES = (10_000, 1_000_000)
ROUNDS = 20
"""Times that everything is asked, in turns."""


@dataclass(frozen=True)
class Hall:
    """A hall with many matters, and who looks after it."""

    rt: Runtime
    link: Link
    admin: Principal
    filled: Filled

    @property
    def questions(self) -> dict[str, Filter]:
        """What administrators ask for."""
        today = self.rt.clock().date()
        service, rare = "service-1", "service-39"
        return {
            "everything": Filter(),
            "a service": Filter(services=(service,)),
            "an old version of a rare service": Filter(services=(rare,), versions=(1,)),
            "under way": Filter(states=("running", "suspended")),
            "terminated": Filter(states=("terminated",)),
            "with an incident": Filter(marks=("incident",)),
            "overdue": Filter(marks=("overdue",), services=(service,)),
            "standing at a step": Filter(step="unlock", services=(rare,)),
            "of a person": Filter(initiator="学生77"),
            "handled by a person": Filter(handler="区子衡", states=("running",)),
            "of a unit": Filter(unit="cs", states=("completed",)),
            "of a week": Filter(started_from=today - timedelta(days=7), started_to=today),
            "ended last month": Filter(
                ended_from=today - timedelta(days=30), ended_to=today - timedelta(days=23)
            ),
            "a number": Filter(number="TY20"),
            "a whole number": Filter(words=self.number),
            "a field": Filter(services=(service,), fields=(FieldTest("/mailbox", "is", self.mailbox),)),
        }

    @property
    def ranges(self) -> dict[str, Filter]:
        """What they ask for from something to something: in a large hall there is more between the two."""
        today, service = self.rt.clock().date(), "service-1"
        return {
            "a number of days": Filter(services=(service,), fields=_between("/days", "4000", "4009")),
            "many days": Filter(services=(service,), fields=_between("/days", "2000", "9000")),
            "applied a year ago": Filter(
                services=(service,),
                fields=_between("/appliedAt", *(f"{today - timedelta(days=n)}" for n in (367, 365))),
            ),
            "applied three years ago": Filter(
                services=(service,),
                fields=_between("/appliedAt", *(f"{today - timedelta(days=n)}" for n in (1195, 1095))),
            ),
        }

    @property
    def number(self) -> str:
        """A business number that is there."""
        return f"TY{self.rt.clock().year}-{self.filled.instances - 1:07}"

    @property
    def mailbox(self) -> str:
        """A mailbox that may be there."""
        return f"m{self.filled.someone}@mail.songxi.example"

    def ask(self, wanted: Filter) -> None:
        """Do what the page does: its first rows, and how many there are."""
        search(self.rt, self.link, self.admin, wanted)
        count(self.rt, self.link, self.admin, wanted)


def _between(pointer: str, first: str, last: str) -> tuple[FieldTest, ...]:
    return (FieldTest(pointer, "from", first), FieldTest(pointer, "to", last))


def _with_numbers_and_days() -> Bundle:
    """Give the service with two more searchable fields, of which ranges are asked."""
    bundle = next(one for one in shipped() if one.key == "email-unlock")
    form = json.loads(bundle.files[FORM])
    form["properties"]["days"] = {"type": "integer", "title": "天数"}
    more = bundle.files[SERVICE].replace(b'"/mailbox"]', b'"/mailbox", "/days", "/appliedAt"]', 1)
    return Bundle(bundle.key, {**bundle.files, FORM: json.dumps(form).encode(), SERVICE: more})


def hall_of(stage: Stage, size: int) -> Hall:
    """Make one."""
    settings = stage.settings(stage.database())
    load_demo(settings)
    app = create_app(settings)
    rt = app.extensions[RUNTIME]
    with app.app_context():
        link = Link(db.engine.execution_options(isolation_level="AUTOCOMMIT").connect())
    find = text("SELECT person_id FROM account WHERE subject = :login")
    student, admin, designer = (
        load(link, link.execute(find, {"login": login}).scalar_one())
        for login in ("tea01", "admin", "designer")
    )
    assert student is not None
    assert admin is not None
    assert designer is not None
    with app.app_context():
        deploy(rt, designer, _with_numbers_and_days())
        document = {
            "mailbox": "li@mail.songxi.example",
            "cause": "wrong_password",
            "detail": "今早起无法登录",
        }
        start_process(rt, student, "email-unlock", document, opinion="请予以办理！")
    with psycopg.connect(conninfo(settings.database_url or ""), autocommit=True) as database:
        return Hall(rt, link, admin, fill(database, size))


def run(stage: Stage) -> Iterator[Result]:
    """Ask both halls the same questions in turns, so that a noisy moment meets both."""
    halls = [hall_of(stage, size) for size in SIZES]
    yield from _compared("inspect", halls, [hall.questions for hall in halls], limit=1.5)
    yield from _compared("inspect_ranges", halls, [hall.ranges for hall in halls])


def _compared(
    name: str, halls: Sequence[Hall], asked: Sequence[dict[str, Filter]], limit: float | None = None
) -> Iterator[Result]:
    samples: list[list[float]] = [[], []]
    best: list[dict[str, float]] = [{}, {}]
    for _ in range(ROUNDS):
        for spent, quickest, hall, questions in zip(samples, best, halls, asked, strict=True):
            for question, wanted in questions.items():
                started = time.perf_counter()
                hall.ask(wanted)
                spent.append((time.perf_counter() - started) * 1000)
                quickest[question] = min(quickest.get(question, spent[-1]), spent[-1])
    small = summarise(f"{name}_{SIZES[0]}", samples[0], **_params(halls[0].filled, best[0]))
    yield small
    large = _params(halls[1].filled, best[1])
    yield summarise(f"{name}_{SIZES[1]}", samples[1], over=small, limit=limit, **large)


def _params(filled: Filled, best: dict[str, float]) -> dict[str, Any]:
    return {
        "instances": filled.instances,
        "filled_in_minutes": round(filled.seconds / 60, 1),
        "database_gb": round(filled.size / 1e9, 2),
        "quickest_ms": {name: round(ms, 1) for name, ms in best.items()},
    }
