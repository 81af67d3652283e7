"""Small services whose steps say who handles them, a few words each."""

from bpmn_models.bundle import Bundle, make
from tests.engine.events.services import flow, flows, process

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
    ' id="d" targetNamespace="urn:tongban:test">'
)
FIELDS = ("subject", "approver", "unit", "team")
FORM = (
    '{"type": "object", "properties": {'
    '"subject": {"type": "string", "title": "事由"},'
    '"approver": {"type": "string", "x-control": "person", "title": "审批人"},'
    '"unit": {"type": "string", "x-control": "unit", "title": "用章部门"},'
    '"team": {"type": "array", "x-control": "rows", "title": "参加人",'
    ' "items": {"type": "object", "properties": {"person": {"type": "string", "x-control": "person"}}}}}}'
)
LAYOUT = (
    '{"title": "单", "columns": 2, "rows": ['
    + ", ".join(f'[{{"label": "{name}", "field": "/{name}"}}]' for name in FIELDS)
    + "]}"
)
APPLY = (
    '<userTask id="apply" name="填写申请"><extensionElements><tb:step apply="true">'
    '<tb:assign rule="initiator"/><tb:outcome id="submit" kind="complete"/><tb:fields default="read"/>'
    + "".join(f'<tb:field pointer="/{name}" access="edit"/>' for name in FIELDS)
    + "</tb:step></extensionElements></userTask>"
)
START, END = '<startEvent id="s"/>', '<endEvent id="e"/>'


def assign(rule: str, **attributes: object) -> str:
    """A rule; `up_to` is written upTo."""
    names = {"up_to": "upTo"}
    said = "".join(f' {names.get(name, name)}="{value}"' for name, value in attributes.items())
    return f'<tb:assign rule="{rule}"{said}/>'


def policy(**attributes: str) -> str:
    return "<tb:policy" + "".join(f' {name}="{value}"' for name, value in attributes.items()) + "/>"


def step(name: str, *settings: str, label: str = "", inside: str = "") -> str:
    """A step that is approved or rejected, and may be returned."""
    return (
        f'<userTask id="{name}" name="{label or name}"><extensionElements><tb:step>{"".join(settings)}'
        '<tb:outcome id="approve" kind="approve"><tb:text>通过</tb:text></tb:outcome>'
        '<tb:outcome id="reject" kind="reject"><tb:text>不通过</tb:text></tb:outcome>'
        '<tb:return to="initiator previous"/><tb:fields default="read"/></tb:step></extensionElements>'
        f"{inside}</userTask>"
    )


def in_a_row(key: str, *steps: str, lanes: str = "") -> Bundle:
    """A service of steps one after the other."""
    names = [one.split('id="')[1].split('"')[0] for one in steps]
    return drawn(key, lanes + START + APPLY + "".join(steps) + END + flows("s", "apply", *names, "e"))


def lanes(**steps: str) -> str:
    """Lanes by name with the step in each."""
    inner = "".join(
        f'<lane id="l_{name}" name="{lane}"><flowNodeRef>{name}</flowNodeRef></lane>'
        for name, lane in steps.items()
    )
    return f'<laneSet id="ls">{inner}</laneSet>'


def split(key: str, *branches: str, after: str) -> Bundle:
    """A service of branches side by side, each of one step, and a step where they have joined."""
    names = [one.split('id="')[1].split('"')[0] for one in branches]
    joined = after.split('id="')[1].split('"')[0]
    body = START + APPLY + "".join(branches) + after + END
    body += '<parallelGateway id="fork"/><parallelGateway id="join"/>' + flows("s", "apply", "fork")
    body += "".join(flow("fork", name) + flow(name, "join") for name in names)
    return drawn(key, body + flows("join", joined, "e"))


def drawn(key: str, body: str, *others: str) -> Bundle:
    text = f"{HEAD}{process('P', body)}{''.join(others)}</definitions>"
    files = {
        "process.bpmn": text.encode(),
        "service.toml": f'[process]\nkey = "{key}"\nname = "{key}"\n'.encode(),
        "form.schema.json": FORM.encode(),
        "paper.layout.json": LAYOUT.encode(),
    }
    return make(files)
