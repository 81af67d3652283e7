"""恢复: a version that was taken back, or an older one, is in force again."""

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.beginnings import beginnings_of
from engine.deploying import lock, retire_published
from engine.runtime import Runtime
from engine.store import beginnings
from engine.versions import opened_version
from identity.principal import Principal

_PUBLISH = text("UPDATE definition SET state = 'published' WHERE id = :id")


def restore_version(rt: Runtime, by: Principal, definition_id: int) -> str:
    """Put a version in force again, instead of the one that is; give the key of its service.

    What is in force already stays it. Running instances stay on their versions.

    Raises
    ------
    NotFound, Forbidden
        See :func:`engine.versions.opened_version`.
    """
    with transaction() as uow:
        key = str(opened_version(rt, uow, by, definition_id).service_key)
        lock(uow, key)
        if opened_version(rt, uow, by, definition_id).state == "published":
            return key
        retire_published(uow, key)
        uow.execute(_PUBLISH, {"id": definition_id})
        rows = beginnings_of(rt.definitions.get(uow, definition_id), rt.clock())
        beginnings.replace(uow, key, definition_id, rows)
        return key
