"""Filters that are there to be chosen: ours, one's own, and those that others share."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import parse_qs

from sqlalchemy import text

from calendars.zone import CAMPUS_TIME
from db.link import Link
from engine.store import saved_views
from identity.capabilities import INSTANCE_INSPECT
from identity.principal import Principal, may, may_somewhere

from .filter import BadFilter, Filter
from .typed import read_filter

PREDEFINED: Final = ("begun_today", "ended_today", "long_under_way")
"""Ours, by the word of their names; states and marks are chosen without any."""
LONG: Final = timedelta(days=30)
_UNITS: Final = text("SELECT code, name, path FROM unit ORDER BY path, sort")


@dataclass(frozen=True, slots=True)
class View:
    """A filter under a name.

    Attributes
    ----------
    own
        Whether he keeps it himself, and so may forget it.
    by_name
        Who keeps it.
    unit_name
        With whose administrators it is shared; empty if with nobody.
    """

    id: int
    name: str
    wanted: Filter
    own: bool
    by_name: str
    unit_name: str


def views(connection: Link, by: Principal) -> tuple[View, ...]:
    """Give what he keeps, and what is shared with the administrators of a unit that he looks after."""
    if not may_somewhere(by, INSTANCE_INSPECT):
        return ()
    found = []
    for row in saved_views.of(connection, by.person_id):
        own = row.person_id == by.person_id
        wanted = _read(row.filter)
        if wanted is not None and (own or may(by, INSTANCE_INSPECT, unit_path=row.unit_path)):
            found.append(View(row.id, row.name, wanted, own, row.by_name, row.unit_name or ""))
    return tuple(found)


def predefined(now: datetime) -> Sequence[tuple[str, Filter]]:
    """Give ours, each with the word of its name: a day is the campus's."""
    today = now.astimezone(CAMPUS_TIME).date()
    filters = (
        Filter(started_from=today, started_to=today),
        Filter(states=("completed",), ended_from=today, ended_to=today),
        Filter(states=("running", "suspended"), started_to=today - LONG, oldest_first=True),
    )
    return tuple(zip(PREDEFINED, filters, strict=True))


def _read(written: str) -> Filter | None:
    """Read what was kept; None for what only an earlier version of the program understood."""
    try:
        return read_filter(parse_qs(written))
    except BadFilter:
        return None


@dataclass(frozen=True, slots=True)
class UnitOption:
    """A unit with whose administrators a view may be shared."""

    code: str
    name: str


def sharing_units(connection: Link, by: Principal) -> tuple[UnitOption, ...]:
    """Give the units that somebody looks after, in the order of the tree."""
    rows = connection.execute(_UNITS) if may_somewhere(by, INSTANCE_INSPECT) else ()
    return tuple(
        UnitOption(row.code, row.name) for row in rows if may(by, INSTANCE_INSPECT, unit_path=row.path)
    )
