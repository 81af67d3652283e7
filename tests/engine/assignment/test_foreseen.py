"""What a forecast says of rules that look into rows, or that are decided on the way."""

from engine.commands.deploy import deploy
from engine.queries.forecast import before_sending
from tests.engine.assignment.services import assign, in_a_row, lanes, step


def foreseen(desk, service, **document):
    deploy(desk.rt, desk.person("designer"), service)
    typed = {"subject": "事"} | document
    ahead = before_sending(desk.rt, desk.connection, desk.person("stu01"), service.key, typed)
    return {one.element: set(one.people) for one in ahead.steps() if one.element != "apply"}


def test_each_item_of_a_countersign_step_is_foreseen_with_its_own_person(desk):
    items = (
        '<multiInstanceLoopCharacteristics isSequential="false"><loopDataInputRef>team</loopDataInputRef>'
        '<inputDataItem id="member" name="member"/></multiInstanceLoopCharacteristics>'
    )
    service = in_a_row("sign", step("sign", assign("field", of="/member/person"), inside=items))
    rows = [{"person": "20200026"}, {"person": "20180020"}]

    assert foreseen(desk, service, team=rows) == {"sign": {"雷骁", "区子衡"}}


def test_a_column_of_rows_is_foreseen_as_it_will_be_assigned(desk):
    service = in_a_row("team", step("team", assign("field", of="/team/*/person")))

    assert foreseen(desk, service, team=[{"person": "20200026"}]) == {"team": {"雷骁"}}


def test_whom_somebody_will_choose_is_not_foreseen(desk):
    service = in_a_row("choose", step("check", assign("chosen", by="previous")))

    assert foreseen(desk, service) == {"check": set()}


def test_the_people_of_a_lane_are_foreseen(desk):
    service = in_a_row("lane", step("check"), step("file"), lanes=lanes(check="校医院门诊", file="财务处"))

    said = foreseen(desk, service)
    assert said["check"] == {"白芷若", "阿依努尔·买买提明"}
    assert len(said["file"]) == 1
