"""What becomes of a step whose rules name nobody, the initiator, or somebody who has approved already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from designer_export.native import Outcome, StepSettings
from engine.errors import NobodyToHandle
from identity import directory
from identity.capabilities import INSTANCE_MEND
from identity.keys import person_key, role_key

from .approvals import approvals, approving
from .people import People, people_behind
from .rules import Reason
from .verdict import Skip, Verdict

if TYPE_CHECKING:
    from engine.running import Running

HEAD = "head"


def for_nobody(running: Running, step: StepSettings, *, may_skip: bool) -> Verdict:
    """Say what becomes of a step that nobody was found for.

    Raises
    ------
    NobodyToHandle
        Its policy refuses what would lead there, and somebody is sending that now. What time or events
        lead there cannot be refused: administrators get it.
    """
    policy = step.policy
    if policy.nobody == "skip" and may_skip:
        return Verdict(skip=Skip("nobody", passing(step).id))
    if policy.nobody == "refuse" and running.submitted:
        raise NobodyToHandle(step=running.deployed.step_name(step.id))
    if policy.nobody == "person":
        found = directory.id_by_number(running.uow, policy.person or "")
        if found is not None:
            return Verdict(((person_key(found), "nobodyPerson"),))
    return Verdict(tuple((key, "nobody") for key in directory.granted(running.uow, INSTANCE_MEND)))


def passing(step: StepSettings) -> Outcome:
    """Give the outcome of a skipped step: the one its policy names, else its first that is no refusal."""
    named = [one for one in step.outcomes if one.id == step.policy.outcome]
    willing = [one for one in step.outcomes if one.kind != "reject"]
    return (*named, *willing, *step.outcomes)[0]


def alone(running: Running, people: People) -> bool:
    """Whether the initiator would be the only one to handle a step of his own matter."""
    return people.all == {running.facts.initiator_id}


def without_initiator(running: Running, reasons: Sequence[Reason], people: People) -> list[Reason]:
    """Let others decide than the initiator: whoever else is behind the keys, or, if nobody is, his head."""
    own = running.facts.initiator_id
    if people.all == {own}:
        return _his_head(running)
    found: list[Reason] = []
    for reason in reasons:
        behind = people.behind.get(reason[0], ())
        others = [(person_key(one), "notInitiator") for one in behind if one != own]
        found += others if own in behind else [reason]
    return found


def repeated(running: Running, step: StepSettings, people: Sequence[int]) -> Skip | None:
    """Pass over a step for somebody who has approved already, as he has approved."""
    before = approvals(running)
    for person_id in people:
        outcome = approving(running, step.id, before[person_id]) if person_id in before else None
        if outcome is not None:
            return Skip("repeated", outcome.id, person_id)
    return None


def _his_head(running: Running) -> list[Reason]:
    """The nearest head above the initiator who is somebody else."""
    unit_id = running.facts.unit_id
    if unit_id is None:
        return []
    keys = [role_key(HEAD, unit.id) for unit in directory.units_holding(running.uow, unit_id, HEAD)]
    people = people_behind(running, keys)
    others = [key for key in keys if set(people.behind.get(key, ())) - {running.facts.initiator_id}]
    return [(others[0], "initiatorHead")] if others else []
