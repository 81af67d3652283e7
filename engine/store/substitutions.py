"""Rows of ``substitution``: who stands in for whom, and when."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork


@dataclass(frozen=True, slots=True)
class Absence:
    """Somebody is away from a first to a last day, for one service or all (None), and who stands in."""

    person_id: int
    substitute_id: int
    since: date
    until: date
    service_key: str | None = None

    @property
    def values(self) -> dict[str, object]:
        """The columns by name."""
        return {
            "person": self.person_id,
            "substitute": self.substitute_id,
            "since": self.since,
            "until": self.until,
            "service": self.service_key,
        }


MOST_HOPS = 5
"""How far a task goes from one who is away to the next."""

# Two people who name each other at once would both see no loop: one waits for the other.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('substitution', 0))")
_INSERT = text(
    "INSERT INTO substitution (person_id, substitute_id, service_key, since, until, created_at)"
    " VALUES (:person, :substitute, :service, :since, :until, :now) RETURNING id"
)
_BY_ID = text("SELECT * FROM substitution WHERE id = :id FOR UPDATE")
_END = text("UPDATE substitution SET ended_at = :now WHERE id = :id")
_SAME = text(
    "SELECT count(*) FROM substitution WHERE person_id = :person AND ended_at IS NULL"
    " AND service_key IS NOT DISTINCT FROM :service AND since <= :until AND until >= :since"
)
# A chain holds on the days and for the services that all of its links share.
_CHAIN = (
    "WITH RECURSIVE chain(who, since, until, service, hops) AS ("
    " SELECT CAST(:{begin} AS bigint), CAST(:since AS date), CAST(:until AS date), CAST(:service AS text), 0"
    " UNION SELECT s.{to}, greatest(c.since, s.since), least(c.until, s.until),"
    " coalesce(c.service, s.service_key), c.hops + 1 FROM chain c JOIN substitution s ON s.{come} = c.who"
    " AND s.ended_at IS NULL AND greatest(c.since, s.since) <= least(c.until, s.until)"
    " AND (c.service IS NULL OR s.service_key IS NULL OR c.service = s.service_key) WHERE c.hops <= :most)"
    " SELECT max(hops) AS hops, coalesce(bool_or(who = :{end}), false) AS closed FROM chain"
)
_ONWARDS = text(_CHAIN.format(begin="substitute", end="person", come="person_id", to="substitute_id"))
_BACKWARDS = text(_CHAIN.format(begin="person", end="substitute", come="substitute_id", to="person_id"))
# From each who is away, as far as substitutes lead who are still there, have not been met on the way, and
# are not the one who must not get it. A substitute for this service beats one for all.
_STAND_INS = text(
    "WITH RECURSIVE chain(absent, path) AS ("
    " SELECT one, ARRAY[one] FROM unnest(CAST(:absent AS bigint[])) AS one"
    " UNION ALL SELECT c.absent, c.path || s.substitute_id FROM chain c CROSS JOIN LATERAL ("
    "  SELECT s.substitute_id FROM substitution s JOIN person q ON q.id = s.substitute_id AND q.active"
    "  WHERE s.person_id = c.path[cardinality(c.path)] AND s.ended_at IS NULL"
    "  AND CAST(:today AS date) BETWEEN s.since AND s.until"
    "  AND (s.service_key IS NULL OR s.service_key = :service)"
    "  ORDER BY s.service_key NULLS LAST, s.id LIMIT 1) s"
    f" WHERE cardinality(c.path) <= {MOST_HOPS}"
    " AND s.substitute_id <> ALL(c.path) AND s.substitute_id <> :not_to)"
    " SELECT DISTINCT ON (absent) absent, path[cardinality(path)] AS instead FROM chain"
    " WHERE cardinality(path) > 1 ORDER BY absent, cardinality(path) DESC"
)
_OF = text(
    "SELECT s.id, s.person_id, s.substitute_id, s.service_key, s.since, s.until, s.created_at, s.ended_at,"
    " a.name AS person_name, b.name AS substitute_name FROM substitution s"
    " JOIN person a ON a.id = s.person_id JOIN person b ON b.id = s.substitute_id"
    " WHERE (s.person_id = :person OR s.substitute_id = :person)"
    " ORDER BY s.ended_at IS NOT NULL, s.since DESC, s.id DESC LIMIT 200"
)
_OPEN = text(
    "SELECT DISTINCT t.instance_id FROM inbox i JOIN task t ON t.id = i.task_id AND t.state = 'open'"
    " JOIN instance n ON n.id = t.instance_id AND n.state = 'running'"
    " WHERE i.principal = :principal AND (CAST(:service AS text) IS NULL OR n.service_key = :service)"
    " ORDER BY t.instance_id"
)


def lock(uow: UnitOfWork) -> None:
    """Let nobody else enter a substitution until the transaction ends."""
    uow.execute(_ALONE)


def insert(uow: UnitOfWork, absence: Absence, now: datetime) -> int:
    """Store an absence; give its id."""
    stored: int = uow.execute(_INSERT, {**absence.values, "now": now}).scalar_one()
    return stored


def read(uow: UnitOfWork, substitution_id: int) -> Row | None:
    """Read one, locked; None if there is none."""
    return uow.execute(_BY_ID, {"id": substitution_id}).one_or_none()


def end(uow: UnitOfWork, substitution_id: int, now: datetime) -> None:
    """Call one off."""
    uow.execute(_END, {"id": substitution_id, "now": now})


def overlaps(uow: UnitOfWork, absence: Absence) -> bool:
    """Whether somebody stands in for the same person and the same services on one of these days already."""
    return bool(uow.execute(_SAME, absence.values).scalar_one())


def chain(uow: UnitOfWork, absence: Absence, most: int) -> tuple[int, bool]:
    """Give how long the longest chain through a new absence would be, and whether it would close to a loop.

    Parameters
    ----------
    most
        How far to look each way; a chain that is longer is told as longer.
    """
    values = {**absence.values, "most": most}
    onwards, backwards = uow.execute(_ONWARDS, values), uow.execute(_BACKWARDS, values)
    after, before = onwards.one(), backwards.one()
    return after.hops + 1 + before.hops, after.closed


def stand_ins(
    uow: UnitOfWork, absent: Iterable[int], today: date, service_key: str, *, not_to: int
) -> dict[int, int]:
    """Give who stands in on a day for each of some people, at the end of each chain.

    Parameters
    ----------
    not_to
        Who must not get what is theirs; nor does anybody behind him.
    """
    values = {"absent": sorted(absent), "today": today, "service": service_key, "not_to": not_to}
    return {row.absent: row.instead for row in uow.execute(_STAND_INS, values)}


def of_person(connection: Link, person_id: int) -> Sequence[Row]:
    """Read whose absences concern somebody, his own and those in which he stands in; those in force first."""
    return connection.execute(_OF, {"person": person_id}).all()


def instances_waiting(connection: Link, principal: str, service_key: str | None) -> list[uuid.UUID]:
    """Give the running instances with open tasks for a principal, of one service or of all."""
    values = {"principal": principal, "service": service_key}
    return list(connection.execute(_OPEN, values).scalars())
