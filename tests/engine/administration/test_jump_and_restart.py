"""跳转 and 重启: an administrator moves a matter that is stuck, or lets one go on that has ended."""

import pytest

from engine.commands.cancel_instance import cancel_instance
from engine.commands.jump_instance import jump_instance
from engine.commands.restart_instance import restart_instance
from engine.commands.suspend_instance import suspend_instance
from engine.commands.terminate_instance import terminate_instance
from engine.errors import CannotMend, ReasonRequired, Suspended
from engine.queries.mending import mending
from tests.engine.events.conftest import Hall, hall
from tests.engine.events.services import APPLY, bundle, flows, process, step

__all__ = ["hall"]


@pytest.fixture
def begun(hall, mail):
    return hall.story.start("tea01", "email-unlock", mail, opinion="请办理")


def offers(hall: Hall, started, login="admin"):
    return mending(hall.rt, hall.connection, hall.person(login), started.instance_id)


def jump(hall: Hall, started, to, reason="负责人出差，直接转信息化中心。", place=0):
    token = offers(hall, started).places[place].token
    return jump_instance(
        hall.rt, hall.person("admin"), started.instance_id, token=token, to=to, reason=reason
    )


def restart(hall: Hall, started, element, reason="材料有误，重新审核。"):
    step = next(step for step in offers(hall, started).steps if step.element == element)
    return restart_instance(
        hall.rt, hall.person("admin"), started.instance_id, token=step.token, reason=reason
    )


def record(hall, started):
    return [line.kind for line in hall.story.view("tea01", started.instance_id).record]


def test_a_matter_jumps_to_another_step_and_the_record_says_from_where_to_where_and_why(hall, begun):
    assert jump(hall, begun, "it_mail") == "running"
    assert hall.story.tasks("cs_head") == []
    assert hall.story.task("it_clerk").step_id == "it_mail"
    line = hall.story.view("tea01", begun.instance_id).record[-1]
    assert (line.kind, line.step_name, line.other_name) == ("jump", "部门负责人意见", "信息化中心解锁")
    assert line.text == "负责人出差，直接转信息化中心。"
    assert hall.verified()


def test_the_page_offers_where_it_stands_and_where_it_can_go(hall, begun):
    (place,) = offers(hall, begun).places
    assert (place.element, place.name) == ("unit_head", "部门负责人意见")
    targets = [target.element for target in place.targets]
    assert targets[:5] == ["apply", "unit_head", "head_agrees", "it_mail", "unlock"]
    assert targets[-1] == "end_refused"


def parallel():
    body = f'<startEvent id="s"/>{APPLY}<parallelGateway id="fork"/>'
    body += step("left", "教务处") + step("right", "财务处")
    body += f'<parallelGateway id="join"/>{step("sum", "汇总")}<endEvent id="e"/>'
    ways = flows("s", "apply", "fork", "left", "join", "sum", "e") + flows("fork", "right", "join")
    return process("main", body + ways)


@pytest.mark.parametrize(
    ("to", "code", "named"),
    [
        ("left", "into_branch", "教务处"),
        ("join", "not_a_target", "join"),
        ("nowhere", "no_such_node", "nowhere"),
    ],
)
def test_a_jump_that_the_diagram_forbids_says_which_step_and_why(hall, to, code, named):
    started = hall.start(hall.deploy(bundle("parallel", parallel())))
    jump(hall, started, "sum")
    with pytest.raises(CannotMend) as refused:
        jump(hall, started, to)
    assert (refused.value.code, refused.value.params["element"]) == (code, named)
    assert hall.open() == ["sum"]


def test_a_jump_out_of_a_branch_takes_its_sibling_along(hall):
    started = hall.start(hall.deploy(bundle("parallel", parallel())))
    assert hall.open() == ["left", "right"]
    jump(hall, started, "sum")
    assert hall.open() == ["sum"]


def test_a_jump_from_where_somebody_else_has_moved_it_is_refused(hall, begun):
    token = offers(hall, begun).places[0].token
    jump(hall, begun, "it_mail")
    with pytest.raises(CannotMend) as refused:
        jump_instance(
            hall.rt, hall.person("admin"), begun.instance_id, token=token, to="apply", reason="改。"
        )
    assert refused.value.code == "not_live"
    with pytest.raises(CannotMend) as refused:
        jump_instance(
            hall.rt, hall.person("admin"), begun.instance_id, token=10**6, to="apply", reason="改。"
        )
    assert refused.value.code == "not_live"


def test_moving_a_matter_says_why_and_does_not_move_a_suspended_one(hall, begun):
    with pytest.raises(ReasonRequired):
        jump(hall, begun, "it_mail", reason=" ")
    with pytest.raises(ReasonRequired):
        restart(hall, begun, "apply", reason="")
    suspend_instance(hall.rt, hall.person("admin"), begun.instance_id, reason="核查。")
    assert offers(hall, begun).places == offers(hall, begun).steps == ()
    with pytest.raises(Suspended):
        jump_instance(hall.rt, hall.person("admin"), begun.instance_id, token=3, to="apply", reason="改。")
    with pytest.raises(Suspended):
        restart_instance(hall.rt, hall.person("admin"), begun.instance_id, token=2, reason="改。")


def completed(hall, begun):
    hall.story.complete("cs_head", outcome="reject", opinion="非本部门人员")


def terminated(hall, begun):
    hall.story.complete("cs_head")
    terminate_instance(hall.rt, hall.person("admin"), begun.instance_id, reason="误操作。")


def cancelled(hall, begun):
    cancel_instance(hall.rt, hall.person("tea01"), begun.instance_id)


@pytest.mark.parametrize(
    ("end", "element", "handler"),
    [
        (completed, "unit_head", "cs_head"),
        (terminated, "unit_head", "cs_head"),
        (cancelled, "apply", "tea01"),
    ],
)
def test_a_matter_that_has_ended_goes_on_from_a_step_with_its_number_and_its_record(
    hall, begun, clock, end, element, handler
):
    end(hall, begun)
    before = record(hall, begun)
    number = hall.story.view("tea01", begun.instance_id).business_no
    clock.forward(days=40)
    assert restart(hall, begun, element) == "running"
    view = hall.story.view("tea01", begun.instance_id)
    assert (view.state, view.ended_at, view.business_no) == ("running", None, number)
    assert record(hall, begun) == [*before, "restart"]
    assert view.record[-1].text == "材料有误，重新审核。"
    task = hall.story.task(handler)
    assert (task.step_id, task.reasons[0][1]) == (element, "returned")
    assert hall.verified()


def test_a_restarted_matter_runs_to_its_end_again(hall, begun):
    terminated(hall, begun)
    restart(hall, begun, "unit_head")
    hall.story.complete("cs_head")
    hall.story.complete("it_clerk", outcome="done", newPassword="Songxi-2026-x")
    hall.story.work()
    assert hall.state(begun.instance_id) == "completed"
    assert hall.story.view("tea01", begun.instance_id).ended_at is not None


def test_a_restart_opens_for_the_rules_people_when_whoever_did_the_step_has_left(hall, begun):
    completed(hall, begun)
    from sqlalchemy import text

    head = hall.person("cs_head")
    hall.connection.execute(text("UPDATE person SET active = false WHERE id = :id"), {"id": head.person_id})
    restart(hall, begun, "unit_head")
    sql = text("SELECT reasons FROM task WHERE instance_id = :id AND state = 'open'")
    (reasons,) = hall.connection.execute(sql, {"id": begun.instance_id}).scalars()
    assert all(reason[1] != "returned" for reason in reasons)


def test_a_step_that_was_restarted_cannot_be_restarted_from_its_old_self(hall, begun):
    completed(hall, begun)
    token = next(s for s in offers(hall, begun).steps if s.element == "unit_head").token
    restart(hall, begun, "unit_head")
    with pytest.raises(CannotMend) as refused:
        restart_instance(hall.rt, hall.person("admin"), begun.instance_id, token=token, reason="再来。")
    assert refused.value.code == "not_done"
