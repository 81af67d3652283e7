"""The engine's port `owner`: to which unit a service belongs."""

from sqlalchemy import select

from db.link import Link
from hall.models import Service
from identity.models import Unit


def owner(conn: Link, service_key: str) -> str | None:
    """Return the path of the unit that a service belongs to; None if it has none, or is unknown."""
    return conn.connection.scalar(
        select(Unit.path).join(Service, Service.unit_id == Unit.id).where(Service.key == service_key)
    )


def owners(conn: Link) -> dict[str, str | None]:
    """Return the same of every service of the catalogue, by process key."""
    found = conn.connection.execute(
        select(Service.key, Unit.path).join_from(Service, Unit, Service.unit_id == Unit.id, isouter=True)
    )
    return {row.key: row.path for row in found}
