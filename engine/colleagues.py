"""The person whom a handler names: active, and not himself."""

from db.unit_of_work import UnitOfWork
from identity.directory import expand
from identity.keys import is_id, person_key
from identity.principal import Principal
from identity.refs import PersonRef

from .errors import NotYourself, UnknownPerson


def colleague(uow: UnitOfWork, by: Principal, person_id: int) -> PersonRef:
    """Give the person somebody has chosen to act.

    Raises
    ------
    UnknownPerson
        There is none, or he has left.
    NotYourself
    """
    if person_id == by.person_id:
        raise NotYourself
    found = expand(uow, [person_key(person_id)]) if is_id(person_id) else ()
    if not found:
        raise UnknownPerson(person=person_id)
    return found[0]
