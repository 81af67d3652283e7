"""The way from a unit upwards: its heads one above the other, its college, and where a role is held."""

from sqlalchemy import text

from db.link import Link
from identity.refs import UnitRef

_UPWARDS = (
    "SELECT u.id, u.code, u.name, false AS main, u.path FROM unit u JOIN unit low ON low.id = :unit"
    " WHERE u.code = ANY (string_to_array(low.path, '/')) AND {condition} ORDER BY length(u.path) DESC"
)
_HELD = (
    "EXISTS (SELECT FROM role_holder h JOIN person p ON p.id = h.person_id AND p.active"
    " WHERE h.unit_id = u.id AND h.role_key = :role)"
)
_HOLDING = text(_UPWARDS.format(condition=_HELD))
_OF_KIND = text(_UPWARDS.format(condition="u.kind = :kind"))


def units_holding(connection: Link, unit_id: int, role_key: str) -> tuple[UnitRef, ...]:
    """Return the units at which somebody active holds a role, from a unit upwards, the nearest first."""
    rows = connection.execute(_HOLDING, {"unit": unit_id, "role": role_key})
    return tuple(UnitRef(*row) for row in rows)


def unit_of_kind(connection: Link, unit_id: int, kind: str) -> UnitRef | None:
    """Return the nearest unit of a kind (such as ``college``), from a unit upwards."""
    rows = connection.execute(_OF_KIND, {"unit": unit_id, "kind": kind}).all()
    return UnitRef(*rows[0]) if rows else None
