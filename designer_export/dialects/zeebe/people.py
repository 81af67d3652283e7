"""User tasks: assignee, candidates, schedule."""

from lxml import etree

from designer_export.dialects.carrier import Carrier
from designer_export.dialects.words import plain_duration
from designer_export.dialects.zeebe.reader import look, one, value


def user_task(carrier: Carrier, task: etree._Element) -> None:
    """Carry over who handles a task and until when."""
    one(carrier, task, "userTask")
    _assignment(carrier, task)
    _schedule(carrier, task)


def _assignment(carrier: Carrier, task: etree._Element) -> None:
    said = one(carrier, task, "assignmentDefinition")
    if said is None or carrier.has(task, "step", "assign"):
        return
    if (said.get("assignee") or "").strip():
        # Who has the task has it alone: candidates would come beside him.
        _assign(carrier, task, said, "person", said.get("assignee", ""))
        return
    for name, rule in (("candidateUsers", "person"), ("candidateGroups", "group")):
        text = (said.get(name) or "").strip()
        for part in [text] if text.startswith("=") else text.split(","):
            if part.strip():
                _assign(carrier, task, said, rule, part)


def _assign(carrier: Carrier, task: etree._Element, said: etree._Element, rule: str, text: str) -> None:
    if not text.strip().startswith("="):
        carrier.assign(task, rule, value=text.strip())
        return
    source = value(carrier, text, said)
    if source is not None and rule == "group":
        source = f"['g:' + name for name in ({source} if isinstance({source}, list) else [{source}])]"
    if source is not None:
        carrier.assign(task, "expression", value=source)


def _schedule(carrier: Carrier, task: etree._Element) -> None:
    schedule = look(task, "taskSchedule")
    due = (schedule.get("dueDate") or "").strip() if schedule is not None else ""
    if schedule is None or not due:
        return
    carrier.take(schedule)
    within = plain_duration(due)
    if within is None:
        carrier.note("due_date", schedule, text=due)
    elif not carrier.has(task, "step", "deadline"):
        carrier.inside(carrier.step(task), "deadline", within=within, time="plain")
