"""The people behind principal keys today, and who stands in for those who are away."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import TextClause, text

from calendars.zone import CAMPUS_TIME
from engine.store.substitutions import stand_ins
from identity.keys import parse

if TYPE_CHECKING:
    from engine.running import Running

_PERSONS = (
    "SELECT 'p:' || p.id AS key, p.id AS person FROM person p"
    " WHERE p.id = ANY(CAST(:persons AS bigint[])) AND p.active"
)
_GROUPS = (
    "SELECT 'g:' || m.group_key AS key, p.id AS person FROM group_member m"
    " JOIN person p ON p.id = m.person_id AND p.active WHERE m.group_key = ANY(CAST(:groups AS text[]))"
)
_ROLES = (
    "SELECT 'r:' || h.role_key || '@' || h.unit_id AS key, p.id AS person FROM role_holder h"
    " JOIN person p ON p.id = h.person_id AND p.active"
    " JOIN unnest(CAST(:roles AS text[]), CAST(:units AS bigint[])) AS w(role_key, unit_id)"
    " USING (role_key, unit_id)"
)
# Of each person, whether he is away; few are, and only for them is it asked who stands in.
_MARKED = (
    "SELECT b.key, b.person, EXISTS (SELECT FROM substitution s WHERE s.person_id = b.person"
    " AND s.ended_at IS NULL AND CAST(:today AS date) BETWEEN s.since AND s.until) AS away"
    " FROM ({}) AS b ORDER BY b.key, b.person"
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
    today = running.now.astimezone(CAMPUS_TIME).date()
    values = {
        "persons": list(wanted.persons),
        "groups": list(wanted.groups),
        "roles": list(wanted.roles),
        "units": list(wanted.role_units),
        "today": today,
    }
    behind: dict[str, list[int]] = defaultdict(list)
    away: set[int] = set()
    statement = _behind(bool(wanted.persons), bool(wanted.groups), bool(wanted.roles))
    for row in running.uow.execute(statement, values):
        behind[row.key].append(row.person)
        if row.away:
            away.add(row.person)
    if away:
        facts = running.facts
        known.stand_ins.update(
            stand_ins(running.uow, away, today, facts.service_key, not_to=facts.initiator_id)
        )
    known.behind.update({key: tuple(people) for key, people in behind.items()})
    known.asked.update(keys)


@lru_cache
def _behind(has_persons: bool, has_groups: bool, has_roles: bool) -> TextClause:
    """The statement with the parts that it needs: an empty one costs the server as much as a full one."""
    wanted = ((_PERSONS, has_persons), (_GROUPS, has_groups), (_ROLES, has_roles))
    return text(_MARKED.format(" UNION ALL ".join(part for part, is_wanted in wanted if is_wanted)))
