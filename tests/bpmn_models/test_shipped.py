"""The shipped services: forms load, and diagrams are drawn tidily."""

from itertools import combinations

import pytest
from lxml import etree

from bpmn_models.bundle import Bundle, shipped
from designer_export.form_facts import form_facts
from designer_export.namespaces import BPMNDI, DC, DI, bpmn, local
from designer_export.native import read_settings
from designer_export.reading import read
from designer_export.support import NODES
from forms.model import load_form
from forms.validation import check

SERVICES = pytest.mark.parametrize("bundle", shipped(), ids=lambda bundle: bundle.key)
Box = tuple[float, float, float, float]


def boxes(root: etree._Element) -> dict[str, Box]:
    """Shapes and labels by the id of their element."""
    found = {}
    for item in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge"):
        for number, bounds in enumerate(item.iter(f"{{{DC}}}Bounds")):
            x, y, width, height = (float(bounds.get(key)) for key in ("x", "y", "width", "height"))
            found[f"{item.get('bpmnElement')}/{number}"] = (x, y, x + width, y + height)
    return found


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@SERVICES
def test_everything_is_drawn_and_nothing_overlaps(bundle: Bundle):
    root = read(bundle.process).root
    drawn = {item.get("bpmnElement") for item in root.iter(f"{{{BPMNDI}}}BPMNShape", f"{{{BPMNDI}}}BPMNEdge")}
    there = {item.get("id") for item in root.iter("*") if local(item) in NODES | {"sequenceFlow"}}
    assert drawn == there
    hosts = {event.get("id"): event.get("attachedToRef") for event in root.iter(bpmn("boundaryEvent"))}
    overlaps = {
        (one.removesuffix("/0"), other.removesuffix("/0"))
        for (one, box), (other, place) in combinations(boxes(root).items(), 2)
        if meet(box, place)
    }
    assert overlaps == {(host, event) for event, host in hosts.items()}, "boundary events sit on their host"


@SERVICES
def test_flows_end_at_the_borders_of_their_nodes(bundle: Bundle):
    root = read(bundle.process).root
    shapes = {name.removesuffix("/0"): box for name, box in boxes(root).items() if name.endswith("/0")}
    for flow in root.iter(bpmn("sequenceFlow")):
        points = root.findall(f".//{{{BPMNDI}}}BPMNEdge[@bpmnElement='{flow.get('id')}']/{{{DI}}}waypoint")
        ends = ((flow.get("sourceRef"), points[0]), (flow.get("targetRef"), points[-1]))
        for node, point in ends:
            x, y, (left, top, right, bottom) = float(point.get("x")), float(point.get("y")), shapes[node]
            assert left <= x <= right, flow.get("id")
            assert top <= y <= bottom, flow.get("id")
            assert x in (left, right) or y in (top, bottom), flow.get("id")


@SERVICES
def test_gateways_ask_and_their_ways_answer(bundle: Bundle):
    root = read(bundle.process).root
    for gateway in root.iter(bpmn("exclusiveGateway")):
        assert gateway.get("name", "").endswith("？")
        for flow in root.iterfind(f".//{bpmn('sequenceFlow')}[@sourceRef='{gateway.get('id')}']"):
            assert flow.get("name")


@SERVICES
def test_the_form_loads_and_every_step_shows_its_opinion_cell(bundle: Bundle):
    assert load_form(bundle.files).fields
    facts = form_facts(bundle.files)
    assert facts is not None
    for step in read_settings(read(bundle.process).root).values():
        assert step.opinion is None or step.opinion in facts.layouts[step.layout or "paper"]


@SERVICES
def test_the_service_says_what_an_applicant_must_know(bundle: Bundle):
    process, hall = bundle.service["process"], bundle.service["hall"]
    assert {"key", "name", "title", "number", "cancel", "searchable", "buttons"} <= set(process)
    assert {"title", "summary", "unit", "audience", "kind", "starters", "validity", "guide"} <= set(hall)
    guide = hall["guide"]
    assert {"materials", "basis", "handling_days", "contact", "place", "steps"} <= set(guide)
    assert len(guide["steps"]) == len(
        list(read(bundle.process).root.iter(bpmn("userTask"), bpmn("serviceTask")))
    )


APPLICATIONS: dict[str, dict[str, object]] = {
    "email-unlock": {"mailbox": "someone@mail.songxi.example", "cause": "unused"},
    "fitness-exemption": {
        "phone": "000-5550-0186",
        "category": "injury",
        "testItems": ["run_long", "jump"],
        "reason": "右踝扭伤，医嘱制动四周",
        "visits": [{"id": "r1", "date": "2026-11-12", "place": "校医院", "diagnosis": "右踝扭伤"}],
        "certificate": [{"id": "0" * 32, "name": "诊断证明.pdf", "size": 1024}],
        "validFrom": "2026-11-23",
        "validUntil": "2026-12-31",
        "pledge": True,
    },
    "notice": {
        "title": "关于校园网检修的通知",
        "kind": "school",
        "receiverMode": "kinds",
        "receiverKinds": ["student"],
        "body": "周六 8:00–12:00 校园网检修，期间不能上网。",
    },
}


def faults(bundle: Bundle, document: dict[str, object]) -> list[tuple[str, str]]:
    """Check a submission of the apply step; give pointers and codes."""
    steps = read_settings(read(bundle.process).root).values()
    access = next(step.access for step in steps if step.apply)
    return [(error.pointer, error.code) for error in check(load_form(bundle.files), access, {}, document)]


@SERVICES
def test_a_complete_application_passes_and_an_empty_one_does_not(bundle: Bundle):
    assert faults(bundle, APPLICATIONS[bundle.key]) == []
    assert {code for _, code in faults(bundle, {})} == {"required"}


def test_a_notice_needs_the_receivers_that_its_mode_asks_for():
    bundle = shipped()[2]
    lacking = {name: value for name, value in APPLICATIONS["notice"].items() if name != "receiverKinds"}
    assert faults(bundle, lacking) == [("/receiverKinds", "required")]


@pytest.mark.parametrize(
    ("title", "code"), [("长" * 51, "too_long"), ("两\n行", "pattern"), ("  ", "required")]
)
def test_a_title_is_one_line_of_at_most_fifty_characters(title, code):
    assert faults(shipped()[2], {**APPLICATIONS["notice"], "title": title}) == [("/title", code)]
