"""Keep what a handler has typed and not sent; it goes when the task is closed."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import text

from db.unit_of_work import transaction
from engine.attachments import hold
from engine.draft_content import keepable
from engine.errors import NotFound
from engine.runtime import Runtime
from engine.store import drafts
from identity.principal import Principal

_TASK = text(
    "SELECT i.service_key, i.definition_id FROM task t JOIN instance i ON i.id = t.instance_id"
    " WHERE t.id = :task_id AND t.state = 'open'"
    " AND EXISTS (SELECT FROM inbox o WHERE o.task_id = t.id AND o.principal = ANY(:keys))"
)


def save_input(rt: Runtime, by: Principal, task_id: int, document: Mapping[str, Any], opinion: str) -> None:
    """Store a candidate's unsent input for an open task. Secret fields are never kept.

    Raises
    ------
    NotFound
        No such open task is offered to this person.
    """
    with transaction() as uow:
        row = uow.execute(_TASK, {"task_id": task_id, "keys": list(by.keys)}).one_or_none()
        if row is None:
            raise NotFound(task=task_id)
        deployed = rt.definitions.get(uow, row.definition_id)
        hold(uow, by, document)
        drafts.insert(
            uow,
            {
                "person_id": by.person_id,
                "service_key": row.service_key,
                "definition_id": row.definition_id,
                "task_id": task_id,
                "unit_id": None,
                "document": keepable(deployed, document),
                "opinion": opinion,
                "now": rt.clock(),
            },
        )
