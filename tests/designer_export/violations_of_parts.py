"""More of what BPMN forbids: references, pools and what the schema says."""

from random import Random

from lxml import etree

from designer_export.namespaces import BPMNDI, bpmn
from designer_export.support import ACTIVITIES
from tests.designer_export.violations import activity, add, any_of, breaks, flow, level


def pools(root: etree._Element, source: str, target: str) -> etree._Element:
    """Draw two more pools and a message flow; `planted_pool` stands for somebody outside."""
    made = etree.Element(bpmn("collaboration"), {"id": "planted_collaboration"})
    root.insert(0, made)
    etree.SubElement(made, bpmn("participant"), {"id": "planted_pool"})
    ends = {"sourceRef": source, "targetRef": target}
    return etree.SubElement(made, bpmn("messageFlow"), {"id": "planted_letter", **ends})


def beside(root: etree._Element, kind: str, /, **attributes: str) -> etree._Element:
    """Declare something beside the processes."""
    made = etree.Element(bpmn(kind), {"id": f"planted_{kind}", **attributes})
    next(root.iterchildren(bpmn("process"))).addprevious(made)
    return made


# --- pools


@breaks("message-flow-ends")
def a_message_to_a_gateway(root, random):
    host = activity(root, random)
    if host is None:
        return None
    return pools(root, "planted_pool", add(level(host), "parallelGateway").get("id"))


@breaks("message-flow-ends")
def a_message_to_an_end(root, random):
    end = any_of(root, random, "endEvent")
    return pools(root, "planted_pool", end.get("id")) if end is not None else None


@breaks("message-flow-ends")
def a_message_from_a_start(root, random):
    start = any_of(root, random, "startEvent")
    return pools(root, start.get("id"), "planted_pool") if start is not None else None


@breaks("message-flow-within-pool")
def a_message_within_a_pool(root, random):
    host = activity(root, random)
    if host is None:
        return None
    return pools(root, host.get("id"), add(level(host), "task").get("id"))


@breaks("reference-to-nothing")
def a_message_to_nothing(root, random):
    return pools(root, "planted_pool", "nothing_at_all")


# --- references


@breaks("duplicate-id")
def an_id_twice(root, random):
    host = activity(root, random)
    return add(level(host), "task", None, id=host.get("id")) if host is not None else None


@breaks("reference-to-nothing")
def an_incoming_of_nothing(root, random):
    host = activity(root, random)
    if host is not None:
        made = etree.Element(bpmn("incoming"))
        made.text = "nothing_at_all"
        host.insert(0, made)
    return host


@breaks("reference-kind")
def an_outgoing_of_another(root, random):
    host = activity(root, random)
    flows = [item for item in root.iter(bpmn("sequenceFlow")) if item.get("id")]
    others = [item for item in flows if host is not None and item.get("sourceRef") != host.get("id")]
    if host is None or not others:
        return None
    made = etree.Element(bpmn("outgoing"))
    made.text = random.choice(others).get("id")
    host.insert(0, made)
    return host


@breaks("reference-to-nothing")
def a_lane_of_nothing(root, random):
    process = next(root.iterchildren(bpmn("process")))
    lanes = etree.Element(bpmn("laneSet"), {"id": "planted_lanes"})
    process.insert(0, lanes)
    lane = etree.SubElement(lanes, bpmn("lane"), {"id": "planted_lane"})
    etree.SubElement(lane, bpmn("flowNodeRef")).text = "nothing_at_all"
    return lane


@breaks("reference-kind")
def a_pool_of_a_step(root, random):
    host = activity(root, random)
    if host is None:
        return None
    pool = pools(root, "planted_pool", "planted_pool").getparent()[0]
    pool.set("processRef", host.get("id"))
    return pool


@breaks("reference-kind")
def data_that_is_a_message(root, random):
    beside(root, "message", name="planted")
    host = activity(root, random)
    if host is None:
        return None
    return add(level(host), "dataObject", None, itemSubjectRef="planted_message")


@breaks("reference-to-nothing")
def an_association_to_nothing(root, random):
    host = activity(root, random)
    ends = {"sourceRef": host.get("id"), "targetRef": "nothing_at_all"} if host is not None else {}
    return add(level(host), "association", None, **ends) if host is not None else None


@breaks("call-to-nothing")
def a_call_of_a_message(root, random):
    beside(root, "message", name="planted")
    host = activity(root, random)
    if host is None:
        return None
    call = add(level(host), "callActivity", None, calledElement="planted_message")
    flow(host, call)
    return call


# --- the schema


@breaks("schema", "unsupported-element")
def a_lane_in_a_step(root, random):
    host = activity(root, random)
    return etree.SubElement(host, bpmn("lane"), {"id": "planted_lane"}) if host is not None else None


@breaks("schema")
def a_step_beside_the_processes(root, random):
    return beside(root, "userTask")


@breaks("schema")
def a_step_in_a_lane(root, random):
    process = next(root.iterchildren(bpmn("process")))
    lanes = etree.Element(bpmn("laneSet"), {"id": "planted_lanes"})
    process.insert(0, lanes)
    return etree.SubElement(
        etree.SubElement(lanes, bpmn("lane"), {"id": "planted_lane"}), bpmn("task"), {"id": "planted_task"}
    )


@breaks("unsupported-element")
def a_step_in_a_step(root, random):
    host = any_of(root, random, *sorted(ACTIVITIES - {"subProcess", "transaction", "adHocSubProcess"}))
    return etree.SubElement(host, bpmn("userTask"), {"id": "planted_step"}) if host is not None else None


@breaks("unsupported-element")
def a_process_in_a_process(root, random):
    outer = next(root.iterchildren(bpmn("process")))
    return etree.SubElement(outer, bpmn("process"), {"id": "planted_process"})


@breaks("schema")
def conditions_twice(root, random):
    found = any_of(root, random, "sequenceFlow")
    if found is not None:
        for _ in range(2):
            etree.SubElement(found, bpmn("conditionExpression")).text = "1 == 1"
    return found


@breaks("schema", "cardinality")
def repetitions_twice(root, random):
    host = any_of(root, random, "userTask", "task", "serviceTask", "scriptTask")
    if host is not None:
        for _ in range(2):
            made = etree.SubElement(host, bpmn("multiInstanceLoopCharacteristics"))
            etree.SubElement(made, bpmn("loopCardinality")).text = "2"
    return host


@breaks("schema")
def a_boolean_that_is_none(root, random):
    found = any_of(root, random, "sequenceFlow")
    if found is not None:
        found.set("isImmediate", "perhaps")
    return found


@breaks("schema")
def a_kind_of_process_that_is_none(root, random: Random):
    process = next(root.iterchildren(bpmn("process")))
    process.set("processType", "Secret")
    return process


@breaks("schema")
def a_direction_that_is_none(root, random):
    host = activity(root, random)
    if host is None:
        return None
    ends = {"sourceRef": host.get("id"), "targetRef": host.get("id")}
    return add(level(host), "association", None, associationDirection="Left", **ends)


@breaks("schema")
def an_id_with_a_blank(root, random):
    host = activity(root, random)
    return add(level(host), "dataObject", None, id="two words") if host is not None else None


@breaks("schema")
def an_association_without_an_end(root, random):
    host = activity(root, random)
    return add(level(host), "association", None, sourceRef=host.get("id")) if host is not None else None


@breaks("unsupported-element")
def a_word_that_bpmn_has_not(root, random):
    host = activity(root, random)
    return etree.SubElement(host, bpmn("stage")) if host is not None else None


@breaks("schema")
def a_step_in_the_drawing(root, random):
    drawing = etree.SubElement(root, f"{{{BPMNDI}}}BPMNDiagram")
    return etree.SubElement(drawing, bpmn("task"), {"id": "planted_task"})


# --- events that go together, or alone


@breaks("compensation-handler")
def a_way_on_from_a_compensation(root, random):
    host = activity(root, random)
    if host is None:
        return None
    event = add(level(host), "boundaryEvent", attachedToRef=host.get("id"))
    etree.SubElement(event, bpmn("compensateEventDefinition"))
    flow(event, add(level(host), "task"))
    return event


@breaks("event-gateway-target")
def receive_tasks_and_messages_behind_one_gateway(root, random):
    host = activity(root, random)
    if host is None:
        return None
    gateway = add(level(host), "eventBasedGateway")
    event = add(level(host), "intermediateCatchEvent")
    etree.SubElement(event, bpmn("messageEventDefinition"))
    flow(gateway, event)
    flow(gateway, add(level(host), "receiveTask"), "planted_other_flow")
    return gateway


@breaks("interrupting-error")
def an_error_that_interrupts_nothing(root, random):
    host = activity(root, random)
    if host is None:
        return None
    event = add(level(host), "boundaryEvent", attachedToRef=host.get("id"), cancelActivity="false")
    etree.SubElement(event, bpmn("errorEventDefinition"))
    return event


@breaks("cardinality")
def fewer_participants_than_must_be(root, random):
    together = beside(root, "collaboration")
    process = next(root.iterchildren(bpmn("process")))
    pool = add(together, "participant", processRef=process.get("id"))
    etree.SubElement(pool, bpmn("participantMultiplicity"), {"minimum": "3", "maximum": "2"})
    return pool


@breaks("reference-to-nothing")
def data_of_no_item(root, random):
    host = activity(root, random)
    if host is None:
        return None
    to_run(host)
    return add(level(host), "dataObject", itemSubjectRef="planted_nothing")


@breaks("reference-to-nothing")
def somebody_who_is_no_resource(root, random):
    host = any_of(root, random, "userTask", "manualTask")
    if host is None:
        return None
    to_run(host)
    somebody = etree.Element(bpmn("potentialOwner"), {"id": "planted_owner"})
    etree.SubElement(somebody, bpmn("resourceRef")).text = "planted_nothing"
    flows = [child for child in host if child.tag in map(bpmn, ("incoming", "outgoing"))]
    (flows[-1].addnext if flows else host.append)(somebody)
    return somebody


def to_run(host):
    """Say of the process around it that it is to run: a drawing is only advised against such references."""
    next(host.iterancestors(bpmn("process"))).set("isExecutable", "true")
