"""What BPMN 2.0.2 forbids, planted into a valid diagram: each gives the element that must be named."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from lxml import etree

from designer_export.namespaces import bpmn
from designer_export.support import ACTIVITIES, EVENTS, GATEWAYS

Plant = Callable[[etree._Element, Random], etree._Element | None]


@dataclass(frozen=True)
class Violation:
    """A clause that is broken; one of the rules must refuse it."""

    name: str
    plant: Plant = field(repr=False)
    rules: frozenset[str]


VIOLATIONS: list[Violation] = []


def breaks(*rules: str) -> Callable[[Plant], Plant]:
    """Register what plants a violation, with the rules of which one must speak."""

    def register(plant: Plant) -> Plant:
        VIOLATIONS.append(Violation(plant.__name__, plant, frozenset(rules)))
        return plant

    return register


# --- finding places


def any_of(root: etree._Element, random: Random, *names: str) -> etree._Element | None:
    """An element of one of these kinds in a process that has flows."""
    found = [
        item
        for process in root.iterchildren(bpmn("process"))
        for item in process.iter(*map(bpmn, names))
        if item.get("id")
    ]
    return random.choice(found) if found else None


def level(node: etree._Element) -> etree._Element:
    parent = node.getparent()
    assert parent is not None
    return parent


NODES_AND_FLOWS = ACTIVITIES | GATEWAYS | EVENTS | {"sequenceFlow", "dataObject"}


def add(host: etree._Element, name: str, text: str | None = None, /, **attributes: str) -> etree._Element:
    """Put an element where the schema has it: flow elements before artifacts, all else at the end."""
    made = etree.SubElement(host, bpmn(name), {"id": f"planted_{name}", **attributes})
    made.text = text
    artifacts = [
        child for child in host if child.tag in map(bpmn, ("textAnnotation", "association", "group"))
    ]
    if artifacts and name in NODES_AND_FLOWS:
        artifacts[0].addprevious(made)
    return made


def flow(source: etree._Element, target: etree._Element, identifier: str = "planted_flow") -> etree._Element:
    ends = {"sourceRef": source.get("id"), "targetRef": target.get("id")}
    return add(level(source), "sequenceFlow", None, id=identifier, **ends)


def timer(event: etree._Element) -> None:
    etree.SubElement(
        etree.SubElement(event, bpmn("timerEventDefinition")), bpmn("timeDuration")
    ).text = "PT1H"


def activity(root: etree._Element, random: Random) -> etree._Element | None:
    """An activity in the flow: handlers and event sub-processes stand beside it."""
    found = any_of(root, random, *sorted(ACTIVITIES))
    if found is None or found.get("isForCompensation") or found.get("triggeredByEvent"):
        return None
    return None if level(found).tag == bpmn("adHocSubProcess") else found


def border(root: etree._Element, host: etree._Element) -> etree._Element:
    event = add(level(host), "boundaryEvent", None, attachedToRef=host.get("id"))
    timer(event)
    return event


# --- flows


@breaks("start-with-incoming")
def a_flow_into_a_start(root, random):
    start = any_of(root, random, "startEvent")
    if start is not None:
        flow(add(level(start), "task"), start)
    return start


@breaks("start-with-incoming")
def a_flow_out_of_an_end(root, random):
    end = any_of(root, random, "endEvent")
    if end is None or level(end).tag == bpmn("adHocSubProcess"):
        return None
    flow(end, add(level(end), "task"))
    return end


@breaks("start-with-incoming")
def a_flow_into_a_border(root, random):
    host = activity(root, random)
    if host is None:
        return None
    event = border(root, host)
    flow(host, event)
    return event


@breaks("flow-leads-nowhere", "reference-to-nothing")
def a_flow_to_nothing(root, random):
    found = any_of(root, random, "sequenceFlow")
    if found is not None:
        found.set("targetRef", "nothing_at_all")
    return found


@breaks("flow-leads-nowhere")
def a_flow_without_a_source(root, random):
    found = any_of(root, random, "sequenceFlow")
    if found is not None:
        found.attrib.pop("sourceRef", None)
    return found


@breaks("flow-leads-nowhere")
def a_flow_into_a_sub_process(root, random):
    host = activity(root, random)
    if host is None:
        return None
    inner = add(add(level(host), "subProcess"), "task", None, id="planted_inner")
    return flow(host, inner)


@breaks("flow-leads-nowhere")
def a_flow_to_data(root, random):
    host = activity(root, random)
    return flow(host, add(level(host), "dataObject")) if host is not None else None


@breaks("flow-leads-nowhere")
def a_flow_to_another_process(root, random):
    host = activity(root, random)
    if host is None:
        return None
    other = etree.Element(bpmn("process"), {"id": "planted_process", "isExecutable": "true"})
    next(root.iterchildren(bpmn("process"))).addnext(other)
    return flow(host, add(other, "task"))


@breaks("condition-after-parallel")
def a_condition_after_an_event(root, random):
    start = any_of(root, random, "startEvent", "intermediateCatchEvent")
    found = [
        item
        for item in root.iter(bpmn("sequenceFlow"))
        if start is not None and item.get("sourceRef") == start.get("id") and not len(item)
    ]
    if found:
        etree.SubElement(found[0], bpmn("conditionExpression")).text = "1 == 1"
    return found[0] if found else None


@breaks("default-flow")
def a_default_of_another(root, random):
    host = activity(root, random)
    end = any_of(root, random, "endEvent")
    name = end.get("id") if end is not None else None
    lead = [item for item in root.iter(bpmn("sequenceFlow")) if name and item.get("targetRef") == name]
    if host is None or not lead or lead[0].get("sourceRef") == host.get("id"):
        return None
    host.set("default", lead[0].get("id", "nothing"))
    return host


@breaks("default-flow")
def a_default_of_an_event(root, random):
    start = any_of(root, random, "startEvent")
    if start is not None:
        start.set("default", "some_flow")
    return start


# --- events


@breaks("boundary-attached-to-nothing")
def a_border_of_nothing(root, random):
    host = activity(root, random)
    if host is None:
        return None
    event = border(root, host)
    event.set("attachedToRef", "nothing_at_all")
    return event


@breaks("boundary-on-no-activity")
def a_border_of_an_event(root, random):
    start = any_of(root, random, "startEvent", "endEvent", *sorted(GATEWAYS))
    return border(root, start) if start is not None else None


@breaks("unsupported-element")
def a_timer_that_is_thrown(root, random):
    end = any_of(root, random, "endEvent")
    if end is None or len([item for item in end if str(item.tag).endswith("Definition")]):
        return None
    timer(end)
    return end


@breaks("cancel-outside-transaction")
def a_cancellation_outside(root, random):
    end = any_of(root, random, "endEvent")
    if end is None or level(end).tag == bpmn("transaction"):
        return None
    for item in [item for item in end if str(item.tag).endswith(("Definition", "DefinitionRef"))]:
        end.remove(item)
    etree.SubElement(end, bpmn("cancelEventDefinition"))
    return end


@breaks("link-partner")
def a_link_without_its_end(root, random):
    host = activity(root, random)
    if host is None:
        return None
    event = add(level(host), "intermediateThrowEvent")
    etree.SubElement(event, bpmn("linkEventDefinition"), {"name": "planted"})
    flow(host, event)
    return event


@breaks("event-gateway-target")
def a_race_to_a_step(root, random):
    host = activity(root, random)
    if host is None:
        return None
    gateway, event, step = (
        add(level(host), name) for name in ("eventBasedGateway", "intermediateCatchEvent", "task")
    )
    timer(event)
    for number, (source, target) in enumerate(((host, gateway), (gateway, event), (gateway, step))):
        flow(source, target, f"planted_{number}")
    return step


@breaks("event-sub-process")
def an_event_sub_process_with_two_starts(root, random):
    host = activity(root, random)
    if host is None:
        return None
    inner = add(level(host), "subProcess", None, triggeredByEvent="true")
    for name in ("planted_a", "planted_b"):
        timer(add(inner, "startEvent", None, id=name))
    return inner


@breaks("event-sub-process")
def an_event_sub_process_in_the_flow(root, random):
    host = activity(root, random)
    if host is None:
        return None
    inner = add(level(host), "subProcess", None, triggeredByEvent="true")
    timer(add(inner, "startEvent"))
    flow(host, inner)
    return inner


@breaks("start-trigger")
def a_sub_process_begun_by_a_time(root, random):
    host = activity(root, random)
    if host is None:
        return None
    inner = add(level(host), "subProcess")
    start = add(inner, "startEvent")
    timer(start)
    flow(host, inner)
    return start


@breaks("event-reference")
def a_message_that_is_a_signal(root, random):
    host = activity(root, random)
    if host is None:
        return None
    next(root.iterchildren(bpmn("process"))).addprevious(
        etree.Element(bpmn("signal"), {"id": "planted_signal", "name": "planted"})
    )
    event = add(level(host), "intermediateCatchEvent")
    etree.SubElement(event, bpmn("messageEventDefinition"), {"messageRef": "planted_signal"})
    flow(host, event)
    return event


@breaks("compensation-handler")
def a_handler_in_the_flow(root, random):
    host = activity(root, random)
    if host is None:
        return None
    handler = add(level(host), "task", None, isForCompensation="true")
    flow(host, handler)
    return handler


@breaks("ad-hoc-content")
def an_end_without_order(root, random):
    host = activity(root, random)
    if host is None:
        return None
    inner = add(level(host), "adHocSubProcess")
    flow(host, inner)
    return add(inner, "endEvent")
