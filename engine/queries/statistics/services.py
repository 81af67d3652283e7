"""All services that somebody inspects, with their key figures."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import text

from db.link import Link
from db.planning import ask_planned
from engine.queries.search.services import ServiceOption, inspected
from engine.runtime import Runtime
from identity.principal import Principal

LATELY: Final = timedelta(days=30)

_LATELY = text(
    "SELECT service_key AS key, count(*) AS started,"
    " count(*) FILTER (WHERE state = 'completed') AS completed,"
    " percentile_cont(0.5) WITHIN GROUP"
    " (ORDER BY date_part('epoch', ended_at) - date_part('epoch', started_at))"
    " FILTER (WHERE state = 'completed') AS took"
    " FROM instance WHERE service_key = ANY(CAST(:keys AS text[])) AND started_at >= :since"
    " GROUP BY service_key"
)
_OPEN = text(
    "SELECT i.service_key AS key, count(*) AS number,"
    " count(*) FILTER (WHERE EXISTS (SELECT FROM task t WHERE t.instance_id = i.id AND t.state = 'open'"
    " AND t.due_at < coalesce(t.held_at, i.suspended_at, :now))) AS late,"
    " count(*) FILTER (WHERE EXISTS (SELECT FROM incident f WHERE f.instance_id = i.id"
    " AND f.closed_at IS NULL)) AS faults, min(i.started_at) AS oldest"
    " FROM instance i"
    " WHERE i.service_key = ANY(CAST(:keys AS text[])) AND i.state IN ('running', 'suspended')"
    " GROUP BY i.service_key"
)


@dataclass(frozen=True, slots=True)
class ServiceFigures:
    """A service at a glance.

    Attributes
    ----------
    open, late, faults
        Matters that have not ended; those with an overdue item; those held up by a fault.
    oldest
        When the oldest open one began.
    started, completed, took
        Of the last 30 days: how many began, how many of those have come to their end, and the median of
        how long that took, in seconds.
    """

    key: str
    name: str
    open: int
    late: int
    faults: int
    oldest: datetime | None
    started: int
    completed: int
    took: float | None


def services(rt: Runtime, connection: Link, by: Principal) -> tuple[ServiceFigures, ...]:
    """Give the services that somebody inspects, those with most open matters first; of nobody else any."""
    options = inspected(rt, connection, by)
    now = rt.clock()
    values = {"keys": [one.key for one in options], "since": now - LATELY, "now": now}
    lately, standing = ask_planned(connection, _LATELY, values), ask_planned(connection, _OPEN, values)
    begun, waiting = _by_key(lately), _by_key(standing)
    found = (_figures(one, begun.get(one.key), waiting.get(one.key)) for one in options)
    return tuple(sorted(found, key=lambda one: (-one.open, one.name, one.key)))


def _by_key(rows: Iterable[Any]) -> dict[str, Any]:
    return {row.key: row for row in rows}


def _figures(service: ServiceOption, lately: Any, standing: Any) -> ServiceFigures:
    took = lately.took if lately else None
    return ServiceFigures(
        key=service.key,
        name=service.name,
        open=standing.number if standing else 0,
        late=standing.late if standing else 0,
        faults=standing.faults if standing else 0,
        oldest=standing.oldest if standing else None,
        started=lately.started if lately else 0,
        completed=lately.completed if lately else 0,
        took=None if took is None else float(took),
    )
