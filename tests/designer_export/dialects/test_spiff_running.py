"""What SpiffArena's models mean when they run: tables, calls, data objects, what escalations bring."""

import pytest

from designer_export.dialects import carry
from designer_export.namespaces import bpmn
from designer_export.reading import read
from engine.rehearsal import Answer, Listed, Rehearsed, of_diagram, rehearse
from engine.rehearsal.moment import BEGIN
from expressions.sandbox import Sandbox
from tests.designer_export.dialects.pieces import element, extended, judged, ours, pairs
from tests.designer_export.dialects.test_spiffworkflow import said, spiff


@pytest.fixture(scope="module")
def sandbox():
    made = Sandbox(workers=1)
    yield made
    made.close()


def run(data: bytes, sandbox: Sandbox, files: dict[str, bytes] | None = None) -> Rehearsed:
    return rehearse(of_diagram(data, files), Listed([Answer(1, "u")]), sandbox)


OVERLAPPING = (
    b'<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="D" namespace="n">'
    b'<decision id="price" name="P"><decisionTable id="t"><input id="i"><inputExpression id="ie">'
    b'<text>size</text></inputExpression></input><output id="o" name="cost"/>'
    b'<rule id="r1"><inputEntry id="e1"><text>"large"</text></inputEntry><outputEntry id="o1"><text>15</text>'
    b'</outputEntry></rule><rule id="r2"><inputEntry id="e2"><text></text></inputEntry><outputEntry id="o2">'
    b"<text>8</text></outputEntry></rule></decisionTable></decision></definitions>"
)


@pytest.mark.parametrize(("size", "cost"), [("large", 15), ("small", 8)])
def test_of_rules_that_overlap_the_first_counts(size, cost, sandbox):
    script = f'<scriptTask id="s1"><script>size = "{size}"</script></scriptTask>'
    data = spiff(script, extended("businessRuleTask t", said("calledDecisionId", "price")))
    found = run(data, sandbox, {"price.dmn": OVERLAPPING})
    assert (found.stop, found.variables["cost"]) == ("end", cost)


def test_elsewhere_rules_that_overlap_are_a_fault(sandbox):
    script = '<scriptTask id="s1"><script>size = "large"</script></scriptTask>'
    decided = '<tb:decision xmlns:tb="urn:tongban:bpmn:1.0" ref="price" columns="true"/>'
    found = run(spiff(script, extended("businessRuleTask t", decided)), sandbox, {"p.dmn": OVERLAPPING})
    assert (found.stop, found.failures[0].code) == ("incident", "decision_unique")


@pytest.mark.parametrize(
    "read",
    [
        "datetime.now().year",
        "datetime.utcnow().year",
        "date.today().year",
        "int(time.time() / 31556952) + 1970",
    ],
)
def test_a_script_reads_the_clock_of_the_matter(read, sandbox):
    found = run(spiff(f'<scriptTask id="t"><script>year = {read}</script></scriptTask>'), sandbox)
    assert (found.stop, found.variables["year"]) == ("end", BEGIN.year), found.failures


def test_a_clock_that_a_variable_hides_stays_a_drawing():
    data = spiff(
        '<scriptTask id="t"><script>now = datetime.now()</script></scriptTask>',
        '<scriptTask id="t2"><script>later = datetime.now()</script></scriptTask>',
    )
    told = {(one.rule, one.element) for one in judged(data).findings if one.level == "complete"}
    assert told == {("expression-unknown-name", "t"), ("expression-unknown-name", "t2")}


@pytest.mark.parametrize("before", ["", "import pytz\n"])
@pytest.mark.parametrize(("zone", "hour"), [("US/Eastern", "20"), ("Asia/Shanghai", "09"), ("UTC", "01")])
def test_a_script_tells_the_time_in_a_zone_by_its_name(zone, hour, before, sandbox):
    text = f"{before}zone = pytz.timezone('{zone}')\nhour = datetime.now(zone).strftime('%H')\ndel zone"
    data = spiff(f'<scriptTask id="t"><script>{text}</script></scriptTask>')
    assert judged(data).verdict == "runnable"
    found = run(data, sandbox)
    assert (found.stop, found.variables["hour"]) == ("end", hour), found.failures


@pytest.mark.parametrize("name", ["'Nowhere/At_All'", "'../../etc/passwd'", "'US'", "''", "3", "'a' * 9999"])
def test_a_zone_that_is_none_is_a_failure_of_the_step(name, sandbox):
    data = spiff(f'<scriptTask id="t"><script>a = str(pytz.timezone({name}))</script></scriptTask>')
    found = run(data, sandbox)
    assert (found.stop, found.failures[0].code) == ("incident", "failed")
    assert "no such time zone" in found.failures[0].detail


@pytest.mark.parametrize(
    "text",
    [
        "a = pytz.timezone('UTC').localize(b)",
        "a = b.astimezone(pytz.timezone('US/Eastern'))",
        "a = pytz.utc",
        "a = datetime(2026, 7, 1, tzinfo=pytz.timezone('US/Eastern'))",
    ],
)
def test_a_zone_at_another_moment_stays_a_drawing(text):
    data = spiff(f'<scriptTask id="t"><script>{text}</script></scriptTask>')
    assert judged(data).verdict == "drawing"


CALLED = (
    '<process id="q" isExecutable="true"><ioSpecification><dataInput id="cost" name="Cost"/>'
    '<dataOutput id="success" name="Success"/><inputSet><dataInputRefs>cost</dataInputRefs></inputSet>'
    "<outputSet><dataOutputRefs>success</dataOutputRefs></outputSet></ioSpecification>"
    '<startEvent id="qs"/><scriptTask id="qt"><script>success = cost > 1\nother = 1</script></scriptTask>'
    '<endEvent id="qe"/><sequenceFlow id="q1" sourceRef="qs" targetRef="qt"/>'
    '<sequenceFlow id="q2" sourceRef="qt" targetRef="qe"/></process>'
)


def test_a_call_gives_and_takes_what_the_called_process_names(sandbox):
    script = '<scriptTask id="s1"><script>cost = 2</script></scriptTask>'
    data = spiff(script, '<callActivity id="t" calledElement="q"/>').replace(
        b"</definitions>", f"{CALLED}</definitions>".replace("> 1", "&gt; 1").encode()
    )
    assert pairs(ours(data), "t", "mapping") == {"in.cost": "cost", "out.success": "success"}
    assert judged(data).verdict == "runnable"
    found = run(data, sandbox)
    assert (found.stop, found.variables["success"], "other" in found.variables) == ("end", True, False)


def test_a_data_object_keeps_what_a_script_puts_into_the_variable_of_its_id(sandbox):
    data = spiff(
        '<scriptTask id="t"><dataOutputAssociation id="o"><targetRef>r</targetRef></dataOutputAssociation>'
        "<script>children = ['Tad']</script></scriptTask>"
    ).replace(
        b"<endEvent",
        b'<dataObject id="children" name="All of them"/>'
        b'<dataObjectReference id="r" name="Children" dataObjectRef="children"/><endEvent',
        1,
    )
    assert element(ours(data), "o").findtext(bpmn("sourceRef")) == "children"
    found = run(data, sandbox)
    assert (found.stop, found.variables["children"]) == ("end", ["Tad"])


def thrown(inside: str) -> bytes:
    throw = '<endEvent id="x"><escalationEventDefinition escalationRef="esc"/></endEvent>'
    sub = f'<subProcess id="t"><startEvent id="b"/>{throw}<sequenceFlow id="bx" sourceRef="b" targetRef="x"/>'
    caught = (
        '<boundaryEvent id="c" attachedToRef="t"><escalationEventDefinition escalationRef="esc"/>'
        '</boundaryEvent><endEvent id="z"/><sequenceFlow id="cz" sourceRef="c" targetRef="z"/>'
    )
    extensions = f"<extensionElements>{inside}</extensionElements>"
    beside = f'<escalation id="esc" escalationCode="E">{extensions}</escalation>'
    data = spiff(f"{sub}</subProcess>", beside=beside)
    return data.replace(b"</process>", f"{caught}</process>".encode())


def test_what_an_escalation_brings_goes_nowhere_if_no_variable_takes_it(sandbox):
    found = run(thrown(said("payloadExpression", "{'a': 1}")), sandbox)
    assert (found.stop, "value" in found.variables) == ("end", False)


def test_what_an_escalation_brings_goes_into_the_variable_that_takes_it(sandbox):
    found = run(
        thrown(said("payloadExpression", "{'a': 1}") + said("variableName", "got")),
        sandbox,
    )
    assert (found.stop, found.variables["got"]) == ("end", {"a": 1})


def test_the_payload_counts_as_read_either_way():
    data = thrown(said("payloadExpression", "{'a': 1}"))
    assert all(item.mapped for item in carry(read(data)).foreign)
