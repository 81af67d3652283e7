"""Reading people and units. Only active people are found as holders, members, in a search or behind keys."""

from identity.directory.people import expand, heads, holders, members, people, person, search_people
from identity.directory.principals import granted, id_by_number
from identity.directory.units import main_units, nearest_headed, subtree, unit, unit_by_code, units

__all__ = [
    "expand",
    "granted",
    "heads",
    "holders",
    "id_by_number",
    "main_units",
    "members",
    "nearest_headed",
    "people",
    "person",
    "search_people",
    "subtree",
    "unit",
    "unit_by_code",
    "units",
]
