"""Deadlines of steps in a diagram: until when a step is to be done, and what happens before, at and after."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from lxml import etree

from calendars.durations import parse
from calendars.reckoning import Reckoning
from designer_export.namespaces import tb

if TYPE_CHECKING:
    from designer_export.native import AssignRule

PLAIN: Final = "plain"
ENDING: Final = ("pass", "return")
"""What an action does that closes the task, if it can be done."""


@dataclass(frozen=True, slots=True)
class DeadlineAction:
    """What happens at a moment relative to the due one.

    Attributes
    ----------
    at
        A duration (`calendars.durations`), negative before the due moment.
    do
        ``remind``, ``transfer`` (to those whom `assign` names), ``escalate`` (to the head above the
        handler), ``pass`` (with `outcome`) or ``return`` (to `to`, as 退回 may lead).
    """

    at: str
    do: str
    outcome: str | None = None
    to: str | None = None
    assign: tuple[AssignRule, ...] = ()


@dataclass(frozen=True, slots=True)
class Deadline:
    """Until when a step is to be done: a duration since it was opened, in working or in plain time."""

    within: str
    working: bool = True
    actions: tuple[DeadlineAction, ...] = ()

    def in_order(self, reckoning: Reckoning) -> list[DeadlineAction]:
        """Give the actions as they happen; of one moment, in the order of the diagram.

        Raises
        ------
        calendars.errors.BadDuration
        """
        return sorted(self.actions, key=lambda action: reckoning.length(parse(action.at)))


def read_deadline(step: etree._Element, read_rule: Callable[[etree._Element], AssignRule]) -> Deadline | None:
    """Read a step's deadline; None without one. Rules say what is amiss with it."""
    element = step.find(tb("deadline"))
    if element is None:
        return None
    actions = [_action(child, read_rule) for child in element.iterchildren(tb("action"))]
    return Deadline(element.get("within", ""), element.get("time") != PLAIN, tuple(actions))


def _action(element: etree._Element, read_rule: Callable[[etree._Element], AssignRule]) -> DeadlineAction:
    return DeadlineAction(
        at=element.get("at", ""),
        do=element.get("do", ""),
        outcome=element.get("outcome"),
        to=element.get("to"),
        assign=tuple(read_rule(rule) for rule in element.iterchildren(tb("assign"))),
    )
