"""The history of an outside system's settings: who changed what from what to what; never a secret."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from db.link import Link, Row
from db.unit_of_work import UnitOfWork

MOST = 50
"""Changes that are shown."""
SECRET = "secret"

_INSERT = text(
    "INSERT INTO connector_change (connector, person_id, action, changes, at)"
    " VALUES (:name, :by, :action, CAST(:changes AS jsonb), :now)"
)
_OF = text(
    "SELECT action, person_id, changes, at FROM connector_change WHERE connector = :name"
    " ORDER BY at DESC, id DESC LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Change:
    """One entry: ``set``, ``remove`` or ``try``; ``changes`` is ``{setting: [before, after]}``.

    Of a secret only whether there was one before and after.
    """

    action: str
    person_id: int | None
    changes: Mapping[str, Any]
    at: datetime


def note_set(
    uow: UnitOfWork,
    name: str,
    held: Row | None,
    values: Mapping[str, Any],
    *,
    is_new_secret: bool,
    now: datetime,
    by: int | None,
) -> None:
    """Keep what setting one up has changed."""
    before = _plain(held)
    after = {"kind": values["kind"], **orjson.loads(values["settings"])}
    changes = {
        setting: [before.get(setting), after.get(setting)]
        for setting in sorted({*before, *after})
        if before.get(setting) != after.get(setting)
    }
    had, has = held is not None and held.secret is not None, values["secret"] is not None
    if is_new_secret or had != has:
        changes[SECRET] = [had, has]
    note(uow, name, "set", changes, now=now, by=by)


def note_removed(uow: UnitOfWork, name: str, held: Row, *, now: datetime, by: int | None) -> None:
    """Keep what one was when it was forgotten."""
    changes = {setting: [value, None] for setting, value in _plain(held).items()}
    note(uow, name, "remove", changes, now=now, by=by)


def note(
    uow: UnitOfWork, name: str, action: str, changes: Mapping[str, Any], *, now: datetime, by: int | None
) -> None:
    """Keep that somebody did something to a connector."""
    kept = orjson.dumps(changes).decode()
    uow.execute(_INSERT, {"name": name, "by": by, "action": action, "changes": kept, "now": now})


def changes_of(link: Link, name: str) -> tuple[Change, ...]:
    """Give the latest changes of a connector, the newest first."""
    return tuple(Change(*row) for row in link.execute(_OF, {"name": name, "most": MOST}))


def _plain(held: Row | None) -> dict[str, Any]:
    return {"kind": held.kind, **held.settings} if held is not None else {}
