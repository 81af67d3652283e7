"""Words of what differs in an element: attributes and parts, by the way that leads to them."""

import re
from collections.abc import Mapping

from flask_babel import gettext

from web.marks import N_

PARTS: Mapping[str, str] = {
    "kind": N_("kind of element"),
    "name": N_("name"),
    "documentation": N_("documentation"),
    "sourceRef": N_("comes from"),
    "targetRef": N_("leads to"),
    "conditionExpression": N_("condition"),
    "condition": N_("condition"),
    "default": N_("default way"),
    "isExecutable": N_("executable"),
    "script": N_("script"),
    "scriptFormat": N_("script language"),
    "language": N_("language"),
    "attachedToRef": N_("attached to"),
    "cancelActivity": N_("interrupts its step"),
    "isInterrupting": N_("interrupts"),
    "isForCompensation": N_("undoes another step"),
    "isSequential": N_("one after the other"),
    "calledElement": N_("called process"),
    "processRef": N_("process"),
    "timerEventDefinition": N_("timer"),
    "timeDuration": N_("duration"),
    "timeDate": N_("date"),
    "timeCycle": N_("cycle"),
    "messageEventDefinition": N_("message"),
    "messageRef": N_("message"),
    "signalEventDefinition": N_("signal"),
    "signalRef": N_("signal"),
    "errorEventDefinition": N_("error"),
    "errorRef": N_("error"),
    "conditionalEventDefinition": N_("condition"),
    "multiInstanceLoopCharacteristics": N_("repetition"),
    "standardLoopCharacteristics": N_("repetition"),
    "loopCardinality": N_("how often"),
    "loopMaximum": N_("how often"),
    "completionCondition": N_("done when"),
    "flowNodeRef": N_("its elements"),
    "tb:drawing": N_("came as a drawing"),
    "tb:assumed": N_("supplied by a repair"),
    "tb:original": N_("original text"),
    "tb:was": N_("was before"),
    "tb:operation": N_("operation"),
    "tb:decision": N_("decision"),
    "tb:mapping": N_("mapping"),
    "tb:script": N_("script"),
    "tb:in": N_("input"),
    "tb:out": N_("output"),
    "expression": N_("expression"),
}
_VALUES: Mapping[str, str] = {"true": N_("yes"), "false": N_("no")}
_PLACE = re.compile(r"^(.*?)(?:\[(\d+)\])?$")


def attribute_words(way: str) -> str:
    """Name what differs; a part without a name stands for itself, a second of a kind has its number."""
    words: list[str] = []
    for part in way.split("/"):
        found = _PLACE.match(part)
        name, number = found.groups() if found else (part, None)
        said = gettext(PARTS[name]) if name in PARTS else name
        if not words or words[-1] != said:
            words.append(f"{said} {number}" if number else said)
    return " · ".join(words)


def value_words(value: str) -> str:
    """Say a value; what is no word of ours stands for itself."""
    return gettext(_VALUES[value]) if value in _VALUES else value
