"""Groups, roles and units by the names that people write on diagrams."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import text

from db.link import Link

_ALL = (
    "SELECT 'group' AS sort, key, name FROM group_ UNION ALL SELECT 'role', key, name FROM role"
    " UNION ALL SELECT 'unit', code, name FROM unit"
)
_PLACES = text(f"SELECT sort, key, name FROM ({_ALL}) every ORDER BY name, key")
# Of several that are called alike a group comes before a role, and a role before a unit.
_NAMED = text(f"SELECT sort, key FROM ({_ALL}) every WHERE :label IN (key, name) ORDER BY sort, key LIMIT 1")

Sort = Literal["group", "role", "unit"]


@dataclass(frozen=True, slots=True)
class Place:
    """A group, role or unit that a label names, with its key or code."""

    sort: Sort
    key: str


def place_named(connection: Link, label: str) -> Place | None:
    """Return the group, role or unit whose key, code or name is `label`; None if it is none."""
    row = connection.execute(_NAMED, {"label": label.strip()}).one_or_none()
    return None if row is None else Place(row.sort, row.key)


def places(connection: Link) -> Mapping[Sort, Mapping[str, str]]:
    """Return the names of all groups and roles by their keys, and of units by their codes, in their order."""
    found: dict[Sort, dict[str, str]] = {"group": {}, "role": {}, "unit": {}}
    for row in connection.execute(_PLACES):
        found[row.sort][row.key] = row.name
    return found
