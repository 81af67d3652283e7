"""Performers in the standard's own words, as Activiti, jBPM and others write them."""

import pytest

from tests.designer_export.dialects.pieces import diagram, judged, ours, written


def performed(*parts: tuple[str, str], attributes: str = "") -> bytes:
    inside = "".join(
        f"<{kind}><resourceAssignmentExpression><formalExpression>{text}</formalExpression>"
        f"</resourceAssignmentExpression></{kind}>"
        for kind, text in parts
    )
    return diagram(f'<userTask id="t" {attributes}>{inside}</userTask>', space="activiti")


@pytest.mark.parametrize(
    ("kind", "text", "expected"),
    [
        ("humanPerformer", "20060029", [("person", "20060029")]),
        ("potentialOwner", "user(20060029), group(finance)", [("person", "20060029"), ("group", "finance")]),
        ("potentialOwner", "finance, finance", [("group", "finance")]),
        ("potentialOwner", "user(${approver})", [("expression", "approver")]),
        ("potentialOwner", "${team}", [("expression", "'g:' + team")]),
        ("performer", " 20060029 ", [("person", "20060029")]),
    ],
)
def test_a_performer_becomes_a_rule(kind, text, expected):
    data = performed((kind, text))
    found = written(ours(data), "t", "step", "assign")
    assert [(rule["rule"], rule["value"]) for rule in found] == expected
    assert judged(data).elements["not_carried"] == 0


@pytest.mark.parametrize("text", ["", " , ", "user()", "${people.find(x)}", "finance, ${a b}"])
def test_what_cannot_be_read_is_named_and_assigns_nobody(text):
    data = performed(("potentialOwner", text))
    assert written(ours(data), "t", "step", "assign") == []
    report = judged(data)
    assert {"not-carried", "missing-assignee"} <= {finding.rule for finding in report.findings}


def test_an_assignee_of_the_tool_comes_first():
    data = performed(("potentialOwner", "finance"), attributes='activiti:assignee="20060029"')
    assert [rule["value"] for rule in written(ours(data), "t", "step", "assign")] == ["20060029"]
    assert judged(data).elements["not_carried"] == 3


def test_several_performers_add_up():
    data = performed(("humanPerformer", "20060029"), ("potentialOwner", "finance"))
    assert [rule["value"] for rule in written(ours(data), "t", "step", "assign")] == ["20060029", "finance"]


def test_jbpm_writes_people_where_others_write_groups():
    data = performed(("potentialOwner", "mary")).replace(
        b"<definitions ", b'<definitions xmlns:drools="http://www.jboss.org/drools" '
    )
    assert written(ours(data), "t", "step", "assign") == [{"rule": "person", "value": "mary"}]
