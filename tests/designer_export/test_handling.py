"""Who handles a step, as it is read and as it is judged."""

import pytest

from designer_export.lint import lint
from designer_export.native import AssignRule, Policy, read_settings
from designer_export.people import Who
from designer_export.reading import read
from tests.designer_export.diagrams import file, process, row, said

OUTCOMES = '<tb:outcome id="yes" kind="approve"/><tb:outcome id="no" kind="reject"/>'
FORM = {
    "form.schema.json": b'{"type": "object", "properties": {"who": {"type": "string"},'
    b' "rows": {"type": "array", "items": {"type": "object", "properties": {"who": {"type": "string"}}}}}}'
}


def task(inside: str, more: str = "") -> str:
    return (
        f'<userTask id="t"><extensionElements><tb:step>{inside}{OUTCOMES}</tb:step></extensionElements>'
        f"{more}</userTask>"
    )


def judged(inside: str, *, before: str = "", lanes=None, more: str = "") -> set[tuple[str, str, str | None]]:
    report = lint(file(process(before + row(task(inside, more)))), FORM, lanes=lanes)
    return {one for one in said(report) if one[0] != "apply-step"}


def test_a_rule_has_all_its_parts():
    rule = (
        '<tb:assign rule="unitHead" of="/unit" level="2" upTo="3" by="previous" among="role" role="deputy"/>'
    )
    (found,) = read_settings(read(file(process(row(task(rule))))).root)["t"].assign
    assert found == AssignRule(
        "unitHead", "/unit", None, "deputy", level=2, up_to=3, by="previous", among="role"
    )
    assert AssignRule("person", value="1001，1002; 1003 、1004").numbers == ("1001", "1002", "1003", "1004")


def test_a_policy_has_all_its_parts_and_a_step_without_one_keeps_to_what_was():
    given = '<tb:policy nobody="person" person="1001" initiator="head" repeated="skip" outcome="yes"/>'
    found = read_settings(read(file(process(row(task(given))))).root)["t"].policy
    assert found == Policy("person", "1001", "head", "skip", "yes")
    assert Policy() == Policy("administrator", None, "keep", "keep", None)
    assert [Policy(nobody="skip").skips, Policy(initiator="head").skips] == [True, False]


@pytest.mark.parametrize(
    ("policy", "refused"),
    [
        ('nobody="skip"', False),
        ('nobody="person"', True),
        ('nobody="person" person="1001"', False),
        ('nobody="skip" outcome="maybe"', True),
        ('nobody="never"', True),
    ],
)
def test_a_policy_says_all_that_it_needs(policy, refused):
    found = judged(f'<tb:assign rule="initiator"/><tb:policy {policy}/>')
    assert bool({rule for rule, *_ in found} & {"policy-incomplete", "native-schema"}) == refused


@pytest.mark.parametrize(("policy", "refused"), [('repeated="skip"', True), ('initiator="head"', False)])
def test_what_may_be_skipped_requires_no_field(policy, refused):
    required = '<tb:field pointer="/who" access="edit" required="true"/>'
    found = judged(f'<tb:assign rule="initiator"/><tb:policy {policy}/>{required}')
    assert (("policy-incomplete", "refused", "t") in found) == refused


@pytest.mark.parametrize(
    ("pointer", "refused"), [("/who", False), ("/rows/*/who", False), ("/whom", True), ("/item/who", False)]
)
def test_people_stand_in_fields_or_in_items_of_a_loop(pointer, refused):
    loop = (
        "<multiInstanceLoopCharacteristics><loopDataInputRef>rows</loopDataInputRef>"
        '<inputDataItem id="item" name="item"/></multiInstanceLoopCharacteristics>'
    )
    found = judged(f'<tb:assign rule="field" of="{pointer}"/>', more=loop)
    assert (("unknown-field", "refused", "t") in found) == refused


@pytest.mark.parametrize(("lanes", "missing"), [(None, True), ({"财务处"}, False), ({"人事处"}, True)])
def test_a_lane_counts_if_it_is_known(lanes, missing):
    lane = '<laneSet id="ls"><lane id="l" name="财务处"><flowNodeRef>t</flowNodeRef></lane></laneSet>'
    assert (("missing-assignee", "complete", "t") in judged("", before=lane, lanes=lanes)) == missing


def test_a_step_inside_a_sub_process_stands_in_its_lane():
    lane = '<laneSet id="ls"><lane id="l" name="财务处"><flowNodeRef>sub</flowNodeRef></lane></laneSet>'
    inner = f'<subProcess id="sub">{row(task(""), prefix="i")}</subProcess>'
    report = lint(file(process(lane + row(inner))), FORM, lanes={"财务处"})
    assert ("missing-assignee", "complete", "t") not in said(report)


def test_a_formula_may_name_what_exists():
    assert judged('<tb:assign rule="expression" value="who"/>') == set()
    assert judged('<tb:assign rule="expression" value="whom"/>') == {
        ("expression-unknown-name", "refused", "t")
    }


def test_names_of_nobody_are_told_each_once_with_what_may_have_been_meant():
    who = Who(frozenset({"T1"}), frozenset({"it-mail"}), frozenset({"head"}), frozenset({"it"}))
    assign = (
        '<tb:assign rule="person" value="T1；T2"/><tb:assign rule="group" value="it-mial"/>'
        '<tb:assign rule="role" role="chief" of="it"/><tb:assign rule="unitHead" of="itx"/>'
        '<tb:assign rule="field" of="/who"/><tb:assign rule="unitHead" of="/unit"/>'
        '<tb:policy nobody="person" person="T9"/>'
    )
    step = f'<userTask id="t"><extensionElements><tb:step>{assign}</tb:step></extensionElements></userTask>'
    found = [one for one in lint(file(process(row(step))), who=who).findings if one.rule == "unknown-handler"]
    told = [one.message["en"] for one in found]
    assert [one.level for one in found] == ["changed"] * 5
    assert all(any(word in text for text in told) for word in ("T2", "T9", "chief", "itx"))
    assert any("it-mial, which does not exist here (it-mail?)" in text for text in told)
    assert not [one for one in lint(file(process(row(step)))).findings if one.rule == "unknown-handler"]
