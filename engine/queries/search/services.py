"""Which services somebody looks after, with their versions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link, Row
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may, may_somewhere

_ALL = text("SELECT id, service_key, number, name, state FROM definition ORDER BY service_key, number DESC")


@dataclass(frozen=True, slots=True)
class VersionOption:
    """A version that may be asked for."""

    id: int
    number: int


@dataclass(frozen=True, slots=True)
class ServiceOption:
    """A service that may be asked for; its versions, the newest first."""

    key: str
    name: str
    versions: tuple[VersionOption, ...]


def inspected(rt: Runtime, connection: Link, by: Principal) -> tuple[ServiceOption, ...]:
    """Give the services whose instances somebody may inspect, by name."""
    if not may_somewhere(by, INSTANCE_INSPECT):
        return ()
    rows: dict[str, list[Row]] = defaultdict(list)
    for row in connection.execute(_ALL):
        rows[row.service_key].append(row)
    owners = rt.owners(connection) if rt.owners else {key: rt.owner(connection, key) for key in rows}
    seen = [
        _option(key, found)
        for key, found in rows.items()
        if may(by, INSTANCE_INSPECT, unit_path=owners.get(key))
    ]
    return tuple(sorted(seen, key=lambda one: (one.name, one.key)))


def _option(key: str, rows: Sequence[Row]) -> ServiceOption:
    name = next((row.name for row in rows if row.state == "published"), rows[0].name)
    return ServiceOption(key, name, tuple(VersionOption(row.id, row.number) for row in rows))
