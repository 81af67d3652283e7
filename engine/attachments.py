"""Files that people attach: stored under their content, readable by those who may see the matter."""

import uuid
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import Connection, text

from db.unit_of_work import transaction
from identity.principal import Principal

from .access import may_see
from .errors import NotFound
from .runtime import Runtime

NAME_LIMIT = 200

_INSERT = text(
    "INSERT INTO attachment (id, owner_id, instance_id, name, content_type, size, sha256, created_at)"
    " VALUES (:id, :owner_id, NULL, :name, :content_type, :size, :sha256, :now)"
)
_FIND = text(
    "SELECT id, owner_id, instance_id, name, content_type, size, sha256 FROM attachment WHERE id = :id"
)
_INSTANCE = text("SELECT id, initiator_id, state FROM instance WHERE id = :id")


@dataclass(frozen=True, slots=True)
class AttachmentRef:
    """A stored file, as a form's attachment field keeps it; ``id`` is 32 hex digits, ``size`` bytes."""

    id: str
    name: str
    size: int


def store(rt: Runtime, by: Principal, name: str, content_type: str, stream: BinaryIO) -> AttachmentRef:
    """Store an upload of ``by``; it belongs to nobody else until a form that names it is submitted."""
    stored = rt.files.put(stream)
    attachment_id = uuid.uuid4()
    with transaction() as uow:
        uow.execute(
            _INSERT,
            {
                "id": attachment_id,
                "owner_id": by.person_id,
                "name": name[-NAME_LIMIT:],
                "content_type": content_type[:100],
                "size": stored.size,
                "sha256": stored.sha256,
                "now": rt.clock(),
            },
        )
    return AttachmentRef(attachment_id.hex, name[-NAME_LIMIT:], stored.size)


def find(connection: Connection, by: Principal, attachment_id: uuid.UUID) -> Any:
    """Give an attachment's row to its owner and to those who may see its instance.

    Raises
    ------
    NotFound
    """
    row = connection.execute(_FIND, {"id": attachment_id}).one_or_none()
    if row is None:
        raise NotFound(attachment=str(attachment_id))
    if row.owner_id == by.person_id:
        return row
    instance = connection.execute(_INSTANCE, {"id": row.instance_id}).one_or_none()
    if instance is None or not may_see(connection, by, instance):
        raise NotFound(attachment=str(attachment_id))
    return row
