"""Throw a draft away."""

from db.unit_of_work import transaction
from engine.errors import NotFound
from engine.runtime import Runtime
from engine.store import drafts
from identity.principal import Principal


def discard_draft(rt: Runtime, by: Principal, draft_id: int) -> None:
    """Delete one's own draft.

    Raises
    ------
    NotFound
    """
    with transaction() as uow:
        if not drafts.delete(uow, by.person_id, draft_id):
            raise NotFound(draft=draft_id)
