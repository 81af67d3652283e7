"""Mending whole drawings: what comes of several repairs, what stays strict, where new parts are drawn."""

import json
from itertools import combinations

import pytest
from click.testing import CliRunner
from lxml import etree

from cli.repair import repair as command
from designer_export.dialects import carry
from designer_export.lint import lint
from designer_export.namespaces import bpmn, tb
from designer_export.reading import read
from designer_export.repairing import repair, repair_one
from designer_export.repairs.boxes import Box
from designer_export.repairs.plane import Plane
from designer_export.writing import write
from engine.execution import compile_file
from tests.designer_export.diagrams import file, flow, process, row

DRAWN = 'isExecutable="false"'

PICTURE = file(
    process(
        '<task name="没有编号"/><serviceTask id="check" name="查验"/><exclusiveGateway id="g" name="齐全？"/>'
        '<userTask id="sid-1" name="审核"/><inclusiveGateway id="more"/><task id="x"/><task id="y"/>'
        + flow("check", "g")
        + '<sequenceFlow id="w1" name="是" sourceRef="g" targetRef="sid-1"/>'
        + '<sequenceFlow id="w2" sourceRef="g" targetRef="check"/>'
        + flow("sid-1", "more")
        + '<sequenceFlow id="w3" name="甲" sourceRef="more" targetRef="x"/>'
        + '<sequenceFlow id="w4" name="乙" sourceRef="more" targetRef="y"/>',
        attributes="",
    )
)


def levels(data: bytes, rule: str) -> set[str]:
    return {finding.level for finding in lint(data).findings if finding.rule == rule}


def texts(root: etree._Element) -> dict[str, str]:
    return {
        item.get("id"): item.findtext(bpmn("conditionExpression"))
        for item in root.iter(bpmn("sequenceFlow"))
        if item.find(bpmn("conditionExpression")) is not None
    }


def test_a_picture_becomes_a_process_that_the_engine_takes():
    mended = repair(PICTURE)
    assert lint(PICTURE).verdict == "drawing"
    assert mended.report.verdict == "runnable", mended.report.findings
    assert compile_file(write(carry(read(mended.data)))).main
    conditions = texts(etree.fromstring(mended.data))
    assert conditions["w1"] == "steps.check.outcome == 'yes'"
    assert conditions["w3"] == "steps['sid-1'].outcome in ('way', 'all')"
    assert conditions["w4"] == "steps['sid-1'].outcome in ('way_2', 'all')"


def test_where_nobody_before_decides_a_step_is_put_before_the_gateway():
    nodes = (
        '<startEvent id="s"/><exclusiveGateway id="g" name="哪一种？"/><endEvent id="e"/><endEvent id="e2"/>'
    )
    mended = repair(
        file(process(nodes + flow("s", "g") + flow("g", "e") + flow("g", "e2"), attributes=DRAWN))
    )
    root = etree.fromstring(mended.data)
    step = root.find(f".//{bpmn('userTask')}[@id='choose_g']")
    assert (step.get("name"), len(list(step.iter(tb("outcome"))))) == ("哪一种？", 2)
    told = [
        (finding.rule, finding.element) for finding in mended.report.findings if finding.level == "changed"
    ]
    assert told == [("assumed", "choose_g")]
    # The initiator applies first; who chooses is somebody else.
    assert ("apply", "choose_g") in {
        (item.get("sourceRef"), item.get("targetRef")) for item in root.iter(bpmn("sequenceFlow"))
    }


def test_what_is_already_fine_is_given_back_byte_for_byte():
    data = repair(PICTURE).data
    assert repair(data).data is data
    hostile = b"<html/>"
    assert (repair(hostile).data, repair(hostile).report.verdict) == (hostile, "refused")


QUANTITY = '<task id="a" startQuantity="0"/>'
MESSAGE = '<sendTask id="a" messageRef="nowhere"/>'
DATA = (
    '<task id="a"><dataInputAssociation><sourceRef>o</sourceRef><targetRef>a</targetRef>'
    '</dataInputAssociation></task><dataObject id="o"/>'
)


@pytest.mark.parametrize(
    ("rule", "middle"),
    [("unsupported-attribute", QUANTITY), ("event-reference", MESSAGE), ("data-association", DATA)],
)
def test_what_a_drawing_may_lack_is_refused_of_a_process_that_says_it_runs(rule, middle):
    drawn, running = (file(process(row(middle), attributes=said)) for said in (DRAWN, 'isExecutable="true"'))
    assert levels(drawn, rule) == {"complete"}
    assert levels(running, rule) == {"refused"}
    assert repair(drawn).report.verdict == "runnable"
    # Marked by itself, before the rest is mended, a drawing still is not refused.
    assert levels(repair_one(drawn, "not-executable", "p"), rule) == {"complete"}


@pytest.mark.parametrize("said", [DRAWN, 'isExecutable="true"'])
def test_an_arrow_to_a_property_of_its_own_node_is_drawn(said):
    arrow = (
        '<task id="a"><property id="here"/><dataInputAssociation><sourceRef>o</sourceRef>'
        '<targetRef>here</targetRef></dataInputAssociation></task><dataObject id="o"/>'
    )
    data = file(process(row(arrow), attributes=said))
    assert not levels(data, "data-association")
    assert compile_file(data).main


def test_associations_may_name_what_the_process_takes_and_gives():
    taking = (
        '<task id="a"><ioSpecification><dataInput id="own"/></ioSpecification><dataInputAssociation>'
        "<sourceRef>given</sourceRef><targetRef>own</targetRef></dataInputAssociation></task>"
    )
    outer = '<ioSpecification><dataInput id="given" name="given"/></ioSpecification>'
    data = file(process(outer + row(taking)))
    report = lint(data)
    assert (report.verdict, levels(data, "data-association")) == ("runnable", set())
    assert report.elements["not_carried"] == 1  # the ioSpecification around them
    assert compile_file(data).main


def test_a_category_on_a_node_is_drawing():
    data = file(process(row('<task id="a"><categoryValueRef>v</categoryValueRef></task>')))
    assert lint(data).verdict == "runnable"
    assert compile_file(data).main


def test_two_ends_of_a_message_flow_mean_one_message():
    pools = (
        '<collaboration id="c"><participant id="p1" processRef="one"/><participant id="p2" processRef="two"/>'
        '<messageFlow id="m" name="订单" sourceRef="send" targetRef="take"/></collaboration>'
    )
    taking = '<startEvent id="take"><messageEventDefinition/></startEvent><endEvent id="z"/>' + flow(
        "take", "z"
    )
    sending = row('<intermediateThrowEvent id="send"><messageEventDefinition/></intermediateThrowEvent>')
    mended = repair(file(pools + process(sending, "one", DRAWN) + process(taking, "two", DRAWN)))
    root = etree.fromstring(mended.data)
    assert {item.get("messageRef") for item in root.iter(bpmn("messageEventDefinition"))} == {"message_订单"}
    assert [item.get("name") for item in root.iter(bpmn("message"))] == ["订单"]
    assert mended.report.verdict == "runnable"


def test_a_step_with_somebody_of_its_tool_is_not_made_the_initiators():
    space = "http://camunda.org/schema/1.0/bpmn"
    camunda = f'xmlns:camunda="{space}"'
    step = f'<userTask {camunda} id="u" name="填表" camunda:assignee="demo"/>'
    mended = repair(file(process(row(step))))
    root = etree.fromstring(mended.data)
    assert mended.report.verdict == "runnable"
    assert root.find(f".//{bpmn('userTask')}[@id='apply']") is not None
    assert (
        root.find(f".//{bpmn('userTask')}[@id='u']").get("{http://camunda.org/schema/1.0/bpmn}assignee")
        == "demo"
    )


def test_a_mended_diagram_goes_on_being_one_of_its_tool():
    space = 'xmlns:camunda="http://camunda.org/schema/1.0/bpmn"'
    step = f'<userTask {space} id="u" camunda:candidateGroups="registry"/><task id="lost"/>'
    for said in (DRAWN, 'isExecutable="true"'):
        before = file(process(row(step), attributes=said)).replace(b' xmlns:tb="urn:tongban:bpmn:1.0"', b"")
        mended = repair(before)
        assert "connect" in {item.repair for item in mended.applied}
        assert (lint(before).dialect.name, mended.report.dialect.name) == ("camunda-7", "camunda-7")
        assert mended.report.verdict == "runnable", mended.report.findings


def test_no_end_is_drawn_where_none_may_stand():
    loose = '<adHocSubProcess id="h"><task id="t"/><exclusiveGateway id="g"/>' + flow("t", "g")
    race = '<eventBasedGateway id="g"/>' + flow("s", "g")
    for body in (row(f"{loose}</adHocSubProcess>"), row('<task id="a"/>') + race):
        mended = repair(file(process(body, attributes=DRAWN)))
        left = [finding for finding in mended.report.findings if finding.level in ("refused", "complete")]
        assert [(item.rule, item.level, item.repair) for item in left] == [
            ("gateway-without-flow", "complete", None)
        ]


def test_a_timer_at_a_border_never_fires_until_somebody_writes_its_time():
    event = (
        '<boundaryEvent id="b" attachedToRef="a"><timerEventDefinition/></boundaryEvent><endEvent id="eb"/>'
    )
    mended = repair(file(process(row('<task id="a"/>') + event + flow("b", "eb"), attributes=DRAWN)))
    root = etree.fromstring(mended.data)
    assert root.findtext(f".//{bpmn('timeDuration')}") == "P100Y"
    told = {(finding.rule, finding.level, finding.element) for finding in mended.report.findings}
    assert ("assumed", "changed", "b") in told


def test_words_in_the_place_of_a_condition_become_outcomes_and_stay_beside_it():
    ways = (
        flow("s", "u")
        + flow("u", "g")
        + flow("g", "e", "amount is too high")
        + flow("g", "e2", "the rest of it")
    )
    nodes = '<startEvent id="s"/><userTask id="u"/><exclusiveGateway id="g"/>'
    nodes += '<endEvent id="e"/><endEvent id="e2"/>'
    data = file(process(nodes + ways, attributes=DRAWN))
    root = etree.fromstring(repair(data).data)
    expression = next(root.iter(bpmn("conditionExpression")))
    assert expression.text == "steps.u.outcome == 'amount_is_too_high'"
    assert expression.get(tb("original")) == "amount is too high"
    assert levels(data.replace(DRAWN.encode(), b'isExecutable="true"'), "expression-syntax") == {"refused"}


# --- drawing

SHAPES = (
    '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"'
    ' xmlns:c="http://www.omg.org/spec/DD/20100524/DC" xmlns:i="http://www.omg.org/spec/DD/20100524/DI"'
    ' id="dia">'
    '<d:BPMNPlane id="pl" bpmnElement="p"><d:BPMNShape id="a_s" bpmnElement="a">'
    '<c:Bounds x="300" y="100" width="100" height="80"/></d:BPMNShape><d:BPMNShape id="b_s" bpmnElement="b">'
    '<c:Bounds x="450" y="100" width="100" height="80"/></d:BPMNShape><d:BPMNEdge id="f_s" bpmnElement="a_b">'
    '<i:waypoint x="400" y="140"/><i:waypoint x="450" y="140"/></d:BPMNEdge></d:BPMNPlane></d:BPMNDiagram>'
)


def boxes(plane: Plane, names: list[str]) -> dict[str, Box]:
    found = {name: plane.box(name) for name in names}
    return {name: box for name, box in found.items() if box is not None}


def test_new_nodes_are_drawn_beside_the_old_ones_which_stay_where_they_are():
    body = '<task id="a"/><task id="b"/>' + flow("a", "b")
    mended = repair(file(process(body, attributes=DRAWN) + SHAPES))
    plane = Plane(etree.fromstring(mended.data))
    found = boxes(plane, ["start", "a", "b", "end"])
    assert (found["a"], found["b"]) == (Box(300, 100, 100, 80), Box(450, 100, 100, 80))
    assert found["start"].x + 36 < 300 < 550 < found["end"].x
    assert not any(one.meets(other) for one, other in combinations(found.values(), 2))
    assert mended.data.count(b"BPMNEdge id=") == 3


def test_a_flow_that_is_led_elsewhere_is_drawn_there():
    body = '<task id="a"/><task id="b"/><task id="c"/>' + flow("a", "b") + flow("a", "c")
    mended = repair(file(process(body, attributes=DRAWN) + SHAPES))
    root = etree.fromstring(mended.data)
    gateway = Plane(root).box("split_a")
    edge = next(item for item in root.iter("{*}BPMNEdge") if item.get("bpmnElement") == "a_b")
    first = edge[0]
    assert gateway is not None
    assert gateway.x <= float(first.get("x")) <= gateway.x + gateway.width
    assert (edge[-1].get("x"), edge[-1].get("y")) == ("450", "140")


def test_a_layout_keeps_nodes_apart_and_within_their_lanes():
    lanes = (
        '<laneSet id="ls"><lane id="l1"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef></lane>'
        '<lane id="l2"><flowNodeRef>b</flowNodeRef><flowNodeRef>e</flowNodeRef></lane></laneSet>'
    )
    inside = row('<task id="x"/>', prefix="i")
    inner = f'<subProcess id="b">{inside}</subProcess>'
    pools = '<participant id="pool" processRef="p"/><participant id="other"/>'
    pool = f'<collaboration id="c">{pools}</collaboration>'
    data = file(pool + process(lanes + row('<task id="a"/>', inner)))
    plane = Plane(etree.fromstring(repair(data).data))
    found = boxes(plane, ["s", "a", "b", "e", "x", "is", "ie", "l1", "l2", "pool", "other"])
    assert len(found) == 11
    for apart in (["s", "a", "b", "e"], ["is", "x", "ie"], ["l1", "l2", "other"]):
        assert not any(found[one].meets(found[other]) for one, other in combinations(apart, 2))
    within = {"l1": ["s", "a"], "l2": ["b", "e"], "b": ["is", "x", "ie"], "pool": ["l1", "l2"]}
    for outer, names in within.items():
        assert all(found[outer].holds(found[name]) for name in names), outer


# --- the command


def run(*arguments: str):
    return CliRunner().invoke(command, list(arguments))


def test_the_command_writes_another_file_and_says_what_it_did(tmp_path):
    source, target = tmp_path / "drawn.bpmn", tmp_path / "mended.bpmn"
    source.write_bytes(PICTURE)
    result = run(str(source), "-o", str(target), "--json")
    told = json.loads(result.stdout)
    assert (result.exit_code, told["verdict"], source.read_bytes()) == (1, "runnable", PICTURE)
    assert {"rule": "not-executable", "element": "p", "repair": "mark-executable"} in told["applied"]
    assert {item["level"] for item in told["left"]} <= {"changed", "advice"}
    assert target.read_bytes() == repair(PICTURE).data


def test_the_command_never_overwrites_what_it_reads(tmp_path):
    source = tmp_path / "drawn.bpmn"
    source.write_bytes(PICTURE)
    (tmp_path / "same.bpmn").symlink_to(source)
    assert (
        run(str(source), "-o", str(tmp_path / "same.bpmn")).exit_code == 2
    )  # a usage error, 3 for the shell
    assert source.read_bytes() == PICTURE


def test_the_exit_code_tells_a_refusal_from_findings_and_from_none(tmp_path):
    refused, fine = tmp_path / "refused.bpmn", tmp_path / "fine.bpmn"
    refused.write_bytes(b"<html/>")
    fine.write_bytes(file(process(row('<task id="a" name="a"/>'))))
    assert run(str(refused), "-o", str(tmp_path / "out")).exit_code == 2
    assert run(str(fine), "-o", str(tmp_path / "out")).exit_code == 0
