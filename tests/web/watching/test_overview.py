"""The overview asks the database; only who looks after the whole school may."""

import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from db import reading, transaction
from db.queue import defer
from engine.errors import Forbidden
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal
from identity.refs import Grant
from jobs.signs import myself
from web.current import now, runtime
from web.watching import signs, upkeep
from web.watching.overview import Overview, overview

NOBODY = Principal(1, "某", "1", (), (), (), ())
HEAD = replace(NOBODY, capabilities=(Grant(INSTANCE_INSPECT, 1, "school/"),))
OF_A_UNIT = replace(NOBODY, capabilities=(Grant(INSTANCE_INSPECT, 2, "school/it/"),))


def seen(files: Path, by: Principal = HEAD) -> Overview:
    with reading() as link:
        return overview(runtime(), link, by, files)


@pytest.mark.parametrize("by", [NOBODY, OF_A_UNIT])
def test_only_who_looks_after_the_whole_school_sees_it(
    committed: Flask, tmp_path: Path, by: Principal
) -> None:
    with pytest.raises(Forbidden):
        seen(tmp_path, by)
    assert seen(tmp_path).instances == {"running": 0, "suspended": 0}


def test_it_tells_workers_queue_calls_and_upkeep(committed: Flask, tmp_path: Path) -> None:
    moment = now()
    who = myself()
    signs.say(who, moment, moment)
    upkeep.done("backup", moment, ok=True, bytes=5)
    upkeep.done("backup", moment, ok=False, bytes=6)
    with transaction() as uow:
        for name in ("messages.deliver", "messages.deliver", "engine.make_call"):
            defer(uow, name, key="k", args={"title": "张三"})
        uow.execute(
            text(
                "UPDATE procrastinate_jobs SET status = 'failed' WHERE id ="
                " (SELECT max(id) FROM procrastinate_jobs WHERE task_name = 'messages.deliver')"
            )
        )
        health = "INSERT INTO connector_health (connector, failures, rests_until) VALUES (:c, 5, :until)"
        uow.execute(text(health), {"c": "mailbox", "until": moment + timedelta(minutes=5)})
        uow.execute(text(health), {"c": "cards", "until": moment - timedelta(minutes=5)})

    found = seen(tmp_path / "not" / "there" / "yet")

    assert [(one.pid, one.alive, one.ticks) for one in found.workers] == [(who.pid, True, True)]
    assert found.waiting == {"messages.deliver": 1, "engine.make_call": 1}
    assert found.failed == {"messages.deliver": 1}
    assert 0 <= found.oldest_job_s < 60
    assert [one.connector for one in found.resting] == ["mailbox"]
    assert (found.works["backup"].ok, found.works["backup"].detail) == (False, {"bytes": 6})
    assert found.database_bytes > 1_000_000
    assert found.free_bytes == pytest.approx(shutil.disk_usage(tmp_path).free, rel=0.1)
    assert "张三" not in repr(found)


def test_the_verification_of_the_worker_counts_once_it_has_been_through_and_says_if_a_record_is_broken(
    committed: Flask, tmp_path: Path
) -> None:
    moment = now()
    upkeep.done("verification", moment - timedelta(days=3), ok=True, bad=0)
    with transaction() as uow:
        rolling = "INSERT INTO record_check (id, position, rounds, verified, broken, at)"
        uow.execute(text(f"{rolling} VALUES (1, gen_random_uuid(), 0, 5, 0, :now)"), {"now": moment})
    assert seen(tmp_path).works["verification"].at == moment - timedelta(days=3)
    with transaction() as uow:
        uow.execute(text("UPDATE record_check SET rounds = 1"))
        broken = "INSERT INTO broken_record (instance_id, first_bad, found_at)"
        uow.execute(text(f"{broken} VALUES (gen_random_uuid(), 3, :now)"), {"now": moment})
    found = seen(tmp_path)
    assert (found.works["verification"].at, found.works["verification"].ok) == (moment, False)
    assert found.broken == 1
