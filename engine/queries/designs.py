"""业务管理: what a designer works on: his units' designs, and the versions of their services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_at_service
from engine.designs import DESIGNER, sees
from engine.errors import Forbidden
from engine.runtime import Runtime
from engine.store import designs
from identity import directory
from identity.capabilities import DEFINITION_EDIT, DEFINITION_PUBLISH
from identity.principal import Principal, may, may_somewhere
from identity.refs import UnitRef

_VERSIONS = (
    "SELECT d.id, d.service_key, d.name, d.number, d.state, d.published_at,"
    " coalesce(p.name, '') AS created_by,"
    " (SELECT count(*) FROM instance i WHERE i.definition_id = d.id"
    " AND i.state IN ('running', 'suspended')) AS running"
    " FROM definition d LEFT JOIN person p ON p.id = d.created_by"
)
_ALL = text(f"{_VERSIONS} ORDER BY d.service_key, d.number DESC")
_OF_SERVICE = text(f"{_VERSIONS} WHERE d.service_key = :key ORDER BY d.number DESC")


@dataclass(frozen=True, slots=True)
class DesignRow:
    """A design being edited (编辑中); `verdict` says whether it could be published."""

    id: int
    service_key: str
    name: str
    unit_name: str
    file_name: str
    verdict: str
    version: int
    updated_at: datetime
    created_by: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A version, shown as Vn.0; `running` counts the matters that are on it and have not ended."""

    id: int
    number: int
    state: str
    published_at: datetime | None
    created_by: str
    running: int


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service with its versions, the newest first."""

    key: str
    name: str
    versions: tuple[VersionRow, ...]
    may_edit: bool
    may_publish: bool

    @property
    def in_force(self) -> VersionRow | None:
        """The version by which new matters begin."""
        return next((one for one in self.versions if one.state == "published"), None)


@dataclass(frozen=True, slots=True)
class Workshop:
    """All that a designer works on; `units` are those for which he may begin a service."""

    designs: tuple[DesignRow, ...]
    services: tuple[ServiceRow, ...]
    units: tuple[UnitRef, ...]
    whole_school: bool


def workshop(rt: Runtime, connection: Link, by: Principal) -> Workshop:
    """List what somebody may design.

    Raises
    ------
    Forbidden
        He is no designer of anything.
    """
    if not any(may_somewhere(by, capability) for capability in DESIGNER):
        raise Forbidden
    rows = (row for row in designs.open_designs(connection) if sees(by, row))
    units = tuple(
        unit for unit in directory.units(connection) if may(by, DEFINITION_EDIT, unit_path=unit.path)
    )
    return Workshop(
        designs=tuple(design_row(row) for row in rows),
        services=_services(rt, connection, by),
        units=units,
        whole_school=may(by, DEFINITION_EDIT),
    )


def design_row(row: Row) -> DesignRow:
    """Make the line of a list."""
    return DesignRow(
        id=row.id,
        service_key=row.service_key,
        name=row.name,
        unit_name=row.unit_name or "",
        file_name=row.file_name,
        verdict=row.verdict,
        version=row.lock_version,
        updated_at=row.updated_at,
        created_by=row.created_by or "",
    )


def versions_of(connection: Link, service_key: str) -> tuple[VersionRow, ...]:
    """Give the versions of a service, the newest first."""
    return tuple(_version(row) for row in connection.execute(_OF_SERVICE, {"key": service_key}))


def _services(rt: Runtime, connection: Link, by: Principal) -> tuple[ServiceRow, ...]:
    found = groupby(connection.execute(_ALL).all(), key=lambda row: row.service_key)
    made = (_service(rt, connection, by, key, list(rows)) for key, rows in found)
    seen = [service for service in made if service.may_edit or service.may_publish]
    return tuple(sorted(seen, key=lambda service: (service.in_force is None, service.name)))


def _service(rt: Runtime, connection: Link, by: Principal, key: str, rows: Sequence[Any]) -> ServiceRow:
    return ServiceRow(
        key=key,
        name=rows[0].name,
        versions=tuple(_version(row) for row in rows),
        may_edit=may_at_service(rt, connection, by, DEFINITION_EDIT, key),
        may_publish=may_at_service(rt, connection, by, DEFINITION_PUBLISH, key),
    )


def _version(row: Any) -> VersionRow:
    return VersionRow(row.id, row.number, row.state, row.published_at, row.created_by, row.running)
