"""What commands and queries stand on, handed to them as their first argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from connectors.files import FileStore
from connectors.outside import Connectors, NoConnectors
from connectors.vault import Vault
from db.link import Link
from expressions.sandbox import Sandbox
from identity.principal import Principal

from .apart.here import Apart, Here
from .definitions import DefinitionCache
from .events import EventBus
from .operations import OperationRegistry

Clock = Callable[[], datetime]
Eligibility = Callable[[Link, Principal, str], bool]
Owner = Callable[[Link, str], str | None]
Owners = Callable[[Link], Mapping[str, str | None]]


def utc_now() -> datetime:
    """Give the present moment, timezone-aware."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Runtime:
    """The engine's surroundings: one per application, never one per request.

    Attributes
    ----------
    record_key
        Key of the record's HMAC chain; lives outside the database.
    eligible
        Port to the hall: may this person start this service? The engine asks, the hall knows.
    owner
        Port to the hall: the path of the unit that a service belongs to, whose administrators may
        inspect and mend its instances.
    owners
        The same of every service of the catalogue at once; None where each is asked for alone.
    connectors
        The outside systems that steps may ask.
    apart
        Does the work on what designers upload.
    """

    sandbox: Sandbox
    vault: Vault
    files: FileStore
    record_key: bytes
    eligible: Eligibility
    owner: Owner
    owners: Owners | None = None
    clock: Clock = utc_now
    events: EventBus = field(default_factory=EventBus)
    connectors: Connectors = field(default_factory=NoConnectors)
    operations: OperationRegistry = field(default_factory=OperationRegistry)
    definitions: DefinitionCache = field(default_factory=DefinitionCache)
    apart: Apart = field(default_factory=Here)
