"""代理: somebody is away for some days, and somebody else gets his tasks."""

from datetime import date

from db.unit_of_work import UnitOfWork, transaction
from engine.absences import campus_day, check_may_speak_for
from engine.definitions import in_force
from engine.errors import AbsenceRefused, UnknownPerson
from engine.runtime import Runtime
from engine.store import substitutions
from engine.store.substitutions import MOST_HOPS, Absence
from identity import directory
from identity.principal import Principal

MOST_DAYS = 366
"""How long an absence may be: for longer somebody else takes the post."""


def add_substitution(
    rt: Runtime,
    by: Principal,
    substitute_id: int,
    *,
    since: date,
    until: date,
    service_key: str | None = None,
    person_id: int | None = None,
) -> int:
    """Enter an absence; give the substitution's id.

    It counts for tasks made on its days. What is open already stays where it is
    (:func:`engine.commands.hand_over_open.hand_over_open`).

    Parameters
    ----------
    since, until
        The first and the last day, on the campus's calendar.
    service_key
        For one service; None for all.
    person_id
        Who is away; None for ``by`` himself.

    Raises
    ------
    Forbidden, NotFound
        See :func:`engine.absences.check_may_speak_for`.
    UnknownPerson
        The substitute is nobody, or has left.
    AbsenceRefused
        ``self``, ``order``, ``past``, ``too_long``, ``unknown_service``, ``overlap``; ``loop``: the task
        would come back to who is away; ``chain``: it would go through too many hands.
    """
    absent = by.person_id if person_id is None else person_id
    absence = Absence(absent, substitute_id, since, until, service_key)
    with transaction() as uow:
        check_may_speak_for(uow, by, absent)
        _check_days(absence, campus_day(rt.clock()))
        _check_people(uow, absence)
        substitutions.lock(uow)
        _check_chain(uow, absence)
        return substitutions.insert(uow, absence, rt.clock())


def _check_days(absence: Absence, today: date) -> None:
    if absence.until < absence.since:
        raise AbsenceRefused("order")
    if absence.until < today:
        raise AbsenceRefused("past")
    if (absence.until - absence.since).days >= MOST_DAYS:
        raise AbsenceRefused("too_long", limit=MOST_DAYS)


def _check_people(uow: UnitOfWork, absence: Absence) -> None:
    if absence.person_id == absence.substitute_id:
        raise AbsenceRefused("self")
    if not directory.active(uow, [absence.substitute_id]):
        raise UnknownPerson(person=absence.substitute_id)
    if absence.service_key is not None and in_force(uow, absence.service_key) is None:
        raise AbsenceRefused("unknown_service")


def _check_chain(uow: UnitOfWork, absence: Absence) -> None:
    if substitutions.overlaps(uow, absence):
        raise AbsenceRefused("overlap")
    hops, closed = substitutions.chain(uow, absence, MOST_HOPS)
    if closed:
        raise AbsenceRefused("loop")
    if hops > MOST_HOPS:
        raise AbsenceRefused("chain", limit=MOST_HOPS)
