"""The small marks within symbols of BPMN, as paths on a square of 24 by 24, and which symbol has which."""

from typing import Final

from lxml import etree

from designer_export.namespaces import local

MARKS: Final = {
    "message": "M3 6h18v12H3zM3 6l9 7 9-7",
    "timer": "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 6v6l4 3",
    "signal": "M12 4l9 15H3z",
    "error": "M4 20l5-14 5 8 6-10-5 15-5-8z",
    "escalation": "M12 4l7 16-7-7-7 7z",
    "conditional": "M5 3h14v18H5zM8 7h8M8 11h8M8 15h8",
    "link": "M4 9h9V5l8 7-8 7v-4H4z",
    "terminate": "M12 4a8 8 0 1 0 0 16 8 8 0 0 0 0-16z",
    "compensate": "M12 5v14l-9-7zM21 5v14l-9-7z",
    "cancel": "M5 5l14 14M19 5L5 19",
    "multiple": "M12 3l9 7-3.5 11h-11L3 10z",
    "exclusive": "M6 6l12 12M18 6L6 18",
    "parallel": "M12 3v18M3 12h18",
    "inclusive": "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14z",
    "complex": "M12 3v18M3 12h18M6 6l12 12M18 6L6 18",
    "user": "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4 21c0-5 4-7 8-7s8 2 8 7z",
    "manual": "M4 11l8-6h3l-3 4h8v3h-7M13 12h6v3h-6M13 15h5v3H8l-4-3z",
    "service": "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM12 3v3M12 18v3M3 12h3M18 12h3"
    "M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2",
    "script": "M7 3h12c-4 5 2 8-2 18H5c4-8-2-12 2-18zM9 8h7M9 12h6M8 16h7",
    "rule": "M3 5h18v14H3zM3 10h18M9 10v9M3 14.500h18",
    "loop": "M7 19a8 8 0 1 1 6 1M7 19v-5M7 19H2",
    "three": "M6 4v16M12 4v16M18 4v16",
    "three-lying": "M4 6h16M4 12h16M4 18h16",
    "plus": "M4 4h16v16H4zM12 8v8M8 12h8",
    "adhoc": "M3 14c3-6 6-4 9-2s6 4 9-2",
}
"""Path of each mark."""

_TASKS: Final = {
    "userTask": "user",
    "manualTask": "manual",
    "serviceTask": "service",
    "scriptTask": "script",
    "businessRuleTask": "rule",
    "sendTask": "message",
    "receiveTask": "message",
}
_GATEWAYS: Final = {
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "complexGateway": "complex",
    "eventBasedGateway": "multiple",
}


def event_mark(event: etree._Element) -> str | None:
    """Give the mark of what an event waits for or throws; None for one that does neither."""
    kinds = [local(part).removesuffix("EventDefinition") for part in event]
    kinds = [kind for part, kind in zip(event, kinds, strict=True) if local(part).endswith("EventDefinition")]
    if len(kinds) > 1:
        return "multiple"
    return kinds[0] if kinds and kinds[0] in MARKS else None


def task_mark(task: etree._Element) -> str | None:
    """Give the mark of a kind of task; None for one without a kind."""
    return _TASKS.get(local(task))


def gateway_mark(gateway: etree._Element) -> str | None:
    """Give the mark of a kind of gateway."""
    return _GATEWAYS.get(local(gateway))


def bottom_marks(activity: etree._Element, *, collapsed: bool) -> list[str]:
    """Give the marks at the lower edge of an activity: how it repeats, and what is folded into it."""
    found = []
    for part in activity:
        if local(part) == "standardLoopCharacteristics":
            found.append("loop")
        elif local(part) == "multiInstanceLoopCharacteristics":
            found.append("three-lying" if part.get("isSequential") in ("true", "1") else "three")
    if activity.get("isForCompensation") in ("true", "1"):
        found.append("compensate")
    if local(activity) == "adHocSubProcess":
        found.append("adhoc")
    return [*found, "plus"] if collapsed else found
