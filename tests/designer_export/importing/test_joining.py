"""Several diagrams: which is the service, and what it calls stands in it."""

from designer_export.importing import take
from engine.execution import compile_file
from tests.designer_export.importing.uploads import diagram, handled, line, packed, root, says

DMN = b"""<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="d" namespace="n">
<decision id="fee" name="fee"><decisionTable id="t"><input id="i"><inputExpression id="e" typeRef="number">
<text>amount</text></inputExpression></input><output id="o" name="fee" typeRef="number"/>
<rule id="r"><inputEntry id="x"><text>&gt; 3</text></inputEntry>
<outputEntry id="y"><text>5</text></outputEntry></rule>
</decisionTable></decision></definitions>"""


def call(name: str, id: str = "call") -> str:
    return f'<callActivity id="{id}" calledElement="{name}"/>'


def test_the_diagram_that_calls_the_others_is_the_service_and_has_them_within():
    message = '<message id="m" name="Paid"/><message id="unused" name="No"/>'
    receive = '<receiveTask id="wait" messageRef="m"/>'
    drawn = (
        '<bpmndi:BPMNDiagram id="dia"><bpmndi:BPMNPlane id="pl" bpmnElement="pay"><bpmndi:BPMNShape id="s"'
        ' bpmnElement="start"><dc:Bounds x="1" y="2" width="36" height="36"/></bpmndi:BPMNShape>'
        "</bpmndi:BPMNPlane></bpmndi:BPMNDiagram>"
    )
    taken = take({
        "a-pay.bpmn": diagram(
            line(receive, call("deep", "c2")), id="pay", name="付款", said=message, after=drawn
        ),
        "b-deep.bpmn": diagram(line(handled(id="deepest")), id="deep"),
        "order.bpmn": diagram(line(handled(), call("pay")), id="order"),
        "z-idle.bpmn": diagram(line(handled()), id="idle").replace(b'"true"', b'"false"'),
    })  # fmt: skip
    tree = root(taken)
    ids = [item.get("id") for item in tree.iter("*") if item.get("id")]
    assert taken.bundle.key == "order"
    assert len(ids) == len(set(ids))
    assert {"pay", "deep", "wait", "m", "pay_start", "deep_start"} <= set(ids)
    assert "unused" not in ids
    shape = tree.find(".//*[@bpmnElement='pay_start']")
    assert shape is not None
    flow = tree.find(".//*[@sourceRef='pay_start']")
    assert flow is not None
    assert flow.get("targetRef") == "wait"
    assert says(taken, "The called process “付款” comes from a-pay.bpmn")
    assert says(taken, "Of the diagrams, order.bpmn is taken")
    assert says(taken, "does not call z-idle.bpmn")
    assert taken.report.verdict == "runnable", taken.report.findings
    assert compile_file(taken.bundle.process, []).main == "order"
    assert "originals/a-pay.bpmn" in taken.bundle.files


def test_processes_that_call_each_other_are_brought_once():
    taken = take({
        "a.bpmn": diagram(line(handled(), call("b")), id="a"),
        "b.bpmn": diagram(line(handled(), call("a")), id="b"),
    })  # fmt: skip
    assert [process.get("id") for process in root(taken).iterchildren("{*}process")] == ["a", "b"]


def test_spiffarena_says_which_diagram_is_the_service():
    taken = take({
        "a.bpmn": diagram(line(handled()), id="first"),
        "b.bpmn": diagram(line(handled()), id="second"),
        "process_model.json": packed({"primary_file_name": "b.bpmn"}),
    })  # fmt: skip
    assert taken.bundle.key == "second"
    assert says(taken, "does not call a.bpmn")


def test_the_first_diagram_is_taken_where_nothing_tells():
    taken = take({"a.bpmn": diagram(line(handled()), id="one"), "b.bpmn": diagram(line(handled()), id="two")})
    assert taken.bundle.key == "one"
    assert says(taken, "Nothing tells which diagram is the main one")


def test_decisions_come_along_and_what_they_read_is_asked_for():
    rule = (
        '<businessRuleTask id="d1"><extensionElements><tb:decision ref="fee" result="fee"/>'
        "</extensionElements></businessRuleTask>"
    )
    taken = take(
        {"x.bpmn": diagram(line(rule)), "rules/fee.dmn": DMN, "other/fee.dmn": DMN.replace(b"fee", b"due")}
    )
    assert taken.bundle.files["fee.dmn"] != taken.bundle.files["fee-2.dmn"]
    assert says(taken, "reads “amount”")
    assert taken.report.verdict == "runnable", taken.report.findings


def test_a_process_for_two_pools_keeps_what_stands_beside_it():
    pool = (
        '<collaboration id="co"><participant id="p1" name="学院" processRef="leave_request"/></collaboration>'
        '<signal id="s" name="go"/>'
    )
    taken = take({"x.bpmn": diagram(line(handled()), said=pool, name="")})
    assert taken.bundle.service["process"]["name"] == "学院"
