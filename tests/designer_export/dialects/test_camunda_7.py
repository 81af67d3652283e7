"""Camunda 7, and Operaton: what each of its words becomes here."""

import pytest

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

MODEL = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"


def camunda(*middle: str, **more: str) -> bytes:
    return diagram(*middle, space="camunda", **more)


# --- people


@pytest.mark.parametrize(
    ("attributes", "rules"),
    [
        ('camunda:assignee="demo"', [{"rule": "person", "value": "demo"}]),
        ('camunda:assignee="${initiator}"', [{"rule": "initiator"}]),
        ('camunda:assignee="#{ boss }"', [{"rule": "expression", "value": "boss"}]),
        ('camunda:assignee="demo" camunda:candidateGroups="a"', [{"rule": "person", "value": "demo"}]),
        (
            'camunda:candidateUsers="a, b" camunda:candidateGroups="staff"',
            [
                {"rule": "person", "value": "a"},
                {"rule": "person", "value": "b"},
                {"rule": "group", "value": "staff"},
            ],
        ),
        ('camunda:assignee=" "', []),
        ('camunda:candidateUsers=" , "', []),
        ('camunda:assignee="${people.find(x)}"', []),
    ],
)
def test_who_handles_a_task(attributes, rules):
    found = ours(camunda(f'<userTask id="t" {attributes}/>'))
    assert written(found, "t", "step", "assign") == rules
    assert not [item for item in found.foreign if not item.mapped]


def test_a_group_by_expression_gives_the_keys_of_groups():
    (rule,) = written(
        ours(camunda('<userTask id="t" camunda:candidateGroups="${teams}"/>')), "t", "step", "assign"
    )
    assert rule["rule"] == "expression"
    assert eval(rule["value"], {"teams": ["a", "b"]}) == ["g:a", "g:b"]
    assert eval(rule["value"], {"teams": "a"}) == ["g:a"]


def test_a_start_event_names_the_variable_of_whoever_started():
    data = camunda('<userTask id="t" camunda:assignee="${owner}"/>').replace(
        b'<startEvent id="s"', b'<startEvent id="s" camunda:initiator="owner"'
    )
    found = ours(data)
    assert written(found, "t", "step", "assign") == [{"rule": "initiator"}]
    assert scripts(found, "s") == [("after", "owner = initiator['number']")]


@pytest.mark.parametrize(
    ("due", "within"),
    [("P3D", "P3D"), ("PT36H", "P1DT12H"), ("P2W", "P14D"), ("PT90M", "PT1H30M"), ("P1M", None),
     ("${d}", None), ("2026-01-01T00:00:00", None), ("-P1D", None), ("P" + "9" * 400 + "D", None),
     ("soon", None)],
)  # fmt: skip
def test_a_due_date_that_is_a_duration_is_a_deadline(due, within):
    found = ours(camunda(f'<userTask id="t" camunda:dueDate="{due}"/>'))
    expected = [{"within": within, "time": "plain"}] if within else []
    assert written(found, "t", "step", "deadline") == expected
    assert ("due_date" in cases(found)) is (within is None)


def test_what_is_said_of_a_step_in_our_words_stays():
    inside = '<tb:step xmlns:tb="urn:tongban:bpmn:1.0"><tb:assign rule="unitHead" of="initiator"/></tb:step>'
    found = ours(camunda(extended("userTask t", inside, 'camunda:assignee="demo"')))
    assert [rule["rule"] for rule in written(found, "t", "step", "assign")] == ["unitHead"]


# --- services


@pytest.mark.parametrize(
    ("attributes", "asked"),
    [
        ('camunda:class="org.example.Do"', {"in.class": "'org.example.Do'"}),
        ('camunda:delegateExpression="${bean}"', {"in.delegateExpression": "'${bean}'"}),
        ('camunda:type="external" camunda:topic="pay"', {"in.topic": "'pay'"}),
        (
            'camunda:expression="${bean.go(x)}" camunda:resultVariable="r"',
            {"in.expression": "'${bean.go(x)}'", "out.r": "r"},
        ),
    ],
)
@pytest.mark.parametrize("kind", ["serviceTask", "sendTask", "businessRuleTask"])
def test_code_is_asked_outside(kind, attributes, asked):
    data = camunda(f'<{kind} id="t" {attributes}/>')
    found = ours(data)
    assert (operation(found, "t"), pairs(found, "t")) == ("external", asked)
    assert cases(found) == {"external"}
    assert judged(data).verdict == "runnable"


@pytest.mark.parametrize(
    ("attributes", "done"),
    [
        ('camunda:expression="${amount * 2}" camunda:resultVariable="twice"', {"in.twice": "amount * 2"}),
        ("camunda:expression=\"${execution.setVariable('n', 5)}\"", {"in.n": "5"}),
        ('camunda:expression="${true}"', {}),
    ],
)
def test_an_expression_without_a_call_is_worked_out(attributes, done):
    found = ours(camunda(f'<serviceTask id="t" {attributes}/>'))
    assert operation(found, "t") == "compute"
    assert pairs(found, "t").keys() == done.keys()
    assert cases(found) == set()


def test_parameters_and_fields_go_in_and_out():
    inside = (
        '<camunda:inputOutput><camunda:inputParameter name="to">Dear ${name}!</camunda:inputParameter>'
        '<camunda:inputParameter name="n">5</camunda:inputParameter>'
        '<camunda:inputParameter name="two"><camunda:list><camunda:value>a</camunda:value>'
        "<camunda:value>b</camunda:value></camunda:list></camunda:inputParameter>"
        '<camunda:inputParameter name="map"><camunda:map><camunda:entry key="k">v</camunda:entry>'
        "</camunda:map></camunda:inputParameter>"
        '<camunda:outputParameter name="sum">${total}</camunda:outputParameter></camunda:inputOutput>'
        '<camunda:field name="greeting" stringValue="hi"/>'
    )
    data = camunda(extended("serviceTask t", inside, 'camunda:class="C"'))
    found = pairs(ours(data), "t")
    assert found.pop("in.to").count("name") == 1
    assert found == {
        "in.class": "'C'",
        "in.greeting": "'hi'",
        "in.n": "'5'",
        "in.two": "['a', 'b']",
        "in.map": "{'k': 'v'}",
        "out.sum": "total",
    }
    assert not_carried(data) == set()


def test_a_connector_is_asked_outside_with_its_own_parameters():
    inside = (
        "<camunda:connector><camunda:inputOutput>"
        '<camunda:inputParameter name="url">http://a</camunda:inputParameter>'
        "</camunda:inputOutput><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector>"
    )
    data = camunda(extended("serviceTask t", inside))
    assert pairs(ours(data), "t") == {"in.connector": "'http-connector'", "in.url": "'http://a'"}
    assert not_carried(data) == set()


def test_a_service_that_says_nothing_is_answered_by_its_id():
    assert pairs(ours(camunda('<serviceTask id="t"/>')), "t") == {"in.element": "'t'"}
    drawn = ours(camunda('<serviceTask id="t"/>', executable='isExecutable="false"'))
    assert operation(drawn, "t") is None


@pytest.mark.parametrize("text", ["", " ", "x" * 30_000, "${", "${a..b}", "未知"])
def test_odd_names_of_code_do_not_trip_anything(text):
    found = ours(camunda(f'<serviceTask id="t" camunda:class="{text}"/>'))
    assert operation(found, "t") == "external"


# --- values, scripts, listeners


def test_parameters_of_a_step_of_people_are_worked_out_around_it():
    inside = (
        '<camunda:inputOutput><camunda:inputParameter name="a">${b}</camunda:inputParameter>'
        '<camunda:inputParameter name="not a name">1</camunda:inputParameter>'
        '<camunda:outputParameter name="c">${d}</camunda:outputParameter></camunda:inputOutput>'
    )
    data = camunda(extended("userTask t", inside))
    found = ours(data)
    assert scripts(found, "t") == [("before each", "a = b"), ("after each", "c = d")]
    assert "everywhere" in cases(found)
    assert not_carried(data) == {"inputParameter"}


def test_listeners_that_are_expressions_become_scripts_and_code_is_named():
    inside = (
        '<camunda:executionListener event="start" expression="${execution.setVariable(\'n\', 1)}"/>'
        '<camunda:taskListener event="complete"><camunda:script scriptFormat="javascript">m = 2'
        "</camunda:script></camunda:taskListener>"
        '<camunda:taskListener event="assignment" class="C"/>'
    )
    data = camunda(extended("userTask t", inside))
    assert scripts(ours(data), "t") == [("before each", "n = 1"), ("after each", "m = 2")]
    assert not_carried(data) == {"taskListener"}


def test_the_value_of_a_script_goes_into_its_variable():
    named = 'scriptFormat="groovy" camunda:resultVariable="r"'
    task = f'<scriptTask id="t" {named}><script>a + 1</script></scriptTask>'
    script = element(ours(camunda(task)), "t").find(f"{MODEL}script")
    assert script.text.startswith("r = ")
    assert element(ours(camunda(task)), "t").get("scriptFormat") == "python"


def test_a_script_that_cannot_be_translated_stays_a_drawing():
    task = '<scriptTask id="t" scriptFormat="ruby"><script>puts 1</script></scriptTask>'
    assert judged(camunda(task)).verdict == "drawing"


# --- loops, calls, decisions


def looped(attributes: str, inside: str = "") -> str:
    loop = f"<multiInstanceLoopCharacteristics {attributes}>{inside}</multiInstanceLoopCharacteristics>"
    return extended("userTask t", "", more=loop)


@pytest.mark.parametrize("collection", ["people", "${people}", "#{ people }"])
def test_a_collection_is_what_a_step_is_repeated_over(collection):
    ends = "<completionCondition>${nrOfCompletedInstances == 2}</completionCondition>"
    data = camunda(looped(f'camunda:collection="{collection}" camunda:elementVariable="one"', ends))
    loop = element(ours(data), "t").find(f"{MODEL}multiInstanceLoopCharacteristics")
    kinds = [part.tag.removeprefix(MODEL) for part in loop]
    assert kinds == ["loopDataInputRef", "inputDataItem", "completionCondition"]
    assert (loop[0].text, loop[1].get("id")) == ("people", "one")
    assert judged(data).verdict == "runnable"


def test_a_collection_that_is_worked_out_has_a_variable_of_its_own():
    data = camunda(looped('camunda:collection="${order.items}" camunda:elementVariable="one"'))
    found = ours(data)
    (said,) = scripts(found, "t")
    assert said[0] == "before"
    assert said[1].startswith("items_of_t = ")


def test_a_call_gives_and_takes_what_it_names():
    inside = (
        '<camunda:in source="a" target="b"/><camunda:in sourceExpression="${a + 1}" target="c"/>'
        '<camunda:in businessKey="#{execution.processBusinessKey}"/><camunda:out source="x" target="y"/>'
        '<camunda:out variables="all"/>'
    )
    data = camunda(extended("callActivity t", inside, 'calledElement="q"'))
    found = ours(data)
    assert set(pairs(found, "t", "mapping")) == {"in.b", "in.c", "out.y"}
    assert written(found, "t", "mapping") == [{"allOut": "true"}]
    assert not_carried(data) == {"in"}


def test_a_call_of_a_process_elsewhere_is_a_drawing_never_refused():
    report = judged(camunda('<callActivity id="t" calledElement="elsewhere"/>'))
    assert report.verdict == "drawing"
    assert "call-to-nothing" in {finding.rule for finding in report.findings}


def test_a_decision_is_made_here():
    found = ours(camunda('<businessRuleTask id="t" camunda:decisionRef="dish" camunda:resultVariable="r"/>'))
    assert written(found, "t", "decision") == [{"ref": "dish", "result": "r"}]


# --- gateways, messages, engines


def chosen(first: str, second: str) -> str:
    ways = "".join(
        f'<sequenceFlow id="{name}" sourceRef="g" targetRef="{name}_t">{text}</sequenceFlow>'
        f'<task id="{name}_t"/>'
        for name, text in (("one", first), ("two", second))
    )
    return f'<exclusiveGateway id="g"/>{ways}'


def condition(text: str) -> str:
    return f"<conditionExpression>{text}</conditionExpression>"


def gateway(first: str, second: str) -> bytes:
    body = '<process id="p" isExecutable="true"><startEvent id="s"/><sequenceFlow id="f" sourceRef="s"'
    body += f' targetRef="g"/>{chosen(first, second)}</process>'
    return camunda().replace(camunda()[camunda().index(b"<process") :], f"{body}</definitions>".encode())


def test_the_last_way_without_condition_is_the_default():
    found = ours(gateway(condition("${a}"), ""))
    assert (element(found, "g").get("default"), cases(found)) == ("two", {"default_made"})
    assert element(ours(gateway("", condition("${a}"))), "g").get("default") is None


def test_a_gateway_asks_for_conditions_that_call_code():
    data = gateway(condition("${bean.isOpen()}"), condition("${a}"))
    found = ours(data)
    assert pairs(found, "g") == {"in.one_holds": "'${bean.isOpen()}'", "out.one_holds": "one_holds"}
    assert element(found, "one").findtext(f"{MODEL}conditionExpression") == "one_holds"
    assert cases(found) == {"asked"}
    assert judged(data).verdict == "runnable"


def test_a_condition_that_can_be_translated_is_not_asked_for():
    found = ours(gateway(condition("${!a}"), condition("${a.contains('x')}")))
    assert operation(found, "g") is None


def test_a_condition_that_is_badly_written_stays_for_its_rule():
    report = judged(gateway(condition("${bean.isOpen(}"), condition("${a}")))
    assert report.verdict != "runnable"
    assert "expression-syntax" in {finding.rule for finding in report.findings}


def test_messages_without_a_name_get_one_from_their_event():
    found = ours(camunda('<receiveTask id="t"/>', '<receiveTask id="u"/>'))
    names = {item.get("id"): item.get("name") for item in found.diagram.root.iter(f"{MODEL}message")}
    assert names == {"Message_t": "t", "Message_u": "u"}
    assert element(found, "t").get("messageRef") == "Message_t"
    assert cases(found) == {"message_named"}


def test_a_message_that_code_would_send_goes_out_by_itself():
    event = (
        '<intermediateThrowEvent id="t"><messageEventDefinition camunda:type="external" camunda:topic="x"/>'
    )
    assert "message_only" in cases(ours(camunda(f"{event}</intermediateThrowEvent>")))


@pytest.mark.parametrize(
    "setting",
    [
        "asyncBefore",
        "exclusive",
        "jobPriority",
        "formKey",
        "priority",
        "followUpDate",
        "candidateStarterGroups",
    ],
)
def test_technical_settings_are_named_as_not_carried(setting):
    assert not_carried(camunda(f'<userTask id="t" camunda:{setting}="1"/>')) == {setting}


def test_operaton_writes_the_same_in_its_own_namespace():
    data = diagram('<userTask id="t" operaton:assignee="demo"/>', space="operaton")
    assert written(ours(data), "t", "step", "assign") == [{"rule": "person", "value": "demo"}]
    assert read(data).dialect.name == "camunda-7"


def test_what_runs_there_without_a_handler_or_an_apply_step_runs_here_and_is_told():
    levels = {(finding.rule, finding.level) for finding in judged(camunda('<userTask id="t"/>')).findings}
    assert {("missing-assignee", "changed"), ("apply-step", "changed")} <= levels
    drawn = judged(camunda('<userTask id="t"/>', executable='isExecutable="false"'))
    assert drawn.verdict == "drawing"
