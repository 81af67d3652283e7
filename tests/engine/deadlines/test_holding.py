"""暂缓 and 挂起 stop the clock; what was left of the time is left when it goes on."""

import uuid

import pytest

from db import transaction
from engine.deadlines import shift
from tests.engine.deadlines.conftest import Office, at
from tests.engine.deadlines.services import action, branches, deadline, line, review

RULES = (action("-PT1H", "remind"), action("PT0H", "pass", outcome="approve"))


def resume(office: Office, instance: uuid.UUID, since: str, now: str) -> None:
    with transaction() as uow:
        shift(uow, [task for task in office.tasks(instance) if task.held_at is None], at(since), at(now))


def hold(office: Office, instance: uuid.UUID, since: str | None) -> None:
    sql = "UPDATE task SET held_at = :at WHERE instance_id = :id"
    office.do(sql, at=at(since) if since else None, id=instance)


@pytest.mark.parametrize(
    ("time", "opened", "held", "taken_up", "reminded", "due"),
    [
        # Two hours of work on hold: as much later.
        ("working", "11-23T08:00", "11-23T10:00", "11-23T12:00", "11-24T09:00", "11-24T10:00"),
        # Held over a weekend: nothing but Friday's last half hour is given back.
        ("working", "11-27T17:00", "11-27T17:00", "11-30T08:00", "11-30T16:30", "11-30T17:30"),
        # Held on a weekend altogether: no working time has passed.
        ("working", "11-27T17:00", "11-28T10:00", "11-29T10:00", "11-30T16:00", "11-30T17:00"),
        # Over the National Day's holidays: the two hours that were left are left.
        ("working", "09-29T17:00", "09-30T15:00", "10-08T15:00", "10-08T16:00", "10-08T17:00"),
        ("plain", "11-27T09:00", "11-27T17:00", "11-30T08:00", "11-30T23:00", "12-01T00:00"),
    ],
)
def test_what_was_left_is_left(
    office: Office, time: str, opened: str, held: str, taken_up: str, reminded: str, due: str
) -> None:
    opened, held, taken_up, reminded, due = (f"2026-{day}" for day in (opened, held, taken_up, reminded, due))
    instance = office.start(line("held", review("check", deadline("P1D", *RULES, time=time))), opened)
    resume(office, instance, held, taken_up)
    task = office.task(instance)
    assert task.due_at == at(due)
    assert office.moments(task.id) == [("remind", at(reminded), None), ("pass", at(due), None)]


def test_a_held_task_is_left_alone_until_its_clock_goes_on(office: Office) -> None:
    instance = office.start(line("held", review("check", deadline("P1D", *RULES))))
    hold(office, instance, "2026-11-23T10:00")
    assert office.sweep("2026-11-27T10:00") == 0
    hold(office, instance, None)
    resume(office, instance, "2026-11-23T10:00", "2026-11-27T10:00")
    assert office.sweep("2026-11-27T10:00") == 0
    assert office.task(instance).due_at == at("2026-11-30T09:00")
    assert office.sweep("2026-11-30T09:00") == 1


def test_what_has_happened_stays_where_it_was(office: Office) -> None:
    instance = office.start(line("held", review("check", deadline("P1D", *RULES))))
    office.sweep("2026-11-24T08:10")
    resume(office, instance, "2026-11-24T08:10", "2026-11-24T08:40")
    assert office.moments(office.task(instance).id) == [
        ("remind", at("2026-11-24T08:00"), "fired"),
        ("pass", at("2026-11-24T09:30"), None),
    ]


def test_a_suspended_instance_gets_its_time_back_for_all_but_held_tasks(office: Office) -> None:
    instance = office.start(
        branches("pause", review("left", deadline("P1D", time="plain")), review("right", deadline("P2D")))
    )
    left = office.tasks(instance)[0].id
    office.do("UPDATE task SET held_at = :at WHERE id = :id", at=at("2026-11-23T09:30"), id=left)
    resume(office, instance, "2026-11-23T10:00", "2026-11-24T10:00")
    due = [task.due_at for task in office.tasks(instance)]
    assert due == [at("2026-11-24T09:00"), at("2026-11-26T09:00")]


def test_a_task_without_a_deadline_has_nothing_to_shift(office: Office) -> None:
    instance = office.start(line("calm", review("check")))
    resume(office, instance, "2026-11-23T10:00", "2026-11-24T10:00")
    assert office.task(instance).due_at is None


def test_a_clock_that_did_not_stop_changes_nothing(office: Office) -> None:
    instance = office.start(line("held", review("check", deadline("P1D"))))
    resume(office, instance, "2026-11-24T10:00", "2026-11-24T10:00")
    assert office.task(instance).due_at == at("2026-11-24T09:00")
