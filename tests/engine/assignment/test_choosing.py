"""自选办理人: the initiator at the start, or the handler before, says who handles a step."""

import pytest

from engine.choosing.following import next_steps
from engine.commands.complete_task import complete_task
from engine.commands.return_task import return_task
from engine.definitions import prepare
from engine.errors import Invalid
from tests.engine.assignment.services import APPLY, END, START, assign, drawn, in_a_row, policy, step
from tests.engine.events.services import flow, flows

CLERK = assign("person", value="20200026")
AT_START, BEFORE = assign("chosen"), assign("chosen", by="previous")


def faults(refused):
    return [(error.pointer, error.code) for error in refused.value.errors]


def ids(desk, *logins):
    return [desk.id(login) for login in logins]


def test_the_initiator_chooses_at_the_start_who_approves_later(desk):
    # 学生选择指导教师审批：选定程望舒，第二步由他办理。
    service = in_a_row("tutor", step("first", CLERK), step("tutor", AT_START))
    desk.start(service, chosen={"tutor": ids(desk, "tea02")})
    desk.complete("pe_clerk")

    assert desk.open() == {"tutor": {"tea02"}}
    assert desk.reasons("tutor") == [(f"p:{desk.id('tea02')}", "chosen", str(desk.id("stu01")))]


def test_whoever_does_not_choose_at_the_start_is_told_at_that_step(desk):
    with pytest.raises(Invalid) as refused:
        desk.start(in_a_row("tutor", step("first", CLERK), step("tutor", AT_START)))
    assert faults(refused) == [("/chosen/tutor", "required")]
    assert desk.sql("SELECT count(*) FROM instance").scalar_one() == 0


def test_where_the_policy_knows_what_to_do_without_nobody_need_be_chosen(desk):
    optional = step("tutor", AT_START, policy(nobody="skip"))
    desk.start(in_a_row("tutor", optional, step("next", CLERK)))
    assert desk.open() == {"next": {"pe_clerk"}}


@pytest.mark.parametrize(
    ("chosen", "code"),
    [
        ("nobody", "unknown_person"),
        ("gone", "unknown_person"),
        ("elsewhere", "not_among"),
        ("all", "too_many"),
    ],
)
def test_who_may_not_be_chosen_is_refused_at_the_field(desk, chosen, code):
    # 只能在本学院副职中选。
    service = in_a_row("among", step("check", assign("chosen", among="role", role="deputy", of="initiator")))
    people = {
        "nobody": [10**30],
        "gone": ids(desk, "cs_deputy"),
        "elsewhere": ids(desk, "cs_deputy", "civil_deputy"),
        "all": list(range(1, 40)),
    }
    if chosen == "gone":
        desk.leaves("cs_deputy")
    with pytest.raises(Invalid) as refused:
        desk.start(service, chosen={"check": people[chosen]})
    assert faults(refused) == [("/chosen/check", code)]


def test_among_a_group_or_a_role_anywhere(desk):
    desk.start(
        in_a_row("clinic", step("check", assign("chosen", among="group", value="hospital-clinic"))),
        chosen={"check": ids(desk, "hosp_clerk")},
    )
    assert desk.open() == {"check": {"hosp_clerk"}}

    service = in_a_row("heads", step("check", assign("chosen", among="role", role="head")))
    desk.start(service, chosen={"check": ids(desk, "civil_head", "tea02")})
    assert desk.open() == {"check": {"civil_head", "tea02"}}
    with pytest.raises(Invalid):
        desk.start(service, chosen={"check": ids(desk, "stu02")})


def test_nobody_chooses_for_a_step_that_does_not_let_choose(desk):
    service = in_a_row("fixed", step("one", CLERK), step("two", CLERK))
    for element in ("two", "nowhere", "apply"):
        with pytest.raises(Invalid) as refused:
            desk.start(service, chosen={element: ids(desk, "tea02")})
        assert faults(refused) == [(f"/chosen/{element}", "unknown_field")]


def test_a_handler_cannot_change_what_the_initiator_chose(desk):
    desk.start(
        in_a_row("tutor", step("first", CLERK), step("tutor", AT_START)),
        chosen={"tutor": ids(desk, "tea02")},
    )
    with pytest.raises(Invalid) as refused:
        desk.complete("pe_clerk", chosen={"tutor": ids(desk, "pe_clerk")})
    assert faults(refused) == [("/chosen/tutor", "unknown_field")]


def test_the_handler_before_chooses_and_is_told_if_he_forgets(desk):
    # 办公室分派：干事选定下一步由谁承办。
    desk.start(in_a_row("hand-on", step("first", CLERK), step("second", BEFORE)))
    with pytest.raises(Invalid) as refused:
        desk.complete("pe_clerk")
    assert faults(refused) == [("/chosen/second", "required")]
    assert desk.open() == {"first": {"pe_clerk"}}

    desk.complete("pe_clerk", chosen={"second": ids(desk, "tea01", "tea02")})
    assert desk.open() == {"second": {"tea01", "tea02"}}
    assert {reason[2] for reason in desk.reasons("second")} == {str(desk.id("pe_clerk"))}


def test_only_the_way_that_is_taken_asks_for_a_choice(desk):
    body = (
        START + APPLY + step("first", CLERK) + '<exclusiveGateway id="g" default="g-second"/>'
        + step("second", BEFORE) + END + flows("s", "apply", "first", "g", "second", "e")
        + '<sequenceFlow id="no" sourceRef="g" targetRef="e"><conditionExpression>'
        "steps.first.outcome == 'reject'</conditionExpression></sequenceFlow>"
    )  # fmt: skip
    desk.start(drawn("branch", body))
    assert desk.complete("pe_clerk", outcome="reject").state == "completed"


def test_what_was_chosen_survives_a_load_a_return_and_a_new_choice_replaces_it(desk):
    service = in_a_row("tutor", step("first", CLERK), step("tutor", AT_START))
    desk.start(service, chosen={"tutor": ids(desk, "tea02")})
    row = desk.rows()[0]
    return_task(desk.rt, desk.person("pe_clerk"), row.id, version=1, to="initiator", opinion="请补充。")
    desk.complete("stu01", outcome="submit")
    desk.complete("pe_clerk")
    assert desk.open() == {"tutor": {"tea02"}}

    row = desk.rows()[0]
    return_task(desk.rt, desk.person("tea02"), row.id, version=1, to="initiator", opinion="请另选。")
    desk.complete("stu01", outcome="submit", chosen={"tutor": ids(desk, "tea04")})
    desk.complete("pe_clerk")
    assert desk.open() == {"tutor": {"tea04"}}


def test_whoever_was_chosen_and_has_left_meanwhile_is_nobody(desk):
    desk.start(
        in_a_row("tutor", step("first", CLERK), step("tutor", AT_START)),
        chosen={"tutor": ids(desk, "tea02")},
    )
    desk.leaves("tea02")
    desk.complete("pe_clerk")
    assert desk.open() == {"tutor": {"admin", "it_head"}}


def test_each_branch_of_a_multi_instance_keeps_its_own_choice(desk):
    # 每个参加人的子流程里，经办人各自选定下一步。
    inner = (
        '<subProcess id="sub"><multiInstanceLoopCharacteristics isSequential="false">'
        '<loopDataInputRef>team</loopDataInputRef><inputDataItem id="member" name="member"/>'
        '</multiInstanceLoopCharacteristics><startEvent id="is"/>'
        + step("pick", assign("field", of="/member/person"))
        + '<receiveTask id="wait" messageRef="m"/>' + step("do", BEFORE) + '<endEvent id="ie"/>'
        + flows("is", "pick", "wait", "do", "ie") + "</subProcess>"
    ).replace('<receiveTask id="wait" messageRef="m"/>', "").replace(
        flow("pick", "wait") + flow("wait", "do"), flow("pick", "do")
    )  # fmt: skip
    desk.start(
        drawn("members", START + APPLY + inner + END + flows("s", "apply", "sub", "e")),
        team=[{"person": "20200026"}, {"person": "20180020"}],
    )
    first, second = desk.rows()
    for row, login, picked in ((first, "pe_clerk", "tea01"), (second, "it_clerk", "tea02")):
        complete_task(
            desk.rt, desk.person(login), row.id, version=1, outcome="approve", document={},
            chosen={"do": ids(desk, picked)},
        )  # fmt: skip
    assert [row.principals for row in desk.rows()] == [[f"p:{one}"] for one in ids(desk, "tea01", "tea02")]

    # The first one is returned to and chooses anew; the other keeps his.
    row = desk.rows()[0]
    return_task(desk.rt, desk.person("tea01"), row.id, version=1, to="previous", opinion="另选。")
    again = next(row for row in desk.rows() if row.element == "pick")
    complete_task(
        desk.rt, desk.person("pe_clerk"), again.id, version=again.version, outcome="approve", document={},
        chosen={"do": ids(desk, "tea04")},
    )  # fmt: skip
    assert sorted(row.principals[0] for row in desk.rows()) == sorted(
        f"p:{one}" for one in ids(desk, "tea04", "tea02")
    )


def test_the_steps_behind_one_are_found_through_gateways_and_sub_processes():
    inner = (
        '<subProcess id="sub"><startEvent id="is"/>' + step("inside", CLERK) + '<endEvent id="ie"/>'
        + flows("is", "inside", "ie") + "</subProcess>"
    )  # fmt: skip
    body = (
        START + APPLY + '<parallelGateway id="fork"/><parallelGateway id="join"/>' + inner
        + step("beside", CLERK) + step("after", CLERK) + END
        + flows("s", "apply", "fork", "sub", "join", "after", "e") + flows("fork", "beside", "join")
    )  # fmt: skip
    deployed = prepare(drawn("ways", body))

    assert next_steps(deployed, "apply") == {"inside", "beside"}
    assert next_steps(deployed, "inside") == {"after"}
    assert next_steps(deployed, "beside") == {"after"}
    assert next_steps(deployed, "after") == set()


def test_what_comes_straight_back_need_not_be_chosen_anew(desk):
    desk.start(
        in_a_row("tutor", step("first", CLERK), step("tutor", AT_START)),
        chosen={"tutor": ids(desk, "tea02")},
    )
    row, by = desk.rows()[0], desk.person("pe_clerk")
    return_task(desk.rt, by, row.id, version=1, to="initiator", opinion="请补充。", then="back")
    desk.complete("stu01", "apply", outcome="submit")
    desk.complete("pe_clerk", "first")
    assert desk.open() == {"tutor": {"tea02"}}
