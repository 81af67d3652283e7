"""From the rules of a step to principals with a reason each; never to nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from identity import directory
from identity.capabilities import INSTANCE_MEND

from .rules import RULES, Reason

if TYPE_CHECKING:
    from engine.running import Running


def resolve(running: Running, element: str) -> tuple[Reason, ...]:
    """Give who may handle the task now being made at ``element``.

    Returns
    -------
    tuple
        Rows ``(principal key, rule, …)``: the rule and its parameters say why, in the record and
        on the page. If the rules name nobody who is still active, those who may mend instances
        get the task, with the reason ``nobody``: a task is never lost.
    """
    reasons: list[Reason] = []
    for rule in running.deployed.step(element).assign:
        reasons.extend(RULES[rule.rule](running, rule))
    connection = running.uow
    if reasons and directory.expand(connection, [reason[0] for reason in reasons]):
        return tuple(reasons)
    return tuple((key, "nobody") for key in directory.granted(connection, INSTANCE_MEND))
