"""Activiti, and the designers made for it, Chinese ones among them."""

import pytest

from designer_export.reading import read
from tests.designer_export.dialects.pieces import (
    cases,
    diagram,
    extended,
    judged,
    not_carried,
    ours,
    pairs,
    written,
)


def activiti(*middle: str, **more: str) -> bytes:
    return diagram(*middle, space="activiti", **more)


def test_what_it_shares_with_the_others():
    data = activiti(
        '<userTask id="t" activiti:candidateGroups="hr, 人事" activiti:dueDate="P1D"/>', executable=""
    )
    found = ours(data)
    assert [rule["value"] for rule in written(found, "t", "step", "assign")] == ["hr", "人事"]
    assert written(found, "t", "step", "deadline") == [{"within": "P1D", "time": "plain"}]
    assert "executable" in cases(found)
    assert (read(data).dialect.name, judged(data).verdict) == ("activiti", "runnable")


@pytest.mark.parametrize("who", ["$INITIATOR", "${initiator}", "${ initiator }"])
def test_whoever_started_handles_it(who):
    assert written(
        ours(activiti(f'<userTask id="t" activiti:assignee="{who}"/>')), "t", "step", "assign"
    ) == [{"rule": "initiator"}]


def test_a_countersign_over_a_list_of_assignees():
    loop = (
        '<multiInstanceLoopCharacteristics isSequential="false" activiti:collection="${assigneeList}"'
        ' activiti:elementVariable="assignee"><completionCondition>'
        "${nrOfCompletedInstances/nrOfInstances &gt;= 0.5}</completionCondition>"
        "</multiInstanceLoopCharacteristics>"
    )
    data = activiti(extended("userTask t", "", 'activiti:assignee="${assignee}"', loop))
    assert written(ours(data), "t", "step", "assign") == [{"rule": "expression", "value": "assignee"}]
    assert judged(data).verdict == "runnable"


def test_form_properties_say_who_fills_in_what():
    said = '<activiti:formProperty id="days" name="天数" type="long" required="true"/>'
    found = ours(activiti(extended("userTask t", said)))
    assert written(found, "t", "step", "field") == [
        {"pointer": "/days", "access": "edit", "required": "true"}
    ]
    assert "fields" in cases(found)


def test_code_is_asked_outside():
    data = activiti(
        extended("serviceTask t", '<activiti:field name="a" stringValue="b"/>', 'activiti:class="C"')
    )
    assert pairs(ours(data), "t") == {"in.class": "'C'", "in.a": "'b'"}


def test_what_a_designer_adds_of_its_own_is_named():
    assert not_carried(activiti('<userTask id="t" activiti:nodeType="approve"/>')) == {"nodeType"}
