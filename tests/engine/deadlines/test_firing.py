"""What happens before, at and after the due time, as people and the record see it."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text

from db import transaction
from engine.commands import fire_due as fire_due_command
from engine.commands.fire_due import LATER, fire_due
from engine.events import TaskDue, TaskHanded
from engine.queries.progress import progress
from tests.engine.deadlines.conftest import Office, at
from tests.engine.deadlines.services import action, branches, deadline, line, review, several

GROUP_PE = '<tb:assign rule="group" value="sports-office"/>'
_RULE = "UPDATE deadline SET rule = rule || jsonb_build_object('do', CAST(:do AS text)) WHERE task_id = :id"
NOBODY = '<tb:assign rule="group" value="nobody-here"/>'


def one(*actions: str, within: str = "P1D", **more: str) -> str:
    return review("check", deadline(within, *actions), **more)


def test_a_reminder_goes_to_every_candidate_before_and_after(office: Office) -> None:
    instance = office.start(line("calls", one(action("-PT4H", "remind"), action("PT2H", "remind"))))
    assert office.sweep("2026-11-23T14:29") == 0
    assert office.sweep("2026-11-23T14:30") == 1
    assert office.sweep("2026-11-24T10:00") == 0
    assert office.sweep("2026-11-24T11:00") == 1
    assert [(type(e), e.candidates, e.n, e.overdue) for e in office.told] == [
        (TaskDue, ("g:it-mail",), 1, False),
        (TaskDue, ("g:it-mail",), 2, True),
    ]
    assert office.kinds(instance) == [("due_remind", None)] * 2
    assert office.verified()


def test_only_whoever_claimed_a_task_is_reminded(office: Office) -> None:
    task = office.task(office.start(line("claimed", one(action("PT0H", "remind")))))
    clerk = office.person("it_clerk").person_id
    office.do("UPDATE task SET claimed_by = :person WHERE id = :id", person=clerk, id=task.id)
    office.sweep("2026-11-24T09:00")
    assert [event.candidates for event in office.told] == [(f"p:{clerk}",)]


def test_the_record_says_that_the_system_did_it_and_by_which_rule(office: Office) -> None:
    instance = office.start(line("said", one(action("PT0H", "pass", outcome="approve"))))
    office.sweep("2026-11-24T09:00")
    (entry,) = office.record(instance)
    assert (entry.kind, entry.outcome, entry.element) == ("due_pass", "approve", "check")
    assert entry.person_id is None
    assert entry.text == "P1D working PT0H"
    assert entry.at == at("2026-11-24T09:00")
    assert office.verified()


def test_a_task_is_handed_to_others(office: Office) -> None:
    instance = office.start(line("handed", one(action("PT0H", "transfer", GROUP_PE))))
    task = office.task(instance)
    office.sweep("2026-11-24T09:00")
    assert office.candidates(task.id) == {"g:sports-office"}
    assert [type(event) for event in office.told] == [TaskHanded]
    assert office.kinds(instance) == [("due_transfer", "g:sports-office")]
    assert office.named(instance, "due_transfer") == ("体育教学办公室",)
    office.story.complete("pe_clerk", "approve", "")
    assert office.state(instance) == "completed"


def test_a_group_s_task_goes_to_the_head_of_its_people_s_unit(office: Office) -> None:
    task = office.task(office.start(line("up", one(action("PT0H", "escalate")))))
    office.sweep("2026-11-24T09:00")
    assert office.candidates(task.id) == {f"r:head@{office.unit('it')}"}
    assert office.story.tasks("it_head")[0].task_id == task.id


def test_a_head_s_own_task_goes_to_the_unit_above(office: Office) -> None:
    head = '<tb:assign rule="unitHead" of="initiator"/>'
    task = office.task(office.start(line("up", one(action("PT0H", "escalate"), assign=head))))
    assert office.candidates(task.id) == {f"r:head@{office.unit('cs')}"}
    office.sweep("2026-11-24T09:00")
    assert office.candidates(task.id) == {f"r:head@{office.unit('school')}"}


def test_a_person_s_task_goes_to_the_head_of_his_main_unit(office: Office) -> None:
    mine = '<tb:assign rule="initiator"/>'
    task = office.task(office.start(line("up", one(action("PT0H", "escalate"), assign=mine))))
    office.sweep("2026-11-24T09:00")
    assert office.candidates(task.id) == {f"r:head@{office.unit('cs')}"}


def test_above_the_head_of_the_school_there_is_nobody(office: Office) -> None:
    top = '<tb:assign rule="role" role="head" of="school"/>'
    instance = office.start(line("top", one(action("PT0H", "escalate"), assign=top)))
    before = office.candidates(office.task(instance).id)
    office.sweep("2026-11-24T09:00")
    assert office.candidates(office.task(instance).id) == before
    assert office.kinds(instance) == [("due_failed", "escalate")]


def test_passing_steers_the_flows_as_a_click_would(office: Office) -> None:
    service = line("pass", one(action("PT0H", "pass", outcome="reject")), review("next"))
    instance = office.start(service)
    passed = office.task(instance).id
    office.sweep("2026-11-24T09:00")
    task = office.task(instance)
    assert task.element == "next"
    sql = text("SELECT state, outcome, handler_id FROM task WHERE id = :id")
    assert tuple(office.connection.execute(sql, {"id": passed}).one()) == ("completed", "reject", None)


def test_a_return_opens_the_step_for_whoever_did_it(office: Office) -> None:
    instance = office.start(line("back", one(action("PT0H", "return", to="initiator"))))
    office.sweep("2026-11-24T09:00")
    task = office.task(instance)
    assert task.element == "apply"
    assert office.candidates(task.id) == {f"p:{office.person('stu01').person_id}"}
    assert office.kinds(instance) == [("due_return", "apply")]
    office.story.complete("stu01", "submit", "", subject="改")
    assert office.task(instance).due_at == at("2026-11-25T09:00")
    assert office.verified()


def test_what_cannot_be_done_is_noted_and_the_next_action_still_comes(office: Office) -> None:
    instance = office.start(
        line("odd", one(action("PT0H", "transfer", NOBODY), action("P1D", "pass", outcome="approve")))
    )
    office.sweep("2026-11-24T09:00")
    assert office.kinds(instance) == [("due_failed", "transfer")]
    assert [result for *_, result in office.moments(office.task(instance).id)] == ["impossible", None]
    assert office.sweep("2026-11-24T09:05") == 0
    office.sweep("2026-11-25T09:00")
    assert office.state(instance) == "completed"


def test_a_return_to_a_step_that_is_not_behind_it_is_noted(office: Office) -> None:
    service = branches(
        "aside",
        review("left", deadline("P1D", action("PT0H", "return", to="right")), returns="right"),
        review("right"),
    )
    instance = office.start(service)
    office.sweep("2026-11-24T09:00")
    assert {task.element for task in office.tasks(instance)} == {"left", "right"}
    assert office.kinds(instance) == [("due_failed", "return")]


@pytest.mark.parametrize("do", ["pass", "return"])
def test_beside_a_parallel_branch_only_what_is_meant_moves(office: Office, do: str) -> None:
    more = {"outcome": "approve"} if do == "pass" else {"to": "initiator"}
    instance = office.start(
        branches("two", review("left", deadline("P1D", action("PT0H", do, **more))), review("right"))
    )
    office.sweep("2026-11-24T09:00")
    left = {task.element for task in office.tasks(instance)}
    assert left == ({"right"} if do == "pass" else {"apply"})


def test_both_branches_may_be_due_at_once(office: Office) -> None:
    rule = deadline("P1D", action("PT0H", "pass", outcome="approve"))
    instance = office.start(branches("both", review("left", rule), review("right", rule)))
    assert office.sweep("2026-11-24T09:00") == 2
    assert [task.element for task in office.tasks(instance)] == ["after"]


def test_every_item_of_a_multi_instance_passes(office: Office) -> None:
    rule = deadline("P1D", action("PT0H", "pass", outcome="approve"))
    instance = office.start(several("each", review("check", rule)))
    assert office.sweep("2026-11-24T09:00") == 3
    assert office.state(instance) == "completed"
    assert office.verified()


def test_after_a_downtime_all_happens_in_order_without_outdated_reminders(office: Office) -> None:
    instance = office.start(
        line(
            "down",
            one(
                action("-PT4H", "remind"),
                action("PT0H", "remind"),
                action("PT1H", "transfer", GROUP_PE),
                action("PT2H", "remind"),
                action("PT3H", "remind"),
                action("P9D", "pass", outcome="approve"),
            ),
        )
    )
    task = office.task(instance)
    office.sweep("2026-11-26T09:00")
    assert office.kinds(instance) == [("due_transfer", "g:sports-office"), ("due_remind", None)]
    results = [result for *_, result in office.moments(task.id)]
    assert results == ["outdated", "outdated", "fired", "outdated", "fired", None]
    # The reminder went to whoever had it by then.
    assert [event.candidates for event in office.told if isinstance(event, TaskDue)] == [("g:sports-office",)]


def test_nothing_happens_twice(office: Office) -> None:
    instance = office.start(line("once", one(action("PT0H", "remind"))))
    assert [office.sweep("2026-11-24T09:00") for _ in range(3)] == [1, 0, 0]
    assert len(office.told) == len(office.record(instance)) == 1


def test_a_sweep_is_bounded(office: Office) -> None:
    service = line("many", one(action("PT0H", "remind")))
    office.start(service)
    for _ in range(4):
        office.again(service, "2026-11-23T09:00")
    now = at("2026-11-24T09:00")
    assert [fire_due(office.rt, now, limit=2) for _ in range(4)] == [2, 2, 1, 0]


def test_one_that_fails_does_not_hold_up_the_others(office: Office) -> None:
    service = line("faulty", one(action("PT0H", "remind")))
    broken, sound = office.start(service), office.again(service, "2026-11-23T09:01")
    office.do(_RULE, do="explode", id=office.task(broken).id)
    office.sweep("2026-11-24T09:05")
    assert office.kinds(sound) == [("due_remind", None)]
    assert office.kinds(broken) == []
    assert office.sweep("2026-11-24T09:06") == 0
    office.do(_RULE, do="remind", id=office.task(broken).id)
    assert fire_due(office.rt, at("2026-11-24T09:05") + LATER) == 1
    assert office.kinds(broken) == [("due_remind", None)]


def test_an_instance_that_ended_or_waits_is_left_alone(office: Office) -> None:
    instance = office.start(line("still", one(action("PT0H", "pass", outcome="approve"))))
    office.do("UPDATE instance SET state = 'suspended' WHERE id = :id", id=instance)
    assert office.sweep("2026-11-24T09:00") == 0
    office.do("UPDATE instance SET state = 'running' WHERE id = :id", id=instance)
    assert office.sweep("2026-11-24T09:00") == 1


def test_where_several_may_do_it_the_heads_of_all_are_asked(office: Office) -> None:
    mixed = '<tb:assign rule="role" role="deputy" of="pe"/><tb:assign rule="group" value="it-mail"/>'
    task = office.task(office.start(line("mixed", one(action("PT0H", "escalate"), assign=mixed))))
    office.sweep("2026-11-24T09:00")
    assert office.candidates(task.id) == {f"r:head@{office.unit(code)}" for code in ("pe", "it")}
    named = office.named(task.instance_id, "due_escalate")
    assert sorted(named) == ["体育部负责人", "信息化中心负责人"]


def test_a_task_that_is_handed_to_people_a_group_and_a_post_names_them_all(office: Office) -> None:
    several = '<tb:assign rule="person" value="20060029"/><tb:assign rule="role" role="deputy" of="pe"/>'
    instance = office.start(line("named", one(action("PT0H", "transfer", several + GROUP_PE))))
    office.sweep("2026-11-24T09:00")
    named = office.named(instance, "due_transfer")
    assert named == ("欧阳牧", "体育部副职", "体育教学办公室")
    assert office.verified()


def test_a_task_that_somebody_did_before_the_instance_was_held_stays_done(office: Office) -> None:
    """What a sweep has found may be old by the time it holds the instance."""
    instance = office.start(line("race", one(action("PT0H", "pass", outcome="reject")), review("next")))
    found = SimpleNamespace(task_id=office.task(instance).id, instance_id=instance)
    office.story.complete("it_clerk", "approve", "")
    with transaction() as uow:
        fire_due_command._fire(office.rt, uow, found, at("2026-11-24T09:00"))
    assert office.kinds(instance) == []
    assert office.task(instance).element == "next"


def test_an_action_that_another_worker_did_first_is_not_done_again(office: Office) -> None:
    instance = office.start(line("race", one(action("PT0H", "remind"))))
    found = SimpleNamespace(task_id=office.task(instance).id, instance_id=instance)
    office.sweep("2026-11-24T09:00")
    with transaction() as uow:
        fire_due_command._fire(office.rt, uow, found, at("2026-11-24T09:00"))
    assert office.kinds(instance) == [("due_remind", None)]


def test_the_initiator_reads_what_the_deadline_has_done(office: Office) -> None:
    instance = office.start(line("seen", one(action("PT0H", "pass", outcome="approve")), review("next")))
    office.sweep("2026-11-24T09:00")
    view = office.story.view("stu01", instance)
    said = next(entry for entry in view.record if entry.kind == "due_pass")
    assert (said.person_name, said.step_name, said.outcome_kind) == ("", "check", "approve")
    way = progress(office.rt, office.connection, office.person("stu01"), instance)
    assert [(step.element, step.state) for step in way.timeline][:3] == [
        ("apply", "done"),
        ("check", "done"),
        ("next", "now"),
    ]
