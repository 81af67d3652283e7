"""The people behind principal keys today, and who stands in for those who are away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from identity.keys import parse

if TYPE_CHECKING:
    from engine.running import Running

MOST_HOPS = 5
"""How far a task goes from one who is away to the next."""

# The people behind the keys; then, from each of them, as far as substitutes lead who are still there, have
# not been met on the way, and did not start the matter. A substitute for this service beats one for all.
_BEHIND = text(
    "WITH RECURSIVE behind AS ("
    " SELECT 'p:' || p.id AS key, p.id AS person FROM person p"
    " WHERE p.id = ANY(CAST(:persons AS bigint[])) AND p.active"
    " UNION ALL SELECT 'g:' || m.group_key, p.id FROM group_member m"
    " JOIN person p ON p.id = m.person_id AND p.active WHERE m.group_key = ANY(CAST(:groups AS text[]))"
    " UNION ALL SELECT 'r:' || h.role_key || '@' || h.unit_id, p.id FROM role_holder h"
    " JOIN person p ON p.id = h.person_id AND p.active"
    " JOIN unnest(CAST(:roles AS text[]), CAST(:units AS bigint[])) AS w(role_key, unit_id)"
    " USING (role_key, unit_id)),"
    " chain(absent, path) AS (SELECT DISTINCT person, ARRAY[person] FROM behind"
    " UNION ALL SELECT c.absent, c.path || s.substitute_id FROM chain c CROSS JOIN LATERAL ("
    "  SELECT s.substitute_id FROM substitution s JOIN person q ON q.id = s.substitute_id AND q.active"
    "  WHERE s.person_id = c.path[cardinality(c.path)] AND s.ended_at IS NULL"
    "  AND CAST(:today AS date) BETWEEN s.since AND s.until"
    "  AND (s.service_key IS NULL OR s.service_key = :service)"
    "  ORDER BY s.service_key NULLS LAST, s.id LIMIT 1) s"
    f" WHERE cardinality(c.path) <= {MOST_HOPS}"
    " AND s.substitute_id <> ALL(c.path) AND s.substitute_id <> :initiator)"
    " SELECT b.key, b.person, (SELECT c.path[cardinality(c.path)] FROM chain c WHERE c.absent = b.person"
    " ORDER BY cardinality(c.path) DESC LIMIT 1) AS instead FROM behind b ORDER BY b.key, b.person"
)


@dataclass(frozen=True, slots=True)
class People:
    """Who is behind some keys: ids of active people by key; and, for each who is away, who stands in."""

    behind: Mapping[str, tuple[int, ...]]
    stand_ins: Mapping[int, int]

    @property
    def all(self) -> frozenset[int]:
        """Everybody behind any of the keys."""
        return frozenset(one for people in self.behind.values() for one in people)


@dataclass(frozen=True, slots=True)
class Known:
    """What one command has looked up of people so far."""

    asked: set[str] = field(default_factory=set)
    behind: dict[str, tuple[int, ...]] = field(default_factory=dict)
    stand_ins: dict[int, int] = field(default_factory=dict)


def people_behind(running: Running, keys: Iterable[str]) -> People:
    """Look up who is behind some keys on the campus's present day; each key once in a command."""
    wanted, known = set(keys), running.people
    if new := wanted - known.asked:
        _look_up(running, new)
    return People({key: known.behind[key] for key in wanted if key in known.behind}, known.stand_ins)


def _look_up(running: Running, keys: set[str]) -> None:
    wanted, known = parse(keys), running.people
    values = {
        "persons": list(wanted.persons),
        "groups": list(wanted.groups),
        "roles": list(wanted.roles),
        "units": list(wanted.role_units),
        "today": running.now.astimezone(CAMPUS_TIME).date(),
        "service": running.facts.service_key,
        "initiator": running.facts.initiator_id,
    }
    behind: dict[str, list[int]] = defaultdict(list)
    for row in running.uow.execute(_BEHIND, values):
        behind[row.key].append(row.person)
        if row.instead != row.person:
            known.stand_ins[row.person] = row.instead
    known.behind.update({key: tuple(people) for key, people in behind.items()})
    known.asked.update(keys)
