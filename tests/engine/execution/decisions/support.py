"""Small DMN files in one line each."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import pytest

from engine.execution.decisions import compile_decisions, decide
from engine.execution.errors import NotExecutable
from tests.engine.execution.support import QuickSandbox

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(*parts: str, namespace: str = NAMESPACE, **attributes: str) -> bytes:
    """A DMN file around some decisions."""
    more = _attributes(attributes)
    return (
        f'<definitions xmlns="{namespace}" id="file" name="f"{more}>{"".join(parts)}</definitions>'.encode()
    )


def decision(logic: str, id: str = "d", requires: str = "", variable: str = "", **attributes: str) -> str:
    needed = "".join(
        f'<informationRequirement><requiredDecision href="#{key}"/></informationRequirement>'
        for key in requires.split()
    )
    bound = f"<variable name={quoteattr(variable)}/>" if variable else ""
    return f'<decision id="{id}"{_attributes(attributes)}>{bound}{needed}{logic}</decision>'


def literal(text: str, **attributes: str) -> str:
    return f"<literalExpression{_attributes(attributes)}><text>{escape(text)}</text></literalExpression>"


def table(
    inputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    policy: str = "",
    outputs: Sequence[str] = ("result",),
    aggregation: str = "",
    allowed: Mapping[int, str] | None = None,
    ranks: Mapping[int, str] | None = None,
    defaults: Mapping[int, str] | None = None,
) -> str:
    """A decision table: a rule is a row of cells, those of the outputs last."""
    columns = "".join(
        f'<input id="i{at}">{_text("inputExpression", name)}{_at("inputValues", allowed, at)}</input>'
        for at, name in enumerate(inputs)
    )
    results = "".join(
        f'<output id="o{at}" name="{name}">{_at("outputValues", ranks, at)}'
        f"{_at('defaultOutputEntry', defaults, at)}</output>"
        for at, name in enumerate(outputs)
    )
    rows = "".join(_rule(at, cells, len(outputs)) for at, cells in enumerate(rules))
    more = _attributes({"hitPolicy": policy, "aggregation": aggregation})
    return f'<decisionTable id="t"{more}>{columns}{results}{rows}</decisionTable>'


def made(xml: bytes, id: str = "d", sandbox: Any = None, **variables: Any) -> Any:
    """What a decision comes to."""
    return decide(compile_decisions(xml), id, (sandbox or QuickSandbox()).evaluate, variables)


def matches(cell: str, value: Any, sandbox: Any = None, **variables: Any) -> bool:
    """Whether a cell matches a value, asked of a table with one rule."""
    xml = model(decision(table(["given"], [[cell, "true"]])))
    return made(xml, sandbox=sandbox, given=value, **variables) is True


def value_of(text: str, sandbox: Any = None, **variables: Any) -> Any:
    """What a literal expression comes to."""
    return made(model(decision(literal(text))), sandbox=sandbox, **variables)


def problems(xml: bytes) -> list[tuple[str, str | None]]:
    """Codes and elements of what is wrong with a file."""
    with pytest.raises(NotExecutable) as caught:
        compile_decisions(xml)
    return [(finding.code, finding.element) for finding in caught.value.findings]


def _rule(at: int, cells: Sequence[str], outputs: int) -> str:
    split = max(len(cells) - outputs, 0)
    tests = "".join(_text("inputEntry", cell, f' id="r{at}c{i}"') for i, cell in enumerate(cells[:split]))
    results = "".join(_text("outputEntry", cell, f' id="r{at}o{i}"') for i, cell in enumerate(cells[split:]))
    return f'<rule id="r{at}">{tests}{results}</rule>'


def _text(tag: str, text: str, attributes: str = "") -> str:
    return f"<{tag}{attributes}><text>{escape(text)}</text></{tag}>"


def _at(tag: str, texts: Mapping[int, str] | None, at: int) -> str:
    return _text(tag, texts[at]) if texts and at in texts else ""


def _attributes(attributes: Mapping[str, str]) -> str:
    return "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items() if value)
