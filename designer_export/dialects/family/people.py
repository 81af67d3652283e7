"""Who handles a user task, and until when: assignee, candidates, due date."""

import re
from typing import Final

from lxml import etree

from designer_export.dialects.family.reader import Reader
from designer_export.dialects.words import is_expression, listed, plain_duration
from designer_export.namespaces import bpmn

_VARIABLE: Final = re.compile(r"[$#]\{\s*(\w+)\s*\}")
INITIATOR: Final = "$INITIATOR"
"""The assignee that Activiti's and Flowable's own modellers write."""


def user_task(reader: Reader, task: etree._Element) -> None:
    """Carry over who handles a task and until when."""
    _assignment(reader, task)
    _due(reader, task)


def initiators(reader: Reader) -> frozenset[str]:
    """Give the variables that start events name for whoever starts an instance."""
    starts = reader.carrier.root.iter(bpmn("startEvent"))
    return frozenset(name for start in starts if (name := reader.peek(start, "initiator")))


def start_event(reader: Reader, start: etree._Element) -> None:
    """Let the variable that a start event names hold the number of whoever starts an instance."""
    name = reader.get(start, "initiator")
    if name and name != "initiator" and name.isidentifier():
        reader.carrier.script(start, "after", f"{name} = initiator['number']")


def _assignment(reader: Reader, task: etree._Element) -> None:
    assignee = reader.get(task, "assignee")
    users, groups = reader.get(task, "candidateUsers"), reader.get(task, "candidateGroups")
    if reader.carrier.has(task, "step", "assign"):
        return
    if assignee:
        # Who has the task has it alone: candidates would come beside him.
        _assign(reader, task, "assignee", "person", assignee)
        return
    for name, rule, names in (("candidateUsers", "person", users), ("candidateGroups", "group", groups)):
        for one in listed(names or ""):
            _assign(reader, task, name, rule, one)


def _assign(reader: Reader, task: etree._Element, attribute: str, rule: str, said: str) -> None:
    """Add a rule for a literal, for whoever started the instance, or for what an expression gives."""
    variable = _VARIABLE.fullmatch(said)
    if said == INITIATOR or (variable and variable[1] in reader.initiators):
        reader.carrier.assign(task, "initiator")
    elif not is_expression(said):
        reader.carrier.assign(task, rule, value=said)
    else:
        source = reader.value(said, task, attribute)
        if source is not None:
            reader.carrier.assign(task, "expression", value=_groups(source) if rule == "group" else source)


def _groups(source: str) -> str:
    """An expression that gives the keys of groups, where the other one gives a name or several."""
    return f"['g:' + name for name in ({source} if isinstance({source}, list) else [{source}])]"


def _due(reader: Reader, task: etree._Element) -> None:
    said = reader.get(task, "dueDate")
    if said is None:
        return
    within = plain_duration(said)
    if within is None:
        reader.carrier.note("due_date", task, reader.tag("dueDate"), text=said)
    elif not reader.carrier.has(task, "step", "deadline"):
        step = reader.carrier.step(task)
        reader.carrier.inside(step, "deadline", within=within, time="plain")
