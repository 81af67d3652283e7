"""What a task is due for moves on by the time that it was on hold, or its matter suspended: once."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from engine.commands.fire_due import fire_due
from engine.commands.hold_task import hold_task
from engine.commands.resume_instance import resume_instance
from engine.commands.resume_task import resume_task
from engine.commands.suspend_instance import suspend_instance
from tests.engine.deadlines.services import deadline
from tests.engine.events.conftest import hall
from tests.engine.events.services import APPLY, bundle, flows, process, step

__all__ = ["hall"]


@pytest.fixture
def begun(hall):
    dated = step("check", "审核", deadline("P2D", time="plain"))
    body = f'<startEvent id="s"/>{APPLY}{dated}<endEvent id="e"/>'
    hall.deploy(bundle("dated", process("main", body + flows("s", "apply", "check", "e"))))
    return hall.start("dated")


def due(hall):
    return hall.connection.execute(text("SELECT due_at FROM task WHERE state = 'open'")).scalar_one()


def test_a_hold_moves_the_due_time_by_its_length(hall, begun):
    before = due(hall)
    task, me = hall.story.task("stu01"), hall.person("stu01")
    hold_task(hall.rt, me, task.id, version=task.version, opinion="等证明。")
    hall.clock.forward(days=5)
    assert fire_due(hall.rt, hall.clock()) == 0
    resume_task(hall.rt, me, task.id, version=task.version + 1)
    assert due(hall) == before + timedelta(days=5)


def test_a_suspension_moves_the_due_time_and_a_hold_around_it_counts_once(hall, begun):
    before = due(hall)
    task, me, admin = hall.story.task("stu01"), hall.person("stu01"), hall.person("admin")
    suspend_instance(hall.rt, admin, begun.instance_id, reason="核查。")
    hall.clock.forward(days=3)
    assert fire_due(hall.rt, hall.clock()) == 0
    resume_instance(hall.rt, admin, begun.instance_id)
    assert due(hall) == before + timedelta(days=3)
    hold_task(hall.rt, me, task.id, version=hall.story.task("stu01").version, opinion="等证明。")
    hall.clock.forward(days=1)
    suspend_instance(hall.rt, admin, begun.instance_id, reason="核查。")
    hall.clock.forward(days=1)
    resume_instance(hall.rt, admin, begun.instance_id)
    hall.clock.forward(days=1)
    resume_task(hall.rt, me, task.id, version=hall.story.task("stu01").version)
    assert due(hall) == before + timedelta(days=6)
