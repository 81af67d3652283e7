"""挂起: nothing happens to a suspended matter, and nothing that comes for it is lost."""

import pytest
from sqlalchemy import text

from engine.commands.cancel_instance import cancel_instance
from engine.commands.claim_task import claim_task
from engine.commands.complete_task import complete_task
from engine.commands.jump_instance import jump_instance
from engine.commands.restart_instance import restart_instance
from engine.commands.resume_instance import resume_instance
from engine.commands.return_task import return_task
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.errors import Forbidden, NotFound, NotRunning, NotSuspended, ReasonRequired, Suspended
from engine.events import InstanceSuspended
from engine.queries import boxes
from engine.store import occurrences
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import APPLY, bundle, flow, flows, message, process, step, timer

__all__ = ["hall"]


def suspend(hall: Hall, started, reason="学生处核查材料，暂停办理。"):
    suspend_instance(hall.rt, hall.person("admin"), started.instance_id, reason=reason)


def resume(hall: Hall, started):
    return resume_instance(hall.rt, hall.person("admin"), started.instance_id)


@pytest.fixture
def begun(hall, mail):
    return hall.story.start("tea01", "email-unlock", mail, opinion="请办理")


def test_a_suspended_matter_refuses_its_handlers_and_its_initiator(hall, begun):
    task = hall.story.task("cs_head")
    suspend(hall, begun)
    head, tea = hall.person("cs_head"), hall.person("tea01")
    with pytest.raises(Suspended):
        complete_task(hall.rt, head, task.id, version=task.version, outcome="approve", document={})
    with pytest.raises(Suspended):
        return_task(hall.rt, head, task.id, version=task.version, to="initiator", opinion="请补充。")
    with pytest.raises(Suspended):
        cancel_instance(hall.rt, tea, begun.instance_id)
    with pytest.raises(Suspended):
        terminate_instance(hall.rt, head, begun.instance_id, reason="不再办理。")
    seen = hall.story.task("cs_head")
    assert (seen.can_handle, seen.suspended, seen.version) == (False, True, task.version)
    assert resume(hall, begun) == "running"
    hall.story.complete("cs_head")


def test_the_lists_and_the_initiator_see_that_it_waits_and_why(hall, begun):
    suspend(hall, begun)
    (row,) = hall.story.tasks("cs_head")
    assert row.suspended
    (sent,) = boxes.page(hall.connection, hall.person("tea01"), "sent").rows
    assert (sent.state, sent.waiting_for) == ("suspended", ("欧阳牧",))
    view = hall.story.view("tea01", begun.instance_id)
    assert (view.state, view.may_cancel, view.ended_at) == ("suspended", False, None)
    assert view.suspended_at is not None
    assert (view.record[-1].kind, view.record[-1].text) == ("suspend", "学生处核查材料，暂停办理。")
    assert [step.state for step in view.timeline] == ["done", "now", "coming"]
    resume(hall, begun)
    assert hall.story.view("tea01", begun.instance_id).record[-1].kind == "resume"
    assert hall.verified()


@pytest.fixture
def told(hall):
    found = []
    hall.rt.events.subscribe(InstanceSuspended, lambda uow, event: found.append(event))
    return found


def test_the_initiator_and_whoever_holds_a_task_are_told_of_it(hall, told, mail):
    started = hall.story.start("tea01", "email-unlock", mail, opinion="请办理")
    head = tuple(reason[0] for reason in hall.story.task("cs_head").reasons)
    suspend(hall, started)
    resume(hall, started)
    hall.story.complete("cs_head")
    suspend(hall, started)
    own, admin = (hall.person(login).person_id for login in ("tea01", "admin"))
    assert [(event.resumed, event.to) for event in told] == [
        (False, (f"p:{own}", *head)),
        (True, (f"p:{own}", *head)),
        (False, (f"p:{own}", "g:it-mail")),
    ]
    assert {(event.instance_id, event.by) for event in told} == {(started.instance_id, admin)}
    record = {line.n: (line.kind, line.text) for line in hall.story.view("tea01", started.instance_id).record}
    assert [record[event.n] for event in told] == [
        ("suspend", "学生处核查材料，暂停办理。"),
        ("resume", ""),
        ("suspend", "学生处核查材料，暂停办理。"),
    ]


def test_of_a_claimed_task_only_who_has_claimed_it_is_told(hall, told, begun):
    hall.story.complete("cs_head")
    task = hall.story.task("it_clerk")
    claim_task(hall.rt, hall.person("it_clerk"), task.id, version=task.version)
    suspend(hall, begun)
    assert told[0].to == tuple(f"p:{hall.person(login).person_id}" for login in ("tea01", "it_clerk"))


def test_the_time_of_a_task_does_not_run_while_its_matter_is_suspended(hall, begun, clock):
    clock.forward(hours=1)
    suspend(hall, begun)
    clock.forward(days=9)
    resume(hall, begun)
    hall.story.complete("cs_head")
    (step,) = [s for s in hall.story.view("tea01", begun.instance_id).timeline if s.element == "unit_head"]
    assert step.seconds == 3600


def test_a_matter_is_suspended_once_with_a_reason_and_resumed_once(hall, begun):
    with pytest.raises(ReasonRequired):
        suspend(hall, begun, " ")
    with pytest.raises(NotSuspended):
        resume(hall, begun)
    suspend(hall, begun)
    with pytest.raises(Suspended):
        suspend(hall, begun)
    resume(hall, begun)
    with pytest.raises(NotSuspended):
        resume(hall, begun)


def test_what_has_ended_is_neither_suspended_nor_resumed(hall, begun):
    cancel_instance(hall.rt, hall.person("tea01"), begun.instance_id)
    with pytest.raises(NotRunning):
        suspend(hall, begun)
    with pytest.raises(NotRunning):
        resume(hall, begun)


def test_an_administrator_ends_a_suspended_matter(hall, begun):
    suspend(hall, begun)
    terminate_instance(hall.rt, hall.person("admin"), begun.instance_id, reason="申请人已离校。")
    assert hall.state(begun.instance_id) == "terminated"
    assert hall.story.tasks("cs_head") == []


@pytest.mark.parametrize(
    ("login", "refused"),
    [
        ("stu01", NotFound),
        ("tea01", Forbidden),
        ("cs_head", Forbidden),
        ("designer", NotFound),
        ("pe_head", NotFound),
    ],
)
def test_only_administrators_of_the_service_mend(hall, begun, login, refused):
    by, id = hall.person(login), begun.instance_id
    token = hall.connection.execute(
        text("SELECT min(token) FROM task WHERE instance_id = :i"), {"i": id}
    ).scalar_one()
    for act in (
        lambda: suspend_instance(hall.rt, by, id, reason="不行。"),
        lambda: resume_instance(hall.rt, by, id),
        lambda: jump_instance(hall.rt, by, id, token=token, to="it_mail", reason="不行。"),
        lambda: restart_instance(hall.rt, by, id, token=token, reason="不行。"),
    ):
        with pytest.raises(refused):
            act()
    assert len(hall.story.view("tea01", id).record) == 1


def test_an_administrator_of_one_unit_mends_its_services_and_no_others(hall, begun, fitness):
    by = hall.person("it_head")
    suspend_instance(hall.rt, by, begun.instance_id, reason="核查。")
    assert resume_instance(hall.rt, by, begun.instance_id) == "running"
    other = hall.story.start(
        "stu01", "fitness-exemption", fitness | {"certificate": [hall.story.upload("stu01")]}
    )
    with pytest.raises(NotFound):
        suspend_instance(hall.rt, by, other.instance_id, reason="核查。")


# --- time


def limited(cancels="true"):
    boundary = (
        f'<boundaryEvent id="late" name="超时" attachedToRef="decide" cancelActivity="{cancels}">'
        f"{timer('P3D')}</boundaryEvent>"
    )
    body = f'<startEvent id="s"/>{APPLY}{step("decide")}{boundary}{step("remind")}<endEvent id="e"/>'
    body += '<endEvent id="f"/>' + flows("s", "apply", "decide", "e") + flows("late", "remind", "f")
    return process("main", body)


def test_no_timer_fires_while_a_matter_is_suspended_and_what_is_due_fires_after(hall):
    started = hall.start(hall.deploy(bundle("limited", limited())))
    suspend(hall, started)
    assert hall.later(days=4) == 0
    assert hall.open() == ["decide"]
    due = text("SELECT next_due FROM instance WHERE id = :id")
    assert hall.connection.execute(due, {"id": started.instance_id}).scalar_one() is None
    resume(hall, started)
    assert hall.open() == ["remind"]


def test_a_timer_that_is_not_due_yet_goes_on_after_a_suspension(hall):
    started = hall.start(hall.deploy(bundle("limited", limited())))
    suspend(hall, started)
    hall.later(days=1)
    resume(hall, started)
    assert hall.open() == ["decide"]
    assert hall.later(days=1) == 0
    assert hall.later(days=1) == 1
    assert hall.open() == ["remind"]


# --- messages and signals

ORDER = '<message id="order" name="order"/><message id="answer" name="answer"/>'


def asking():
    limit = f'<intermediateCatchEvent id="limit">{timer("P1D")}</intermediateCatchEvent>'
    body = f'<startEvent id="s"/>{APPLY}' + message("intermediateThrowEvent ask", "order")
    body += '<eventBasedGateway id="which"/>' + message("intermediateCatchEvent wait", "answer") + limit
    body += step("read") + step("chase") + '<endEvent id="e"/><endEvent id="f"/>'
    ways = flows("s", "apply", "ask", "which") + flows("which", "wait", "read", "e")
    return process("asker", body + ways + flows("which", "limit", "chase", "f"))


def answering():
    body = message("startEvent begin", "order") + step("work") + message("endEvent reply", "answer")
    return process("worker", body + flows("begin", "work", "reply"))


def two_pools(hall):
    return hall.deploy(bundle("pools", ORDER, asking(), answering(), pools=("asker", "worker")))


def answered_while_suspended(hall):
    started = hall.start(two_pools(hall))
    hall.deliver()
    suspend(hall, started)
    hall.story.complete("stu01", outcome="done", opinion="")
    hall.deliver()
    assert hall.open() == []
    return started


def test_a_message_that_came_for_a_suspended_matter_comes_before_the_time_that_ran_out_later(hall):
    started = answered_while_suspended(hall)
    hall.clock.forward(days=30)
    occurrences.forget(hall.connection, hall.clock())
    resume(hall, started)
    assert hall.open() == ["read"]
    hall.deliver()
    assert hall.open() == ["read"]
    assert hall.count("postponed") == 0
    assert hall.verified()


def test_a_message_waits_for_the_suspended_matter_and_not_for_anybody_else(hall):
    answered_while_suspended(hall)
    other = hall.start("pools", "stu02")
    hall.deliver()
    assert hall.open("stu02") == ["work"]
    assert hall.state(other.instance_id) == "running"
    assert hall.count("postponed") == 1


def test_a_message_goes_to_others_when_the_suspended_matter_ends(hall):
    started = answered_while_suspended(hall)
    other = hall.start("pools", "stu02")
    terminate_instance(hall.rt, hall.person("admin"), started.instance_id, reason="不再需要。")
    hall.deliver()
    assert "read" in hall.open("stu02")
    assert hall.state(other.instance_id) == "running"
    assert hall.count("postponed") == 0


def signalled():
    catch = (
        '<intermediateCatchEvent id="hear"><signalEventDefinition signalRef="bell"/></intermediateCatchEvent>'
    )
    throw = (
        '<intermediateThrowEvent id="ring"><signalEventDefinition signalRef="bell"/></intermediateThrowEvent>'
    )
    body = f'<startEvent id="s"/>{APPLY}<exclusiveGateway id="g" default="g-hear"/>{catch}{throw}'
    body += step("heard") + '<endEvent id="e"/><endEvent id="f"/>'
    ask = (
        '<sequenceFlow id="g-ring" sourceRef="g" targetRef="ring"><conditionExpression>subject == "打铃"'
        "</conditionExpression></sequenceFlow>"
    )
    ways = (
        flows("s", "apply", "g") + ask + flow("g", "hear") + flows("hear", "heard", "e") + flow("ring", "f")
    )
    return process("main", body + ways)


def test_a_signal_is_heard_once_after_a_suspension(hall):
    key = hall.deploy(bundle("bells", '<signal id="bell" name="bell"/>', signalled()))
    started = hall.start(key)
    suspend(hall, started)
    hall.start(key, "stu02", "打铃")
    assert hall.deliver() == 2
    assert hall.open() == []
    resume(hall, started)
    assert hall.open() == ["heard"]
    hall.deliver()
    assert hall.open() == ["heard"]
