"""todo_1000, todo_100000: the to-do centre's first page and counts, in small and in large."""

import time
from collections.abc import Iterator

from sqlalchemy import create_engine, text

from bench.result import Result, summarise
from bench.stage import Stage
from cli.demo import load_demo
from db.extension import CONNECT_ARGS
from db.link import Link
from engine.queries import boxes
from identity.principal import Principal, load

SIZES = (1_000, 100_000)
OWN, GROUP, SECOND = 78, 2_000, 10_000
ROUNDS = 200

_INSTANCES = text(
    "INSERT INTO instance (id, definition_id, service_key, business_no, title, initiator_id, unit_id, state,"
    " lock_version, snapshot, record_length, record_head, started_at)"
    " SELECT gen_random_uuid(), d.id, d.service_key, 'B' || n, '学生国测免测申请 ' || n, p.id, NULL,"
    " 'running', 1,"
    " '\\x00', 0, '\\x00', now() - n * interval '1 second' FROM generate_series(1, :n) n,"
    " (SELECT id, service_key FROM definition LIMIT 1) d, (SELECT min(id) AS id FROM person) p"
)
_TASKS = text(
    "INSERT INTO task (instance_id, token, element, name, state, version, reasons, opened_at)"
    " SELECT id, 1, 'college', '学院意见', 'open', 1, '[]', started_at FROM instance"
)
# Spread over the whole range, so that nobody's tasks are only the newest.
_OFFER = text(
    "INSERT INTO inbox (task_id, principal) SELECT id, :key FROM task"
    " ORDER BY hashint8(id + :salt) LIMIT :n ON CONFLICT DO NOTHING"
)
_REST = text(
    "INSERT INTO inbox (task_id, principal) SELECT id, 'p:' || (1000000 + id % 5000) FROM task t"
    " WHERE NOT EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id)"
)


def run(stage: Stage) -> Iterator[Result]:
    """Measure both sizes in turns, so that a noisy moment meets both."""
    halls = [_fill(stage, size) for size in SIZES]
    samples: list[list[float]] = [[], []]
    for _ in range(ROUNDS):
        for spent, (connection, viewer) in zip(samples, halls, strict=True):
            started = time.perf_counter()
            boxes.counts(connection, viewer)
            boxes.page(connection, viewer, "todo")
            spent.append((time.perf_counter() - started) * 1000)
    small = summarise("todo_1000", samples[0], own=OWN, group=GROUP, second_viewer=SECOND)
    yield small
    yield summarise(
        "todo_100000", samples[1], over=small, limit=1.5, own=OWN, group=GROUP, second_viewer=SECOND
    )


def _fill(stage: Stage, size: int) -> tuple[Link, Principal]:
    settings = stage.settings(stage.database())
    load_demo(settings)
    engine = create_engine(settings.database_url or "", connect_args=CONNECT_ARGS)
    engine = engine.execution_options(isolation_level="AUTOCOMMIT")
    connection = Link(engine.connect())
    count = max(size, OWN + GROUP)
    connection.execute(_INSTANCES, {"n": count})
    connection.execute(_TASKS)
    login = "SELECT person_id FROM account WHERE subject = :login"
    viewer = load(connection, connection.execute(text(login), {"login": "hosp_clerk"}).scalar_one())
    second = connection.execute(text(login), {"login": "pe_clerk"}).scalar_one()
    assert viewer is not None
    offers = ((f"p:{viewer.person_id}", OWN), ("g:hospital-clinic", GROUP), (f"p:{second}", SECOND))
    for salt, (key, n) in enumerate(offers):
        connection.execute(_OFFER, {"key": key, "n": n, "salt": salt})
    connection.execute(_REST)
    connection.send()
    connection.execute(text("VACUUM ANALYZE"))
    connection.send()
    return connection, viewer
