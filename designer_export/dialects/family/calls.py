"""Call activities and business rule tasks: what goes in and out, and which decision is made."""

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.words import is_expression, variable


def call_activity(reader: Reader, call: etree._Element) -> None:
    """Carry over what a call gives and takes."""
    if reader.peek(call, "inheritVariables").lower() == "true":
        reader.get(call, "inheritVariables")
        reader.carrier.all_of(call, "allIn")
    for way, flag in (("in", "allIn"), ("out", "allOut")):
        for item in reader.found(call, way):
            _given(reader, call, item, way, flag)


def _given(reader: Reader, call: etree._Element, item: etree._Element, way: str, flag: str) -> None:
    if item.get("variables") == "all":
        reader.carrier.take(item)
        reader.carrier.all_of(call, flag)
        return
    if item.get("businessKey") is not None:
        # Matters here have numbers of their own; the rule about extensions names it.
        return
    target = variable(item.get("target"))
    said = (item.get("sourceExpression") or "").strip()
    source = item.get("source") if not said else None
    if target is None or not (said or variable(source)):
        return
    reader.carrier.take(item)
    inside = reader.value(said, item) if said and is_expression(said) else said or variable(source)
    if inside is not None:
        reader.carrier.pair(call, way, target, inside)


def business_rule(reader: Reader, task: etree._Element) -> bool:
    """Carry over the decision that a task makes; False if it names none."""
    named = next(
        (name for name in ("decisionRef", "decisionTableReferenceKey") if reader.peek(task, name)), None
    )
    if named is None or is_expression(reader.peek(task, named)):
        return False
    ref, result = reader.get(task, named), variable(reader.peek(task, "resultVariable"))
    if result:
        reader.get(task, "resultVariable")
    if ref and not reader.carrier.has(task, "decision"):
        made = reader.carrier.write(task, "decision", ref=ref)
        if result:
            made.set("result", result)
    return True
