"""办理人策略: nobody found, the initiator himself, somebody who has approved already."""

import pytest

from engine.commands.fire_timers import fire_timers
from engine.commands.return_task import return_task
from engine.commands.transfer_task import transfer_task
from engine.commands.withdraw_task import withdraw_task
from engine.errors import NobodyToHandle
from engine.queries import instance_view
from tests.engine.assignment.services import APPLY, END, START, assign, drawn, in_a_row, policy, split, step
from tests.engine.events.services import flow, flows

VACANT = assign("role", role="counsellor", of="finance")
CLERK, HEAD = assign("person", value="20200026"), assign("person", value="20060029")
"""雷骁; 欧阳牧"""


def give_back(desk, login, to="initiator", element="", **more):
    row = next(row for row in desk.rows() if not element or row.element == element)
    by = desk.person(login)
    return return_task(desk.rt, by, row.id, version=row.version, to=to, opinion="请补充。", **more)


# --- nobody


def test_nobody_found_and_no_policy_the_administrators_get_it(desk):
    desk.start(in_a_row("vacant", step("check", VACANT)))

    assert desk.open() == {"check": {"admin", "it_head"}}
    assert {reason[1] for reason in desk.reasons("check")} == {"nobody"}


def test_nobody_found_the_step_is_passed_over_with_its_outcome_and_the_record_says_so(desk):
    # 财务处没有设辅导员：此环节自动跳过，处理结果按“通过”。
    skipped = step("check", VACANT, policy(nobody="skip", outcome="approve"))
    desk.start(in_a_row("vacant", skipped, step("next", CLERK)))

    assert desk.open() == {"next": {"pe_clerk"}}
    assert desk.record()[-1] == ("skip", "check", "nobody:approve", None)
    state, outcome = desk.sql(
        "SELECT state, outcome FROM task WHERE instance_id = :id AND element = 'check'", id=desk.matter
    ).one()
    assert (state, outcome) == ("completed", "approve")


def test_the_outcome_of_a_skipped_step_steers_the_flows(desk):
    # 无人办理即视为不通过：流程走向结束，而不是下一步。
    body = (
        START + APPLY + step("check", VACANT, policy(nobody="skip", outcome="reject"))
        + '<exclusiveGateway id="g" default="g-next"/>' + step("next", CLERK) + END
        + flows("s", "apply", "check", "g")
        + flow("g", "next") + flow("next", "e")
        + '<sequenceFlow id="no" sourceRef="g" targetRef="e"><conditionExpression>'
        "steps.check.outcome == 'reject'</conditionExpression></sequenceFlow>"
    )  # fmt: skip
    assert desk.start(drawn("steered", body)).state == "completed"


def test_nobody_found_a_named_person_gets_it_and_if_he_has_left_the_administrators(desk):
    service = in_a_row("vacant", step("check", VACANT, policy(nobody="person", person="20080018")))
    desk.start(service)
    assert desk.open() == {"check": {"it_head"}}
    assert desk.reasons("check") == [(f"p:{desk.id('it_head')}", "nobodyPerson")]

    desk.leaves("it_head")
    desk.start(service)
    assert desk.open() == {"check": {"admin"}}


def test_nobody_found_the_submission_is_refused_and_nothing_of_it_is_stored(desk):
    service = in_a_row("vacant", step("one", CLERK), step("check", VACANT, policy(nobody="refuse")))
    desk.start(service)
    before = desk.record()

    with pytest.raises(NobodyToHandle) as refused:
        desk.complete("pe_clerk")
    assert refused.value.params == {"step": "check"}
    assert (desk.open(), desk.record()) == ({"one": {"pe_clerk"}}, before)

    with pytest.raises(NobodyToHandle):
        desk.start(in_a_row("at-once", step("check", VACANT, policy(nobody="refuse"))))


def test_what_time_leads_to_cannot_be_refused_so_administrators_get_it(desk):
    wait = (
        '<intermediateCatchEvent id="w"><timerEventDefinition><timeDuration>PT1H</timeDuration>'
        "</timerEventDefinition></intermediateCatchEvent>"
    )
    body = START + APPLY + wait + step("check", VACANT, policy(nobody="refuse")) + END
    desk.start(drawn("later", body + flows("s", "apply", "w", "check", "e")))
    desk.clock.forward(hours=2)
    assert fire_timers(desk.rt) == 1
    assert desk.open() == {"check": {"admin", "it_head"}}


# --- the initiator himself


def test_the_initiator_as_his_own_handler_keeps_it_if_nothing_else_is_said(desk):
    desk.start(in_a_row("own", step("check", assign("unitHead", of="initiator"))), "cs_head")

    assert desk.open() == {"check": {"cs_head"}}


def test_the_initiator_as_his_own_handler_is_passed_over(desk):
    own = step("check", assign("unitHead", of="initiator"), policy(initiator="skip"))
    desk.start(in_a_row("own", own, step("next", CLERK)), "cs_head")

    assert desk.open() == {"next": {"pe_clerk"}}
    assert desk.record()[-1] == ("skip", "check", "initiator:approve", None)

    desk.start(in_a_row("own", own, step("next", CLERK)), "stu01")
    assert desk.open() == {"check": {"cs_head"}}


def test_the_head_of_the_initiator_decides_over_his_matter(desk):
    # 院长自己提交的申请由校长审批。
    own = step("check", assign("unitHead", of="initiator"), policy(initiator="head"))
    desk.start(in_a_row("own", own), "cs_head")

    assert desk.open() == {"check": {"school_head"}}
    assert desk.reasons("check")[0][1] == "initiatorHead"


def test_in_a_group_the_others_decide_over_the_initiators_matter(desk):
    own = step("check", assign("group", value="hospital-clinic"), policy(initiator="head"))
    desk.start(in_a_row("own", own), "hosp_clerk")

    assert desk.open() == {"check": {"hosp_deputy"}}


def test_nobody_stands_above_the_highest_so_the_administrators_decide(desk):
    own = step("check", assign("unitHead", of="initiator"), policy(initiator="head"))
    desk.start(in_a_row("own", own), "school_head")

    assert desk.open() == {"check": {"admin", "it_head"}}


# --- somebody who has approved already


REPEATED = policy(repeated="skip")


def test_who_has_approved_already_is_not_asked_again(desk):
    # 欧阳牧既是学院负责人又是分管领导：第二次自动通过。
    desk.start(in_a_row("twice", step("one", HEAD), step("two", HEAD, REPEATED), step("three", CLERK)))
    desk.complete("cs_head")

    assert desk.open() == {"three": {"pe_clerk"}}
    assert desk.record()[-1] == ("skip", "two", "repeated:approve", "欧阳牧")


def test_several_steps_in_a_row_are_passed_over_in_one_go_and_end_the_matter(desk):
    desk.start(in_a_row("all", step("one", HEAD), step("two", HEAD, REPEATED), step("three", HEAD, REPEATED)))

    assert desk.complete("cs_head").state == "completed"
    assert desk.kinds() == ["start", "complete", "skip", "skip", "end"]


def test_who_has_refused_or_only_done_something_is_asked(desk):
    desk.start(in_a_row("no", step("one", HEAD), step("two", HEAD, REPEATED)))
    desk.complete("cs_head", outcome="reject")
    assert desk.open() == {"two": {"cs_head"}}

    done = (
        '<userTask id="one" name="登记"><extensionElements><tb:step>' + HEAD
        + '<tb:outcome id="done" kind="complete"/></tb:step></extensionElements></userTask>'
    )  # fmt: skip
    desk.start(in_a_row("done", done, step("two", HEAD, REPEATED)))
    desk.complete("cs_head", outcome="done")
    assert desk.open() == {"two": {"cs_head"}}


def test_who_took_his_approval_back_and_refused_is_asked(desk):
    desk.start(in_a_row("back", step("one", HEAD), step("two", CLERK), step("three", HEAD, REPEATED)))
    desk.complete("cs_head")
    done = desk.sql("SELECT id FROM task WHERE element = 'one' AND state = 'completed'").scalar_one()
    withdraw_task(desk.rt, desk.person("cs_head"), done)
    desk.complete("cs_head", outcome="reject")
    desk.complete("pe_clerk")

    assert desk.open() == {"three": {"cs_head"}}


def test_who_took_his_approval_back_and_handed_the_step_on_has_not_approved(desk):
    desk.start(in_a_row("back", step("one", HEAD), step("two", CLERK), step("three", HEAD, REPEATED)))
    desk.complete("cs_head")
    done = desk.sql("SELECT id FROM task WHERE element = 'one' AND state = 'completed'").scalar_one()
    withdraw_task(desk.rt, desk.person("cs_head"), done)
    (row,) = desk.rows()
    by = desk.person("cs_head")
    transfer_task(desk.rt, by, row.id, version=row.version, to=desk.id("cs_deputy"), opinion="")
    desk.complete("cs_deputy")
    desk.complete("pe_clerk")

    assert desk.open() == {"three": {"cs_head"}}


def test_who_approved_once_and_refused_later_is_asked(desk):
    desk.start(in_a_row("later", step("one", HEAD), step("two", HEAD), step("three", HEAD, REPEATED)))
    desk.complete("cs_head")
    desk.complete("cs_head", outcome="reject")

    assert desk.open() == {"three": {"cs_head"}}


def test_whoever_applied_has_not_approved(desk):
    desk.start(in_a_row("own", step("one", HEAD, REPEATED)), "cs_head")

    assert desk.open() == {"one": {"cs_head"}}


def test_after_a_return_he_signs_again_and_only_then_is_passed_over(desk):
    desk.start(
        in_a_row(
            "again", step("one", HEAD), step("two", CLERK), step("three", HEAD, REPEATED), step("four", CLERK)
        )
    )  # fmt: skip
    desk.complete("cs_head")
    give_back(desk, "pe_clerk")
    desk.complete("stu01", outcome="submit")
    assert desk.open() == {"one": {"cs_head"}}

    desk.complete("cs_head")
    desk.complete("pe_clerk")
    assert desk.open() == {"four": {"pe_clerk"}}


def test_an_approval_in_another_branch_from_before_a_return_does_not_count(desk):
    # 并行：欧阳牧已在甲支通过；乙支退回修改后，合并后的环节他必须重新签。
    desk.start(split("fork", step("left", HEAD), step("right", CLERK), after=step("joined", HEAD, REPEATED)))
    desk.complete("cs_head", "left")
    give_back(desk, "pe_clerk", element="right")
    desk.complete("stu01", "apply", outcome="submit")
    assert desk.open() == {"left": {"cs_head"}, "right": {"pe_clerk"}}
    desk.complete("cs_head", "left")
    desk.complete("pe_clerk", "right")
    assert desk.open() == {}


def test_an_approval_that_a_return_left_standing_is_older_than_what_it_would_pass_over(desk):
    # 右支两步，退回只在右支内：左支的通过仍在，但内容可能已变，合并后要重新签。
    body = (
        START + APPLY + '<parallelGateway id="fork"/><parallelGateway id="join"/>'
        + step("left", HEAD) + step("r1", CLERK) + step("r2", CLERK) + step("joined", HEAD, REPEATED) + END
        + flows("s", "apply", "fork", "left", "join", "joined", "e") + flows("fork", "r1", "r2", "join")
    )  # fmt: skip
    desk.start(drawn("inner", body))
    desk.complete("cs_head", "left")
    desk.complete("pe_clerk", "r1")
    give_back(desk, "pe_clerk", "previous", "r2")
    desk.complete("pe_clerk", "r1")
    desk.complete("pe_clerk", "r2")

    assert desk.open() == {"joined": {"cs_head"}}


def test_what_is_returned_straight_to_a_passed_over_step_is_seen_by_somebody(desk):
    skipped = step("two", HEAD, REPEATED)
    desk.start(in_a_row("seen", step("one", HEAD), skipped, step("three", CLERK)))
    desk.complete("cs_head")
    give_back(desk, "pe_clerk", "previous")

    assert desk.open() == {"two": {"cs_head"}}
    assert desk.complete("cs_head").state == "running"
    assert desk.open() == {"three": {"pe_clerk"}}


def test_what_is_returned_to_a_step_that_nobody_handles_goes_to_the_administrators(desk):
    # 退回到一个被跳过的环节：不能再次悄悄跳过又回到退回人手里。
    skipped = step("one", VACANT, policy(nobody="skip"))
    desk.start(in_a_row("seen", skipped, step("two", CLERK)))
    give_back(desk, "pe_clerk", "previous")

    assert desk.open() == {"one": {"admin", "it_head"}}


def test_a_countersign_step_that_is_returned_to_is_seen_by_all_of_them(desk):
    # 会签里欧阳牧先前已通过而自动跳过；退回会签后他也要亲自签。
    both = step("both", HEAD, CLERK, REPEATED, '<tb:countersign policy="all"/>')
    desk.start(in_a_row("panel", step("one", HEAD), both, step("last", CLERK)))
    desk.complete("cs_head")
    assert desk.open() == {"both": {"pe_clerk"}}
    desk.complete("pe_clerk")
    give_back(desk, "pe_clerk", "previous")

    assert [reason[0] for reason in desk.reasons("both")] == [
        f"p:{desk.id('cs_head')}",
        f"p:{desk.id('pe_clerk')}",
    ]


def test_branches_are_passed_over_each_by_itself(desk):
    left, right = step("left", VACANT, policy(nobody="skip")), step("right", CLERK)
    desk.start(split("fork", left, right, after=step("joined", HEAD)))
    assert desk.open() == {"right": {"pe_clerk"}}

    desk.complete("pe_clerk")
    assert desk.open() == {"joined": {"cs_head"}}


def test_items_of_a_countersign_step_are_passed_over_each_by_itself(desk):
    # 会签三人：发起人自己那一份自动跳过，其余两人各自签署。
    items = (
        '<multiInstanceLoopCharacteristics isSequential="{}"><loopDataInputRef>team</loopDataInputRef>'
        '<inputDataItem id="member" name="member"/></multiInstanceLoopCharacteristics>'
    )
    team = [{"person": "20200026"}, {"person": "2024110001"}, {"person": "20180020"}]
    who = assign("field", of="/member/person"), policy(initiator="skip")
    desk.start(in_a_row("together", step("sign", *who, inside=items.format("false"))), team=team)
    assert [reason[0] for reason in desk.reasons("sign")] == [
        f"p:{desk.id('pe_clerk')}",
        f"p:{desk.id('it_clerk')}",
    ]
    desk.complete("pe_clerk", "sign")
    assert desk.complete("it_clerk").state == "completed"

    desk.start(in_a_row("in-turn", step("sign", *who, inside=items.format("true"))), team=team)
    desk.complete("pe_clerk")
    assert desk.open() == {"sign": {"it_clerk"}}
    assert desk.kinds() == ["start", "complete", "skip"]


def test_a_loop_of_steps_that_nobody_handles_ends_with_people(desk):
    # 画错的回路：跳过后又回到自己。到了上限就交给管理员，不会死循环。
    body = (
        START + APPLY + step("check", VACANT, policy(nobody="skip", outcome="reject"))
        + '<exclusiveGateway id="g" default="g-check"/>' + END
        + flows("s", "apply", "check", "g", "check")
        + '<sequenceFlow id="out" sourceRef="g" targetRef="e"><conditionExpression>'
        "steps.check.outcome == 'approve'</conditionExpression></sequenceFlow>"
    )  # fmt: skip
    desk.start(drawn("endless", body))

    assert desk.open() == {"check": {"admin", "it_head"}}
    assert ("incident", "check", "endless", None) in desk.record()


def test_a_step_passed_over_that_ends_a_branch_beside_it_leaves_no_task_behind(desk):
    # 一支无人办理而终止整个流程：另一支不留下待办。
    body = (
        START + APPLY + '<parallelGateway id="fork"/>' + step("left", CLERK)
        + step("right", VACANT, policy(nobody="skip")) + END
        + '<endEvent id="stop"><terminateEventDefinition/></endEvent>'
        + flows("s", "apply", "fork", "left", "e") + flows("fork", "right", "stop")
    )  # fmt: skip
    started = desk.start(drawn("stop", body))

    assert (started.state, desk.open()) == ("completed", {})
    assert desk.sql("SELECT count(*) FROM inbox").scalar_one() == 0


def test_the_record_of_a_skip_names_its_reason_and_its_outcome(desk):
    desk.start(in_a_row("told", step("one", HEAD), step("two", HEAD, REPEATED)))
    desk.complete("cs_head")

    view = instance_view.view(desk.rt, desk.connection, desk.person("stu01"), desk.matter)
    line = next(line for line in view.record if line.kind == "skip")
    assert (line.reason, line.outcome, line.outcome_kind) == ("repeated", "approve", "approve")
    assert line.outcome_text == {"zh-CN": "通过"}
    assert line.person_name == "欧阳牧"
