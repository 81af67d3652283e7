"""催办: who may ask those who hold a task to hurry, and how often."""

from datetime import datetime, timedelta

from db.link import Link, Row
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .access import may_at_service
from .runtime import Runtime

EVERY = timedelta(hours=2)
"""One person reminds those who hold one task once in this time."""


def may_remind(rt: Runtime, connection: Link, by: Principal, instance: Row) -> bool:
    """The initiator may, and whoever mends matters of the service."""
    return instance.initiator_id == by.person_id or may_at_service(
        rt, connection, by, INSTANCE_MEND, instance.service_key
    )


def again_at(last: datetime | None, now: datetime) -> datetime | None:
    """Give from when on somebody may remind again who last did at ``last``; None if he may now."""
    return last + EVERY if last is not None and last + EVERY > now else None
