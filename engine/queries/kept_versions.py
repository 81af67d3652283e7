"""The versions of services, for those who look after what runs by them: inspectors and designers."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link
from engine.access import may_at_service
from engine.errors import Forbidden, NotFound
from engine.queries.designs import VersionRow, versions_of
from engine.queries.search.services import inspected
from engine.runtime import Runtime
from engine.versions import READERS
from identity.capabilities import DEFINITION_PUBLISH, INSTANCE_INSPECT
from identity.principal import Principal, may_everywhere

_COUNTS = text(
    "SELECT d.service_key, count(*) AS versions,"
    " max(d.number) FILTER (WHERE d.state = 'published') AS in_force,"
    " sum((SELECT count(*) FROM instance i WHERE i.definition_id = d.id"
    " AND i.state IN ('running', 'suspended'))) AS running,"
    " sum((SELECT count(*) FROM instance i WHERE i.definition_id = d.id AND d.state <> 'published'"
    " AND i.state IN ('running', 'suspended'))) AS behind"
    " FROM definition d WHERE d.service_key = ANY(CAST(:keys AS text[])) GROUP BY d.service_key"
)
_NAME = text("SELECT name FROM definition WHERE service_key = :key ORDER BY number DESC LIMIT 1")


@dataclass(frozen=True, slots=True)
class KeptService:
    """A service with how many versions it has; `behind` runs on others than the one in force."""

    key: str
    name: str
    versions: int
    in_force: int | None
    running: int
    behind: int


@dataclass(frozen=True, slots=True)
class KeptVersions:
    """The versions of one service, the newest first."""

    key: str
    name: str
    versions: Sequence[VersionRow]
    may_publish: bool
    may_inspect: bool


def kept_services(rt: Runtime, connection: Link, by: Principal) -> tuple[KeptService, ...]:
    """Give the services that somebody inspects, by name."""
    options = inspected(rt, connection, by)
    rows = connection.execute(_COUNTS, {"keys": [one.key for one in options]})
    found = {row.service_key: row for row in rows}
    return tuple(
        KeptService(one.key, one.name, row.versions, row.in_force, int(row.running), int(row.behind))
        for one in options
        if (row := found.get(one.key))
    )


def kept_versions(rt: Runtime, connection: Link, by: Principal, service_key: str) -> KeptVersions:
    """Give the versions of a service.

    Raises
    ------
    Forbidden
        He neither inspects nor designs it; nor is he told whether there is such a service.
    NotFound
    """
    if not service_key.isprintable() or not any(
        may_at_service(rt, connection, by, one, service_key) for one in READERS
    ):
        raise NotFound(service=service_key) if may_everywhere(by, INSTANCE_INSPECT) else Forbidden
    versions = versions_of(connection, service_key)
    if not versions:
        raise NotFound(service=service_key)
    return KeptVersions(
        key=service_key,
        name=connection.execute(_NAME, {"key": service_key}).scalar_one(),
        versions=versions,
        may_publish=may_at_service(rt, connection, by, DEFINITION_PUBLISH, service_key),
        may_inspect=may_at_service(rt, connection, by, INSTANCE_INSPECT, service_key),
    )
