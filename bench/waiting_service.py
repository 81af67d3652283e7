"""Small services whose matters wait: for a timer alone, or at a step with a timer and a deadline."""

from itertools import pairwise

from bench.diagrams import flow
from bpmn_models.bundle import Bundle, make

_STEP = (
    '<userTask id="{id}" name="{name}"><extensionElements><tb:step layout="paper"{more}>'
    '<tb:assign rule="initiator"/><tb:outcome id="done" kind="complete"/>{deadline}'
    '<tb:fields default="read"/>{field}</tb:step></extensionElements></userTask>'
)
_FIELD = '<tb:field pointer="/subject" access="edit" required="true"/>'
_DEADLINE = (
    '<tb:deadline within="P90D" time="plain"><tb:action at="-P1D" do="remind"/>'
    '<tb:action at="PT0S" do="remind"/></tb:deadline>'
)
_HEAD = (
    '<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tb="urn:tongban:bpmn:1.0"'
    ' id="d" targetNamespace="urn:tongban:bench"><process id="main" isExecutable="true">'
)
_SERVICE = """
[process]
key = "{key}"
name = "{key}"
[hall]
title = {{ "zh-CN" = "{key}" }}
unit = "it"
kind = "测试"
starters = ["everyone"]
validity = "长期有效"
"""
_FORM = """{"type": "object", "properties": {"subject": {"type": "string", "title": "事由"}}}"""
_LAYOUT = """{"title": "单", "columns": 2, "rows": [[{"label": "事由", "field": "/subject"}]]}"""


def until_a_moment(key: str = "bench-moment", duration: str = "PT1S") -> Bundle:
    """Apply, wait for `duration`, then a step of the initiator."""
    return _service(key, f'<intermediateCatchEvent id="wait">{_timer(duration)}</intermediateCatchEvent>', "")


def at_a_step(key: str = "bench-step") -> Bundle:
    """Apply, then a step with a timer in thirty days and a deadline in ninety, then another step."""
    boundary = f'<boundaryEvent id="late" attachedToRef="wait">{_timer("P30D")}</boundaryEvent>'
    return _service(key, _step("wait", "办理", deadline=_DEADLINE) + boundary, flow("l", "late", "after"))


def with_calls(key: str = "bench-calls", connector: str = "desk", duration: str = "PT2S") -> Bundle:
    """Apply, call, wait for `duration`, a step of the initiator beside a timer, and call again.

    Each call names the matter by its subject, and which of the two it is.
    """
    first, second = (_call(name, connector) for name in ("first", "second"))
    catch = f'<intermediateCatchEvent id="pause">{_timer(duration)}</intermediateCatchEvent>'
    beside = f'<boundaryEvent id="late" attachedToRef="wait" cancelActivity="false">{_timer("PT1S")}'
    beside += '</boundaryEvent><endEvent id="noted"/>' + flow("n", "late", "noted")
    waiting = first + catch + _step("wait", "确认") + beside + second
    return _service(key, waiting, "", ("first", "pause", "wait", "second"))


def _call(name: str, connector: str) -> str:
    said = f'<tb:in name="subject" expression="subject"/><tb:in name="which" expression="\'{name}\'"/>'
    out = f'<tb:out name="{name}At" expression="result.body.number"/>'
    operation = f'<tb:operation name="{connector}.book">{said}{out}</tb:operation>'
    inside = f"<extensionElements>{operation}</extensionElements>"
    return f'<serviceTask id="{name}" name="{name}">{inside}</serviceTask>'


def _service(key: str, waiting: str, more: str, between: tuple[str, ...] = ("wait", "after")) -> Bundle:
    steps = _step("apply", "填写申请", ' apply="true"', field=_FIELD) + waiting
    steps += _step("after", "查收") if "after" in between else ""
    pairs = pairwise(("s", "apply", *between, "e"))
    flows = "".join(flow(f"{source}-{target}", source, target) for source, target in pairs) + more
    body = f'{_HEAD}<startEvent id="s"/>{steps}<endEvent id="e"/>{flows}</process></definitions>'
    files = {
        "process.bpmn": body,
        "service.toml": _SERVICE.format(key=key),
        "form.schema.json": _FORM,
        "paper.layout.json": _LAYOUT,
    }
    return make({name: content.encode() for name, content in files.items()})


def _step(identifier: str, name: str, more: str = "", deadline: str = "", field: str = "") -> str:
    return _STEP.format(id=identifier, name=name, more=more, deadline=deadline, field=field)


def _timer(duration: str) -> str:
    return f"<timerEventDefinition><timeDuration>{duration}</timeDuration></timerEventDefinition>"
