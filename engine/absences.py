"""What the commands about substitutes share: who may, and on which day the campus is."""

from datetime import date, datetime

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from db.link import Link, Row
from db.unit_of_work import UnitOfWork
from identity.capabilities import IDENTITY_MANAGE
from identity.keys import is_id
from identity.principal import Principal, may, may_somewhere

from .errors import Forbidden, NotFound
from .store import substitutions

_UNIT = text(
    "SELECT p.id, u.path FROM person p LEFT JOIN membership m ON m.person_id = p.id AND m.main"
    " LEFT JOIN unit u ON u.id = m.unit_id WHERE p.id = :id"
)


def campus_day(moment: datetime) -> date:
    """Give the day on campus."""
    return moment.astimezone(CAMPUS_TIME).date()


def check_may_speak_for(connection: Link, by: Principal, person_id: int) -> None:
    """Let everybody enter his own absences, and those who manage people those of their units.

    Raises
    ------
    Forbidden
    NotFound
        There is no such person.
    """
    if person_id == by.person_id:
        return
    if not may_somewhere(by, IDENTITY_MANAGE):
        raise Forbidden(person=person_id)
    row = connection.execute(_UNIT, {"id": person_id}).one_or_none() if is_id(person_id) else None
    if row is None:
        raise NotFound(person=person_id)
    if not may(by, IDENTITY_MANAGE, unit_path=row.path):
        raise Forbidden(person=person_id)


def open_substitution(uow: UnitOfWork, by: Principal, substitution_id: int) -> Row:
    """Lock a substitution for whoever is away, or who manages him.

    Raises
    ------
    NotFound
        Unknown, or none of his business.
    Forbidden
        He stands in, and may see it, but it is not his to change.
    """
    row = substitutions.read(uow, substitution_id) if is_id(substitution_id) else None
    if row is None:
        raise NotFound(substitution=substitution_id)
    try:
        check_may_speak_for(uow, by, row.person_id)
    except Forbidden:
        if row.substitute_id == by.person_id:
            raise
        raise NotFound(substitution=substitution_id) from None
    return row
