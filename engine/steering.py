"""Whose outcome becomes that of the step when more than one person signs at it (加签).

Its own handler decides. One who signs before him, or to whom he delegated, advises; one beside him can
only refuse, and then it is refused; the one after him has the last word, unless it was refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from .execution import Execution, WaitingStep
from .handlers import REJECTED, facts_of, kind_of

if TYPE_CHECKING:
    from .running import Running

STEPS = "steps"


def steer(running: Running, element: str, token: int, outcome: str, facts: Mapping[str, Any]) -> None:
    """Write what steers the drawn flows (``steps.<id>.outcome``), with what else is known of it."""
    write(running.execution, running.now, element, token, outcome, facts)


def write(
    execution: Execution, now: datetime, element: str, token: int, outcome: str, facts: Mapping[str, Any]
) -> None:
    """Write it where the step stands: the flows of a called process see no other variables."""
    told = {"outcome": outcome, **facts, "at": now.isoformat(timespec="seconds")}
    execution.extend(STEPS, {element: told}, token)


def steers(execution: Execution, step: WaitingStep, *, rejects: bool) -> bool:
    """Tell whether an outcome at `step` becomes that of its element.

    Parameters
    ----------
    rejects
        Whether it is a refusal.
    """
    kind = kind_of(step)
    if kind == "back":
        return True
    if kind in ("before", "delegate") or _at_a_signer(execution, step):
        return False
    if kind == "beside":
        return rejects
    host = step.host if step.sign else step.token
    return rejects or not any(tag.get(REJECTED) for tag in execution.signed(host) if isinstance(tag, dict))


def keep(execution: Execution, step: WaitingStep, *, rejects: bool) -> None:
    """Remember a refusal of somebody beside: it counts as long as his signature does."""
    if kind_of(step) == "beside":
        execution.tag(step.token, {**facts_of(step), REJECTED: rejects})


def _at_a_signer(execution: Execution, step: WaitingStep) -> bool:
    return step.sign is not None and execution.signs(step.host)
