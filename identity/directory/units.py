"""Units of the tree, as :class:`identity.refs.UnitRef`."""

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
_ANCESTORS = text(
    _COLUMNS
    + """JOIN unit low ON low.id = :unit
WHERE u.code = ANY (string_to_array(low.path, '/')) AND u.id <> low.id ORDER BY length(u.path) DESC"""
)


def unit(connection: Link, unit_id: int) -> UnitRef | None:
    """Return a unit by its id."""
    row = connection.execute(_BY_ID, {"unit": unit_id}).one_or_none()
    return None if row is None else UnitRef(*row)


def unit_by_code(connection: Link, code: str) -> UnitRef | None:
    """Return a unit by its code."""
    row = connection.execute(_BY_CODE, {"code": code}).one_or_none()
    return None if row is None else UnitRef(*row)


def units(connection: Link) -> tuple[UnitRef, ...]:
    """Return all units in the school's own order; their paths tell the tree."""
    return tuple(UnitRef(*row) for row in connection.execute(_ALL))


def subtree(connection: Link, unit_id: int) -> tuple[UnitRef, ...]:
    """Return a unit and all below it, in the school's own order."""
    return tuple(UnitRef(*row) for row in connection.execute(_SUBTREE, {"unit": unit_id}))


def ancestors(connection: Link, unit_id: int) -> tuple[UnitRef, ...]:
    """Return the units above a unit, the nearest first; the unit itself is not among them."""
    return tuple(UnitRef(*row) for row in connection.execute(_ANCESTORS, {"unit": unit_id}))
