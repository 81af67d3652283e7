"""SpiffWorkflow and SpiffArena: Python around activities, connectors, lanes."""

import pytest

from bench.corpus.accounting import missing
from designer_export.namespaces import bpmn
from designer_export.writing import write
from tests.designer_export.dialects.pieces import (
    cases,
    diagram,
    element,
    extended,
    judged,
    not_carried,
    ours,
    pairs,
    scripts,
    written,
)


def spiff(*middle: str, **more: str) -> bytes:
    return diagram(*middle, space="spiffworkflow", **more)


def said(name: str, text: str) -> str:
    return f"<spiffworkflow:{name}>{text}</spiffworkflow:{name}>"


def test_a_step_without_a_lane_is_the_initiators():
    assert written(ours(spiff('<manualTask id="t"/>')), "t", "step", "assign") == [{"rule": "initiator"}]


LANES = '<laneSet id="ls"><lane id="l" name="Approver"><flowNodeRef>t</flowNodeRef></lane></laneSet>'


def test_a_step_in_a_lane_is_of_the_lane_or_of_its_owners():
    data = spiff('<userTask id="t"/>').replace(b"<startEvent", f"{LANES}<startEvent".encode())
    assert written(ours(data), "t", "step", "assign") == []
    owners = 'lane_owners = {"Approver": ["a"]}'
    owned = spiff(extended("scriptTask x", "", more=f"<script>{owners}</script>"), '<userTask id="t"/>')
    found = ours(owned.replace(b"<startEvent", f"{LANES}<startEvent".encode()))
    assert written(found, "t", "step", "assign") == [
        {"rule": "expression", "value": "lane_owners['Approver']"}
    ]


def test_scripts_run_around_their_activity():
    inside = said("preScript", "a = 1\nb = a") + said("postScript", "") + said("postScript", "c = 2")
    data = spiff(extended("userTask t", inside))
    assert scripts(ours(data), "t") == [("before", "a = 1\nb = a"), ("after", "c = 2")]
    assert not_carried(data) == set()


@pytest.mark.parametrize(("flag", "when"), [("true", "before each"), ("false", "before"), ("odd", "before")])
def test_scripts_of_a_loop_run_once_or_with_each_item(flag, when):
    loop = (
        f'<multiInstanceLoopCharacteristics spiffworkflow:scriptsOnInstances="{flag}">'
        "<loopCardinality>2</loopCardinality></multiInstanceLoopCharacteristics>"
    )
    found = ours(spiff(extended("userTask t", said("preScript", "a = 1"), more=loop)))
    assert scripts(found, "t") == [(when, "a = 1")]


@pytest.mark.parametrize(
    ("text", "source", "case"),
    [
        ("a = 1\ndel a", "a = 1\na = None", "emptied"),
        ("del(a)", "a = None", "emptied"),
        ("del a, b", "a = None\nb = None", "emptied"),
        ("time.sleep(3)\na = 1", "pass\na = 1", "awake"),
        ("who = get_current_user()['username']", "who = {'username': initiator['number']", "user"),
        ("a = datetime.now()", "a = now().replace(tzinfo=None)", None),
        ("import datetime\na = datetime.datetime.today()", "import datetime\na = now().replace(", None),
        ("a = datetime.now(zone)", "a = now().astimezone(zone)", None),
        ("a = datetime.utcnow()", "a = (now() - now().utcoffset()).replace(tzinfo=None)", None),
        ("a = datetime.date.today()", "a = today()", None),
        ("a = time.time()", "a = now().timestamp()", None),
        ("a = datetime.strptime(b, c)", "from datetime import datetime\na = datetime.strptime(b, c)", None),
        ("a = json.dumps(b)", "import json\na = json.dumps(b)", None),
    ],
)
def test_python_that_is_not_ours_is_said_otherwise(text, source, case):
    task = extended("scriptTask t", "", more=f"<script>{text}</script>")
    found = ours(spiff(task))
    assert element(found, "t").findtext(bpmn("script")).startswith(source)
    assert case is None or case in cases(found)


@pytest.mark.parametrize(
    "text", ["del a[0]", "a = (", "x = datetime", "if a:\n  b = 1", "delta = 1", "a = 1\x0b"[:5]]
)
def test_other_python_stays_as_it_is(text):
    task = extended("scriptTask t", "", more=f"<script>{text}</script>")
    assert element(ours(spiff(task)), "t").findtext(bpmn("script")) == text


def test_a_script_that_calls_what_is_not_here_stays_a_drawing():
    task = extended("scriptTask t", "", more="<script>a = markdown_link(b)</script>")
    report = judged(spiff(task))
    assert report.verdict == "drawing"
    assert [finding.rule for finding in report.findings if finding.level == "complete"] == [
        "expression-unknown-name"
    ]


def test_a_store_that_is_called_like_a_function_is_none_here():
    store = '<dataStoreReference id="r" name="movies" dataStoreRef="movies" type="kkv"/>'
    task = extended("scriptTask t", "", more='<script>a = movies("x", "y")</script>')
    declared = '<dataStore id="movies" name="KKV"/>'
    data = spiff(task, beside=declared).replace(b"<endEvent", f"{store}<endEvent".encode())
    report = judged(data)
    assert report.verdict == "drawing", report.findings


def test_an_own_function_of_a_script_is_known():
    task = extended("scriptTask t", "", more="<script>def f(n):\n    return n\na = f(1)</script>")
    assert judged(spiff(task)).verdict == "runnable"


def test_a_connector_is_asked_outside_and_its_answer_goes_into_a_variable():
    inside = (
        '<spiffworkflow:serviceTaskOperator id="http/GetRequestV2" resultVariable="answer">'
        "<spiffworkflow:parameters>"
        '<spiffworkflow:parameter id="url" type="str" value="base + \'/x\'"/>'
        '<spiffworkflow:parameter id="params" type="any"/>'
        '<spiffworkflow:parameter id="bad" type="any" value="=("/>'
        "</spiffworkflow:parameters></spiffworkflow:serviceTaskOperator>"
    )
    data = spiff(extended("serviceTask t", inside))
    found = ours(data)
    assert pairs(found, "t") == {
        "in.operator": "'http/GetRequestV2'",
        "in.url": "base + '/x'",
        "out.answer": "result",
    }
    assert {"external", "value"} <= cases(found)
    assert not_carried(data) == set()


def test_a_decision_makes_a_variable_of_each_of_its_outputs():
    data = spiff(extended("businessRuleTask t", said("calledDecisionId", "price")))
    assert written(ours(data), "t", "decision") == [{"ref": "price", "columns": "true", "first": "true"}]
    blank = spiff(extended("businessRuleTask t", said("calledDecisionId", " ")))
    assert judged(blank).verdict == "drawing"


def test_what_people_are_told_is_the_documentation():
    data = spiff(extended("manualTask t", said("instructionsForEndUser", "## Hello {{ name }}")))
    found = ours(data)
    (told,) = element(found, "t").iterchildren(bpmn("documentation"))
    assert (told.text, told.get("textFormat")) == ("## Hello {{ name }}", "text/markdown")
    assert "template" in cases(found)


def test_a_call_gives_and_takes_everything():
    data = spiff('<callActivity id="t" calledElement="q"/>')
    assert written(ours(data), "t", "mapping") == [{"allIn": "true", "allOut": "true"}]


def test_what_a_message_carries_goes_into_the_variable_that_is_named():
    inside = said("messagePayload", "{'a': 1}") + said("messageVariable", "got")
    beside = f'<message id="m" name="m"><extensionElements>{inside}</extensionElements></message>'
    found = ours(
        spiff('<sendTask id="t" messageRef="m"/>', '<receiveTask id="u" messageRef="m"/>', beside=beside)
    )
    assert pairs(found, "t", "mapping") == {"in.value": "{'a': 1}"}
    assert pairs(found, "u", "mapping") == {"out.got": "payload.get('value', payload)"}


def test_a_signal_without_a_name_gets_one_from_its_event():
    event = extended("intermediateCatchEvent t", "", more="<signalEventDefinition/>")
    found = ours(spiff(event))
    assert [item.get("name") for item in found.diagram.root.iter(bpmn("signal"))] == ["t"]


def test_a_data_store_is_read_into_the_variable_of_its_name_and_written_from_it():
    store = '<dataStoreReference id="r" name="Books" dataStoreRef="books"/>'
    task = (
        '<scriptTask id="t"><property id="gap" name="__targetRef_placeholder"/><dataInputAssociation id="i">'
        "<sourceRef>r</sourceRef><targetRef>gap</targetRef></dataInputAssociation>"
        '<dataOutputAssociation id="o"><targetRef>r</targetRef></dataOutputAssociation>'
        "<script>books = books</script></scriptTask>"
    )
    data = spiff(task, beside='<dataStore id="books" name="B"/>').replace(
        b"<endEvent", f"{store}<endEvent".encode()
    )
    found = ours(data)
    assert element(found, "i").findtext(bpmn("targetRef")) == "Data_books"
    assert element(found, "o").findtext(bpmn("sourceRef")) == "Data_books"
    assert judged(data).verdict == "runnable"


def test_two_loops_may_call_their_item_alike():
    def loop(name: str) -> str:
        inside = '<loopDataInputRef>people</loopDataInputRef><inputDataItem id="one"/>'
        repeated = f"<multiInstanceLoopCharacteristics>{inside}</multiInstanceLoopCharacteristics>"
        return extended(f"userTask {name}", "", more=repeated)

    report = judged(spiff(loop("t"), loop("u")))
    assert ("duplicate-id", "advice") in {(finding.rule, finding.level) for finding in report.findings}
    assert report.verdict == "runnable"


def test_tests_of_scripts_are_named():
    inside = '<spiffworkflow:unitTests><spiffworkflow:unitTest id="x"/></spiffworkflow:unitTests>'
    data = spiff(extended("scriptTask t", inside, more="<script>a = 1</script>"))
    assert not_carried(data) == {"unitTests", "unitTest"}


def test_a_flow_without_ends_is_left_out_and_named():
    data = spiff('<task id="t"/>').replace(b"<endEvent", b'<sequenceFlow id="stray"/><endEvent', 1)
    report = judged(data)
    assert report.verdict == "runnable", report.findings
    assert ("not-carried", "stray") in {(one.rule, one.element) for one in report.findings}
    assert missing(data, report.as_json("")) == []
    assert b"stray" not in write(ours(data))


def test_a_flow_that_lacks_one_end_is_refused():
    data = spiff('<task id="t"/>').replace(b"<endEvent", b'<sequenceFlow id="f" sourceRef="t"/><endEvent', 1)
    assert judged(data).verdict == "refused"
    plain = data.replace(b' sourceRef="t"/>', b"/>", 1).replace(b"spiffworkflow", b"other", 1)
    plain = plain.replace(b"spiffworkflow.org", b"other.org")
    assert judged(plain).verdict == "refused"
