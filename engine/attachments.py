"""Files that people attach: stored under their content, readable by those who may see the matter."""

import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from sqlalchemy import text

from connectors.files import safe_name
from db.unit_of_work import UnitOfWork, transaction
from identity.principal import Principal

from .runtime import Runtime

_INSERT = text(
    "INSERT INTO attachment (id, owner_id, instance_id, name, content_type, size, sha256, created_at)"
    " VALUES (:id, :owner_id, NULL, :name, :content_type, :size, :sha256, :now)"
)
_USABLE = text(
    "SELECT id, name, size FROM attachment WHERE id = ANY(:ids)"
    " AND (instance_id = :instance_id OR instance_id IS NULL AND owner_id = :owner_id)"
    # What is put into a form just now must not be cleared away as left behind.
    " FOR KEY SHARE"
)
_HOLD = text("SELECT id FROM attachment WHERE id = ANY(:ids) AND owner_id = :owner_id FOR KEY SHARE")
_BIND = text("UPDATE attachment SET instance_id = :instance_id WHERE id = ANY(:ids) AND instance_id IS NULL")


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
                "name": safe_name(name),
                "content_type": content_type[:100],
                "size": stored.size,
                "sha256": stored.sha256,
                "now": rt.clock(),
            },
        )
    return AttachmentRef(attachment_id.hex, safe_name(name), stored.size)


def ask_usable(
    uow: UnitOfWork, by: Principal, instance_id: uuid.UUID | None, ids: Iterable[str]
) -> Callable[[], dict[str, AttachmentRef]]:
    """Ask which of some ids ``by`` may put into this instance's form; what is returned gives them.

    They are his own uploads that no other matter uses, and what the instance has already.
    """
    wanted = [parsed for parsed in map(_uuid, ids) if parsed]
    if not wanted:
        return dict
    rows = uow.execute(_USABLE, {"ids": wanted, "instance_id": instance_id, "owner_id": by.person_id})
    return lambda: {row.id.hex: AttachmentRef(row.id.hex, row.name, row.size) for row in rows}


def bind(uow: UnitOfWork, instance_id: uuid.UUID, ids: Iterable[str]) -> None:
    """Make uploads part of an instance: from now on its viewers may read them."""
    uow.execute(_BIND, {"instance_id": instance_id, "ids": [uuid.UUID(hex=one) for one in ids]})


def hold(uow: UnitOfWork, by: Principal, document: Mapping[str, Any]) -> None:
    """Keep the uploads that a half-filled form names from being cleared away until it is stored."""
    named = [_uuid(file["id"]) for value in document.values() for file in _files(value)]
    if wanted := [one for one in named if one]:
        uow.execute(_HOLD, {"ids": wanted, "owner_id": by.person_id})


def _files(value: Any) -> list[dict[str, str]]:
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)]


def _uuid(text_id: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text_id)
    except ValueError:
        return None
