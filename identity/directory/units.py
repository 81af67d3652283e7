"""Units of the tree, as :class:`identity.refs.UnitRef`."""

from collections.abc import Iterable

from sqlalchemy import text

from db.link import Link
from identity.refs import UnitRef

_COLUMNS = "SELECT u.id, u.code, u.name, false AS main, u.path FROM unit u "
_BY_ID = text(_COLUMNS + "WHERE u.id = :unit")
_BY_CODE = text(_COLUMNS + "WHERE u.code = :code")
_ALL = text(_COLUMNS + "ORDER BY u.sort, u.id")
_SUBTREE = text(
    _COLUMNS + "WHERE u.path LIKE (SELECT path FROM unit WHERE id = :unit) || '%' ORDER BY u.sort, u.id"
)
_HEADED = text(
    _COLUMNS
    + """JOIN unit low ON low.id = :unit
WHERE u.code = ANY (string_to_array(low.path, '/')) AND EXISTS (SELECT FROM role_holder h
JOIN person p ON p.id = h.person_id AND p.active WHERE h.unit_id = u.id AND h.role_key = 'head'
HAVING count(*) > 0 AND NOT bool_or(p.id = ANY (CAST(:without AS bigint[]))))
ORDER BY length(u.path) DESC LIMIT 1"""
)
_MAIN = text(
    "SELECT DISTINCT unit_id FROM membership WHERE main AND person_id = ANY (:people) ORDER BY unit_id"
)


def unit(connection: Link, unit_id: int) -> UnitRef | None:
    """Return a unit by its id."""
    row = connection.execute(_BY_ID, {"unit": unit_id}).one_or_none()
    return None if row is None else UnitRef(*row)


def unit_by_code(connection: Link, code: str) -> UnitRef | None:
    """Return a unit by its code; what no code can be is none."""
    if not code or not code.isprintable():
        return None
    row = connection.execute(_BY_CODE, {"code": code}).one_or_none()
    return None if row is None else UnitRef(*row)


def units(connection: Link) -> tuple[UnitRef, ...]:
    """Return all units in the school's own order; their paths tell the tree."""
    return tuple(UnitRef(*row) for row in connection.execute(_ALL))


def subtree(connection: Link, unit_id: int) -> tuple[UnitRef, ...]:
    """Return a unit and all below it, in the school's own order."""
    return tuple(UnitRef(*row) for row in connection.execute(_SUBTREE, {"unit": unit_id}))


def nearest_headed(connection: Link, unit_id: int, *, without: Iterable[int] = ()) -> UnitRef | None:
    """Return the nearest unit with an active head, from a unit upwards; None if there is none.

    Parameters
    ----------
    without
        People above whom a head is wanted: units that one of them heads are passed over.
    """
    row = connection.execute(_HEADED, {"unit": unit_id, "without": list(without)}).one_or_none()
    return None if row is None else UnitRef(*row)


def main_units(connection: Link, people: Iterable[int]) -> tuple[int, ...]:
    """Return the ids of the main units of some people, each once."""
    return tuple(connection.execute(_MAIN, {"people": list(people)}).scalars())
