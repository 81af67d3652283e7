"""Setting outside systems up: what is stored was tried for sense first, and a secret only ever goes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import text

from connectors.kinds import CONSOLE, NAME, BadSetting, bound
from connectors.stored import BUILT_IN, context
from connectors.vault import Vault
from db.link import Link
from db.unit_of_work import UnitOfWork

# Without a new secret the old one stays: it cannot be shown, so nobody could give it again.
_PUT = text(
    "INSERT INTO connector (name, kind, settings, secret, changed_at, changed_by)"
    " VALUES (:name, :kind, CAST(:settings AS jsonb), :secret, :now, :by)"
    " ON CONFLICT (name) DO UPDATE SET kind = excluded.kind, settings = excluded.settings,"
    " secret = coalesce(excluded.secret, connector.secret), changed_at = excluded.changed_at,"
    " changed_by = excluded.changed_by"
)
_REMOVE = text("DELETE FROM connector WHERE name = :name")
_ALL = text("SELECT name, kind, settings, secret IS NOT NULL AS has_secret FROM connector ORDER BY name")


@dataclass(frozen=True, slots=True)
class SetUp:
    """One outside system as an administrator may see it."""

    name: str
    kind: str
    settings: Mapping[str, Any]
    has_secret: bool

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
        Its password or token; None leaves what there is.

    Raises
    ------
    BadSetting
    """
    if not NAME.fullmatch(name):
        raise BadSetting("/name", "name")
    bound(name, kind, settings, secret or "")
    values = {
        "name": name,
        "kind": kind,
        "settings": orjson.dumps(dict(settings)).decode(),
        "secret": vault.seal(secret.encode(), context(name)) if secret else None,
        "now": now,
        "by": by,
    }
    uow.execute(_PUT, values)


def remove(uow: UnitOfWork, name: str) -> bool:
    """Forget an outside system with its secret; False if there is none. Its calls become incidents."""
    return uow.execute(_REMOVE, {"name": name}).rowcount == 1


def all_set_up(link: Link) -> tuple[SetUp, ...]:
    """Give the outside systems by name, those among them that are there without being set up."""
    rows = {row.name: SetUp(row.name, row.kind, row.settings, row.has_secret) for row in link.execute(_ALL)}
    usual = {name: SetUp(name, kind, {}, False) for name, kind in BUILT_IN.items()}
    return tuple(found for _, found in sorted({**usual, **rows}.items()))
