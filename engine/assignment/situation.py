"""What a rule may look at: the same for a task that is being made and for one that is only foreseen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from db.link import Link

if TYPE_CHECKING:
    from engine.definitions import Deployed
    from engine.execution import WaitingStep
    from engine.running import Running


@dataclass(frozen=True, slots=True)
class Situation:
    """A step of a matter.

    Attributes
    ----------
    read
        Gives a variable as it is seen at the step (an item of a multi-instance has variables of its own),
        None if there is none. A forecast raises for what is not decided yet.
    """

    link: Link
    deployed: Deployed
    initiator_id: int
    unit_id: int | None
    read: Callable[[str], Any]


def at(running: Running, step: WaitingStep) -> Situation:
    """Give the situation of a task that is being made."""
    facts, execution = running.facts, running.execution
    return Situation(
        running.uow,
        running.deployed,
        facts.initiator_id,
        facts.unit_id,
        lambda name: execution.variables(step.token).get(name),
    )
