"""Who handles a user task of jBPM: its inputs ActorId and GroupId, and what it tells people."""

from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.kie.inputs import Inputs, said
from designer_export.dialects.words import is_expression, listed, plain_duration
from designer_export.namespaces import bpmn

_WHO: Final = (("ActorId", "person"), ("GroupId", "group"))
_DUE: Final = "DueDate"


def user_task(carrier: Carrier, task: etree._Element) -> None:
    """Carry over who handles a task, until when, and what it is about."""
    inputs = Inputs(task)
    _assign(carrier, task, inputs)
    _describe(carrier, task, inputs)
    _due(carrier, task, inputs)


def _assign(carrier: Carrier, task: etree._Element, inputs: Inputs) -> None:
    """People and groups may both claim it in jBPM, as both may here."""
    rules = [
        (rule, one) for name, rule in _WHO for one in listed((inputs.text(name) or "").replace(";", ","))
    ]
    if not carrier.has(task, "step", "assign"):
        for rule, one in rules:
            _rule(carrier, task, rule, one)
        if rules:
            _owners(carrier, task)
    inputs.mean(carrier, *(name for name, _ in _WHO))


def _owners(carrier: Carrier, task: etree._Element) -> None:
    """Add the owners that jBPM writes beside a group: they are people, or an expression that gives them."""
    known = {item.get("value") for item in carrier.step(task)}
    path = f"{bpmn('potentialOwner')}/{bpmn('resourceAssignmentExpression')}/{bpmn('formalExpression')}"
    for expression in task.iterfind(path):
        for one in listed(expression.text or ""):
            if one not in known and said(one) not in known:
                _rule(carrier, task, "person", one)


def _rule(carrier: Carrier, task: etree._Element, rule: str, one: str) -> None:
    if not is_expression(one):
        carrier.assign(task, rule, value=one)
        return
    source = carrier.said(one, "juel", task)
    if source is not None:
        value = f"'g:' + {source}" if rule == "group" else source
        carrier.assign(task, "expression", value=value)


def _describe(carrier: Carrier, task: etree._Element, inputs: Inputs) -> None:
    """Its description, or its subject, is its documentation, if it has no other."""
    told = [text for name in ("Comment", "Description") if (text := inputs.text(name))]
    if not told:
        return
    if task.find(bpmn("documentation")) is None:
        made: etree._Element = etree.Element(bpmn("documentation"))
        made.text = "\n".join(dict.fromkeys(told))
        task.insert(0, made)
        carrier.changed = True
        if any(map(is_expression, told)):
            carrier.note("template", task)
    inputs.mean(carrier, "Comment", "Description")


def _due(carrier: Carrier, task: etree._Element, inputs: Inputs) -> None:
    text = inputs.text(_DUE)
    if text is None:
        return
    within = plain_duration(text)
    if within is None:
        carrier.note("due_date", task, text=text)
    elif not carrier.has(task, "step", "deadline"):
        carrier.inside(carrier.step(task), "deadline", within=within, time="plain")
    inputs.mean(carrier, _DUE)
