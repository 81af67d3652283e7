"""Conditions that call code of another engine: here the gateway asks outside whether they hold."""

import re
from typing import Final

from lxml import etree

from designer_export.dialects.carrier import LANGUAGE, Carrier
from designer_export.dialects.words import literal
from designer_export.namespaces import bpmn
from designer_export.native import EXTERNAL
from designer_export.nodes import flag
from expressions.translation import Language, Untranslatable, translate

_CHOOSING: Final = ("exclusiveGateway", "inclusiveGateway")
_JUEL: Final = re.compile(r"\s*[$#]\{")
_CALL: Final = "call"
"""The code of what cannot be said in our language because it calls a bean or a method of its data."""
_NO_NAME: Final = re.compile(r"\W")


def carry(carrier: Carrier) -> None:
    """Let the gateways of processes that run ask for the conditions that call code.

    What is badly written, or speaks of something else that is not known here, stays for its rule.
    """
    for process in carrier.root.iterchildren(bpmn("process")):
        if flag(process, "isExecutable"):
            for gateway in process.iter(*map(bpmn, _CHOOSING)):
                _ask(carrier, gateway)


def _ask(carrier: Carrier, gateway: etree._Element) -> None:
    level = gateway.getparent()
    flows = level.iterchildren(bpmn("sequenceFlow")) if level is not None else ()
    ways = [flow for flow in flows if flow.get("id") and flow.get("sourceRef") == gateway.get("id")]
    found = [(flow, condition) for flow in ways if (condition := _calling(flow)) is not None]
    if not found or carrier.has(gateway, "operation"):
        return
    call = carrier.write(gateway, "operation", name=EXTERNAL)
    for flow, condition in found:
        name, text = f"{_NO_NAME.sub('_', flow.get('id', ''))}_holds", (condition.text or "").strip()
        name = name if name.isidentifier() else f"_{name}"
        carrier.pair_of(call, "in", name, literal(text))
        carrier.pair_of(call, "out", name, name)
        carrier.rewrite(condition, name, text, _language(condition))
        carrier.note("asked", condition, text=text, variable=name)


def _calling(flow: etree._Element) -> etree._Element | None:
    """Give the condition of a flow if nothing but a call keeps it from being said in our language."""
    condition = flow.find(bpmn("conditionExpression"))
    text = (condition.text or "").strip() if condition is not None else ""
    if condition is None or not text or condition.get(LANGUAGE):
        return None
    if not (_JUEL.match(text) or condition.get("language")):
        return None
    try:
        translate(text, _language(condition), kind="condition")
    except Untranslatable as problem:
        return condition if problem.code == _CALL else None
    return None


def _language(condition: etree._Element) -> Language:
    said = (condition.get("language") or "").lower()
    if said in ("groovy", "javascript"):
        return "groovy" if said == "groovy" else "javascript"
    return "juel"
