"""Rows of ``secret``: sealed before they come here, erased once used (decision 11)."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import text

from connectors.vault import Vault
from db.unit_of_work import UnitOfWork

_PUT = text(
    "INSERT INTO secret (instance_id, pointer, sealed, sealed_at) VALUES (:instance_id, :pointer,"
    " :sealed, :now)"
    " ON CONFLICT (instance_id, pointer) DO UPDATE SET sealed = excluded.sealed, sealed_at ="
    " excluded.sealed_at,"
    " erased_at = NULL"
)

_READ = text(
    "SELECT pointer, sealed FROM secret WHERE instance_id = :instance_id AND pointer = ANY(:pointers)"
    " AND sealed IS NOT NULL"
)
_ERASE = text(
    "UPDATE secret SET sealed = NULL, erased_at = :now WHERE instance_id = :instance_id"
    " AND pointer = ANY(:pointers) AND sealed IS NOT NULL"
)

_ERASE_ALL = text(
    "UPDATE secret SET sealed = NULL, erased_at = :now WHERE instance_id = :instance_id"
    " AND sealed IS NOT NULL"
)


def put(
    uow: UnitOfWork, vault: Vault, instance_id: uuid.UUID, values: Mapping[str, str], now: datetime
) -> None:
    """Seal and store secret fields, pointer → plain text."""
    for pointer, plain in values.items():
        sealed = vault.seal(plain.encode(), context=_context(instance_id, pointer))
        uow.execute(_PUT, {"instance_id": instance_id, "pointer": pointer, "sealed": sealed, "now": now})


def open_all(
    uow: UnitOfWork, vault: Vault, instance_id: uuid.UUID, wanted: Mapping[str, str]
) -> dict[str, str]:
    """Open secret fields, name → pointer; those that are not there, or erased, are left out.

    Raises
    ------
    CannotOpen
        See :meth:`connectors.vault.Vault.open`.
    """
    if not wanted:
        return {}
    rows = uow.execute(_READ, {"instance_id": instance_id, "pointers": list(wanted.values())}).all()
    sealed = {row.pointer: bytes(row.sealed) for row in rows}
    return {
        name: vault.open(sealed[pointer], context=_context(instance_id, pointer)).decode()
        for name, pointer in wanted.items()
        if pointer in sealed
    }


def erase(uow: UnitOfWork, instance_id: uuid.UUID, pointers: Sequence[str], now: datetime) -> None:
    """Forget secret fields that were used."""
    uow.execute(_ERASE, {"instance_id": instance_id, "pointers": list(pointers), "now": now})


def erase_all(uow: UnitOfWork, instance_id: uuid.UUID, now: datetime) -> None:
    """Forget whatever secret fields an instance still has, also those that its present form does not know."""
    uow.execute(_ERASE_ALL, {"instance_id": instance_id, "now": now})


def _context(instance_id: uuid.UUID, pointer: str) -> bytes:
    return instance_id.bytes + pointer.encode()
