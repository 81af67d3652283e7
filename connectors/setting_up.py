"""Setting outside systems up: what is stored was tried for sense first, and a secret only ever goes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from connectors.changes import note_removed, note_set
from connectors.errors import BadSetting
from connectors.kinds import CONSOLE, NAME, bound, destination
from connectors.stored import BUILT_IN, context
from connectors.vault import Vault
from db.link import Link, Row
from db.unit_of_work import UnitOfWork

_PUT = text(
    "INSERT INTO connector (name, kind, settings, secret, changed_at, changed_by)"
    " VALUES (:name, :kind, CAST(:settings AS jsonb), :secret, :now, :by)"
    " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, settings = excluded.settings,"
    " secret = excluded.secret, changed_at = excluded.changed_at,"
    " changed_by = excluded.changed_by"
)
_HELD = text("SELECT kind, settings, secret FROM connector WHERE name = :name FOR UPDATE")
_REMOVE = text("DELETE FROM connector WHERE name = :name")
_ALL = text(
    "SELECT name, kind, settings, secret IS NOT NULL AS has_secret, changed_at, changed_by FROM connector"
    " ORDER BY name"
)


@dataclass(frozen=True, slots=True)
class SetUp:
    """One outside system as an administrator may see it; `changed_at` None: nobody has set it up."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    has_secret: bool
    changed_at: datetime | None = None
    changed_by: int | None = None

    @property
    def sends(self) -> bool:
        """Whether calls go out, or are only shown."""
        return bool(self.settings.get("backend", CONSOLE) != CONSOLE)


def set_up(
    uow: UnitOfWork,
    vault: Vault,
    name: str,
    kind: str,
    settings: Mapping[str, Any],
    secret: str | None,
    now: datetime,
    by: int | None = None,
) -> None:
    """Set an outside system up, or change how it is.

    Parameters
    ----------
    secret
        Its password or token; None leaves what there is, as long as it goes to the same system.

    Raises
    ------
    BadSetting
    """
    if not NAME.fullmatch(name):
        raise BadSetting("/name", "name")
    bound(name, kind, settings, secret or "")
    held = uow.execute(_HELD, {"name": name}).one_or_none()
    kept = _kept(held, kind, settings) if not secret else None
    values = {
        "name": name,
        "kind": kind,
        "settings": orjson.dumps(dict(settings)).decode(),
        "secret": vault.seal(secret.encode(), context(name)) if secret else kept,
        "now": now,
        "by": by,
    }
    uow.execute(_PUT, values)
    note_set(uow, name, held, values, is_new_secret=bool(secret), now=now, by=by)


def _kept(held: Row | None, kind: str, settings: Mapping[str, Any]) -> bytes | None:
    """Give the secret that stays, since nobody can be shown it to give it again.

    It goes to no system but that which it was given for: whoever may change an address could have the secret
    sent to himself.
    """
    if held is None or held.secret is None:
        return None
    there = destination(kind, settings)
    if there is None and kind == held.kind:
        return None
    if kind != held.kind or there != destination(held.kind, held.settings):
        raise BadSetting("/secret", "again")
    return bytes(held.secret)


def remove(uow: UnitOfWork, name: str, now: datetime, by: int | None = None) -> bool:
    """Forget an outside system with its secret; False if there is none.

    Its calls become incidents; those of one that is there from the beginning are only shown again.
    """
    held = uow.execute(_HELD, {"name": name}).one_or_none()
    if held is None:
        return False
    uow.execute(_REMOVE, {"name": name})
    note_removed(uow, name, held, now=now, by=by)
    return True


def all_set_up(link: Link) -> tuple[SetUp, ...]:
    """Give the outside systems by name, those among them that are there without being set up."""
    rows = {row.name: SetUp(*row) for row in link.execute(_ALL)}
    usual = {name: SetUp(name, kind, {}, False) for name, kind in BUILT_IN.items()}
    return tuple(found for _, found in sorted({**usual, **rows}.items()))
