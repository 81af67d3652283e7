"""Declare the message, signal, error or escalation that an event or task means."""

from collections.abc import Iterator

from lxml import etree

from designer_export.namespaces import local
from designer_export.nodes import is_definition, kind_of, plain_id
from designer_export.repairs.sheet import Sheet

ID = "declare"
ORDER = 0

_KINDS = ("message", "signal", "error", "escalation")


def apply(sheet: Sheet, node: etree._Element, choice: str | None = None) -> bool:
    """Name what is not named by the label of the event, and declare what is named but not declared.

    Both ends of a message flow mean the same message.

    Parameters
    ----------
    choice
        The name of the message or signal.
    """
    done = [_mend(sheet, node, item, kind, choice) for item, kind in _naming(node)]
    return any(done)


def _naming(node: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield what of a node names something, with the kind of what it names."""
    if local(node) in ("sendTask", "receiveTask"):
        yield node, "message"
    for item in [node, *node] if is_definition(node) else node:
        if is_definition(item) and kind_of(item) in _KINDS:
            yield item, kind_of(item)


def _mend(sheet: Sheet, node: etree._Element, item: etree._Element, kind: str, choice: str | None) -> bool:
    attribute = f"{kind}Ref"
    reference = plain_id(item.get(attribute))
    if reference:
        if sheet.find(reference) is not None:
            return False
        sheet.declare(kind, choice or _label(node, kind), reference)
        return True
    if kind not in ("message", "signal"):
        return False
    found = _partner_message(sheet, node) if kind == "message" and not choice else None
    name = choice or _flow_label(sheet, node, kind) or _label(node, kind)
    item.set(attribute, found or sheet.declare(kind, name).get("id") or "")
    return True


def _partner_message(sheet: Sheet, node: etree._Element) -> str | None:
    """Give the message of a message flow of this node, or that its other end names."""
    for flow in sheet.partners(node):
        ends = [sheet.find(plain_id(flow.get(end))) for end in ("sourceRef", "targetRef")]
        named = [flow, *(item for end in ends if end is not None for item in (end, *end))]
        for item in named:
            reference = item.get("messageRef")
            if reference and sheet.find(plain_id(reference)) is not None:
                return reference
    return None


def _flow_label(sheet: Sheet, node: etree._Element, kind: str) -> str:
    labels = [" ".join((flow.get("name") or "").split()) for flow in sheet.partners(node)]
    return next((label for label in labels if label), "") if kind == "message" else ""


def _label(node: etree._Element, kind: str) -> str:
    return " ".join((node.get("name") or "").split()) or f"{kind}_{node.get('id') or ''}"
