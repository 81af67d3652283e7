"""A service in which five heads sign at one step before a clerk files the matter."""

from bpmn_models.bundle import Bundle
from tests.engine.events.services import APPLY, bundle, flow, process

NUMBERS = {
    "hr_head": "20060006",
    "finance_head": "20050008",
    "library_head": "20040016",
    "security_head": "20050027",
    "mech_head": "20050039",
}
FIVE = tuple(NUMBERS)
OUTCOMES = (
    '<tb:outcome id="approve" kind="approve"><tb:text lang="zh-CN">通过</tb:text></tb:outcome>'
    '<tb:outcome id="reject" kind="reject"><tb:text lang="zh-CN">不通过</tb:text></tb:outcome>'
    '<tb:outcome id="abstain" kind="custom"><tb:text lang="zh-CN">弃权</tb:text></tb:outcome>'
)
MULTI = (
    '<multiInstanceLoopCharacteristics isSequential="{sequential}"><loopDataInputRef>people'
    '</loopDataInputRef><inputDataItem id="one" name="one"/>{condition}</multiInstanceLoopCharacteristics>'
)


def people(*logins: str) -> str:
    return "".join(f'<tb:assign rule="person" value="{NUMBERS[login]}"/>' for login in logins)


def step(name: str, label: str, settings: str, inside: str = "") -> str:
    return (
        f'<userTask id="{name}" name="{label}"><extensionElements><tb:step>{settings}'
        f'<tb:fields default="read"/></tb:step></extensionElements>{inside}</userTask>'
    )


def condition(source: str, target: str, text: str) -> str:
    return (
        f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">'
        f"<conditionExpression>{text}</conditionExpression></sequenceFlow>"
    )


def drawn(countersign: str, *, sequential: bool = False, condition: str = "", ids: list[int]) -> Bundle:
    """The same with a multi-instance that the designer has drawn over a list of people."""
    loop = MULTI.format(sequential=str(sequential).lower(), condition=condition)
    script = f'<scriptTask id="choose"><script>people = {ids}</script></scriptTask>'
    return panel("drawn", countersign, '<tb:assign rule="field" of="/one"/>', inside=loop, script=script)


def panel(
    key: str,
    countersign: str,
    assign: str = people(*FIVE),
    outcomes: str = OUTCOMES,
    *,
    inside: str = "",
    script: str = "",
    leaves: bool = False,
) -> Bundle:
    """Apply → prepare (it_clerk) → sign (the panel) → approved: file (it_clerk); else: refused.

    Parameters
    ----------
    leaves
        Whether the panel itself chooses the way, and has none for what is neither.
    """
    choice = '<exclusiveGateway id="g" default="g-no"/>' + flow("sign", "g") + flow("g", "no")
    at = "sign" if leaves else "g"
    clerk = '<tb:assign rule="person" value="20180020"/><tb:outcome id="done" kind="complete"/>'
    back = '<tb:return to="initiator previous prepare sign"/>'
    body = (
        '<startEvent id="s"/>'
        + APPLY
        + step("prepare", "整理", clerk)
        + step("sign", "会签", assign + countersign + outcomes + back, inside)
        + (condition("sign", "no", "steps.sign.outcome == 'reject'") if leaves else choice)
        + step("file", "归档", clerk + back)
        + '<endEvent id="e"/><endEvent id="no"/>'
        + flow("s", "apply")
        + flow("apply", "prepare")
        + flow("prepare", "choose" if script else "sign")
        + (script + flow("choose", "sign") if script else "")
        + condition(at, "file", "steps.sign.outcome == 'approve'")
        + flow("file", "e")
    )
    return bundle(key, process("main", body))
