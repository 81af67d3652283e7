"""迁移: matters under way go to another version of their service, one after the other."""

import logging
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.unit_of_work import UnitOfWork, transaction
from engine.access import may_at_service
from engine.definitions import Deployed
from engine.errors import CannotMigrate, EngineError, Forbidden, NotFound
from engine.execution import Block, ExecutionError
from engine.migrating import Way, go
from engine.opening import RUNNING, SUSPENDED, open_to_mend
from engine.runtime import Runtime
from engine.words import reason_words
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Migrated:
    """What became of one instance.

    Attributes
    ----------
    code
        None if it has gone; else why not: ``blocked``, ``same_version``, the code of another error, or
        ``failed``.
    blocks
        Where it stands that it must not, with the names of the steps.
    """

    instance_id: uuid.UUID
    code: str | None = None
    blocks: tuple[tuple[Block, str], ...] = ()


def migrate_instances(
    rt: Runtime,
    by: Principal,
    definition_id: int,
    instance_ids: Iterable[uuid.UUID],
    *,
    renamed: Mapping[str, str] | None = None,
    reason: str,
) -> tuple[Migrated, ...]:
    """Take instances to a version of their service, each in a transaction of its own, or not at all.

    Tasks keep their rows, handlers and times where their steps stay; timers that have changed begin anew;
    values of fields that the new form does not have are kept, and shown by none. Suspended instances stay so.

    Parameters
    ----------
    definition_id
        Of any version that was ever in force.
    renamed
        The new id of each element that has another one now.

    Raises
    ------
    NotFound, Forbidden
        There is no such version, or its service is not his to mend.
    ReasonRequired, ReasonTooLong
    """
    words = reason_words(reason)
    with transaction() as uow:
        new = _target(rt, uow, by, definition_id)
    ways: dict[int, Way] = {}
    return tuple(_one(rt, by, new, one, ways, renamed or {}, words) for one in dict.fromkeys(instance_ids))


def _target(rt: Runtime, uow: UnitOfWork, by: Principal, definition_id: int) -> Deployed:
    new = rt.definitions.get(uow, definition_id)
    if not may_at_service(rt, uow, by, INSTANCE_MEND, new.service_key):
        raise Forbidden(definition=definition_id)
    return new


def _one(
    rt: Runtime,
    by: Principal,
    new: Deployed,
    instance_id: uuid.UUID,
    ways: dict[int, Way],
    renamed: Mapping[str, str],
    words: str,
) -> Migrated:
    try:
        with transaction() as uow:
            running = open_to_mend(rt, uow, by, instance_id, (*RUNNING, SUSPENDED))
            if running.facts.service_key != new.service_key:
                raise NotFound(instance=str(instance_id))
            old = running.deployed
            if old.id not in ways:
                ways[old.id] = Way(old, new, renamed)
            go(running, by, ways[old.id], words)
            return Migrated(instance_id)
    except CannotMigrate as refused:
        return Migrated(instance_id, refused.code, refused.blocks)
    except EngineError as refused:
        return Migrated(instance_id, refused.code)
    except ExecutionError as problem:
        # One that cannot even be loaded must not hide what became of the others.
        _log.error("instance %s cannot be migrated: %s", instance_id, problem.code)
        return Migrated(instance_id, "failed")
