"""People, as :class:`identity.refs.PersonRef`, ordered by the pinyin of their names."""

import unicodedata
from collections.abc import Iterable

from sqlalchemy import TextClause, text

from db.link import Link
from identity.keys import parse
from identity.pinyin import fold
from identity.refs import PersonRef

_COLUMNS = """SELECT p.id, p.name, p.number, coalesce(u.name, '') AS unit_name FROM person p
LEFT JOIN membership m ON m.person_id = p.id AND m.main LEFT JOIN unit u ON u.id = m.unit_id
"""
_ORDER = " ORDER BY p.name_key, p.id"


def _select(condition: str, order: str = _ORDER) -> TextClause:
    return text(_COLUMNS + "WHERE " + condition + order)


_BY_IDS = _select("p.id = ANY (:ids)")
_HOLDERS = _select("""p.active AND p.id IN
(SELECT person_id FROM role_holder WHERE unit_id = :unit AND role_key = :role)""")
_MEMBERS = _select("p.active AND p.id IN (SELECT person_id FROM group_member WHERE group_key = :group)")
MOST_FOUND = 20
"""How many people one search finds: whoever looks for somebody types some more letters."""
_SEARCH = _select("p.active AND strpos(p.search_key, :typed) > 0", _ORDER + " LIMIT :limit")
# The number stands in the key between the name and its pinyin.
_SEARCH_NAMES = _select(
    """p.active AND (lower(p.number) = :typed
OR strpos(replace(p.search_key, ' ' || lower(p.number) || ' ', ' | '), :typed) > 0)""",
    _ORDER + " LIMIT :limit",
)
_EXPAND = _select(
    """p.active AND p.id IN (SELECT unnest(CAST(:persons AS bigint[]))
UNION SELECT person_id FROM group_member WHERE group_key = ANY (CAST(:groups AS text[]))
UNION SELECT h.person_id FROM role_holder h
      JOIN unnest(CAST(:roles AS text[]), CAST(:units AS bigint[])) AS wanted (role_key, unit_id)
      USING (role_key, unit_id))""",
    _ORDER + " LIMIT CAST(:limit AS bigint)",
)


def person(connection: Link, person_id: int) -> PersonRef | None:
    """Return a person, active or not."""
    return people(connection, (person_id,)).get(person_id)


def people(connection: Link, ids: Iterable[int]) -> dict[int, PersonRef]:
    """Return persons by their ids, active or not; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    return {row.id: PersonRef(*row) for row in connection.execute(_BY_IDS, {"ids": wanted})}


def holders(connection: Link, role_key: str, unit_id: int) -> tuple[PersonRef, ...]:
    """Return who holds a role at a unit (at that very unit, not below or above it)."""
    rows = connection.execute(_HOLDERS, {"role": role_key, "unit": unit_id})
    return tuple(PersonRef(*row) for row in rows)


def heads(connection: Link, unit_id: int) -> tuple[PersonRef, ...]:
    """Return the heads of a unit; empty if the post is vacant."""
    return holders(connection, "head", unit_id)


def members(connection: Link, group_key: str) -> tuple[PersonRef, ...]:
    """Return the members of a group."""
    return tuple(PersonRef(*row) for row in connection.execute(_MEMBERS, {"group": group_key}))


def searchable(q: str) -> bool:
    """Whether something typed is enough to look for somebody: two characters, or a Chinese one."""
    typed = fold(q)
    return len(typed) > 1 or unicodedata.category(typed or " ") == "Lo"


def search_people(
    connection: Link, q: str, *, limit: int = MOST_FOUND, numbers: bool = True
) -> tuple[PersonRef, ...]:
    """Find people by a part of their name, number, pinyin or initials; too little typed finds nobody.

    Parameters
    ----------
    limit
        At most `MOST_FOUND`.
    numbers
        False for whoever does not see numbers: then only a whole one finds somebody.
    """
    if not searchable(q):
        return ()
    values = {"typed": fold(q), "limit": min(limit, MOST_FOUND)}
    rows = connection.execute(_SEARCH if numbers else _SEARCH_NAMES, values)
    return tuple(PersonRef(*row) for row in rows)


def expand(connection: Link, keys: Iterable[str], *, limit: int | None = None) -> tuple[PersonRef, ...]:
    """Return the people behind principal keys, each once; the first `limit` of them, if it is said.

    Raises
    ------
    ValueError
        If a key is not a principal key.
    """
    wanted = parse(keys)
    values = {
        "persons": list(wanted.persons),
        "groups": list(wanted.groups),
        "roles": list(wanted.roles),
        "units": list(wanted.role_units),
        "limit": limit,
    }
    return tuple(PersonRef(*row) for row in connection.execute(_EXPAND, values))
