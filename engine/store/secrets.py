"""Rows of ``secret``: sealed before they come here, erased once used (decision 11)."""

import uuid
from collections.abc import Mapping
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


def put(
    uow: UnitOfWork, vault: Vault, instance_id: uuid.UUID, values: Mapping[str, str], now: datetime
) -> None:
    """Seal and store secret fields, pointer → plain text."""
    for pointer, plain in values.items():
        sealed = vault.seal(plain.encode(), context=instance_id.bytes + pointer.encode())
        uow.execute(_PUT, {"instance_id": instance_id, "pointer": pointer, "sealed": sealed, "now": now})
