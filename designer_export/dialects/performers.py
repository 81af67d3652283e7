"""Who performs a step in BPMN's own words (10.3.1): human performers and potential owners.

The standard leaves open what stands in the expression. Activiti writes ``user(kermit), group(sales)``, and a
bare word in a potential owner is a group; jBPM writes the name of a person there.
"""

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import is_expression, listed
from designer_export.namespaces import bpmn, local, tb
from expressions.errors import Untranslatable
from expressions.translation import translate

_STEPS: Final = ("userTask", "manualTask", "globalUserTask", "globalManualTask")
_PERFORMERS: Final = ("humanPerformer", "potentialOwner", "performer")
_JBPM: Final = "http://www.jboss.org/drools"
_CALLED: Final = re.compile(r"(user|group)\((.*)\)\s*", re.DOTALL)
_RULES: Final = {"user": "person", "group": "group"}

Rule = tuple[str, str]
"""A rule of assignment and its value."""


def carry(carrier: Carrier) -> None:
    """Let performers assign the steps that nothing else assigns; what is carried over is noted as meant."""
    owners = "person" if any(uri.startswith(_JBPM) for uri in carrier.root.nsmap.values()) else "group"
    for task in carrier.root.iter(*(bpmn(kind) for kind in _STEPS)):
        _carry(carrier, task, owners)


def _carry(carrier: Carrier, task: etree._Element, owners: str) -> None:
    parts = task.iterchildren(*(bpmn(kind) for kind in _PERFORMERS))
    named = [
        (part, tuple(_rules(part, owners if local(part) == "potentialOwner" else "person"))) for part in parts
    ]
    assigned = carrier.has(task, "step", "assign")
    known = {(rule.get("rule", ""), rule.get("value", "")) for rule in _written(task)}
    for part, rules in named:
        if not rules or (assigned and not known.issuperset(rules)):
            continue
        if not assigned:
            for rule, value in dict.fromkeys(rules):
                carrier.assign(task, rule, value=value)
        carrier.meant.update(item for item in part.iter("*") if local(item))


def _written(task: etree._Element) -> Iterator[etree._Element]:
    return task.iterfind(f"{bpmn('extensionElements')}/{tb('step')}/{tb('assign')}")


def _rules(part: etree._Element, bare: str) -> Iterator[Rule]:
    """Read one performer, whose bare words are of a kind; nothing where any of it cannot be read."""
    expression = part.find(f"{bpmn('resourceAssignmentExpression')}/{bpmn('formalExpression')}")
    said = listed((expression.text or "") if expression is not None else "")
    found = [_rule(one, bare) for one in said]
    return iter(rule for rule in found if rule) if all(found) else iter(())


def _rule(said: str, bare: str) -> Rule | None:
    called = _CALLED.fullmatch(said)
    rule, name = (_RULES[called[1]], called[2].strip()) if called else (bare, said)
    if not is_expression(name):
        return (rule, name) if name else None
    try:
        source = translate(name, "juel").source
    except Untranslatable:
        return None
    return ("expression", f"'g:' + {source}" if rule == "group" else source)
