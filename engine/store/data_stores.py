"""Rows of ``data_store``: read when a diagram asks for one, written with the rest of the command."""

from collections.abc import Iterator, MutableMapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork

# Two matters that write one store wait for each other: what was read is still true when it is written.
_READ = text("SELECT value FROM data_store WHERE service_key = :key AND name = :name FOR UPDATE")
# There is no row to hold before the first write: its name is held instead, to the end of the transaction.
_HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended('data_store/' || :key || '/' || :name, 0))")
_WRITE = text(
    "INSERT INTO data_store (service_key, name, value, changed_at)"
    " VALUES (:key, :name, CAST(:value AS jsonb), :now) ON CONFLICT (service_key, name)"
    " DO UPDATE SET value = excluded.value, changed_at = excluded.changed_at"
)


class DataStores(MutableMapping[str, Any]):
    """The data stores of one service, for the length of one command; they belong to no other service."""

    def __init__(self, uow: UnitOfWork, service_key: str) -> None:
        self._uow = uow
        self._key = service_key
        self._known: dict[str, Any] = {}
        self._written: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            row = self._read(name) or self._read_first(name)
            if row is None:
                raise KeyError(name)
            self._known[name] = row.value[0]
        return self._known[name]

    def _read(self, name: str) -> Row | None:
        return self._uow.execute(_READ, {"key": self._key, "name": name}).one_or_none()

    def _read_first(self, name: str) -> Row | None:
        """Read what nobody has written yet, or has just now."""
        self._uow.execute(_HOLD, {"key": self._key, "name": name}).all()
        return self._read(name)

    def __setitem__(self, name: str, value: Any) -> None:
        self._known[name] = value
        self._written.add(name)

    def __delitem__(self, name: str) -> None:
        raise TypeError("a data store is never deleted; write None")

    def __iter__(self) -> Iterator[str]:
        return iter(self._known)

    def __len__(self) -> int:
        return len(self._known)

    def save(self, now: datetime) -> None:
        """Write what was put into them."""
        for name in sorted(self._written):
            value = orjson.dumps([self._known[name]]).decode()
            self._uow.execute(_WRITE, {"key": self._key, "name": name, "value": value, "now": now})
        self._written.clear()
