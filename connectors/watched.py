"""Counts and traces what is asked of outside systems, whichever they are."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from connectors.outside import Bound, Connector, Connectors, Failed, Refused, Request
from db.link import Link
from watch.working import counted


class WatchedConnectors:
    """The outside systems of another, each try of a call counted by connector and outcome."""

    def __init__(self, inner: Connectors) -> None:
        self._inner = inner

    def operations(self, link: Link) -> frozenset[str]:
        """Give the whole names of all operations that can be called."""
        return self._inner.operations(link)

    def find(self, link: Link, name: str) -> Bound | None:
        """Give the connector of a name, watched; see :class:`connectors.outside.Connectors`."""
        found = self._inner.find(link, name)
        return None if found is None else replace(found, connector=_Watched(name, found.connector))


class _Watched:
    def __init__(self, name: str, inner: Connector) -> None:
        self._name = name
        self._inner = inner

    def call(self, request: Request, limit_s: float) -> Mapping[str, Any]:
        with counted("call", self._name, outcome_of=_outcome):
            return self._inner.call(request, limit_s)


def _outcome(error: BaseException) -> str:
    """Give the code of a failure; what a system says no with is its own word, and may be any."""
    if isinstance(error, Refused):
        return "refused"
    return error.code if isinstance(error, Failed) else "broken"
