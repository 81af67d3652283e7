"""Camunda 8 (Zeebe): jobs, FEEL, messages with keys."""

import pytest

from designer_export.namespaces import bpmn
from designer_export.reading import read
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


def zeebe(*middle: str, **more: str) -> bytes:
    return diagram(*middle, space="zeebe", **more)


def assigned(attributes: str) -> list[dict[str, str]]:
    said = f"<zeebe:userTask/><zeebe:assignmentDefinition {attributes}/>"
    data = zeebe(extended("userTask t", said))
    assert not_carried(data) == set()
    return written(ours(data), "t", "step", "assign")


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [
        ('assignee="john"', [{"rule": "person", "value": "john"}]),
        ('assignee="= boss"', [{"rule": "expression", "value": "boss"}]),
        ('assignee="john" candidateGroups="a"', [{"rule": "person", "value": "john"}]),
        (
            'candidateGroups="sales, marketing"',
            [{"rule": "group", "value": "sales"}, {"rule": "group", "value": "marketing"}],
        ),
        ('candidateUsers="a"', [{"rule": "person", "value": "a"}]),
        ('assignee="" candidateGroups=" , "', []),
        ('assignee="= )("', []),
    ],
)
def test_who_handles_a_task(attributes, rules):
    assert assigned(attributes) == rules


def test_a_due_date_that_is_a_duration_is_a_deadline():
    found = ours(zeebe(extended("userTask t", '<zeebe:taskSchedule dueDate="P2D"/>')))
    assert written(found, "t", "step", "deadline") == [{"within": "P2D", "time": "plain"}]
    moment = ours(zeebe(extended("userTask t", '<zeebe:taskSchedule dueDate="=now()"/>')))
    assert "due_date" in cases(moment)


@pytest.mark.parametrize("kind", ["serviceTask", "sendTask", "businessRuleTask", "scriptTask"])
def test_a_job_waits_for_its_worker(kind):
    said = (
        '<zeebe:taskDefinition type="pay" retries="3"/><zeebe:taskHeaders><zeebe:header key="to" value="x"/>'
        '</zeebe:taskHeaders><zeebe:ioMapping><zeebe:input source="= 1" target="n"/>'
        '<zeebe:output source="= sum" target="total"/></zeebe:ioMapping>'
    )
    data = zeebe(extended(f"{kind} t", said))
    found = ours(data)
    assert operation(found, "t") == "external"
    assert pairs(found, "t") == {"in.type": "'pay'", "in.to": "'x'", "in.n": "1", "out.total": "sum"}
    assert not_carried(data) == set()
    assert judged(data).verdict == "runnable"


def test_a_service_without_a_type_is_answered_by_its_id():
    assert pairs(ours(zeebe('<serviceTask id="t"/>')), "t") == {"in.element": "'t'"}


def test_a_script_of_feel():
    said = '<zeebe:script expression="= a + 1" resultVariable="b"/>'
    data = zeebe(extended("scriptTask t", said))
    script = element(ours(data), "t").findtext(bpmn("script"))
    assert script.startswith("b = ")
    assert judged(data).verdict == "runnable"


def test_mappings_of_a_step_of_people_are_worked_out_around_it():
    said = (
        '<zeebe:ioMapping><zeebe:input source="= order" target="mine"/>'
        '<zeebe:output source="= 1" target="done"/><zeebe:output source="= 1" target="a.b"/>'
        "</zeebe:ioMapping>"
    )
    found = ours(zeebe(extended("userTask t", said)))
    assert scripts(found, "t") == [("before each", "mine = order"), ("after each", "done = 1")]
    assert {"everywhere", "value"} <= cases(found)


def test_what_an_event_brings_is_mapped_when_it_has_come():
    said = '<zeebe:ioMapping><zeebe:output source="= foo" target="mine"/></zeebe:ioMapping>'
    timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>"
    found = ours(zeebe(extended("intermediateCatchEvent t", said, more=timer)))
    assert scripts(found, "t") == [("after", "mine = foo")]


@pytest.mark.parametrize(
    ("attributes", "flags"),
    [
        ('processId="q"', {"allIn": "true", "allOut": "true"}),
        ('processId="q" propagateAllChildVariables="false"', {"allIn": "true"}),
        ('processId="q" propagateAllParentVariables="false"', {"allOut": "true"}),
    ],
)
def test_a_call_gives_and_takes_everything_unless_it_says_otherwise(attributes, flags):
    found = ours(zeebe(extended("callActivity t", f"<zeebe:calledElement {attributes}/>")))
    assert written(found, "t", "mapping") == [flags]
    assert element(found, "t").get("calledElement") == "q"


def test_a_decision_is_made_here_unless_its_name_is_worked_out():
    said = '<zeebe:calledDecision decisionId="dish" resultVariable="r"/>'
    assert written(ours(zeebe(extended("businessRuleTask t", said))), "t", "decision") == [
        {"ref": "dish", "result": "r"}
    ]
    open_ = ours(zeebe(extended("businessRuleTask t", '<zeebe:calledDecision decisionId="= x"/>')))
    assert written(open_, "t", "decision") == []


def test_a_loop_over_a_collection_gathers_what_its_items_make():
    said = (
        '<zeebe:loopCharacteristics inputCollection="= people" inputElement="one" outputCollection="made"'
        ' outputElement="= one"/>'
    )
    loop = (
        f"<multiInstanceLoopCharacteristics><extensionElements>{said}</extensionElements>"
        "<completionCondition>= made</completionCondition></multiInstanceLoopCharacteristics>"
    )
    data = zeebe(extended("userTask t", "", more=loop))
    found = ours(data)
    kinds = [
        part.tag.partition("}")[2]
        for part in element(found, "t").find(bpmn("multiInstanceLoopCharacteristics"))
    ]
    assert kinds == [
        "extensionElements",
        "loopDataInputRef",
        "loopDataOutputRef",
        "inputDataItem",
        "outputDataItem",
        "completionCondition",
    ]
    assert scripts(found, "t") == [("after each", "made_by_t = one")]
    assert judged(data).verdict == "runnable"


def waiting(key: str, name: str = "paid") -> bytes:
    said = f'<extensionElements><zeebe:subscription correlationKey="{key}"/></extensionElements>'
    event = '<intermediateCatchEvent id="t"><messageEventDefinition messageRef="m"/></intermediateCatchEvent>'
    return zeebe(event, beside=f"<message id=\"m\" name='{name}'>{said}</message>")


def test_a_message_is_for_whose_key_it_brings():
    data = waiting("= orderId")
    root = ours(data).diagram.root
    path, binding = root.findtext(f".//{bpmn('messagePath')}"), root.findtext(f".//{bpmn('dataPath')}")
    assert (path, binding) == ("orderId", "orderId")
    assert not_carried(data) == set()
    assert judged(data).verdict == "runnable"


def test_what_is_read_and_never_set_is_empty_at_first():
    (made,) = ours(waiting("= orderId")).diagram.root.iter(bpmn("dataObject"))
    assert (made.get("id"), made.get("name")) == ("Variable_orderId", "orderId")


@pytest.mark.parametrize("key", ["", " ", "plain", "= )(", "= " + "x" * 5000])
def test_odd_keys_do_not_trip_anything(key):
    assert ours(waiting(key)).diagram.root is not None


def test_a_name_that_is_a_text_in_feel_is_that_text():
    root = ours(waiting("= a", name='="paid now"')).diagram.root
    assert [item.get("name") for item in root.iter(bpmn("message"))] == ["paid now"]
    assert "static_name" in cases(ours(waiting("= a", name="= kind")))


def test_conditions_are_feel_with_and_without_their_mark():
    ways = (
        '<sequenceFlow id="one" sourceRef="t" targetRef="e"><conditionExpression>{}</conditionExpression>'
        "</sequenceFlow>"
    )
    for text in ("= a = 1", "a = 1"):
        data = zeebe('<exclusiveGateway id="t"/>').replace(
            b"</process>", ways.format(text).encode() + b"</process>"
        )
        assert element(ours(data), "one").findtext(bpmn("conditionExpression")) not in ("a = 1", "= a = 1")
        assert judged(data).verdict == "runnable"
        assert element(ours(data), "t").get("default") == "t_e"


def test_a_worker_that_would_send_a_message_is_told():
    said = '<zeebe:taskDefinition type="send"/>'
    event = extended("endEvent x", said, more='<messageEventDefinition messageRef="m"/>')
    data = zeebe('<task id="t"/>', beside='<message id="m" name="m"/>').replace(
        b"</process>", event.encode() + b"</process>"
    )
    assert "message_only" in cases(ours(data))


def test_the_platform_tells_the_engine_where_no_extension_does():
    platform = 'xmlns:modeler="http://camunda.org/schema/modeler/1.0" modeler:executionPlatform="{}" id="d">'
    data = diagram('<userTask id="t"/>', space="activiti").replace(
        b'xmlns:activiti="http://activiti.org/bpmn"', b""
    )
    for said, name in (("Camunda Cloud", "camunda-8"), ("Camunda Platform", "camunda-7"), ("Other", "plain")):
        found = read(data.replace(b'id="d">', platform.format(said).encode()))
        assert (found.dialect.name, found.dialect.executes) == (name, name != "plain")
