"""Groups, roles and units by the names that people write on diagrams."""

from dataclasses import dataclass
from typing import Literal

from sqlalchemy import text

from db.link import Link

_ALL = (
    "SELECT 'group' AS sort, key, name FROM group_ UNION ALL SELECT 'role', key, name FROM role"
    " UNION ALL SELECT 'unit', code, name FROM unit"
)
_NAMES = text(f"SELECT key FROM ({_ALL}) every UNION SELECT name FROM ({_ALL}) every")
_GROUPS = text("SELECT key, name FROM group_ ORDER BY name, key")
# Of several that are called alike a group comes before a role, and a role before a unit.
_NAMED = text(f"SELECT sort, key FROM ({_ALL}) every WHERE :label IN (key, name) ORDER BY sort, key LIMIT 1")

_KEYS = text(f"SELECT sort, key FROM ({_ALL}) every")


@dataclass(frozen=True, slots=True)
class Place:
    """A group, role or unit that a label names, with its key or code."""

    sort: Literal["group", "role", "unit"]
    key: str


def place_named(connection: Link, label: str) -> Place | None:
    """Return the group, role or unit whose key, code or name is `label`; None if it is none."""
    row = connection.execute(_NAMED, {"label": label.strip()}).one_or_none()
    return None if row is None else Place(row.sort, row.key)


def place_names(connection: Link) -> frozenset[str]:
    """Return every key, code and name by which `place_named` finds something."""
    return frozenset(connection.execute(_NAMES).scalars())


def place_keys(connection: Link) -> dict[str, frozenset[str]]:
    """Return the keys of all groups and roles and the codes of all units, by sort."""
    found: dict[str, set[str]] = {"group": set(), "role": set(), "unit": set()}
    for row in connection.execute(_KEYS):
        found[row.sort].add(row.key)
    return {sort: frozenset(keys) for sort, keys in found.items()}


def groups(connection: Link) -> dict[str, str]:
    """Return the names of all groups by their keys, in the order of their names."""
    return {row.key: row.name for row in connection.execute(_GROUPS)}
