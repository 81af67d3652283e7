"""A second version of a random diagram: with what a designer changes while matters are under way."""

from random import Random

from lxml import etree

from engine.execution.parser.elements import BPMN

_NS = {"b": BPMN.strip("{}")}


def harmless(xml: bytes, random: Random) -> bytes:
    """New labels, and perhaps a step before the end, a way around it, or a reminder on a step."""
    root = etree.fromstring(xml)
    process = _process(root)
    for step in process.iter(f"{BPMN}userTask"):
        step.set("name", f"新 {step.get('id')}")
    change = random.choice(("labels", "step", "branch", "reminder"))
    if change in ("step", "branch"):
        _before_the_end(process, around=change == "branch")
    elif change == "reminder":
        _remind(process, random)
    return etree.tostring(root)


def without_a_step(xml: bytes, random: Random) -> bytes:
    """One of the steps is gone, with all that stands on it; what led there leads to what followed."""
    root = etree.fromstring(xml)
    process = _process(root)
    plain = [step for step in process.iter(f"{BPMN}userTask") if _is_plain(process, step)]
    if plain:
        step = random.choice(plain)
        name, level = step.get("id"), step.getparent()
        (out,) = level.xpath(f"b:sequenceFlow[@sourceRef='{name}']", namespaces=_NS)
        for way in _ways_to(step):
            way.set("targetRef", out.get("targetRef"))
        level.remove(out)
        level.remove(step)
    return etree.tostring(root)


def _process(root: etree._Element) -> etree._Element:
    found: etree._Element = root.find(f"{BPMN}process")
    return found


def _is_plain(process: etree._Element, step: etree._Element) -> bool:
    name, level = step.get("id"), step.getparent()
    ways = _ways_to(step)
    out = level.xpath(f"b:sequenceFlow[@sourceRef='{name}']", namespaces=_NS)
    named = process.xpath(f"//*[@attachedToRef='{name}' or @sourceRef='{name}']", namespaces=_NS)
    targets = process.xpath(f"//b:association[@targetRef='{name}']", namespaces=_NS)
    asked = f"c_{name} ".encode() in etree.tostring(process)
    return len(ways) == 1 and len(out) == 1 and named == out and not targets and not asked


def _ways_to(step: etree._Element) -> list[etree._Element]:
    name = step.get("id")
    found: list[etree._Element] = step.getparent().xpath(
        f"b:sequenceFlow[@targetRef='{name}']", namespaces=_NS
    )
    return found


def _before_the_end(process: etree._Element, *, around: bool) -> None:
    ends = [end for end in process.iterchildren(f"{BPMN}endEvent") if not len(end)]
    if not ends:
        return
    name = ends[0].get("id")
    first = "later_gw" if around else "later"
    for way in process.iterchildren(f"{BPMN}sequenceFlow"):
        if way.get("targetRef") == name:
            way.set("targetRef", first)
    etree.SubElement(process, f"{BPMN}userTask", id="later", name="归档")
    _flow(process, "later", name)
    if around:
        etree.SubElement(process, f"{BPMN}exclusiveGateway", id="later_gw", default=f"later_gw-{name}")
        way = _flow(process, "later_gw", "later")
        etree.SubElement(way, f"{BPMN}conditionExpression").text = "1 > 0"
        _flow(process, "later_gw", name)


def _remind(process: etree._Element, random: Random) -> None:
    steps = [step for step in process.iter(f"{BPMN}userTask") if _ways_to(step)]
    if not steps:
        return
    step = random.choice(steps)
    level = step.getparent()
    event = etree.SubElement(
        level, f"{BPMN}boundaryEvent", id="reminder", attachedToRef=step.get("id"), cancelActivity="false"
    )
    timer = etree.SubElement(event, f"{BPMN}timerEventDefinition")
    etree.SubElement(timer, f"{BPMN}timeDuration").text = "PT5H"
    etree.SubElement(level, f"{BPMN}endEvent", id="reminded")
    _flow(level, "reminder", "reminded")


def _flow(level: etree._Element, source: str, target: str) -> etree._Element:
    return etree.SubElement(
        level, f"{BPMN}sequenceFlow", id=f"{source}-{target}", sourceRef=source, targetRef=target
    )
