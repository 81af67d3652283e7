"""The outside world as the engine's calls see it: one protocol, two ways to say no, and how patient to be.

A connector is reached by the first part of an operation's name: ``mailbox.reset`` is the operation ``reset``
of the connector ``mailbox``. A call may be made more than once: its key stays the same, so that a receiver
that honours keys applies it once.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from connectors.errors import ConnectorError
from db.link import Link


@dataclass(frozen=True, slots=True)
class Request:
    """One call.

    Attributes
    ----------
    operation
        Behind the connector's name.
    params
        JSON values by name; what was kept secret until now is among them.
    key
        The same at every try of the same effect, different for every other.
    hidden
        Names of the parameters that nobody may be shown.
    """

    operation: str
    params: Mapping[str, Any]
    key: str
    hidden: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Patience:
    """How often and how long a connector is tried.

    Attributes
    ----------
    tries
        Calls altogether before a failure is somebody's business.
    first_wait_s, factor, longest_wait_s
        Seconds before the second try, and how much longer each following wait is, up to the longest.
    limit_s
        How long one try may take altogether.
    at_once
        Calls that may be under way at a time, over all workers.
    breaks_after, rests_s
        Failures in a row after which the connector is left alone for so many seconds; then one call tries.
    """

    tries: int = 6
    first_wait_s: float = 5.0
    factor: float = 3.0
    longest_wait_s: float = 3600.0
    limit_s: float = 20.0
    at_once: int = 4
    breaks_after: int = 5
    rests_s: float = 60.0

    def wait_s(self, tries: int) -> float:
        """Give the seconds to wait after so many tries: longer each time, never in step with others."""
        longest = min(self.first_wait_s * self.factor ** (tries - 1), self.longest_wait_s)
        # Half of it is chance, so that calls that failed together do not come back together.
        return longest * random.uniform(0.5, 1.0)


class Refused(ConnectorError):
    """The other system understood, and said no.

    Parameters
    ----------
    error
        Code of the BPMN error that the diagram may catch.
    detail
        For whoever mends it, if the diagram does not.
    values
        What the event that catches it writes.
    """

    code = "refused"

    def __init__(self, error: str, detail: str = "", values: Mapping[str, Any] | None = None) -> None:
        super().__init__(error, detail)
        self.error = error
        self.detail = detail
        self.values = dict(values or {})


class Failed(ConnectorError):
    """It could not be done.

    Parameters
    ----------
    code
        ``unreachable``, ``timeout``, ``busy``, ``broken``, ``settings`` …
    lasting
        Whether another try of the same call must fail too.
    """

    def __init__(self, code: str, detail: str = "", *, lasting: bool = False) -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail
        self.lasting = lasting


class Connector(Protocol):
    """One outside system."""

    def call(self, request: Request, limit_s: float) -> Mapping[str, Any]:
        """Do an operation and give its result, JSON values by name.

        Raises
        ------
        Refused, Failed
        """


@dataclass(frozen=True, slots=True)
class Bound:
    """A connector as it is set up just now; ``only_shows`` if it shows its calls and sends nothing."""

    connector: Connector
    patience: Patience
    only_shows: bool = False


class Connectors(Protocol):
    """The outside systems that are set up."""

    def operations(self, link: Link) -> frozenset[str]:
        """Give the whole names of all operations that can be called."""

    def find(self, link: Link, name: str) -> Bound | None:
        """Give the connector of a name, with its settings and secrets as they are now.

        Raises
        ------
        Failed
            It is set up, but not so that it can be used.
        """


class NoConnectors:
    """Nothing is set up: every call becomes an incident."""

    def operations(self, link: Link) -> frozenset[str]:
        """Give nothing."""
        return frozenset()

    def find(self, link: Link, name: str) -> Bound | None:
        """Find nothing."""
        return None


def split(operation: str) -> tuple[str, str]:
    """Give the connector's name and the rest of an operation's."""
    name, _, rest = operation.partition(".")
    return name, rest
