"""Reading people and units. Only active people are found as holders, members, in a search or behind keys."""

from identity.directory.labels import Place, place_named, places
from identity.directory.levels import unit_of_kind, units_holding
from identity.directory.people import (
    expand,
    heads,
    holders,
    members,
    people,
    person,
    search_people,
    searchable,
)
from identity.directory.principals import (
    active,
    granted,
    granted_everywhere,
    holders_anywhere,
    id_by_number,
    ids_by_number,
)
from identity.directory.units import main_units, nearest_headed, subtree, unit, unit_by_code, units

__all__ = [
    "Place",
    "active",
    "expand",
    "granted",
    "granted_everywhere",
    "heads",
    "holders",
    "holders_anywhere",
    "id_by_number",
    "ids_by_number",
    "main_units",
    "members",
    "nearest_headed",
    "people",
    "person",
    "place_named",
    "places",
    "search_people",
    "searchable",
    "subtree",
    "unit",
    "unit_by_code",
    "unit_of_kind",
    "units",
    "units_holding",
]
