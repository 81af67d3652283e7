"""Small services whose steps have deadlines."""

from bpmn_models.bundle import Bundle
from tests.engine.events.services import APPLY, bundle, flows, process

GROUP = '<tb:assign rule="group" value="it-mail"/>'


def review(name: str, deadline: str = "", assign: str = GROUP, returns: str = "initiator apply") -> str:
    """A step with two outcomes and a deadline."""
    back = f'<tb:return to="{returns}"/>' if returns else ""
    return (
        f'<userTask id="{name}" name="{name}"><extensionElements><tb:step>{assign}'
        f'<tb:outcome id="approve" kind="approve"/><tb:outcome id="reject" kind="reject"/>'
        f'<tb:fields default="read"/>{back}{deadline}</tb:step></extensionElements></userTask>'
    )


def deadline(within: str, *actions: str, time: str = "working") -> str:
    return f'<tb:deadline within="{within}" time="{time}">{"".join(actions)}</tb:deadline>'


def action(at: str, do: str, inside: str = "", **more: str) -> str:
    attributes = "".join(f' {name}="{value}"' for name, value in more.items())
    return f'<tb:action at="{at}" do="{do}"{attributes}>{inside}</tb:action>'


def line(key: str, *reviews: str) -> Bundle:
    """A service of these reviews one after the other: review_0, review_1 …"""
    names = [text.split('"')[1] for text in reviews]
    body = f'<startEvent id="s"/>{APPLY}{"".join(reviews)}<endEvent id="e"/>'
    return bundle(key, process("main", body + flows("s", "apply", *names, "e")))


def branches(key: str, left: str, right: str) -> Bundle:
    """A service of two reviews, `left` and `right`, beside each other, and `after` when both are done."""
    gateways = '<parallelGateway id="split"/><parallelGateway id="join"/>'
    ways = flows("s", "apply", "split", "left", "join", "after", "e") + flows("split", "right", "join")
    body = f'<startEvent id="s"/>{APPLY}{gateways}{left}{right}{review("after")}<endEvent id="e"/>{ways}'
    return bundle(key, process("main", body))


def several(key: str, inner: str) -> Bundle:
    """A service whose review is done three times over, inside a sub-process."""
    loop = "<loopCardinality>3</loopCardinality>"
    loop = f"<multiInstanceLoopCharacteristics>{loop}</multiInstanceLoopCharacteristics>"
    name = inner.split('"')[1]
    inner = inner.replace("</userTask>", f"{loop}</userTask>")
    inside = f'<startEvent id="ss"/>{inner}<endEvent id="se"/>{flows("ss", name, "se")}'
    sub = f'<subProcess id="sub">{inside}</subProcess>'
    body = f'<startEvent id="s"/>{APPLY}{sub}<endEvent id="e"/>{flows("s", "apply", "sub", "e")}'
    return bundle(key, process("main", body))
