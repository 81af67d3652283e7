"""Diagrams in a line each, and what lint says of them."""

from itertools import pairwise

from designer_export.lint import Report, lint

HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
    ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d">'
)
FORM = {"form.schema.json": b'{"type": "object", "properties": {"amount": {"type": "number"}}}'}


def file(body: str) -> bytes:
    return f"{HEAD}{body}</definitions>".encode()


def process(body: str, name: str = "p", attributes: str = 'isExecutable="true"') -> str:
    return f'<process id="{name}" {attributes}>{body}</process>'


def flow(source: str, target: str, condition: str = "") -> str:
    text = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
    ends = f'sourceRef="{source}" targetRef="{target}"'
    return f'<sequenceFlow id="{source}_{target}" {ends}>{text}</sequenceFlow>'


def row(*middle: str, prefix: str = "", start: str = "", end: str = "") -> str:
    """A start event, the given elements (each with an id first), an end event, and the flows between them."""
    names = [f"{prefix}s", *(item.split('id="')[1].split('"')[0] for item in middle), f"{prefix}e"]
    flows = "".join(flow(source, target) for source, target in pairwise(names))
    first, last = (
        f'<startEvent id="{names[0]}">{start}</startEvent>',
        f'<endEvent id="{names[-1]}">{end}</endEvent>',
    )
    return first + "".join(middle) + last + flows


def said(report: Report) -> set[tuple[str, str, str | None]]:
    """Rule, level and element of each finding, but for drawings and names, which these lack."""
    found = {(finding.rule, finding.level, finding.element) for finding in report.findings}
    return {item for item in found if item[0] not in ("no-layout", "missing-name")}


def lint_row(*middle: str, before: str = "", form: bool = False, **ends: str) -> Report:
    return lint(file(before + process(row(*middle, **ends))), FORM if form else None)
