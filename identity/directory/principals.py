"""Principal keys by other ways than a person's id: his number, or what somebody was granted."""

from sqlalchemy import text

from db.link import Link

_BY_NUMBER = text("SELECT id FROM person WHERE number = :number AND active")
# A grant to a role without a unit holds wherever the role is held; it names nobody by itself.
_GRANTED = text(
    "SELECT DISTINCT principal FROM capability_grant WHERE capability = :capability"
    " AND (principal NOT LIKE 'r:%' OR principal LIKE 'r:%@%') ORDER BY principal"
)


def id_by_number(connection: Link, number: str) -> int | None:
    """Return the id of the active person with a staff or student number."""
    person_id: int | None = connection.execute(_BY_NUMBER, {"number": number}).scalar_one_or_none()
    return person_id


def granted(connection: Link, capability: str) -> tuple[str, ...]:
    """Return the principal keys that were granted a capability anywhere."""
    return tuple(connection.execute(_GRANTED, {"capability": capability}).scalars())
