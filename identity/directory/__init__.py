"""Reading people and units. Only active people are found as holders, members, in a search or behind keys."""

from identity.directory.people import expand, heads, holders, members, people, person, search_people
from identity.directory.units import ancestors, subtree, unit, unit_by_code, units

__all__ = [
    "ancestors",
    "expand",
    "heads",
    "holders",
    "members",
    "people",
    "person",
    "search_people",
    "subtree",
    "unit",
    "unit_by_code",
    "units",
]
