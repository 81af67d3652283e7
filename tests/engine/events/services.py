"""Small services with several pools, timers and events, told in a few lines of XML each."""

from itertools import pairwise

from bpmn_models.bundle import Bundle, make

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
    ' id="d" targetNamespace="urn:tongban:test">'
)
APPLY = (
    '<userTask id="apply" name="填写申请"><extensionElements><tb:step apply="true">'
    '<tb:assign rule="initiator"/><tb:outcome id="submit" kind="complete"/><tb:fields default="read"/>'
    '<tb:field pointer="/subject" access="edit" required="true"/></tb:step></extensionElements></userTask>'
)
_FORM = b'{"type": "object", "properties": {"subject": {"type": "string", "title": "subject"}}}'
_LAYOUT = '{"title": "单", "columns": 2, "rows": [[{"label": "事由", "field": "/subject"}]]}'.encode()


def step(name: str, label: str = "办理", more: str = "", inside: str = "") -> str:
    """A user task of the initiator, with one button; `more` settings, and what else is `inside` it."""
    return (
        f'<userTask id="{name}" name="{label}"><extensionElements><tb:step><tb:assign rule="initiator"/>'
        f'<tb:outcome id="done" kind="complete"/>{more}<tb:fields default="read"/></tb:step>'
        f"</extensionElements>{inside}</userTask>"
    )


def flow(source: str, target: str) -> str:
    return f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}"/>'


def flows(*names: str) -> str:
    return "".join(flow(source, target) for source, target in pairwise(names))


def process(name: str, body: str) -> str:
    return f'<process id="{name}" name="{name}" isExecutable="true">{body}</process>'


def message(event: str, name: str, extension: str = "") -> str:
    """An event or task of a message called `name`."""
    extension = f"<extensionElements>{extension}</extensionElements>" if extension else ""
    kind, _, identifier = event.partition(" ")
    return f'<{kind} id="{identifier}">{extension}<messageEventDefinition messageRef="{name}"/></{kind}>'


def timer(text: str, kind: str = "timeDuration") -> str:
    return f"<timerEventDefinition><{kind}>{text}</{kind}></timerEventDefinition>"


def bundle(key: str, *parts: str, pools: tuple[str, ...] = ()) -> Bundle:
    """A service of these root elements; `pools` names the processes of its collaboration."""
    participants = "".join(f'<participant id="p_{name}" processRef="{name}"/>' for name in pools)
    collaboration = f'<collaboration id="c">{participants}</collaboration>' if pools else ""
    text = f"{_HEAD}{''.join(parts)}{collaboration}</definitions>"
    service = f'[process]\nkey = "{key}"\nname = "{key}"\n'
    files = {
        "process.bpmn": text.encode(),
        "service.toml": service.encode(),
        "form.schema.json": _FORM,
        "paper.layout.json": _LAYOUT,
    }
    return make(files)
