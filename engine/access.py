"""Who may see an instance, and which of its fields (decision 12)."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, text

from forms.access import Access
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may

from .definitions import Deployed

_TOUCHED = text(
    "SELECT EXISTS (SELECT FROM task t WHERE t.instance_id = :instance_id AND (t.handler_id = :person_id"
    " OR EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys))))"
)

_STEPS = text(
    "SELECT DISTINCT t.element FROM task t WHERE t.instance_id = :instance_id AND (t.handler_id = :person_id"
    " OR EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys)))"
)


def may_inspect(by: Principal) -> bool:
    """Is this an administrator who sees instances that are none of his own?"""
    return may(by, INSTANCE_INSPECT)


def may_see(connection: Connection, by: Principal, instance: Row[Any]) -> bool:
    """Is ``by`` the initiator, a present or past handler, or an administrator?"""
    if instance.initiator_id == by.person_id or may_inspect(by):
        return True
    found: bool = connection.execute(
        _TOUCHED, {"instance_id": instance.id, "person_id": by.person_id, "keys": list(by.keys)}
    ).scalar_one()
    return found


def steps_of(connection: Connection, by: Principal, instance: Row[Any]) -> frozenset[str]:
    """Give the user tasks of an instance that are or were this person's."""
    rows = connection.execute(
        _STEPS, {"instance_id": instance.id, "person_id": by.person_id, "keys": list(by.keys)}
    ).scalars()
    return frozenset(rows)


def reading_access(deployed: Deployed, steps: Iterable[str], *, inspecting: bool = False) -> Access:
    """Give what a viewer sees when nothing is his to edit: the union of his steps' fields."""
    accesses = [deployed.step(step).access for step in sorted(steps)]
    if inspecting or not accesses:
        accesses.append(Access.everything("read") if inspecting else Access.everything("hidden"))
    merged = accesses[0]
    for access in accesses[1:]:
        merged = merged.union(access)
    return merged.read_only()
