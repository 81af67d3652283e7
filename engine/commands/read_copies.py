"""Note that a person has opened a matter that was copied to him. It changes no version and locks nothing."""

import uuid

from db.unit_of_work import transaction
from engine.runtime import Runtime
from engine.store import copies
from identity.principal import Principal


def read_copies(rt: Runtime, by: Principal, instance_id: uuid.UUID) -> None:
    """Note the first look at a matter copied to ``by``; anybody else's look leaves no trace."""
    with transaction() as uow:
        copies.read(uow, instance_id, by.person_id, rt.clock())
