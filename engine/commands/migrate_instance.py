"""迁移: one matter under way goes to another version of its service."""

import uuid
from collections.abc import Mapping

from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.migrating import Way, go
from engine.opening import RUNNING, SUSPENDED, open_to_mend
from engine.runtime import Runtime
from engine.words import reason_words
from identity.principal import Principal


def migrate_instance(
    rt: Runtime,
    by: Principal,
    instance_id: uuid.UUID,
    *,
    definition: int,
    renamed: Mapping[str, str] | None = None,
    reason: str,
) -> str:
    """Take an instance to a version of its service, as :func:`migrate_instances` does; give its state.

    Raises
    ------
    NotFound, Forbidden, NotRunning
        NotFound too if the version is none of its service's.
    CannotMigrate, BadRenaming, ReasonRequired, ReasonTooLong
    """
    with transaction() as uow:
        running = open_to_mend(rt, uow, by, instance_id, (*RUNNING, SUSPENDED))
        new = rt.definitions.get(uow, definition)
        if running.facts.service_key != new.service_key:
            raise NotFound(definition=definition)
        go(running, by, Way(running.deployed, new, renamed or {}), reason_words(reason))
        return running.state
