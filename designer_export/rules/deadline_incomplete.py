"""A deadline says how long, and each of its actions when and all else it needs."""

from collections.abc import Iterator

from lxml import etree

from calendars.durations import parse
from calendars.errors import BadDuration, TooLong
from designer_export.deadlines import DeadlineAction
from designer_export.findings import Finding, finding
from designer_export.model import Model

ID = "deadline-incomplete"


def check(model: Model) -> Iterator[Finding]:
    """Refuse durations that cannot be read, and actions that lack what they need."""
    for name, step in model.steps.items():
        if step.deadline is None or name not in model.by_id:
            continue
        node = model.by_id[name][0]
        yield from _duration(node, "within", step.deadline.within)
        for action in step.deadline.actions:
            yield from _duration(node, "at", action.at, action.do)
            if lacking := _lacking(action):
                yield finding(ID, "refused", node, case=lacking)


def _duration(node: etree._Element, case: str, text: str, do: str = "") -> Iterator[Finding]:
    try:
        parse(text)
        if case == "within" and text.strip().startswith("-"):
            raise BadDuration(text)
    except TooLong:
        yield finding(ID, "refused", node, case="long", text=text)
    except BadDuration:
        yield finding(ID, "refused", node, case=case, text=text, do=do)


def _lacking(action: DeadlineAction) -> str | None:
    needs = {"transfer": ("assign", action.assign), "pass": ("outcome", action.outcome)}
    needs["return"] = ("to", action.to)
    part, given = needs.get(action.do, ("", True))
    return None if given else part
