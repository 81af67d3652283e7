"""The outside systems as the database has them; two are there without any row, and only show their calls."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import text

from connectors.errors import BadSetting, CannotOpen
from connectors.kinds import KINDS, bound, operations_of
from connectors.outside import Bound, Failed
from connectors.vault import Vault
from db.link import Link, Row

BUILT_IN: Final[Mapping[str, str]] = MappingProxyType({"mail": "mail", "mailbox": "mailbox"})
"""Names and kinds of the connectors that services may count on."""

_ALL = text("SELECT name, kind, settings FROM connector ORDER BY name")
_ONE = text("SELECT name, kind, settings, secret FROM connector WHERE name = :name")


class StoredConnectors:
    """Reads settings afresh for each call: what an administrator changes holds from the next one on."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def operations(self, link: Link) -> frozenset[str]:
        """Give the whole names of all operations."""
        kinds: dict[str, tuple[str, Mapping[str, Any]]] = {
            name: (kind, {}) for name, kind in BUILT_IN.items()
        }
        kinds |= {row.name: (row.kind, row.settings) for row in link.execute(_ALL) if row.kind in KINDS}
        return frozenset(
            f"{name}.{operation}"
            for name, (kind, settings) in kinds.items()
            for operation in operations_of(kind, settings)
        )

    def find(self, link: Link, name: str) -> Bound | None:
        """Give a connector, or None.

        Raises
        ------
        Failed
            ``settings`` (lasting): the row is another program's, or the key of its secret is lost.
        """
        row = link.execute(_ONE, {"name": name}).one_or_none()
        if row is None:
            return bound(name, BUILT_IN[name], {}, "") if name in BUILT_IN else None
        try:
            return bound(name, row.kind, row.settings, self._opened(row))
        except (BadSetting, CannotOpen) as problem:
            raise Failed("settings", getattr(problem, "pointer", problem.code), lasting=True) from problem

    def _opened(self, row: Row) -> str:
        return self._vault.open(bytes(row.secret), context(row.name)).decode() if row.secret else ""


def context(name: str) -> bytes:
    """Say for which place a connector's secret is sealed."""
    return f"connector {name}".encode()
