"""What is due on held tasks and suspended matters costs sweeps nothing, and happens when they go on."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import text

from db import transaction
from engine.commands.resume_instance import resume_instance
from engine.commands.suspend_instance import suspend_instance
from engine.store import deadlines, tasks
from tests.engine.deadlines.conftest import Office, at
from tests.engine.deadlines.services import action, deadline, line, review

RULES = (action("PT0H", "pass", outcome="approve"),)
LATE = "2026-11-27T10:00"


def on_hold(office: Office, instance: uuid.UUID) -> None:
    with transaction() as uow:
        tasks.hold(uow, office.task(instance).id, office.clock.now)


def suspended(office: Office, instance: uuid.UUID) -> None:
    suspend_instance(office.rt, office.person("admin"), instance, reason="核查")


def resumed(office: Office, instance: uuid.UUID) -> None:
    resume_instance(office.rt, office.person("admin"), instance)


def read_by_a_sweep(office: Office) -> float:
    """How many deadlines a sweep reads, as the server counts them."""
    office.do("SET LOCAL enable_seqscan = off")
    office.do("SET LOCAL enable_bitmapscan = off")
    asked = text(f"EXPLAIN (ANALYZE, FORMAT JSON) {deadlines._TASKS.text}")
    (plan,) = office.connection.execute(asked, {"now": at(LATE), "limit": 100}).scalar_one()
    return sum(_rows(plan["Plan"]))


def _rows(node: dict[str, Any]) -> list[float]:
    found = [rows for below in node.get("Plans", ()) for rows in _rows(below)]
    if node.get("Relation Name") == "deadline":
        found.append(node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
    return found


@pytest.mark.parametrize(("stop", "go"), [(on_hold, None), (suspended, resumed)])
def test_a_sweep_reads_nothing_of_what_stands_still(
    office: Office, stop: Callable[..., None], go: Callable[..., None] | None
) -> None:
    service = line("still", review("check", deadline("P1D", *RULES)))
    instance = office.start(service)
    office.clock.now = at("2026-11-23T10:00")
    assert read_by_a_sweep(office) == 1
    stop(office, instance)
    assert read_by_a_sweep(office) == 0
    assert office.sweep(LATE) == 0
    if go is None:
        with transaction() as uow:
            tasks.take_up(uow, office.task(instance).id)
    else:
        go(office, instance)
        assert office.task(instance).due_at == at("2026-11-30T09:00")
    assert office.sweep("2026-12-01T10:00") == 1
    assert office.state(instance) == "completed"


def test_a_task_on_hold_stays_asleep_when_its_suspended_matter_goes_on(office: Office) -> None:
    instance = office.start(line("both", review("check", deadline("P1D", *RULES))))
    on_hold(office, instance)
    suspended(office, instance)
    resumed(office, instance)
    assert read_by_a_sweep(office) == 0
    assert office.sweep("2026-12-01T10:00") == 0
