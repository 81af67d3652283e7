"""A service that copies by rule: when a step opens, when it is done, at its end."""

from bpmn_models.bundle import Bundle
from tests.engine.events.services import APPLY, bundle, flows, process

GROUPS = '<tb:copy rule="group" value="it-mail" when="opened"/>'
FIELDS = '<tb:fields default="read"/><tb:field pointer="/subject" access="hidden"/>'


def asked(name: str, inside: str = "", *, loop: str = "", rule: str = 'rule="initiator"') -> str:
    """A step with one button whose settings hold what is `inside`."""
    return (
        f'<userTask id="{name}" name="{name}"><extensionElements><tb:step><tb:assign {rule}/>'
        f'<tb:outcome id="done" kind="complete"/>{inside}<tb:return to="initiator"/></tb:step>'
        f"</extensionElements>{loop}</userTask>"
    )


def end(name: str = "e", inside: str = "") -> str:
    extension = f"<extensionElements>{inside}</extensionElements>" if inside else ""
    return f'<endEvent id="{name}" name="结束">{extension}</endEvent>'


def line(key: str, *steps: str, last: str = "") -> Bundle:
    """Start, the application, these steps one after the other, the end."""
    names = ["s", "apply", *(step.split('id="')[1].split('"')[0] for step in steps), "e"]
    body = '<startEvent id="s"/>' + APPLY + "".join(steps) + (last or end()) + flows(*names)
    return bundle(key, process("main", body))
