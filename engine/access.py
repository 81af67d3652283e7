"""Who may see an instance, and which of its fields (decision 12)."""

from collections.abc import Iterable
from functools import lru_cache

from sqlalchemy import text

from db.link import Link, Row
from forms.access import Access
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may, may_somewhere

from .definitions import Deployed
from .runtime import Runtime

_IS_HIS = (
    "(t.handler_id = :person_id"
    " OR EXISTS (SELECT FROM inbox i WHERE i.task_id = t.id AND i.principal = ANY(:keys))"
    " OR (t.claimed_by IS NOT NULL AND EXISTS (SELECT FROM jsonb_array_elements(t.reasons) AS reason"
    " WHERE reason ->> 0 = ANY(:keys)))"
    " OR EXISTS (SELECT FROM handover h WHERE h.task_id = t.id AND h.from_id = :person_id))"
)
_COPY = "FROM carbon_copy c WHERE c.instance_id = {instance} AND c.person_id = :person_id"
TOUCHED = (
    f"(EXISTS (SELECT FROM task t WHERE t.instance_id = instance.id AND {_IS_HIS})"
    f" OR EXISTS (SELECT {_COPY.format(instance='instance.id')}))"
)
"""Was a task of the row of ``instance``, or a copy, ever somebody's (``:person_id``, ``:keys``)?"""

_TOUCHED = text(f"SELECT {TOUCHED} FROM instance WHERE id = :instance_id")

_STEPS = text(
    f"SELECT t.element FROM task t WHERE t.instance_id = :instance_id AND {_IS_HIS}"
    f" UNION SELECT c.element {_COPY.format(instance=':instance_id')}"
)


def may_at_service(rt: Runtime, connection: Link, by: Principal, capability: str, service_key: str) -> bool:
    """Does ``by`` hold a capability over a service's unit, or above it?"""
    if not may_somewhere(by, capability):
        return False
    return may(by, capability, unit_path=rt.owner(connection, service_key))


def may_inspect(rt: Runtime, connection: Link, by: Principal, service_key: str) -> bool:
    """Is this an administrator who sees instances that are none of his own?"""
    return may_at_service(rt, connection, by, INSTANCE_INSPECT, service_key)


def may_see(
    rt: Runtime, connection: Link, by: Principal, instance: Row, *, touched: bool | None = None
) -> bool:
    """Is ``by`` the initiator, a present or past handler, somebody with a copy, or an administrator?

    Parameters
    ----------
    touched
        What ``TOUCHED`` gave where the instance was read together with it; looked up if not said.
    """
    if instance.initiator_id == by.person_id:
        return True
    if touched is None:
        values = {"instance_id": instance.id, "person_id": by.person_id, "keys": list(by.keys)}
        touched = connection.execute(_TOUCHED, values).scalar_one()
    return touched or may_inspect(rt, connection, by, instance.service_key)


def readers_access(rt: Runtime, connection: Link, by: Principal, instance: Row, deployed: Deployed) -> Access:
    """Give what somebody sees of an instance's form when nothing is his to edit.

    The fields of the steps that are or were his, together; an administrator sees all of them.
    """
    steps = set(_steps_of(connection, by, instance))
    if instance.initiator_id == by.person_id and deployed.apply_step:
        steps.add(deployed.apply_step.id)
    inspecting = may_inspect(rt, connection, by, instance.service_key)
    return reading_access(deployed, steps, inspecting=inspecting)


def reading_access(deployed: Deployed, steps: Iterable[str], *, inspecting: bool = False) -> Access:
    """Give the union of the fields of some steps, read only; of no step, nothing."""
    return _reading(deployed, frozenset(steps), inspecting)


@lru_cache(maxsize=256)
def _reading(deployed: Deployed, steps: frozenset[str], inspecting: bool) -> Access:
    """Let equal readers share one access, and with it what is made for it once."""
    # A step of an earlier version says nothing about the form of this one.
    accesses = [deployed.steps[step].access for step in sorted(steps) if step in deployed.steps]
    if inspecting or not accesses:
        accesses.append(Access.everything("read" if inspecting else "hidden"))
    merged = accesses[0]
    for access in accesses[1:]:
        merged = merged.union(access)
    return merged.read_only()


def _steps_of(connection: Link, by: Principal, instance: Row) -> Iterable[str]:
    values = {"instance_id": instance.id, "person_id": by.person_id, "keys": list(by.keys)}
    return connection.execute(_STEPS, values).scalars()
