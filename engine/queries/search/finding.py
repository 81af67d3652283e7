"""Looking for instances: pages by a cursor, never by an offset, among those that somebody may inspect."""

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import TextClause, text

from db.link import Answer, Link, Row
from db.planning import ask_planned
from engine.runtime import Runtime
from identity import directory
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may_everywhere

from .conditions import Conditions, Places, conditions
from .few import looked_up
from .fields import Place
from .filter import BadFilter, Filter
from .found import Found, tell
from .services import ServiceOption, inspected

COUNT_LIMIT: Final = 1000
"""Counting stops there; a door shows 1,000+."""
BATCH: Final = 500
GLANCE: Final = 2000
"""Rows that are walked before what may be rare is looked up after all."""
MANY: Final = 20
"""Of so many walks or more it pays to look first where they may end."""

_COLUMNS: Final = (
    "i.id, i.definition_id, i.service_key, i.business_no, i.title, i.state, i.unit_id, i.initiator_id,"
    " i.started_at, i.ended_at, i.fields"
)
_SHOWN: Final = (
    "SELECT f.*, p.name AS initiator_name, coalesce(u.name, '') AS initiator_unit FROM ({rows}) f"
    " JOIN person p ON p.id = f.initiator_id LEFT JOIN unit u ON u.id = f.unit_id"
    " ORDER BY f.started_at {way}, f.id {way}"
)


@dataclass(frozen=True, slots=True)
class Page:
    """Some instances, and the cursor of those behind them (None at the end)."""

    rows: tuple[Found, ...]
    next: str | None


def search(
    rt: Runtime, connection: Link, by: Principal, wanted: Filter, *, after: str | None = None, limit: int = 20
) -> Page:
    """Find instances that somebody may inspect; for whoever inspects nothing, nothing.

    Parameters
    ----------
    after
        The ``next`` of the page before; one that cannot be read counts as none.

    Raises
    ------
    BadFilter
    """
    services = _looked_at(inspected(rt, connection, by), wanted)
    if not services:
        return Page((), None)
    (given,) = looked_up(connection, [_conditions(rt, connection, by, wanted, services)])
    rows = _rows(connection, wanted, given, after, limit + 1)
    shown = rows[:limit]
    more = len(rows) > limit
    return Page(tell(rt, connection, services, shown), _cursor(shown[-1]) if more else None)


def count(rt: Runtime, connection: Link, by: Principal, wanted: Filter) -> int:
    """Count what a filter finds, up to ``COUNT_LIMIT``.

    Raises
    ------
    BadFilter
    """
    return counts(rt, connection, by, [wanted])[0]


def counts(rt: Runtime, connection: Link, by: Principal, several: Sequence[Filter]) -> list[int]:
    """Count what each of several filters finds, asked together."""
    mine = inspected(rt, connection, by)
    each = [_conditions(rt, connection, by, wanted, _looked_at(mine, wanted)) for wanted in several]
    known = looked_up(connection, each)
    glances = [
        _count(connection, given, _glance(given)) if given.hits and given.is_walked else None
        for given in known
    ]
    seen = [answer.scalar_one() if answer is not None else 0 for answer in glances]
    asked = [
        _count(connection, given, _flat(given)) if found < COUNT_LIMIT else None
        for given, found in zip(known, seen, strict=True)
    ]
    return [COUNT_LIMIT if answer is None else answer.scalar_one() for answer in asked]


def _count(connection: Link, given: Conditions, rows: str) -> Answer:
    statement = text(f"SELECT count(*) FROM (SELECT 1 {rows} LIMIT :most) counted")
    return ask_planned(
        connection, statement, {**given.values, "most": COUNT_LIMIT, "limit": COUNT_LIMIT, "glance": GLANCE}
    )


def _glance(given: Conditions) -> str:
    """Look among the newest alone, whichever service, version or person they are of."""
    held = " AND ".join(["true", *given.on_a_row])
    among = " AND ".join([given.among, *given.span])
    newest = f"SELECT * FROM instance i WHERE {among} ORDER BY i.started_at DESC LIMIT :glance"
    return f"FROM ({newest}) i WHERE {held}"


def ids(rt: Runtime, connection: Link, by: Principal, wanted: Filter) -> Iterator[uuid.UUID]:
    """Give the ids of everything a filter finds, in its order, a few hundred at a time.

    Raises
    ------
    BadFilter
    """
    services = _looked_at(inspected(rt, connection, by), wanted)
    if not services:
        return
    (given,) = looked_up(connection, [_conditions(rt, connection, by, wanted, services)])
    after: str | None = None
    while True:
        rows = _rows(connection, wanted, given, after, BATCH)
        yield from (row.id for row in rows)
        if len(rows) < BATCH:
            return
        after = _cursor(rows[-1])


def _looked_at(mine: Sequence[ServiceOption], wanted: Filter) -> list[ServiceOption]:
    if not set(wanted.services) <= {one.key for one in mine}:
        raise BadFilter({"service": "unknown"})
    return [one for one in mine if not wanted.services or one.key in wanted.services]


def _conditions(
    rt: Runtime, connection: Link, by: Principal, wanted: Filter, services: Sequence[ServiceOption]
) -> Conditions:
    units = directory.unit_by_code(connection, wanted.unit) if wanted.unit else None
    below = directory.subtree(connection, units.id) if units else ()
    places = Places(tuple(unit.id for unit in below), _places(rt, connection, wanted, services))
    are_all = not wanted.services and may_everywhere(by, INSTANCE_INSPECT)
    return conditions(wanted, services, places, rt.clock(), are_all=are_all)


def _places(
    rt: Runtime, connection: Link, wanted: Filter, services: Sequence[ServiceOption]
) -> dict[str, dict[int, Place]]:
    """Where each version keeps the fields that are asked for, and in which order they come."""
    pointers = {test.pointer for test in wanted.fields}
    found: dict[str, dict[int, Place]] = {pointer: {} for pointer in pointers}
    versions = [version.id for service in services for version in service.versions] if pointers else []
    for version in versions:
        deployed = rt.definitions.get(connection, version)
        for place, pointer in enumerate(deployed.searchable):
            if pointer in pointers:
                found[pointer][version] = Place(place, deployed.ordered.get(pointer))
    return found


def _rows(connection: Link, wanted: Filter, given: Conditions, after: str | None, limit: int) -> list[Row]:
    """Give the first rows, at a first glance if what is only tried stands among the newest anyway."""
    way, sign = ("ASC", ">") if wanted.oldest_first else ("DESC", "<")
    at, last = _read_cursor(after)
    values = {**given.values, "limit": limit, "glance": max(GLANCE, limit)}
    further = "true"
    if at is not None:
        further = f"(i.started_at, i.id) {sign} (:at, CAST(:last AS uuid))"
        values |= {"at": at, "last": last}

    def ask(rows: str) -> list[Row]:
        return list(ask_planned(connection, _statement(rows, way), values))

    if given.is_walked:
        rows = ask(_each(given, further, way))
        if len(rows) == limit or not given.is_glanced:
            return rows
        given = given.trying()
    order = f"ORDER BY i.started_at {way}, i.id {way} LIMIT :limit"
    return ask(f"SELECT {_COLUMNS} {_flat(given)} AND {further} {order}")


def _statement(rows: str, way: str) -> TextClause:
    return text(_SHOWN.format(rows=rows, way=way))


def _flat(given: Conditions) -> str:
    """Look among those that are known to be rare, or among all."""
    if not given.hits:
        return f"FROM instance i WHERE {given.all}"
    # Fences, so that what is rare comes first, and what is few is fetched one by one.
    rare = f"(SELECT DISTINCT * FROM ({given.together}) rare OFFSET 0) hit(of)"
    one = "LATERAL (SELECT * FROM instance WHERE id = hit.of OFFSET 0) i ON true"
    return f"FROM {rare} JOIN {one if given.few else 'instance i ON i.id = hit.of'} WHERE {given.all}"


def _each(given: Conditions, further: str, way: str) -> str:
    """Take the first of each service, version or person from its index, and the first of these.

    What may be rare is looked for among the first thousands alone, where there is one walk.
    """
    order = f"ORDER BY i.started_at {way}, i.id {way} LIMIT"
    keys = f"{given.keys} AS s(key) CROSS JOIN LATERAL" if given.by else ""
    among = f"i.{given.by} = s.key" if given.by else given.among
    inner = " AND ".join([f"FROM instance i WHERE {among}", *given.span, further])
    if given.is_glanced:
        inner = f"FROM (SELECT * {inner} {order} :glance) i WHERE true"
    each = " AND ".join([inner, *given.on_a_row])
    if given.ways >= MANY:
        each += f" AND {_no_further(keys, each, way)}"
    return f"SELECT {_COLUMNS} FROM {keys} (SELECT * {each} {order} :limit) i {order} :limit"


def _no_further(keys: str, each: str, way: str) -> str:
    """Say where many walks may end: of the first row of each, as many as fill the page stand before it."""
    sign, never = ("<=", "infinity") if way == "ASC" else (">=", "-infinity")
    order = f"ORDER BY i.started_at {way}"
    first = f"SELECT i.started_at FROM {keys} (SELECT i.started_at {each} {order} LIMIT 1) i"
    return f"i.started_at {sign} coalesce(({first} {order} OFFSET :limit - 1 LIMIT 1), '{never}')"


def _cursor(row: Row) -> str:
    return f"{row.started_at.isoformat()}~{row.id}"


def _read_cursor(after: str | None) -> tuple[datetime | None, uuid.UUID | None]:
    moment, _, last = (after or "").partition("~")
    try:
        at, found = datetime.fromisoformat(moment), uuid.UUID(last)
    except ValueError:
        return None, None
    return (at, found) if at.tzinfo is not None else (None, None)
