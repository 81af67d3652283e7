"""Who handles one very step instead of its rules' people: kept with the token, so that a return keeps it.

The tag of a token is plain data: ``who`` holds rows of reasons as :mod:`engine.assignment` gives them, and
an added signer's holds besides ``by``, who asked him, and ``kind``, where it is more than its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from db.link import Row
from identity.keys import person_key
from identity.principal import Principal

from .execution import WaitingStep

if TYPE_CHECKING:
    from .running import Reasons, Running

OWNER = "owner"
"""The rule by which a task comes back to whoever let somebody else do a part of it."""
WHO = "who"
BY = "by"
KIND = "kind"
MEMBER = "member"
REJECTED = "rejected"


def tag_for(reasons: Reasons, **facts: Any) -> dict[str, Any]:
    """Make the tag of a token whose handlers are these."""
    return {WHO: [list(reason) for reason in reasons], **facts}


def chosen(step: WaitingStep) -> Reasons:
    """Give the handlers that an operation has put in the place of the rules; empty if none has."""
    return tuple(tuple(reason) for reason in facts_of(step).get(WHO, ()))


def member_of(step: WaitingStep) -> tuple[str, ...] | None:
    """Give the reason why somebody is a member of a countersign step; None for any other step."""
    member = facts_of(step).get(MEMBER)
    return tuple(member) if member else None


def facts_of(step: WaitingStep) -> Mapping[str, Any]:
    """Give what is kept with a step."""
    return step.tag if isinstance(step.tag, dict) else {}


def kind_of(step: WaitingStep) -> str | None:
    """Say how somebody signs who is not in the diagram: before, beside, after, delegate or back."""
    return facts_of(step).get(KIND) or step.sign


def holders(task: Row) -> tuple[str, ...]:
    """Give the keys of whoever holds an open task: who has claimed it, else all to whom it is offered."""
    return (person_key(task.claimed_by),) if task.claimed_by else tuple(task.candidates)


def put(running: Running, task: Row, reasons: Reasons) -> None:
    """Give an open task to other people; what the step's rules say no longer counts for it."""
    step = running.step(task.token)
    running.execution.tag(task.token, {**facts_of(step), WHO: [list(reason) for reason in reasons]})
    running.pending.offers[task.id] = reasons


def keep_for(running: Running, token: int, by: Principal, rule: str) -> None:
    """Keep a step for one person, now or when it opens again; ``rule`` is the reason."""
    step = running.step(token)
    running.execution.tag(token, {**facts_of(step), WHO: [[person_key(by.person_id), rule]]})
