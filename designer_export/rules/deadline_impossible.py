"""A deadline does only what its step allows, and in an order that can happen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from lxml import etree

from calendars.durations import parse
from calendars.errors import BadDuration
from calendars.reckoning import PLAIN, Reckoning
from calendars.working_time import USUAL_WEEK, WorkingTime
from designer_export.deadlines import ENDING, Deadline
from designer_export.findings import Finding, finding
from designer_export.model import Model
from designer_export.namespaces import tb
from designer_export.native import StepSettings, extension

ID = "deadline-impossible"

_WORKING: Final = WorkingTime(USUAL_WEEK, {})
"""Without a database, the order of moments is judged by the usual week."""


def check(model: Model) -> Iterator[Finding]:
    """Refuse deadlines that cannot do what they say; advise on those that do it at a strange moment."""
    for name, step in model.steps.items():
        if step.deadline is None or name not in model.by_id:
            continue
        node = model.by_id[name][0]
        yield from _one(node)
        yield from _permitted(node, step, step.deadline)
        yield from _order(node, step.deadline)


def _one(node: etree._Element) -> Iterator[Finding]:
    step = extension(node, "step")
    count = 0 if step is None else len(step.findall(tb("deadline")))
    if count > 1:
        yield finding(ID, "refused", node, case="several", count=count)


def _permitted(node: etree._Element, step: StepSettings, deadline: Deadline) -> Iterator[Finding]:
    outcomes = [outcome.id for outcome in step.outcomes]
    for action in deadline.actions:
        if action.do == "pass" and action.outcome and action.outcome not in outcomes:
            known = ", ".join(outcomes)
            yield finding(ID, "refused", node, case="outcome", outcome=action.outcome, known=known)
        if action.do == "return" and action.to and action.to not in step.returns:
            known = ", ".join(step.returns) or "—"
            yield finding(ID, "refused", node, case="return", to=action.to, known=known)
        if action.do == "pass" and step.access.required:
            fields = ", ".join(sorted(step.access.required))
            yield finding(ID, "advice", node, case="required", fields=fields)


def _order(node: etree._Element, deadline: Deadline) -> Iterator[Finding]:
    reckoning: Reckoning = _WORKING if deadline.working else PLAIN
    try:
        within = reckoning.length(parse(deadline.within))
        in_order = deadline.in_order(reckoning)
    except BadDuration:
        return
    ended = False
    for action in in_order:
        if ended:
            yield finding(ID, "advice", node, case="never", do=action.do, at=action.at)
        elif within + reckoning.length(parse(action.at)) < timedelta(0):
            yield finding(ID, "advice", node, case="early", do=action.do, at=action.at)
        ended = ended or action.do in ENDING
