"""Service tasks and whatever else calls code: worked out here if that can be, else answered outside."""

import re
from typing import Final

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.family.values import Pairs, fields, parameters
from designer_export.dialects.outside import ask_outside, work_out
from designer_export.dialects.words import is_expression, label, literal, variable
from expressions.translation import Untranslatable, translate

CODE: Final = ("topic", "class", "delegateExpression", "expression", "type", "actionHandler")
"""Attributes that say what is called, the telling ones first."""
_SET: Final = re.compile(r"[$#]\{\s*execution\.setVariable\(\s*['\"](\w+)['\"]\s*,(.*)\)\s*\}", re.DOTALL)


def service_task(reader: Reader, task: etree._Element) -> None:
    """Carry over what a service, send or business rule task calls; nothing for one that calls no code."""
    named = next((name for name in CODE if reader.peek(task, name)), None)
    connector = next(iter(reader.found(task, "connector")), None)
    if named == "expression":
        _expression(reader, task, reader.get(task, "expression") or "")
    elif connector is not None:
        _connector(reader, task, connector)
    elif named is not None:
        _code(reader, task, named)


def _expression(reader: Reader, task: etree._Element, text: str) -> None:
    """Work an expression out; one that calls code is asked outside."""
    result, setting = _result(reader, task), _SET.fullmatch(text)
    source = _translated(f"${{{setting[2].strip()}}}" if setting else text)
    target = setting[1] if setting else result
    if source is None:
        _ask(reader, task, "expression", text, result)
        return
    inputs, outputs = _parameters(reader, task)
    if inputs:
        work_out(reader.carrier, task, inputs, [*([(target, source)] if target else []), *outputs])
    elif outputs and target:
        work_out(reader.carrier, task, [(target, source)], [(target, target), *outputs])
    else:
        work_out(reader.carrier, task, [(target, source)] if target else [], outputs)


def _translated(text: str) -> str | None:
    if not is_expression(text):
        return literal(text)
    try:
        return translate(text, "juel", kind="expression").source
    except Untranslatable:
        return None


def _code(reader: Reader, task: etree._Element, named: str) -> None:
    asked = reader.get(task, named) or ""
    if named == "topic":
        reader.get(task, "type")
    _ask(reader, task, named, asked, _result(reader, task))


def _connector(reader: Reader, task: etree._Element, connector: etree._Element) -> None:
    reader.carrier.take(connector)
    blocks = list(connector.iterchildren(reader.tag("inputOutput")))
    names = list(connector.iterchildren(reader.tag("connectorId")))
    for part in (*blocks, *names):
        reader.carrier.take(part)
    asked = next(((name.text or "").strip() for name in names), "") or "connector"
    inputs, outputs = _parameters(reader, task)
    inputs = [*parameters(reader, blocks, "inputParameter"), *inputs]
    outputs = [*parameters(reader, blocks, "outputParameter"), *outputs]
    ask_outside(reader.carrier, task, "connector", asked, inputs, outputs)


def _ask(reader: Reader, task: etree._Element, kind: str, asked: str, result: str | None) -> None:
    inputs, outputs = _parameters(reader, task)
    injected = [(name, source) for given, source in fields(reader, task) if (name := label(given))]
    if result:
        # Whoever answers gives the result under the name that the other engine stores it by.
        outputs = [(result, result), *outputs]
    ask_outside(reader.carrier, task, kind, asked, [*injected, *inputs], outputs)


def _parameters(reader: Reader, task: etree._Element) -> tuple[Pairs, Pairs]:
    blocks = list(reader.items(task, "inputOutput"))
    return parameters(reader, blocks, "inputParameter"), parameters(reader, blocks, "outputParameter")


def _result(reader: Reader, task: etree._Element) -> str | None:
    """Give the variable that takes what a call returns; Flowable knows it by two names."""
    for name in ("resultVariable", "resultVariableName"):
        if variable(reader.peek(task, name)):
            return reader.get(task, name)
    return None
