"""Who acts: the one view of a person that every door and command sees (design decision 13)."""

from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link, Row
from identity.keys import group_key, person_key, role_key
from identity.refs import Grant, UnitRef

SELECT = """
SELECT p.id, p.name, p.number, p.kinds, p.session_epoch,
  (SELECT json_agg(json_build_array(u.id, u.code, u.name, m.main, u.path) ORDER BY m.main DESC, u.sort, u.id)
     FROM membership m JOIN unit u ON u.id = m.unit_id WHERE m.person_id = p.id) AS units,
  (SELECT json_agg(group_key ORDER BY group_key) FROM group_member WHERE person_id = p.id) AS groups,
  (SELECT json_agg(json_build_array(h.role_key, h.unit_id) ORDER BY h.role_key, h.unit_id)
     FROM role_holder h WHERE h.person_id = p.id) AS roles,
  (SELECT json_agg(json_build_array(c.capability, u.id, u.path) ORDER BY c.capability, u.path)
     FROM (SELECT 'p:' || p.id AS key, NULL::bigint AS unit_id
           UNION ALL SELECT 'g:' || group_key, NULL FROM group_member WHERE person_id = p.id
           UNION ALL SELECT 'r:' || role_key || '@' || unit_id, NULL FROM role_holder WHERE person_id = p.id
           UNION ALL SELECT 'r:' || role_key, unit_id FROM role_holder WHERE person_id = p.id) held
     JOIN capability_grant c ON c.principal = held.key
     LEFT JOIN unit u ON u.id = coalesce(c.unit_id, held.unit_id)) AS grants
"""
"""The columns of a principal, of a person under the alias ``p``; a FROM clause follows."""

_LOAD = text(SELECT + "FROM person p WHERE p.id = :person AND p.active")


@dataclass(frozen=True, slots=True)
class Principal:
    """A person who is signed in, with all that decides what he may do.

    ``units`` has the main unit first. ``keys`` are his principal keys (:mod:`identity.keys`), by which to-do
    items find him.
    """

    person_id: int
    name: str
    number: str
    kinds: tuple[str, ...]
    units: tuple[UnitRef, ...]
    keys: tuple[str, ...]
    capabilities: tuple[Grant, ...]
    epoch: int = 1

    @property
    def main_unit(self) -> UnitRef | None:
        """His main unit, or the first of the others, or nothing."""
        return self.units[0] if self.units else None


def load(connection: Link, person_id: int) -> Principal | None:
    """Load the principal of an active person, in one statement."""
    row = connection.execute(_LOAD, {"person": person_id}).one_or_none()
    return None if row is None else from_row(row)


def from_row(row: Row) -> Principal:
    """Make the principal of a row with the columns of ``SELECT``."""
    groups = tuple(group_key(group) for group in row.groups or ())
    roles = tuple(role_key(role, unit_id) for role, unit_id in row.roles or ())
    return Principal(
        person_id=row.id,
        name=row.name,
        number=row.number,
        kinds=tuple(row.kinds),
        units=tuple(UnitRef(*unit) for unit in row.units or ()),
        keys=(person_key(row.id), *groups, *roles),
        capabilities=tuple(Grant(*grant) for grant in row.grants or ()),
        epoch=row.session_epoch,
    )


def may(
    principal: Principal, capability: str, unit_id: int | None = None, unit_path: str | None = None
) -> bool:
    """Tell whether a principal holds a capability at a unit, or, without a unit, in the whole school.

    A grant reaches down the tree: what is granted at a college holds at its departments. That needs the path
    of the unit asked about; its id alone matches only a grant at that very unit.
    """
    return any(
        _reaches(grant, unit_id, unit_path)
        for grant in principal.capabilities
        if grant.capability == capability
    )


def may_everywhere(principal: Principal, capability: str) -> bool:
    """Tell whether a principal holds a capability in the whole school: at no unit, or at the tree's root."""
    return any(
        grant.unit_path is None or grant.unit_path.count("/") == 1
        for grant in principal.capabilities
        if grant.capability == capability
    )


def may_somewhere(principal: Principal, capability: str) -> bool:
    """Tell whether a principal holds a capability at any unit at all: is there a menu entry to show?"""
    return any(grant.capability == capability for grant in principal.capabilities)


def _reaches(grant: Grant, unit_id: int | None, unit_path: str | None) -> bool:
    if grant.unit_path is None:
        return True
    if unit_path is not None:
        return unit_path.startswith(grant.unit_path)
    return unit_id is not None and grant.unit_id == unit_id
