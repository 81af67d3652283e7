"""存草稿: keep an application that is not sent yet (S4), whatever state it is in."""

from collections.abc import Mapping
from typing import Any

from db.unit_of_work import transaction
from engine.attachments import hold
from engine.definitions import in_force
from engine.draft_content import keepable
from engine.errors import NotEligible, NotFound, NotPublished
from engine.runtime import Runtime
from engine.store import drafts
from identity.principal import Principal


def save_draft(
    rt: Runtime,
    by: Principal,
    service_key: str,
    document: Mapping[str, Any],
    *,
    draft_id: int | None = None,
    unit_id: int | None = None,
    opinion: str = "",
) -> int:
    """Store or overwrite a draft; give its id.

    Nothing is validated: a draft may be half done or wrong. Secret fields are never kept.

    Raises
    ------
    NotPublished, NotEligible
    NotFound
        There is no such draft of this person.
    """
    with transaction() as uow:
        definition_id = in_force(uow, service_key)
        if definition_id is None:
            raise NotPublished(service=service_key)
        if not rt.eligible(uow, by, service_key):
            raise NotEligible(service=service_key)
        deployed = rt.definitions.get(uow, definition_id)
        hold(uow, by, document)
        values = {
            "person_id": by.person_id,
            "service_key": service_key,
            "definition_id": definition_id,
            "task_id": None,
            "unit_id": unit_id,
            "document": keepable(deployed, document),
            "opinion": opinion,
            "now": rt.clock(),
        }
        if draft_id is None:
            return drafts.insert(uow, values)
        if not drafts.update(uow, draft_id, values):
            raise NotFound(draft=draft_id)
        return draft_id
