"""Each repair, on a small drawing: what it is offered for, what it writes, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from lxml import etree

from designer_export.drawings import ASSUMED
from designer_export.findings import LANGUAGES
from designer_export.lint import lint
from designer_export.namespaces import bpmn, tb
from designer_export.repairing import repair, repair_one
from designer_export.repairs import REPAIRS, preview
from tests.designer_export.diagrams import file, flow, process, row

DRAWN = 'isExecutable="false"'


def drawing(*middle: str, before: str = "", **ends: str) -> bytes:
    return file(before + process(row(*middle, **ends), attributes=DRAWN))


def parse(data: bytes) -> etree._Element:
    return etree.fromstring(data)


def find(root: etree._Element, identifier: str) -> etree._Element:
    return next(item for item in root.iter("*") if item.get("id") == identifier)


def flows(root: etree._Element) -> set[tuple[str, str]]:
    return {(item.get("sourceRef"), item.get("targetRef")) for item in root.iter(bpmn("sequenceFlow"))}


def rules_of(root: etree._Element, step: str) -> list[dict[str, str]]:
    return [dict(item.attrib) for item in find(root, step).iter(tb("assign"))]


def outcomes(root: etree._Element, step: str) -> list[tuple[str, str, str]]:
    found = find(root, step).iter(tb("outcome"))
    return [(item.get("id"), item.get("kind"), item[0].text) for item in found]


def condition(root: etree._Element, way: str) -> str | None:
    return find(root, way).findtext(bpmn("conditionExpression"))


@dataclass(frozen=True)
class Case:
    """What a repair mends: the diagram, the rule that asks, and what stands in the mended diagram."""

    repair: str
    rule: str
    data: bytes
    holds: Callable[[etree._Element], bool]
    verdict: str = "runnable"


USER = '<userTask id="u" name="办理"/>'
CHOICE = '<exclusiveGateway id="g"/>'
TWO_WAYS = (
    flow("s", "u")
    + flow("u", "g")
    + '<sequenceFlow id="yes" name="同意" sourceRef="g" targetRef="e"/>'
    + '<sequenceFlow id="no" name="不同意" sourceRef="g" targetRef="e2"/>'
)
ENDS = '<startEvent id="s"/><endEvent id="e"/><endEvent id="e2"/>'
TIMER = "<timerEventDefinition id='t'/>"
SIGNAL = '<signal id="sig" name="sig"/>'


def border(host: str, definition: str, extra: str = "") -> bytes:
    """A task with an event at its border that leads to an end of its own."""
    event = f'<boundaryEvent id="b" name="b" attachedToRef="{host}">{definition}</boundaryEvent>'
    more = f'{event}<endEvent id="eb"/>{extra}'
    return file(process(row(f'<task id="{host}"/>') + more, attributes=DRAWN))


def labelled(root: etree._Element) -> bool:
    return (
        len(list(root.iter(tb("outcome")))) == 2
        and outcomes(root, "u") == [("approve", "approve", "同意"), ("reject", "reject", "不同意")]
        and condition(root, "yes") == "steps.u.outcome == 'approve'"
        and condition(root, "no") is None
        and find(root, "g").get("default") == "no"
    )


CASES = (
    Case(
        "add-apply",
        "apply-step",
        drawing('<userTask id="u" name="填表"/>'),
        lambda root: (
            find(root, "u").find(f".//{tb('step')}").get("apply") == "true"
            and rules_of(root, "u") == [{"rule": "initiator"}]
        ),
    ),
    Case(
        "add-end",
        "gateway-without-flow",
        file(process(f'<startEvent id="s"/>{CHOICE}{flow("s", "g")}', attributes=DRAWN)),
        lambda root: ("g", root.find(f".//{bpmn('endEvent')}").get("id")) in flows(root),
    ),
    Case(
        "add-handler",
        "compensation-handler",
        border("a", "<compensateEventDefinition/>").replace(b'<endEvent id="eb"/>', b""),
        lambda root: (
            find(root, root.find(f".//{bpmn('association')}").get("targetRef")).get("isForCompensation")
            == "true"
        ),
    ),
    Case(
        "add-layout",
        "no-layout",
        drawing('<task id="a"/>'),
        lambda root: {item.get("bpmnElement") for item in root.iter("{*}BPMNShape")} == {"s", "a", "e"},
    ),
    Case(
        "add-start",
        "no-start",
        file(process(f'<task id="a"/><endEvent id="e"/>{flow("a", "e")}', attributes=DRAWN)),
        lambda root: (root.find(f".//{bpmn('startEvent')}").get("id"), "a") in flows(root),
    ),
    Case(
        "assign-unit-head",
        "missing-assignee",
        drawing(
            '<userTask id="a"><extensionElements><tb:step apply="true">'
            '<tb:assign rule="initiator"/></tb:step>'
            "</extensionElements></userTask>",
            USER,
        ),
        lambda root: rules_of(root, "u") == [{"rule": "unitHead", "of": "initiator"}],
    ),
    Case(
        "await-signal",
        "event-without-trigger",
        border("a", "", flow("b", "eb")),
        lambda root: find(root, "b").find(bpmn("signalEventDefinition")).get("signalRef") == "signal_b",
    ),
    Case(
        "choose-process",
        "several-processes",
        file(
            process(row('<task id="a"/>', '<task id="b"/>'), "p1", DRAWN)
            + process(row('<task id="c"/>', prefix="x"), "p2", DRAWN)
        ),
        lambda root: [item.get("isExecutable") for item in root.iter(bpmn("process"))] == ["true", "false"],
    ),
    Case(
        "connect",
        "unreachable",
        file(process(row('<task id="a"/>') + '<task id="lost"/>', attributes=DRAWN)),
        lambda root: "lost" in {target for _, target in flows(root)},
    ),
    Case(
        "declare",
        "event-reference",
        drawing('<sendTask id="m" name="通知学生"/>'),
        lambda root: (
            find(root, find(root, "m").get("messageRef")).tag == bpmn("message")
            and find(root, find(root, "m").get("messageRef")).get("name") == "通知学生"
        ),
    ),
    Case(
        "draw-data",
        "data-association",
        drawing(
            '<task id="a"><dataInputAssociation id="way"><sourceRef>o</sourceRef><targetRef>a</targetRef>'
            '</dataInputAssociation></task><dataObject id="o"/>'
        ),
        lambda root: find(root, "way").get(tb("drawn")) == "true",
    ),
    Case(
        "fill-level",
        "empty-process",
        drawing('<subProcess id="sub" name="准备材料"/>'),
        lambda root: (
            [item.get("name") for item in find(root, "sub").iterchildren(bpmn("userTask"))] == ["准备材料"]
            and find(root, "sub").get(ASSUMED) == "fill-level"
        ),
    ),
    Case(
        "give-id",
        "missing-id",
        file(process(row('<task id="a"/>').replace('id="a_e" ', ""), attributes=DRAWN)),
        lambda root: all(item.get("id") for item in root.iter(bpmn("sequenceFlow"))),
    ),
    Case(
        "join-starts",
        "several-starts",
        file(
            process(
                row('<task id="a"/>') + '<startEvent id="s2" name="来电"/>' + flow("s2", "a"),
                attributes=DRAWN,
            )
        ),
        lambda root: (
            len(list(root.iter(bpmn("startEvent")))) == 1
            and find(root, "s2").tag == bpmn("intermediateThrowEvent")
            and ("s2", "a") in flows(root)
        ),
    ),
    Case(
        "label-outcomes",
        "gateway-without-condition",
        file(process(ENDS + USER + CHOICE + TWO_WAYS, attributes=DRAWN)),
        labelled,
    ),
    Case(
        "make-default",
        "gateway-without-condition",
        file(
            process(
                ENDS + CHOICE + flow("s", "g") + flow("g", "e", "1 > 0") + flow("g", "e2"), attributes=DRAWN
            )
        ),
        lambda root: find(root, "g").get("default") == "g_e2",
    ),
    Case(
        "make-user-step",
        "service-without-operation",
        drawing('<serviceTask id="a" name="查成绩" operationRef="op"/>'),
        lambda root: (
            find(root, "a").tag == bpmn("userTask")
            and find(root, "a").get(tb("was")) == "serviceTask"
            and find(root, "a").get(tb("operationRef")) == "op"
            and rules_of(root, "a") == [{"rule": "unitHead", "of": "initiator"}]
        ),
    ),
    Case(
        "mark-executable",
        "not-executable",
        drawing('<task id="a"/>'),
        lambda root: root[0].get("isExecutable") == "true" and root[0].get(tb("drawing")) == "true",
    ),
    Case(
        "name-link",
        "link-partner",
        file(
            process(
                row(
                    '<intermediateThrowEvent id="out"><linkEventDefinition name=""/></intermediateThrowEvent>'
                ).replace('<sequenceFlow id="out_e" sourceRef="out" targetRef="e"></sequenceFlow>', "")
                + '<intermediateCatchEvent id="in" name="续"><linkEventDefinition name=""/>'
                "</intermediateCatchEvent>" + flow("in", "e"),
                attributes=DRAWN,
            )
        ),
        lambda root: [item.get("name") for item in root.iter(bpmn("linkEventDefinition"))] == ["续", "续"],
    ),
    Case(
        "pass-through",
        "event-without-trigger",
        drawing('<intermediateCatchEvent id="c"/>'),
        lambda root: find(root, "c").tag == bpmn("intermediateThrowEvent"),
    ),
    Case(
        "repeat-once",
        "cardinality",
        drawing('<task id="a"><multiInstanceLoopCharacteristics/></task>'),
        lambda root: find(root, "a").findtext(f".//{bpmn('loopCardinality')}") == "1",
    ),
    Case(
        "set-condition",
        "event-without-trigger",
        drawing('<intermediateCatchEvent id="c"><conditionalEventDefinition/></intermediateCatchEvent>'),
        lambda root: find(root, "c").findtext(f".//{bpmn('condition')}") == "True",
    ),
    Case(
        "set-quantity",
        "unsupported-attribute",
        drawing('<task id="a" startQuantity="0"/>'),
        lambda root: find(root, "a").get("startQuantity") == "1",
    ),
    Case(
        "set-timer",
        "timer",
        drawing(f'<intermediateCatchEvent id="c">{TIMER}</intermediateCatchEvent>'),
        lambda root: find(root, "c").findtext(f".//{bpmn('timeDuration')}") == "PT0S",
    ),
    Case(
        "split-explicit",
        "implicit-split",
        file(
            process(
                row('<task id="a"/>') + '<task id="b"/>' + flow("s", "b") + flow("b", "e"), attributes=DRAWN
            )
        ),
        lambda root: (
            len(list(root.iter(bpmn("parallelGateway")))) == 1
            and {("split_s", "a"), ("split_s", "b"), ("s", "split_s")} <= flows(root)
        ),
    ),
)
CHOSEN = {"assign-initiator", "drop-apply"}
"""Repairs that somebody must ask for, with tests of their own below."""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.repair)
def test_a_repair_mends_what_its_rule_asks_for(case):
    before = lint(case.data)
    offered = {item.repair.id for item in before.findings if item.rule == case.rule and item.repair}
    assert case.repair in offered
    assert before.verdict == "drawing"
    mended = repair(case.data)
    assert (case.rule, case.repair) in {(item.rule, item.repair) for item in mended.applied}
    assert case.holds(parse(mended.data)), mended.data.decode()
    assert mended.report.verdict == case.verdict, mended.report.findings
    assert case.rule not in {item.rule for item in mended.report.findings}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.repair)
def test_a_repair_applied_again_does_nothing(case):
    mended = repair(case.data)
    again = repair(mended.data)
    assert (again.applied, again.data) == ((), mended.data)


def test_every_repair_has_a_case_and_a_preview_in_every_language():
    assert {case.repair for case in CASES} | CHOSEN == set(REPAIRS)
    for name in REPAIRS:
        assert set(preview(name)) == set(LANGUAGES)
        assert all(preview(name).values())


RULE = '<tb:assign rule="{}" of="initiator"/>'
STEP = f'<extensionElements><tb:step apply="true">{RULE}</tb:step></extensionElements>'


def test_a_second_apply_step_is_dropped_when_somebody_asks():
    first, second = (f'<userTask id="{name}">{STEP.format("initiator")}</userTask>' for name in "ab")
    data = file(process(row(first, second)))
    assert repair(data).report.verdict == "drawing"
    mended = repair_one(data, "apply-step", "b")
    assert lint(mended).verdict == "runnable"
    assert find(parse(mended), "b").find(f".//{tb('step')}").get("apply") is None


def test_an_apply_step_of_somebody_else_is_given_to_the_initiator_when_somebody_asks():
    data = file(process(row(f'<userTask id="a">{STEP.format("unitHead")}</userTask>')))
    mended = repair_one(data, "apply-step", "a")
    assert lint(mended).verdict == "runnable"
    assert rules_of(parse(mended), "a") == [{"rule": "initiator"}]


@pytest.mark.parametrize(
    ("rule", "element", "data", "choice", "holds"),
    [
        (
            "timer",
            "t",
            drawing(f'<intermediateCatchEvent id="c">{TIMER}</intermediateCatchEvent>'),
            "R3/PT1H",
            lambda root: find(root, "c").findtext(f".//{bpmn('timeCycle')}") == "R3/PT1H",
        ),
        (
            "missing-assignee",
            "u",
            drawing(USER),
            "group:registry",
            lambda root: rules_of(root, "u") == [{"rule": "group", "value": "registry"}],
        ),
        (
            "gateway-without-condition",
            "yes",
            file(process(ENDS + USER + CHOICE + TWO_WAYS, attributes=DRAWN)),
            "agreed",
            lambda root: (
                condition(root, "yes") == "agreed == True" and find(root, "g").get("default") == "no"
            ),
        ),
        (
            "apply-step",
            "u",
            drawing(USER),
            "front",
            lambda root: ("s", "apply") in flows(root) and ("apply", "u") in flows(root),
        ),
    ],
)
def test_a_choice_takes_the_place_of_what_a_repair_would_assume(rule, element, data, choice, holds):
    root = parse(repair_one(data, rule, element, choice))
    assert holds(root)
    assert not [item for item in root.iter("*") if item.get(ASSUMED)]
