"""Jobs of workers, decisions, scripts, and called processes."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.outside import ask_outside
from designer_export.dialects.words import label, literal, variable
from designer_export.dialects.zeebe.reader import children, look, one, value
from designer_export.dialects.zeebe.values import around, mappings
from designer_export.namespaces import bpmn


def job(carrier: Carrier, task: etree._Element) -> bool:
    """Let a task that a worker does wait for him; False for one that no worker does."""
    definition = one(carrier, task, "taskDefinition")
    if definition is None:
        around(carrier, task)
        return False
    inputs, outputs = mappings(carrier, task)
    headers = [
        (name, literal(item.get("value") or ""))
        for item in children(carrier, one(carrier, task, "taskHeaders"), "header")
        if (name := label(item.get("key") or ""))
    ]
    asked = (definition.get("type") or "").strip()
    ask_outside(carrier, task, "type", asked or task.get("id") or "task", [*headers, *inputs], outputs)
    return True


def business_rule(carrier: Carrier, task: etree._Element) -> None:
    """Carry over which decision a task makes, if no worker makes it."""
    called = look(task, "calledDecision")
    ref = (called.get("decisionId") or "").strip() if called is not None else ""
    if called is None or not ref or ref.startswith("="):
        job(carrier, task)
        return
    carrier.take(called)
    if not carrier.has(task, "decision"):
        made = carrier.write(task, "decision", ref=ref)
        if result := variable(called.get("resultVariable")):
            made.set("result", result)
    around(carrier, task)


def script_task(carrier: Carrier, task: etree._Element) -> None:
    """Carry over a FEEL script; one that a worker runs becomes a service task."""
    said = look(task, "script")
    if said is None:
        if look(task, "taskDefinition") is not None:
            carrier.become(task, "serviceTask")
            job(carrier, task)
        return
    carrier.take(said)
    result, source = variable(said.get("resultVariable")), value(carrier, said.get("expression") or "", said)
    if source is not None and task.find(bpmn("script")) is None:
        carrier.model(task, "script").text = f"{result} = {source}" if result else source
    around(carrier, task)


def call_activity(carrier: Carrier, call: etree._Element) -> None:
    """Carry over what is called, and what goes in and out: everything, unless the diagram says otherwise."""
    said = one(carrier, call, "calledElement")
    inputs, outputs = mappings(carrier, call)
    for way, pairs in (("in", inputs), ("out", outputs)):
        for name, source in pairs:
            carrier.pair(call, way, name, source)
    if said is None:
        return
    called = (said.get("processId") or "").strip()
    if called and not call.get("calledElement"):
        carrier.set(call, calledElement=called)
    if said.get("propagateAllParentVariables", "true") != "false":
        carrier.all_of(call, "allIn")
    if said.get("propagateAllChildVariables", "false" if outputs else "true") != "false":
        carrier.all_of(call, "allOut")
