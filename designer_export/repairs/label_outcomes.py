"""Turn the ways of a gateway into outcomes of the step before it: 是, 否, 同意 … become buttons."""

from collections.abc import Sequence

from lxml import etree

from designer_export.dialects.carrier import LANGUAGE, ORIGINAL
from designer_export.drawings import is_drawing
from designer_export.namespaces import XSI, bpmn, local, tb
from designer_export.native import extension
from designer_export.repairs.assign_unit_head import assign_head
from designer_export.repairs.sheet import Sheet
from designer_export.repairs.wordings import NEGATIVE, OPPOSITES, Wording, wording_of

ID = "label-outcomes"
ORDER = 62

_PEOPLES = ("userTask", "manualTask")
_LOOPS = ("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
ALL = "all"
"""The outcome that takes every way of an inclusive gateway."""


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Let people choose the way: who has done the step before, or one that is put before the gateway.

    Parameters
    ----------
    node
        A flow without a condition, or a condition that cannot be read; all such ways are mended.
    choice
        Name of a boolean field (``approved``) that decides between two ways in the place of people.
    """
    flow = node if local(node) == "sequenceFlow" else sheet.level(node)
    gateway = sheet.source(flow)
    if gateway is None or local(gateway) not in ("exclusiveGateway", "inclusiveGateway"):
        return False
    ways = [way for way in sheet.outgoing(gateway) if _is_open(sheet, way, flow)]
    if flow not in ways or (node is flow and gateway.get("default") == flow.get("id")):
        # Another finding of the same gateway has mended it already.
        return False
    words = _words(sheet, ways)
    if choice:
        return _by_field(sheet, gateway, ways, words, choice)
    inclusive = local(gateway) == "inclusiveGateway"
    found = _step_before(sheet, gateway)
    step = found if found is not None else _asking(sheet, gateway)
    offered = [*words, Wording(ALL, "custom", "全部")] if inclusive else words
    _offer(sheet, step, offered)
    _steer(sheet, gateway, step.get("id", ""), list(zip(ways, words, strict=True)), inclusive=inclusive)
    return True


def _is_open(sheet: Sheet, way: etree._Element, asked: etree._Element) -> bool:
    condition = way.find(bpmn("conditionExpression"))
    if condition is None or not (condition.text or "").strip():
        return True
    return condition in sheet.unreadable and (way is asked or is_drawing(way))


def _words(sheet: Sheet, ways: Sequence[etree._Element]) -> list[Wording]:
    """Say what each way means by its label, the text in the place of its condition, or where it leads."""
    found: list[Wording] = []
    labels = [way.get("name") or way.findtext(bpmn("conditionExpression")) or "" for way in ways]
    for number, (way, label) in enumerate(zip(ways, labels, strict=True), 1):
        target = sheet.target(way)
        leads = (target.get("name") or "") if target is not None else ""
        text = label.strip() or leads.strip() or f"方向{number}"
        found.append(wording_of(text, frozenset({ALL, *(word.id for word in found)})))
    if len(ways) == 2:
        for this, other in ((0, 1), (1, 0)):
            opposite = OPPOSITES.get(found[this].id)
            if opposite and not labels[other].strip():
                kind = opposite[0] if opposite[0] in ("approve", "reject") else "custom"
                found[other] = Wording(opposite[0], kind, opposite[1])
    return found


def _step_before(sheet: Sheet, gateway: etree._Element) -> etree._Element | None:
    """Give the step that alone leads to a gateway and offers no outcomes yet."""
    seen, node = [gateway], gateway
    while True:
        flows = sheet.incoming(node)
        source = sheet.source(flows[0]) if len(flows) == 1 else None
        if source is None or source in seen or len(sheet.outgoing(source)) != 1:
            return None
        if local(source) in _PEOPLES:
            return source if _is_plain(sheet, source) else None
        if local(source) not in ("task", "intermediateThrowEvent", "scriptTask", "serviceTask", "sendTask"):
            return None
        seen.append(source)
        node = source


def _is_plain(sheet: Sheet, step: etree._Element) -> bool:
    own = extension(step, "step")
    applies = own is not None and own.get("apply") in ("true", "1")
    return not sheet.is_choice(step) and not applies and not any(local(part) in _LOOPS for part in step)


def _asking(sheet: Sheet, gateway: etree._Element) -> etree._Element:
    """Put a step before the gateway whose handler chooses."""
    name = gateway.get("name") or "选择下一步"
    step = sheet.before(gateway, "userTask", f"choose_{gateway.get('id')}", name)
    assign_head(sheet, step)
    sheet.assume(step, ID)
    return step


def _offer(sheet: Sheet, step: etree._Element, words: Sequence[Wording]) -> None:
    settings = sheet.carrier.step(step)
    for word in words:
        outcome = etree.SubElement(settings, tb("outcome"), id=word.id, kind=word.kind)
        etree.SubElement(outcome, tb("text"), lang="zh-CN").text = word.text


def _steer(
    sheet: Sheet,
    gateway: etree._Element,
    step: str,
    ways: Sequence[tuple[etree._Element, Wording]],
    *,
    inclusive: bool,
) -> None:
    """Write the conditions; the refusal of an exclusive gateway, else its last way, is its default."""
    default = gateway.get("default")
    place = f"steps.{step}" if step.isascii() and step.isidentifier() else f"steps['{step}']"
    if not default and not inclusive:
        refusing = [way for way, word in ways if word.id in NEGATIVE]
        default = (refusing or [ways[-1][0]])[-1].get("id", "")
        gateway.set("default", default)
    for way, word in ways:
        sheet.unreadable -= set(way.iterchildren(bpmn("conditionExpression")))
        if way.get("id") == default:
            _keep(way)
            continue
        test = f"in ('{word.id}', '{ALL}')" if inclusive else f"== '{word.id}'"
        _write(way, f"{place}.outcome {test}")


def _keep(way: etree._Element) -> None:
    """The condition of a default is not asked; what stood there stays written on it."""
    condition = way.find(bpmn("conditionExpression"))
    if condition is not None and (condition.text or "").strip():
        condition.set(ORIGINAL, (condition.text or "").strip())
        condition.set(LANGUAGE, condition.get("language") or "")
        condition.attrib.pop("language", "")
        condition.text = None


def _write(way: etree._Element, source: str) -> None:
    condition = way.find(bpmn("conditionExpression"))
    if condition is None:
        condition = etree.SubElement(way, bpmn("conditionExpression"))
        condition.set(f"{{{XSI}}}type", _type(way))
    said = (condition.text or "").strip()
    if said:
        condition.set(ORIGINAL, said)
        condition.set(LANGUAGE, condition.get("language") or "")
    condition.text = source
    condition.set("language", "python")


def _type(way: etree._Element) -> str:
    """Name the type of a formal expression with the prefix that BPMN has here."""
    return f"{way.prefix}:tFormalExpression" if way.prefix else "tFormalExpression"


def _by_field(
    sheet: Sheet,
    gateway: etree._Element,
    ways: Sequence[etree._Element],
    words: Sequence[Wording],
    field: str,
) -> bool:
    if len(ways) != 2 or not field.isidentifier():
        return False
    refused = 0 if words[0].id in NEGATIVE else 1
    _write(ways[1 - refused], f"{field} == True")
    _keep(ways[refused])
    gateway.set("default", ways[refused].get("id", ""))
    return True
