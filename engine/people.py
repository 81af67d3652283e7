"""People whom somebody names by their ids."""

from collections.abc import Iterable

from db.link import Link
from identity import directory
from identity.keys import person_key
from identity.refs import PersonRef

LARGEST_ID = 2**63 - 1
"""PostgreSQL's bigint: a larger number is nobody's id."""


def active(connection: Link, ids: Iterable[int]) -> dict[int, PersonRef]:
    """Give the active people with these ids; who is nobody, or has left, is left out."""
    keys = [person_key(person) for person in ids if 0 < person <= LARGEST_ID]
    return {person.id: person for person in directory.expand(connection, keys)} if keys else {}
