"""Flowable, and the designers made for it: what it says otherwise than Camunda 7."""

import pytest

from tests.designer_export.dialects.pieces import (
    cases,
    diagram,
    element,
    extended,
    judged,
    not_carried,
    operation,
    ours,
    pairs,
    scripts,
    written,
)

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def flowable(*middle: str, **more: str) -> bytes:
    return diagram(*middle, space="flowable", **more)


def test_a_process_that_does_not_say_whether_it_runs_is_run():
    data = flowable('<userTask id="t"/>', executable="")
    assert "executable" in cases(ours(data))
    assert judged(data).verdict == "runnable"
    shut = flowable('<userTask id="t"/>', executable='isExecutable="false"')
    assert judged(shut).verdict == "drawing"


def test_flows_without_ids_get_some():
    way = '<sequenceFlow sourceRef="s" targetRef="x"/>'
    data = flowable('<task id="t"/>').replace(b"</process>", f'<task id="x"/>{way * 2}</process>'.encode())
    found = ours(data)
    ids = [flow.get("id") for flow in found.diagram.root.iter(f"{MODEL}sequenceFlow")]
    assert ids == ["s_t", "t_e", "s_to_x", "s_to_x_2"]
    assert "missing-id" not in {finding.rule for finding in judged(data).findings}


def test_whoever_started_is_known_by_the_modellers_own_word():
    said = "<modeler:activiti-idm-initiator>true</modeler:activiti-idm-initiator>"
    data = flowable(extended("userTask t", said, 'flowable:assignee="$INITIATOR"'))
    assert written(ours(data), "t", "step", "assign") == [{"rule": "initiator"}]
    assert not_carried(data) == set()


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [
        (
            'flowable:candidateGroups="ROLE1,DEPT103" flowable:dataType="ROLES" flowable:text="经理,研发"',
            [{"rule": "group", "value": "ROLE1"}, {"rule": "group", "value": "DEPT103"}],
        ),
        (
            'flowable:assignee="1" flowable:dataType="USERS" flowable:text="张三"',
            [{"rule": "person", "value": "1"}],
        ),
        ('flowable:assignee="${initiator}" flowable:dataType="INITIATOR"', [{"rule": "initiator"}]),
    ],
)
def test_what_a_chinese_designer_says_of_an_assignment(attributes, rules):
    data = flowable(f'<userTask id="t" {attributes}/>')
    assert written(ours(data), "t", "step", "assign") == rules
    assert not_carried(data) == set()


def test_what_describes_no_assignment_is_named():
    assert not_carried(flowable('<userTask id="t" flowable:dataType="NEW" flowable:text="?"/>')) == {
        "dataType",
        "text",
    }


@pytest.mark.parametrize(
    ("properties", "access"),
    [
        ('id="a"', {"pointer": "/a", "access": "edit"}),
        ('id="a" writable="false"', {"pointer": "/a", "access": "read"}),
        ('id="a" readable="false"', {"pointer": "/a", "access": "hidden"}),
        ('id="a" required="true"', {"pointer": "/a", "access": "edit", "required": "true"}),
        ('id="a" required="true" writable="false"', {"pointer": "/a", "access": "read"}),
        ('id="a" writable="perhaps"', {"pointer": "/a", "access": "edit"}),
        ('id=" "', None),
        ('id="a/b"', None),
    ],
)
def test_who_may_fill_in_a_field(properties, access):
    found = ours(flowable(extended("userTask t", f"<flowable:formProperty {properties}/>")))
    assert written(found, "t", "step", "field") == ([access] if access else [])


def test_mail_and_its_like_are_asked_outside_with_their_fields():
    inside = (
        '<flowable:field name="to"><flowable:expression>${mail}</flowable:expression></flowable:field>'
        '<flowable:field name="subject"><flowable:string>Hello</flowable:string></flowable:field>'
    )
    data = flowable(extended("serviceTask t", inside, 'flowable:type="mail"'))
    assert pairs(ours(data), "t") == {"in.type": "'mail'", "in.to": "mail", "in.subject": "'Hello'"}
    assert not_carried(data) == set()


def test_a_decision_that_is_drawn_as_a_service_is_a_decision():
    inside = '<flowable:field name="decisionTableReferenceKey"><flowable:string>dish</flowable:string>'
    data = flowable(extended("serviceTask t", f"{inside}</flowable:field>", 'flowable:type="dmn"'))
    found = ours(data)
    assert element(found, "t").tag == f"{MODEL}businessRuleTask"
    assert written(found, "t", "decision") == [{"ref": "dish", "columns": "true"}]
    assert operation(found, "t") is None
    report = judged(data)
    assert report.verdict == "runnable"
    assert report.elements["total"] == sum(report.elements.values()) - report.elements["total"]


def test_an_event_of_the_registry_is_asked_outside_and_brings_what_comes_back():
    inside = (
        "<flowable:eventType>asked</flowable:eventType>"
        '<flowable:eventInParameter source="${user}" target="userId"/>'
        "<flowable:triggerEventType>answered</flowable:triggerEventType>"
        '<flowable:eventOutParameter source="mood" target="sentiment"/>'
    )
    data = flowable(
        extended("serviceTask t", inside, 'flowable:type="send-event" flowable:triggerable="true"')
    )
    assert pairs(ours(data), "t") == {"in.event": "'asked'", "in.userId": "user", "out.sentiment": "mood"}
    assert cases(ours(data)) == {"external"}


def test_an_event_of_the_registry_begins_a_process_as_a_message():
    said = (
        "<extensionElements><flowable:eventType>came</flowable:eventType>"
        '<flowable:eventOutParameter source="userId" target="user"/></extensionElements>'
    )
    found = ours(flowable('<task id="t"/>', start=said))
    assert pairs(found, "s", "mapping") == {"out.user": "payload['userId']"}
    (message,) = found.diagram.root.iter(f"{MODEL}message")
    assert message.get("name") == "came"
    assert "registry" in cases(found)


def test_the_result_of_an_expression_is_known_by_two_names():
    for name in ("resultVariable", "resultVariableName"):
        data = flowable(f'<serviceTask id="t" flowable:expression="${{a}}" flowable:{name}="b"/>')
        assert pairs(ours(data), "t") == {"in.b": "a"}


def test_a_call_that_inherits_gives_everything():
    data = flowable(
        extended(
            "callActivity t", '<flowable:out source="a" target="b"/>', 'flowable:inheritVariables="true"'
        )
    )
    assert written(ours(data), "t", "mapping") == [{"allIn": "true"}]


def test_listeners_of_flowable():
    said = '<flowable:executionListener event="end" expression="${execution.setVariable(\'n\', 1)}"/>'
    assert scripts(ours(flowable(extended("serviceTask t", said))), "t") == [("after each", "n = 1")]


@pytest.mark.parametrize("setting", ["skipExpression", "formFieldValidation", "async", "unheardOf"])
def test_what_is_not_carried_is_named(setting):
    assert not_carried(flowable(f'<userTask id="t" flowable:{setting}="x"/>')) == {setting}
