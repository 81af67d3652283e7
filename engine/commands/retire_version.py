"""停用: the version in force is taken back; nobody starts its service until one is in force again."""

from db.unit_of_work import transaction
from engine.deploying import lock, retire_published
from engine.design_errors import NotInForce
from engine.runtime import Runtime
from engine.store import beginnings
from engine.versions import opened_version
from identity.principal import Principal


def retire_version(rt: Runtime, by: Principal, definition_id: int) -> str:
    """Take a version back; give the key of its service. Running instances go on.

    Raises
    ------
    NotFound, Forbidden
        See :func:`engine.versions.opened_version`.
    NotInForce
    """
    with transaction() as uow:
        key = opened_version(rt, uow, by, definition_id).service_key
        lock(uow, key)
        if opened_version(rt, uow, by, definition_id).state != "published":
            raise NotInForce
        retire_published(uow, key)
        beginnings.replace(uow, key, definition_id, ())
        return str(key)
