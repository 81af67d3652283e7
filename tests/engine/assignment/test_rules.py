"""办理人规则: each rule of a diagram, told on the demo campus."""

import pytest

from engine.commands.deploy import deploy
from engine.errors import Undeployable
from tests.engine.assignment.services import APPLY, END, START, assign, drawn, in_a_row, lanes, policy, step
from tests.engine.events.services import flows, process


def key(desk, login):
    return f"p:{desk.id(login)}"


def unit(desk, code):
    return desk.sql("SELECT id FROM unit WHERE code = :code", code=code).scalar_one()


def test_several_people_are_named_by_number_in_one_rule(desk):
    # 邮箱专项：由区子衡、雷骁两位办理。
    desk.start(in_a_row("mail", step("check", assign("person", value="20180020，20200026 20999999"))))

    assert desk.open() == {"check": {"it_clerk", "pe_clerk"}}
    assert desk.reasons("check") == [(key(desk, "it_clerk"), "person"), (key(desk, "pe_clerk"), "person")]


def test_somebody_without_an_account_is_assigned_and_finds_his_task_when_he_first_signs_in(desk):
    # 退休返聘的老师从未登录过：任务照样分给他，首次登录后就在待办里。
    desk.sql("DELETE FROM credential WHERE account_id IN (SELECT id FROM account WHERE subject = 'tea06')")
    person = desk.id("tea06")
    desk.sql("DELETE FROM account WHERE subject = 'tea06'")
    desk.start(in_a_row("retired", step("check", assign("person", value="20200046"))))
    assert desk.open() == {"check": set()}
    assert desk.reasons("check") == [(f"p:{person}", "person")]

    desk.sql("INSERT INTO account (provider, subject, person_id) VALUES ('cas', 'tea06', :id)", id=person)
    assert desk.complete("tea06").state == "completed"


def test_whoever_has_left_is_not_assigned(desk):
    desk.leaves("it_clerk")
    desk.start(in_a_row("mail", step("check", assign("person", value="20180020 20200026"))))

    assert desk.open() == {"check": {"pe_clerk"}}


def test_a_group_follows_its_membership(desk):
    desk.start(in_a_row("clinic", step("check", assign("group", value="hospital-clinic"))))
    assert desk.open() == {"check": {"hosp_clerk", "hosp_deputy"}}

    values = {"id": desk.id("hosp_head")}
    desk.sql("INSERT INTO group_member (group_key, person_id) VALUES ('hospital-clinic', :id)", **values)
    assert "hosp_head" in desk.open()["check"]


def test_a_role_at_a_unit(desk):
    desk.start(in_a_row("pay", step("check", assign("role", role="deputy", of="finance"))))

    assert desk.open() == {"check": {"finance_deputy"}}
    assert desk.reasons("check") == [(f"r:deputy@{unit(desk, 'finance')}", "role")]


def test_the_counsellor_of_the_initiators_college_even_from_a_section_below_it(desk):
    # 岳麓鸣属于软件工程系，辅导员在计算机学院。
    desk.start(in_a_row("leave", step("check", assign("collegeRole", role="counsellor"))), "tea03")

    assert desk.open() == {"check": {"cs_counsellor"}}
    assert desk.reasons("check") == [(f"r:counsellor@{unit(desk, 'cs')}", "collegeRole")]


def test_where_there_is_no_college_the_nearest_unit_with_that_role(desk):
    # 区子衡主部门是信息化中心，上面没有学院：由最近一级设有副职的部门办理。
    desk.start(in_a_row("leave", step("check", assign("collegeRole", role="deputy"))), "it_clerk")

    assert desk.open() == {"check": {"it_deputy"}}


def test_heads_by_level_pass_over_vacant_posts(desk):
    # 岳麓鸣：一级主管程望舒（软件工程系），二级欧阳牧（学院），三级贺兰庭（学校）。
    first = step("first", assign("unitHead", of="initiator"))
    second = step("second", assign("unitHead", of="initiator", level=2))
    desk.start(in_a_row("heads", first, second), "tea03")
    assert desk.open() == {"first": {"tea02"}}
    desk.complete("tea02")
    assert desk.open() == {"second": {"cs_head"}}
    assert desk.reasons("second") == [(f"r:head@{unit(desk, 'cs')}", "unitHead", "2")]

    desk.leaves("tea02")
    desk.start(in_a_row("heads", first, second), "tea03")
    assert desk.open() == {"first": {"cs_head"}}
    desk.complete("cs_head")
    assert desk.open() == {"second": {"school_head"}}


def test_all_heads_up_to_a_level_each_with_his_reason(desk):
    desk.start(in_a_row("chain", step("check", assign("unitHead", of="initiator", up_to=2))), "tea03")

    assert desk.open() == {"check": {"tea02", "cs_head"}}
    assert [reason[1:] for reason in desk.reasons("check")] == [("unitHead",), ("unitHead", "2")]


def test_above_the_highest_head_there_is_nobody_and_of_all_there_are_fewer(desk):
    beyond = step("beyond", assign("unitHead", of="initiator", level=7))
    desk.start(in_a_row("beyond", step("every", assign("unitHead", of="initiator", up_to=9)), beyond))
    assert desk.open() == {"every": {"cs_head", "school_head"}}
    desk.complete("cs_head")
    assert desk.open() == {"beyond": {"admin", "it_head"}}


def test_the_head_of_a_unit_chosen_in_the_form(desk):
    # 用章申请：表单里选了党政办公室，由其负责人办理。
    desk.start(in_a_row("seal", step("check", assign("unitHead", of="/unit"))), unit="office")

    assert desk.open() == {"check": {"office_head"}}
    assert desk.reasons("check")[0][1:] == ("unitHead", "1", "/unit")


def test_people_of_the_form_by_number_one_or_a_column_of_rows(desk):
    team = step("team", assign("field", of="/team/*/person"))
    service = in_a_row("visit", step("one", assign("field", of="/approver")), team)
    rows = [{"person": "20200026"}, {"person": "20180020"}, {"person": "20200026"}]
    desk.start(service, approver="20060029", team=rows)

    assert desk.open() == {"one": {"cs_head"}}
    desk.complete("cs_head")
    assert desk.open() == {"team": {"pe_clerk", "it_clerk"}}
    assert desk.reasons("team") == [
        (key(desk, "pe_clerk"), "field", "/team/*/person"),
        (key(desk, "it_clerk"), "field", "/team/*/person"),
    ]


def test_each_item_of_a_countersign_step_has_its_own_people(desk):
    # 会签：表单中的每位参加人各办一份。
    items = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopDataInputRef>team</loopDataInputRef>'
        '<inputDataItem id="member" name="member"/></multiInstanceLoopCharacteristics>'
    )
    service = in_a_row("sign", step("sign", assign("field", of="/member/person"), inside=items))
    desk.start(service, team=[{"person": "20200026"}, {"person": "20180020"}])

    assert [row.principals for row in desk.rows()] == [[key(desk, "pe_clerk")], [key(desk, "it_clerk")]]


def test_the_initiator_confirms_his_own_matter(desk):
    desk.start(in_a_row("confirm", step("check", assign("initiator"))))

    assert desk.open() == {"check": {"stu01"}}


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("'20060029' if subject == '事' else '20040032'", {"cs_head"}),
        ("['20200026', 'g:hospital-clinic']", {"pe_clerk", "hosp_clerk", "hosp_deputy"}),
        ("initiator.id", {"stu01"}),
        ("[row['person'] for row in team or []]", {"it_clerk"}),
    ],
)
def test_a_formula_gives_ids_numbers_or_groups(desk, formula, expected):
    service = in_a_row("formula", step("check", assign("expression", value=formula)))
    desk.start(service, team=[{"person": "20180020"}])

    assert desk.open() == {"check": expected}


@pytest.mark.parametrize("formula", ["1 / 0", "{'who': 1}", "'r:head@nowhere'", "subject.person", "True"])
def test_a_formula_that_does_not_work_is_told_and_never_passes_the_step_over(desk, formula):
    rules = assign("expression", value=formula), policy(nobody="skip")
    desk.start(in_a_row("formula", step("check", *rules)))

    assert desk.open() == {"check": {"admin", "it_head"}}
    assert ("incident", "check", "assignment", None) in desk.record()


def test_a_formula_that_cannot_be_read_is_refused_with_its_diagram(desk):
    service = in_a_row("formula", step("check", assign("expression", value="两位 办理人")))
    with pytest.raises(Undeployable) as refused:
        deploy(desk.rt, desk.person("designer"), service)
    assert [finding.rule for finding in refused.value.findings] == ["expression-syntax"]


def test_rules_add_up_and_nobody_is_asked_twice_though_both_reasons_stay(desk):
    both = assign("person", value="20170023"), assign("group", value="hospital-clinic")
    desk.start(in_a_row("both", step("check", *both, assign("person", value="20170023"))))

    (row,) = desk.rows()
    assert row.principals == ["g:hospital-clinic", key(desk, "hosp_clerk")]
    assert [reason[1] for reason in desk.reasons("check")] == ["person", "group"]


@pytest.mark.parametrize(
    ("lane", "expected"),
    [
        ("校医院门诊", {"hosp_clerk", "hosp_deputy"}),
        ("辅导员", {"cs_counsellor"}),
        ("财务处", {"finance_head"}),
        ("finance", {"finance_head"}),
    ],
)
def test_a_lane_called_like_a_group_a_role_or_a_unit_says_who(desk, lane, expected):
    desk.start(in_a_row("lane", step("check"), lanes=lanes(check=lane)))

    assert desk.open() == {"check": expected}
    assert desk.reasons("check")[0][1:] == ("lane", lane)


def test_a_countersign_step_is_signed_by_those_its_lane_names(desk):
    sign = step("sign", '<tb:countersign policy="all"/>')
    desk.start(in_a_row("lane", sign, lanes=lanes(sign="校医院门诊")))

    asked = [row.principals for row in desk.rows()]
    assert sorted(asked) == sorted([[key(desk, "hosp_clerk")], [key(desk, "hosp_deputy")]])
    assert {reason[1] for reason in desk.reasons("sign")} == {"member"}


def test_what_a_step_says_itself_beats_its_lane(desk):
    own = step("check", assign("person", value="20200026"))
    desk.start(in_a_row("lane", own, lanes=lanes(check="财务处")))

    assert desk.open() == {"check": {"pe_clerk"}}


def test_a_lane_by_any_other_name_is_told_at_deployment(desk):
    service = in_a_row("lane", step("check"), lanes=lanes(check="相关部门"))
    with pytest.raises(Undeployable) as refused:
        deploy(desk.rt, desk.person("designer"), service)

    (finding,) = refused.value.findings
    assert (finding.rule, finding.element) == ("missing-assignee", "check")
    assert "相关部门" in finding.message["zh-CN"]


def test_a_called_process_finds_people_by_what_it_was_given(desk):
    called = process(
        "C", '<startEvent id="cs"/>' + step("inner", assign("field", of="/who")) + '<endEvent id="ce"/>'
        + flows("cs", "inner", "ce"),
    )  # fmt: skip
    call = (
        '<callActivity id="call" calledElement="C"><extensionElements><tb:mapping>'
        '<tb:in name="who" expression="approver"/></tb:mapping></extensionElements></callActivity>'
    )
    body = START + APPLY + call + END + flows("s", "apply", "call", "e")
    desk.start(drawn("calls", body, called), approver="20060029")

    assert desk.open() == {"inner": {"cs_head"}}
