"""Forms, layouts and decisions made to hurt, beside diagrams that are harmless."""

from collections.abc import Iterator

from tests.designer_export.diagrams import file, process, row
from tests.designer_export.hostile import (
    FORM,
    Case,
    Reach,
    code,
    endless,
    escaped,
    laughs,
    payloads,
    size,
    xml,
)


def beside(reach: Reach) -> Iterator[Case]:
    step = '<tb:step apply="true"><tb:assign rule="initiator"/></tb:step>'
    plain = file(process(row(f'<userTask id="t"><extensionElements>{step}</extensionElements></userTask>')))
    yield Case("a form and nothing wrong", plain, FORM)
    schemas = {
        "no json": b"{",
        "deep": b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        "deep lists": b"[" * 100_000,
        "nan": b'{"type": "object", "x": NaN}',
        "too big": b'{"type": "object", "x": "' + b"a" * 600_000 + b'"}',
        "a regex bomb": _schema('"pattern": "^(a+)+$"'),
        "a broken regex": _schema('"pattern": "((("'),
        "a look-behind": _schema('"pattern": "(?<=a*)b"'),
        "a remote reference": _schema(f'"$ref": "{reach.url}/schema"'),
        "a file": _schema('"$ref": "file:///etc/passwd"'),
        "a reference to itself": _schema('"$ref": "#"'),
        "an unknown control": _schema('"x-control": "../../etc/passwd"'),
        "a huge enum": _schema('"enum": [' + ",".join(f'"{n}"' for n in range(60_000)) + "]"),
        "utf-16": '{"type": "object"}'.encode("utf-16"),
        "noughts": bytes(1000),
    }
    for name, schema in schemas.items():
        yield Case(f"form: {name}", plain, {**FORM, "form.schema.json": schema})
    layouts = {
        "no json": b"<",
        "deep": b"[" * 100_000,
        "a path": b'{"title": "t", "rows": [[{"field": "/../a"}]]}',
    }
    for name, layout in layouts.items():
        yield Case(f"layout: {name}", plain, {**FORM, "paper.layout.json": layout})
    yield from _decisions(reach)


def _schema(part: str) -> bytes:
    return f'{{"type": "object", "properties": {{"a": {{"type": "string", "title": "a", {part}}}}}}}'.encode()


DMN = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def _decision(body: str, doctype: str = "") -> bytes:
    return f'{doctype}<definitions xmlns="{DMN}" id="d">{body}</definitions>'.encode()


def _table(cell: str, output: str = '"a"', rules: int = 1) -> str:
    row_ = f"<rule><inputEntry><text>{escaped(cell)}</text></inputEntry>"
    row_ += f"<outputEntry><text>{escaped(output)}</text></outputEntry></rule>"
    return (
        '<decision id="grade" name="grade"><variable name="grade"/><decisionTable hitPolicy="FIRST"><input>'
        '<inputExpression><text>1</text></inputExpression></input><output name="grade"/>'
        f"{row_ * rules}</decisionTable></decision>"
    )


def _deciding() -> bytes:
    task = '<businessRuleTask id="t"><extensionElements><tb:decision ref="grade"/></extensionElements>'
    return file(process(row(f"{task}</businessRuleTask>")))


def _decisions(reach: Reach) -> Iterator[Case]:
    yield Case("a decision and nothing wrong", _deciding(), {**FORM, "rules.dmn": _decision(_table("-"))})
    code_ = payloads(reach)
    tables = {
        "an entity of a file": _decision(
            _table("&e;"), '<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        ),
        "laughs": _decision(_table("-"), f"<!DOCTYPE d [<!ENTITY a 'ha'>{laughs(30)}]>"),
        "60,000 question marks": _decision(_table("?" * 60_000)),
        "parentheses": _decision(_table("(" * 20_000 + ")" * 20_000)),
        "a cell of python": _decision(_table("-", code_["python"])),
        "a condition of python": _decision(_table(code_["open"])),
        "an endless cell": _decision(_table("-", "[x for x in range(10**12)]")),
        "an external function": _decision(_table("-", code_["feel"][1:])),
        "50,000 rules": _decision(_table("-", rules=50_000)),
        "a decision that needs itself": _decision(
            _table("-").replace(
                "<decisionTable", '<informationRequirement><requiredDecision href="#grade"/>'
                "</informationRequirement><decisionTable", 1,
            )
        ),
        "no table": _decision('<decision id="grade" name="grade"/>'),
        "deep": _decision("<decision>" * 5_000),
        "noughts": bytes(1000),
    }  # fmt: skip
    for name, data in tables.items():
        yield Case(f"dmn: {name}", _deciding(), {**FORM, "rules.dmn": data})


def cases(reach: Reach) -> list[Case]:
    """Every case of our own."""
    return [case for make in (code, xml, size, endless, beside) for case in make(reach)]
