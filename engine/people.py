"""People whom somebody names by their ids."""

from collections.abc import Iterable

from db.link import Link
from identity import directory
from identity.keys import is_id, person_key
from identity.refs import PersonRef


def active(connection: Link, ids: Iterable[int]) -> dict[int, PersonRef]:
    """Give the active people with these ids; who is nobody, or has left, is left out."""
    keys = [person_key(person) for person in ids if is_id(person)]
    return {person.id: person for person in directory.expand(connection, keys)} if keys else {}
