"""Versions of processes, for designers and for drawing."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from bpmn_models.bundle import read_zip
from db.link import Link
from engine.errors import NotFound

_COLUMNS = (
    "d.id, d.service_key, d.name, d.number, d.state, d.digest, d.created_at, d.published_at,"
    " coalesce(p.name, '') AS created_by FROM definition d LEFT JOIN person p ON p.id = d.created_by"
)
_ALL = text(f"SELECT {_COLUMNS} ORDER BY d.service_key, d.number DESC")
_IN_FORCE = text("SELECT service_key, name FROM definition WHERE state = 'published' ORDER BY name, id")
_ONE = text(f"SELECT {_COLUMNS} WHERE d.id = :id")
_BUNDLE = text("SELECT bundle FROM definition WHERE id = :id")


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """A version; ``number`` n is shown as Vn.0, ``created_by`` is empty for the program itself."""

    id: int
    service_key: str
    name: str
    number: int
    state: str
    digest: str
    created_at: datetime
    published_at: datetime | None
    created_by: str


def all_definitions(connection: Link) -> tuple[DefinitionRow, ...]:
    """List every version, each service's newest first."""
    return tuple(DefinitionRow(*row) for row in connection.execute(_ALL))


def services_in_force(connection: Link) -> dict[str, str]:
    """Give the names of the services that may run, by their keys."""
    return {row.service_key: row.name for row in connection.execute(_IN_FORCE)}


def definition(connection: Link, definition_id: int) -> DefinitionRow:
    """Give one version.

    Raises
    ------
    NotFound
    """
    row = connection.execute(_ONE, {"id": definition_id}).one_or_none()
    if row is None:
        raise NotFound(definition=definition_id)
    return DefinitionRow(*row)


def diagram(connection: Link, definition_id: int) -> bytes:
    """Give a version's diagram, byte for byte as it was deployed.

    Raises
    ------
    NotFound
    """
    bundle = connection.execute(_BUNDLE, {"id": definition_id}).scalar_one_or_none()
    if bundle is None:
        raise NotFound(definition=definition_id)
    return read_zip(bytes(bundle)).process
