"""jBPM and Kogito: data inputs that say who handles a task, work items, scripts in Java and MVEL."""

import pytest

from bench.corpus.accounting import missing
from designer_export.lint import lint
from designer_export.namespaces import bpmn
from tests.designer_export.dialects.pieces import (
    cases,
    diagram,
    element,
    extended,
    kept,
    not_carried,
    operation,
    ours,
    pairs,
    scripts,
    written,
)

JAVA, MVEL = "http://www.java.com/java", "http://www.mvel.org/2.0"


def given(task: str, **texts: str) -> str:
    """The ioSpecification of a task, as jBPM's designer writes it."""
    data = "".join(f'<dataInput id="{task}_{name}" name="{name}"/>' for name in texts)
    refs = "".join(f"<dataInputRefs>{task}_{name}</dataInputRefs>" for name in texts)
    ways = "".join(
        f"<dataInputAssociation><targetRef>{task}_{name}</targetRef><assignment><from>{text}</from>"
        f"<to>{task}_{name}</to></assignment></dataInputAssociation>"
        for name, text in texts.items()
    )
    sets = f"<inputSet>{refs}</inputSet><outputSet/>"
    return f"<ioSpecification>{data}{sets}</ioSpecification>{ways}"


def user(owner: str = "", **texts: str) -> bytes:
    return diagram(extended("userTask t", "", more=given("t", **texts) + owner), space="drools")


def assigned(data: bytes) -> list[dict[str, str]]:
    return written(ours(data), "t", "step", "assign")


def test_actors_and_groups_handle_a_task():
    data = user(ActorId="mary,john", GroupId="HR")
    assert assigned(data) == [
        {"rule": "person", "value": "mary"},
        {"rule": "person", "value": "john"},
        {"rule": "group", "value": "HR"},
    ]
    assert assigned(user(GroupId="#{team}")) == [{"rule": "expression", "value": "'g:' + team"}]


def test_owners_come_beside_the_group():
    owner = (
        "<potentialOwner><resourceAssignmentExpression><formalExpression>mary</formalExpression>"
        "</resourceAssignmentExpression></potentialOwner>"
    )
    assert assigned(user(owner, GroupId="HR")) == [
        {"rule": "group", "value": "HR"},
        {"rule": "person", "value": "mary"},
    ]
    assert assigned(user(owner, ActorId="mary")) == [{"rule": "person", "value": "mary"}]


def test_what_it_is_about_and_until_when_is_told():
    found = ours(user(GroupId="HR", Comment="Check it", DueDate="P3D"))
    assert element(found, "t").findtext(bpmn("documentation")) == "Check it"
    assert written(found, "t", "step", "deadline") == [{"within": "P3D", "time": "plain"}]
    assert "due_date" in cases(ours(user(DueDate="tomorrow")))


def test_what_is_read_is_executed_and_the_rest_is_named():
    data = user(GroupId="HR", NotStartedNotify="[from:x]@[4h]")
    report = lint(data)
    assert missing(data, report.as_json("t.bpmn")) == []
    read = {one.get("name") for one in ours(data).meant if one.get("name")}
    assert read == {"GroupId"}


def test_a_work_item_is_asked_outside_with_its_texts():
    inside = given("t", TaskName="Email", To="#{email}", Subject="Hello")
    data = diagram(extended("task t", "", 'drools:taskName="Email"', more=inside), space="drools")
    found = ours(data)
    assert (element(found, "t").tag, operation(found, "t")) == (bpmn("serviceTask"), "external")
    assert pairs(found, "t") == {"in.TaskName": "'Email'", "in.To": "email", "in.Subject": "'Hello'"}
    assert not_carried(data) == set()


def test_rules_are_asked_outside():
    data = diagram('<businessRuleTask id="t" drools:ruleFlowGroup="limits"/>', space="drools")
    assert pairs(ours(data), "t") == {"in.ruleFlowGroup": "'limits'"}


def entering(text: str, language: str = JAVA) -> str:
    inside = f"<drools:script>{text}</drools:script>"
    return f'<drools:onEntry-script scriptFormat="{language}">{inside}</drools:onEntry-script>'


@pytest.mark.parametrize("language", [JAVA, MVEL])
def test_scripts_on_entry_run_before(language):
    text = 'kcontext.setVariable("a", kcontext.getVariable("b"));'
    data = diagram(extended("userTask t", entering(text, language)), space="drools")
    assert scripts(ours(data), "t") == [("before", "a = b")]
    assert not_carried(data) == set()


def test_a_script_that_calls_code_is_named():
    data = diagram(extended("userTask t", entering("com.acme.Tool.run(a);")), space="drools")
    assert scripts(ours(data), "t") == []
    assert not_carried(data) == {"onEntry-script", "script"}


def test_scripts_and_conditions_stand_in_our_words():
    script = '<script>kcontext.setVariable("a", 1);</script>'
    found = ours(diagram(extended("scriptTask t", "", f'scriptFormat="{JAVA}"', more=script), space="drools"))
    assert element(found, "t").findtext(bpmn("script")) == "a = 1"
    assert element(found, "t").get("scriptFormat") == "python"


def test_names_said_twice_and_switches_that_are_off_are_kept():
    def entry(name: str, value: str) -> str:
        return (
            f'<drools:metaData name="{name}"><drools:metaValue>{value}</drools:metaValue></drools:metaData>'
        )

    off = entry("elementname", "Check") + entry("customAutoStart", "false")
    data = diagram(extended("userTask t", off, 'name="Check"'), space="drools")
    assert (kept(data), not_carried(data)) == ({"metaData", "metaValue"}, set())
    on = diagram(extended("userTask t", entry("customAutoStart", "true")), space="drools")
    assert not_carried(on) == {"metaData", "metaValue"}


def test_a_condition_in_java_is_said_in_our_words():
    condition = f'<conditionExpression language="{JAVA}">return amount &gt; 100;</conditionExpression>'
    said = f"{condition}</sequenceFlow>"
    data = diagram('<task id="t"/>', space="drools")
    planted = data.replace(b'targetRef="t"></sequenceFlow>', f'targetRef="t">{said}'.encode(), 1)
    (found,) = ours(planted).diagram.root.iter(bpmn("conditionExpression"))
    assert (found.text, found.get("language")) == ("groovy_order(amount, 100) > 0", "python")
