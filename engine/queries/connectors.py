"""The outside systems for whoever keeps them: how they are set up, how they do, and what waits for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text

from connectors.changes import Change, changes_of
from connectors.setting_up import SetUp, all_set_up
from connectors.stored import BUILT_IN
from db.link import Link
from engine.errors import NotFound
from engine.keeping import require_keeper
from identity.principal import Principal

# A failed call counts as long as its incident is open: what has ended or was moved on needs nobody any more.
_CALLS = text(
    "SELECT c.connector, count(*) FILTER (WHERE c.state IN ('queued', 'due', 'answered')) AS waiting,"
    " count(*) FILTER (WHERE c.state = 'trying') AS under_way,"
    " count(*) FILTER (WHERE c.state = 'failed' AND EXISTS (SELECT FROM incident i"
    " WHERE i.instance_id = c.instance_id AND i.token = c.token AND i.closed_at IS NULL)) AS failed"
    " FROM call c WHERE c.state IN ('queued', 'due', 'trying', 'answered', 'failed') GROUP BY c.connector"
)
_HEALTH = text("SELECT connector, failures, rests_until FROM connector_health")
_NAMES = text("SELECT id, name FROM person WHERE id = ANY(:ids)")


@dataclass(frozen=True, slots=True)
class ConnectorView:
    """One outside system.

    Attributes
    ----------
    kind
        Empty where services call what nobody has set up.
    is_stored
        Somebody has set it up; `mail` and `mailbox` are there without that.
    failures
        Tries in a row that have failed.
    rests_until
        It is left alone until then.
    waiting, under_way, failed
        Calls.
    """

    name: str
    kind: str
    settings: Mapping[str, Any]
    has_secret: bool
    sends: bool
    is_stored: bool
    is_built_in: bool
    changed_at: datetime | None = None
    changed_by: str = ""
    failures: int = 0
    rests_until: datetime | None = None
    waiting: int = 0
    under_way: int = 0
    failed: int = 0


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One entry of its history; `person` is empty for a change by the command line."""

    action: str
    person: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    at: datetime | None = None


def connectors(link: Link, by: Principal, now: datetime) -> tuple[ConnectorView, ...]:
    """Give all of them by name, and those among them that are called and that nobody has set up.

    Raises
    ------
    Forbidden
    """
    require_keeper(by)
    found = {one.name: one for one in all_set_up(link)}
    calls = {row.connector: row for row in link.execute(_CALLS)}
    health = {row.connector: row for row in link.execute(_HEALTH)}
    called = {name: SetUp(name, "", {}, False) for name in calls if name not in found}
    names = _names(link, [one.changed_by for one in found.values()])
    return tuple(
        _view(one, calls.get(name), health.get(name), names, now)
        for name, one in sorted({**found, **called}.items())
    )


def connector(
    link: Link, by: Principal, name: str, now: datetime
) -> tuple[ConnectorView, tuple[ChangeView, ...]]:
    """Give one, with what was changed of it, the newest first.

    Raises
    ------
    Forbidden, NotFound
    """
    found = next((one for one in connectors(link, by, now) if one.name == name), None)
    if found is None:
        raise NotFound(connector=name)
    changes = changes_of(link, name)
    names = _names(link, [change.person_id for change in changes])
    return found, tuple(_change(change, names) for change in changes)


def _view(one: SetUp, calls: Any, health: Any, names: Mapping[int, str], now: datetime) -> ConnectorView:
    rests = health.rests_until if health is not None else None
    return ConnectorView(
        one.name,
        one.kind,
        one.settings,
        one.has_secret,
        one.sends,
        one.changed_at is not None,
        one.name in BUILT_IN,
        one.changed_at,
        names.get(one.changed_by or 0, ""),
        health.failures if health is not None else 0,
        rests if rests is not None and rests > now else None,
        *((calls.waiting, calls.under_way, calls.failed) if calls is not None else ()),
    )


def _change(change: Change, names: Mapping[int, str]) -> ChangeView:
    return ChangeView(change.action, names.get(change.person_id or 0, ""), change.changes, change.at)


def _names(link: Link, ids: list[int | None]) -> dict[int, str]:
    known = sorted({one for one in ids if one is not None})
    return {row.id: row.name for row in link.execute(_NAMES, {"ids": known})} if known else {}
