"""A service begins with a step of the initiator's, which knows all that the process needs."""

import pytest

from designer_export.importing import take
from tests.designer_export.importing.uploads import (
    access,
    diagram,
    handled,
    layout,
    line,
    root,
    says,
    schema,
    step,
    task,
)

DRAWN = """<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pl" bpmnElement="leave_request">
<bpmndi:BPMNShape id="pool" bpmnElement="p">
<dc:Bounds x="50" y="50" width="500" height="200"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="s" bpmnElement="start">
<dc:Bounds x="100" y="100" width="36" height="36"/></bpmndi:BPMNShape>
<bpmndi:BPMNShape id="t" bpmnElement="approve">
<dc:Bounds x="200" y="78" width="100" height="80"/></bpmndi:BPMNShape>
<bpmndi:BPMNEdge id="e" bpmnElement="f0">
<di:waypoint x="136" y="118"/><di:waypoint x="200" y="118"/></bpmndi:BPMNEdge>
</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"""


def box(taken, name: str) -> tuple[float, ...]:
    found = root(taken).find(f".//*[@bpmnElement='{name}']/{{*}}Bounds")
    assert found is not None
    return tuple(float(found.get(side, "")) for side in ("x", "y", "width", "height"))


def points(taken, name: str) -> list[tuple[float, float]]:
    found = root(taken).iterfind(f".//*[@bpmnElement='{name}']/{{*}}waypoint")
    return [(float(point.get("x", "")), float(point.get("y", ""))) for point in found]


def test_a_step_is_added_behind_the_start_and_drawn_there():
    taken = take({"x.bpmn": diagram(line(handled()), after=DRAWN)})
    left, _, width, _ = map(float, box(taken, "apply"))
    assert left > 136
    assert left + width < 360
    assert box(taken, "approve") == (360, 78, 100, 80)
    assert box(taken, "start") == (100, 100, 36, 36)
    assert box(taken, "p") == (50, 50, 660, 200)
    assert points(taken, "f0") == [(left + width, 118), (360, 118)]
    assert points(taken, "flow_start_apply") == [(136, 118), (left, 118)]
    flow = root(taken).find(".//*[@id='f0']")
    assert flow is not None
    assert flow.get("sourceRef") == "apply"
    assert says(taken, "one with the subject alone")
    assert access(taken, "apply") == {"/subject": ("edit", True)}


def test_a_step_that_is_nobodys_becomes_the_initiators():
    taken = take({"x.bpmn": diagram(line(task(id="fill", name="填写"), handled()))})
    assert step(taken, "fill").get("apply") == "true"
    assert root(taken).find(".//*[@id='apply']") is None
    assert says(taken, "The first step, “填写”, is the one")
    assert taken.report.verdict == "runnable"


WATCHED = """<boundaryEvent id="b" attachedToRef="t"><timerEventDefinition><timeDuration>PT1H</timeDuration>
</timerEventDefinition></boundaryEvent><sequenceFlow id="bf" sourceRef="b" targetRef="end"/>"""


@pytest.mark.parametrize(
    "node",
    [
        task(id="t", name="部门审批"),
        task(id="t", name="Review"),
        handled(id="t", name="填写"),
        '<userTask id="t" name="x"><multiInstanceLoopCharacteristics/></userTask>',
        '<serviceTask id="t" name="x"/>',
        task(id="t", name="填写") + WATCHED,
    ],
)
def test_another_step_leaves_room_for_one_before_it(node):
    taken = take({"x.bpmn": diagram(line(node))})
    assert step(taken, "apply").get("apply") == "true"


def test_a_process_that_an_event_begins_has_no_such_step():
    first = '<messageEventDefinition messageRef="m"/>'
    taken = take({"x.bpmn": diagram(line(handled(), first=first), said='<message id="m" name="go"/>')})
    assert b"apply" not in taken.bundle.process
    assert says(taken, "one with the subject alone")


def gateway(*conditions: str) -> str:
    ways = "".join(
        f'<sequenceFlow id="w{at}" sourceRef="g" targetRef="end">'
        f"<conditionExpression>{said}</conditionExpression></sequenceFlow>"
        for at, said in enumerate(conditions)
    )
    flow = '<sequenceFlow id="w" sourceRef="g" targetRef="end"/>'
    start = (
        '<startEvent id="start"/><endEvent id="end"/><sequenceFlow id="f" sourceRef="start" targetRef="g"/>'
    )
    return f'{start}<exclusiveGateway id="g" default="w"/>{ways}{flow}'


@pytest.mark.parametrize(
    ("condition", "name", "kind"),
    [
        ("${amount > 100}", "amount", {"type": "number", "x-control": "number"}),
        ("${approved}", "approved", {"type": "boolean", "x-control": "checkbox"}),
        ("${!approved}", "approved", {"type": "boolean", "x-control": "checkbox"}),
        ("${city == 'bj'}", "city", {"type": "string", "x-control": "text"}),
        ("${2 * n == 4}", "n", {"type": "number", "x-control": "number"}),
    ],
)
def test_what_nothing_gives_is_asked_for_by_its_use(condition, name, kind):
    taken = take({"x.bpmn": diagram(gateway(condition))})
    assert schema(taken)[name] == kind
    assert access(taken, "apply")[f"/{name}"] == ("edit", kind["type"] != "boolean")
    assert says(taken, f"reads “{name}”")
    assert taken.report.verdict == "runnable", taken.report.findings


def test_a_text_that_is_compared_with_several_is_a_choice():
    taken = take({"x.bpmn": diagram(gateway("${way == 'a'}", "${way == 'b'}"))})
    assert schema(taken)["way"]["oneOf"] == [{"const": "a"}, {"const": "b"}]


def test_members_of_what_is_read_are_asked_for_one_by_one():
    taken = take({"x.bpmn": diagram(gateway("${order.total > 5 &amp;&amp; order.name == 'x'}"))})
    assert {name: part["type"] for name, part in schema(taken)["order"]["properties"].items()} == {
        "total": "number", "name": "string",
    }  # fmt: skip
    assert layout(taken, "paper") == ["/order/total", "/order/name"]


def test_what_is_given_on_the_way_is_not_asked_for():
    script = '<scriptTask id="s" scriptFormat="python"><script>total = 5</script></scriptTask>'
    inside = gateway("total &gt; 3").replace('targetRef="g"', 'targetRef="s"', 1)
    inside += script + '<sequenceFlow id="q" sourceRef="s" targetRef="g"/>'
    assert set(schema(take({"x.bpmn": diagram(inside)}))) == {"subject"}


def test_what_no_form_can_ask_for_stays_with_the_rules():
    taken = take({"x.bpmn": diagram(gateway("len(rows[0]) &gt; 3"))})
    assert "rows" not in schema(taken)
    assert {"expression-unknown-name"} <= {one.rule for one in taken.report.findings}
