"""Operators of service tasks, decisions, and calls."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.outside import ask_outside
from designer_export.dialects.spiff.reader import spiff, text_of
from designer_export.dialects.words import label, variable
from designer_export.namespaces import bpmn
from expressions.errors import SyntaxProblem
from expressions.syntax import is_expression, parse


def service_task(carrier: Carrier, task: etree._Element) -> None:
    """Let a task that a connector does wait for it."""
    operator = next(carrier.items(task, spiff("serviceTaskOperator")), None)
    if operator is None or not (operator.get("id") or "").strip():
        return
    inputs = []
    for block in operator.iterchildren(spiff("parameters")):
        carrier.take(block)
        for item in block.iterchildren(spiff("parameter")):
            inputs += _parameter(carrier, item)
    result = variable(operator.get("resultVariable"))
    outputs = [(result, "result")] if result else []
    ask_outside(carrier, task, "operator", operator.get("id", "").strip(), inputs, outputs)


def business_rule(carrier: Carrier, task: etree._Element) -> None:
    """Carry over which decision is made; each of its outputs becomes a variable.

    There, the first rule that applies is the one of a table whose rules must not overlap (UNIQUE).
    """
    ref = text_of(carrier, task, "calledDecisionId").strip()
    if ref and not carrier.has(task, "decision"):
        carrier.write(task, "decision", ref=ref, columns="true", first="true")


def call_activity(carrier: Carrier, call: etree._Element) -> None:
    """A call gives and takes everything, or what the called process says that it takes and gives."""
    called = (call.get("calledElement") or "").strip()
    for process in carrier.root.iterchildren(bpmn("process")):
        said = process.find(bpmn("ioSpecification"))
        if process.get("id") == called and said is not None:
            _by_name(carrier, call, said)
            return
    carrier.all_of(call, "allIn", "allOut")


def _by_name(carrier: Carrier, call: etree._Element, said: etree._Element) -> None:
    for way, kind in (("in", "dataInput"), ("out", "dataOutput")):
        for item in said.iterchildren(bpmn(kind)):
            name = variable(item.get("id"))
            if name and call.find(bpmn(f"{kind}Association")) is None:
                carrier.pair(call, way, name, name)


def _parameter(carrier: Carrier, item: etree._Element) -> list[tuple[str, str]]:
    """Read a parameter, whose value is Python; one without a value is not given."""
    carrier.take(item)
    name, source = label(item.get("id") or ""), (item.get("value") or "").strip()
    if not source or name is None:
        return []
    try:
        is_one = is_expression(parse(source))
    except SyntaxProblem:
        is_one = False
    if not is_one:
        carrier.note("value", item, text=source)
        return []
    return [(name, source)]
