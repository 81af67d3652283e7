"""代理设置: when somebody is away and who stands in, and for whom he stands in himself."""

from dataclasses import dataclass
from datetime import date

from db.link import Link, Row
from engine.absences import campus_day, check_may_speak_for
from engine.runtime import Runtime
from engine.store import substitutions
from identity.principal import Principal


@dataclass(frozen=True, slots=True)
class Substitution:
    """One absence.

    Attributes
    ----------
    state
        ``coming``, ``now``, ``over`` (its last day has passed) or ``ended`` (called off).
    service_key
        None: every service.
    """

    id: int
    person_id: int
    person_name: str
    substitute_id: int
    substitute_name: str
    service_key: str | None
    since: date
    until: date
    state: str


def substitutions_of(
    rt: Runtime, connection: Link, by: Principal, person_id: int | None = None
) -> tuple[Substitution, ...]:
    """Give the substitutions that concern somebody, those in force or coming first.

    Parameters
    ----------
    person_id
        None for ``by`` himself.

    Raises
    ------
    Forbidden, NotFound
        See :func:`engine.absences.check_may_speak_for`.
    """
    who = by.person_id if person_id is None else person_id
    check_may_speak_for(connection, by, who)
    today = campus_day(rt.clock())
    found = [_of(row, today) for row in substitutions.of_person(connection, who)]
    return tuple(sorted(found, key=lambda one: one.state in ("over", "ended")))


def _of(row: Row, today: date) -> Substitution:
    if row.ended_at is not None:
        state = "ended"
    elif row.until < today:
        state = "over"
    else:
        state = "coming" if row.since > today else "now"
    return Substitution(
        row.id,
        row.person_id,
        row.person_name,
        row.substitute_id,
        row.substitute_name,
        row.service_key,
        row.since,
        row.until,
        state,
    )
