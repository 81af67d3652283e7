"""When a task is due: by the campus's calendar, counted from the moment it opened."""

from typing import Any

import pytest

from calendars.reckoning import PLAIN
from designer_export.deadlines import Deadline
from engine.commands.delegate_task import delegate_task
from engine.deadlines import Planner
from tests.engine.deadlines.conftest import Office, at
from tests.engine.deadlines.services import action, deadline, line, review, several


@pytest.mark.parametrize(
    ("within", "time", "opened", "due"),
    [
        ("PT4H", "working", "2026-11-23T09:00", "2026-11-23T15:00"),
        ("P1D", "working", "2026-11-27T16:00", "2026-11-30T16:00"),
        ("P2D", "working", "2026-09-29T10:00", "2026-10-08T10:00"),
        ("P1D", "working", "2026-10-09T10:00", "2026-10-10T10:00"),
        ("PT8H", "plain", "2026-11-27T16:00", "2026-11-28T00:00"),
        ("P2D", "plain", "2026-11-27T16:00", "2026-11-29T16:00"),
    ],
)
def test_a_task_is_due_by_the_campus_s_calendar(
    office: Office, within: str, time: str, opened: str, due: str
) -> None:
    task = office.task(office.start(line("due", review("check", deadline(within, time=time))), opened))
    assert (task.due_at, task.due_working) == (at(due), time == "working")


def test_moments_stand_around_the_due_one_in_order(office: Office) -> None:
    rules = deadline(
        "P2D",
        action("P1D", "escalate"),
        action("-PT4H", "remind"),
        action("PT0H", "remind"),
        action("-P1D", "remind"),
    )
    task = office.task(office.start(line("due", review("check", rules))))
    assert office.moments(task.id) == [
        ("remind", at("2026-11-24T09:00"), None),
        ("remind", at("2026-11-24T14:30"), None),
        ("remind", at("2026-11-25T09:00"), None),
        ("escalate", at("2026-11-26T09:00"), None),
    ]


def test_a_step_without_a_deadline_is_never_due(office: Office) -> None:
    task = office.task(office.start(line("calm", review("check"))))
    assert (task.due_at, task.due_working, office.moments(task.id)) == (None, None, [])


def test_the_calendar_is_read_only_for_working_time() -> None:
    class Asked(Exception):
        pass

    class Silent:
        def execute(self, *args: Any) -> None:
            raise Asked

    silent: Any = Silent()
    plain = Deadline("P1D", working=False)
    assert list(Planner(silent, [None]).due(at("2026-11-23T09:00"))) == [None]
    (due,) = Planner(silent, [plain]).due(at("2026-11-23T09:00"))
    assert due is not None
    assert due.at == PLAIN.add(at("2026-11-23T09:00"), at("2026-11-24T09:00") - at("2026-11-23T09:00"))
    with pytest.raises(Asked):
        Planner(silent, [plain, Deadline("P1D")])


def test_each_item_of_a_multi_instance_in_a_sub_process_has_its_own(office: Office) -> None:
    instance = office.start(several("each", review("check", deadline("PT1H", action("PT0H", "remind")))))
    tasks = office.tasks(instance)
    assert [task.due_at for task in tasks] == [at("2026-11-23T10:00")] * 3
    assert all(len(office.moments(task.id)) == 1 for task in tasks)


def test_a_step_that_opens_again_after_a_return_has_a_fresh_deadline(office: Office) -> None:
    service = line("again", review("first", deadline("PT1H")), review("second"))
    instance = office.start(service)
    office.story.complete("it_clerk", "approve", "")
    office.clock.now = at("2026-11-24T09:00")
    office.story.give_back("it_clerk", to="apply")
    office.story.complete("stu01", "submit", "", subject="改")
    assert office.task(instance).due_at == at("2026-11-24T10:00")


def test_whoever_is_asked_to_sign_has_as_much_time_and_is_only_reminded(office: Office) -> None:
    rules = deadline("P1D", action("-PT1H", "remind"), action("PT0H", "pass", outcome="approve"))
    instance = office.start(line("sign", review("check", rules)))
    owner, colleague = office.person("it_clerk"), office.person("it_head")
    office.clock.now = at("2026-11-23T10:00")
    task = office.task(instance)
    delegate_task(office.rt, owner, task.id, version=task.version, to=colleague.person_id)
    asked = office.task(instance)
    assert asked.due_at == at("2026-11-24T10:00")
    assert [do for do, *_ in office.moments(asked.id)] == ["remind"]
    office.clock.now = at("2026-11-23T11:00")
    office.story.complete("it_head", "approve", "")
    back = office.task(instance)
    assert (back.token, back.due_at) == (task.token, at("2026-11-24T11:00"))
    assert [do for do, *_ in office.moments(back.id)] == ["remind", "pass"]


def test_in_a_school_where_nobody_works_deadlines_count_in_plain_time(office: Office) -> None:
    office.do("DELETE FROM working_span")
    office.do("INSERT INTO calendar_day SELECT d::date, 'holiday', '停课' FROM generate_series("
              "'2026-11-01'::date, '2038-01-01'::date, '1 day') d ON CONFLICT DO NOTHING")  # fmt: skip
    task = office.task(office.start(line("shut", review("check", deadline("P1D")))))
    assert (task.due_at, task.due_working) == (at("2026-11-24T09:00"), False)


def test_what_was_planned_goes_with_the_task(office: Office) -> None:
    instance = office.start(line("gone", review("check", deadline("P1D", action("PT0H", "remind")))))
    task = office.task(instance)
    assert len(office.moments(task.id)) == 1
    office.story.complete("it_clerk", "approve", "")
    assert office.moments(task.id) == []
    assert office.sweep("2026-12-23T09:00") == 0
