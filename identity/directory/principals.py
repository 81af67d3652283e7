"""Principal keys by other ways than a person's id: his number, or what somebody was granted."""

from collections.abc import Iterable, Sequence

from sqlalchemy import text

from db.link import Link
from identity.keys import is_id

_BY_NUMBERS = text("SELECT number, id FROM person WHERE number = ANY (:numbers) AND active")
_ACTIVE = text("SELECT id FROM person WHERE id = ANY (CAST(:ids AS bigint[])) AND active")
_ANYWHERE = text(
    "SELECT DISTINCT h.person_id FROM role_holder h JOIN person p ON p.id = h.person_id AND p.active"
    " WHERE h.role_key = :role ORDER BY h.person_id"
)

# A grant to a role without a unit holds wherever the role is held; it names nobody by itself.
_GRANTED = text(
    "SELECT DISTINCT principal FROM capability_grant WHERE capability = :capability"
    " AND (principal NOT LIKE 'r:%' OR principal LIKE 'r:%@%') ORDER BY principal"
)

_EVERYWHERE = text(
    "SELECT DISTINCT c.principal FROM capability_grant c LEFT JOIN unit u ON u.id = c.unit_id"
    " WHERE c.capability = :capability AND u.parent_id IS NULL"
    " AND (c.principal NOT LIKE 'r:%' OR c.principal LIKE 'r:%@%') ORDER BY c.principal"
)


def id_by_number(connection: Link, number: str) -> int | None:
    """Return the id of the active person with a staff or student number."""
    return ids_by_number(connection, [number]).get(number)


def ids_by_number(connection: Link, numbers: Sequence[str]) -> dict[str, int]:
    """Return the ids of active people by their numbers; unknown numbers are left out."""
    # PostgreSQL cannot be asked for NUL or half a surrogate pair, which somebody may have sent.
    asked = [number for number in numbers if number.isprintable()]
    if not asked:
        return {}
    rows = connection.execute(_BY_NUMBERS, {"numbers": asked})
    return {row.number: row.id for row in rows}


def active(connection: Link, ids: Iterable[int]) -> frozenset[int]:
    """Return those of some ids that are active people's."""
    asked = [one for one in ids if is_id(one)]
    return frozenset(connection.execute(_ACTIVE, {"ids": asked}).scalars()) if asked else frozenset()


def holders_anywhere(connection: Link, role_key: str) -> tuple[int, ...]:
    """Return the ids of the active people who hold a role at any unit."""
    return tuple(connection.execute(_ANYWHERE, {"role": role_key}).scalars())


def granted(connection: Link, capability: str) -> tuple[str, ...]:
    """Return the principal keys that were granted a capability anywhere."""
    return tuple(connection.execute(_GRANTED, {"capability": capability}).scalars())


def granted_everywhere(connection: Link, capability: str) -> tuple[str, ...]:
    """Return the principal keys that were granted a capability for the whole school, or at its top."""
    return tuple(connection.execute(_EVERYWHERE, {"capability": capability}).scalars())
