"""Whose figures are asked for: a service, when its matters began, its versions, their initiators' units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import text

from db.link import Link
from engine.access import may_inspect
from engine.errors import Forbidden, NotFound
from engine.runtime import Runtime
from identity import directory
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may_everywhere
from identity.refs import UnitRef

EARLIEST = datetime(1970, 1, 1, tzinfo=UTC)
LATEST = datetime(9000, 1, 1, tzinfo=UTC)
_VERSIONS = text(
    "SELECT id, number, name, state FROM definition WHERE service_key = :key ORDER BY number DESC"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody chose: of matters begun from `since` to before `until`, all that nothing is said of.

    Attributes
    ----------
    versions
        Numbers of versions; empty for all of them.
    unit
        The code of a unit; its matters are those begun for it or for a unit below.
    """

    since: datetime | None = None
    until: datetime | None = None
    versions: tuple[int, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the service; `chosen` if its matters are among those counted."""

    id: int
    number: int
    name: str
    state: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """A choice that was looked up, for somebody who may see it."""

    key: str
    asked: Asked
    versions: tuple[Version, ...]
    unit: UnitRef | None

    @property
    def name(self) -> str:
        """The service's, by its newest version."""
        return self.versions[0].name

    @property
    def shown(self) -> Version:
        """The version whose diagram carries figures: the newest that was chosen, else the one in force."""
        chosen = [one for one in self.versions if one.chosen]
        if self.asked.versions and chosen:
            return chosen[0]
        return next((one for one in self.versions if one.state == "published"), self.versions[0])

    @property
    def opening(self) -> str:
        """The condition on the row ``i`` of an instance, whenever it began."""
        told = "i.service_key = :key"
        if self.asked.versions:
            told += " AND i.definition_id = ANY(CAST(:versions AS bigint[]))"
        if self.unit:
            told += " AND i.unit_id IN (SELECT id FROM unit WHERE path LIKE :path)"
        return told

    @property
    def cohort(self) -> str:
        """The condition on the row ``i`` of an instance that began in the period."""
        return f"{self.opening} AND i.started_at >= :since AND i.started_at < :until"

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of both conditions."""
        told: dict[str, Any] = {
            "key": self.key,
            "since": self.asked.since or EARLIEST,
            "until": self.asked.until or LATEST,
        }
        if self.asked.versions:
            told["versions"] = [one.id for one in self.versions if one.chosen]
        if self.unit:
            told["path"] = f"{self.unit.path}%"
        return told


def subject_of(rt: Runtime, connection: Link, by: Principal, service_key: str, asked: Asked) -> Subject:
    """Look a choice up.

    Raises
    ------
    Forbidden
        He does not inspect this service; nor is he told whether there is one.
    NotFound
        There is no such service, version or unit.
    """
    # What holds no key of a service is not asked of the database, which takes no such characters.
    if not service_key.isprintable() or not may_inspect(rt, connection, by, service_key):
        # What belongs to no unit is known to whoever inspects the whole school: there is none such.
        raise NotFound(service=service_key) if may_everywhere(by, INSTANCE_INSPECT) else Forbidden
    return look_up(connection, service_key, asked)


def look_up(connection: Link, service_key: str, asked: Asked) -> Subject:
    """Look a choice up for the program itself, which asks for nobody.

    Raises
    ------
    NotFound
        There is no such service, version or unit.
    """
    rows = connection.execute(_VERSIONS, {"key": service_key}).all()
    known = {row.number for row in rows}
    if not rows or not known.issuperset(asked.versions):
        raise NotFound(service=service_key)
    unit = None if asked.unit is None else directory.unit_by_code(connection, asked.unit)
    if asked.unit is not None and unit is None:
        raise NotFound(unit=asked.unit)
    return Subject(service_key, asked, _versions(rows, asked), unit)


def _versions(rows: Sequence[Any], asked: Asked) -> tuple[Version, ...]:
    return tuple(
        Version(row.id, row.number, row.name, row.state, not asked.versions or row.number in asked.versions)
        for row in rows
    )
