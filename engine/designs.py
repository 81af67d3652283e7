"""A design opened for a command: read under a lock, and whoever asks checked."""

from collections.abc import Mapping, Sequence
from typing import Any

from bpmn_models.bundle import Bundle, read_zip, write_zip
from bpmn_models.settings_writing import with_settings
from db.link import Link, Row
from engine.access import may_at_service
from engine.apart.work import asks_for_starters
from engine.design_errors import DesignChanged, DesignPublished, StartersRequired
from engine.errors import Forbidden, NotFound
from engine.runtime import Runtime
from engine.store import designs
from identity.capabilities import DEFINITION_EDIT, DEFINITION_PUBLISH
from identity.principal import Principal, may

DESIGNER = (DEFINITION_EDIT, DEFINITION_PUBLISH)
"""Whoever holds one of these over a unit sees its designs."""


def sees(by: Principal, row: Row) -> bool:
    """Whether somebody may know of a design."""
    return any(may(by, capability, unit_path=row.unit_path) for capability in DESIGNER)


def visible(connection: Link, by: Principal, design_id: int, *, lock: bool = False) -> Row:
    """Read a design.

    Raises
    ------
    NotFound
        Unknown, or of a unit whose designs are not for this reader.
    """
    row = designs.read(connection, design_id, lock=lock)
    if row is None or not sees(by, row):
        raise NotFound(design=design_id)
    return row


def opened(
    connection: Link,
    by: Principal,
    design_id: int,
    version: int,
    capability: str = DEFINITION_EDIT,
    *,
    lock: bool = True,
) -> Row:
    """Read a design that somebody is about to change, and lock it.

    Parameters
    ----------
    lock
        False before work that takes long, for which no transaction stays open; whoever writes what came of
        it opens the design once more.

    Raises
    ------
    NotFound, Forbidden
        Not for this reader; his to see, not his to change.
    DesignPublished, DesignChanged
        It has become a version; somebody changed it since `version` was read.
    """
    row = visible(connection, by, design_id, lock=lock)
    if not may(by, capability, unit_path=row.unit_path):
        raise Forbidden(design=design_id)
    if row.definition_id is not None:
        raise DesignPublished
    if row.lock_version != version:
        raise DesignChanged(version=row.lock_version)
    return row


def content(bundle: Bundle, verdict: str, notes: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Give the columns that follow from a bundle and from what is said of it."""
    return {
        "name": name_of(bundle),
        "bundle": write_zip(bundle),
        "digest": bundle.digest,
        "verdict": verdict,
        "notes": notes,
    }


def name_of(bundle: Bundle) -> str:
    """Give the name that people know a service by."""
    return str(bundle.service["process"].get("name") or bundle.key)


def to_publish(rt: Runtime, by: Principal, row: Row, starters: Sequence[str] | None) -> Bundle:
    """Give the bundle that a design would be published as.

    Parameters
    ----------
    starters
        Who may start the service, as the hall's rules have it; needed where its settings do not say it yet,
        and somebody starts it at all.

    Raises
    ------
    StartersRequired
    Busy, TookTooLong, TookTooMuch
    """
    bundle = read_zip(bytes(row.bundle))
    hall = bundle.service["hall"]
    wanted: dict[str, Any] = {}
    if starters:
        wanted["starters"] = list(starters)
    if not wanted and rt.apart.run(by.person_id, asks_for_starters, bundle):
        raise StartersRequired
    if not hall.get("title"):
        wanted["title"] = name_of(bundle)
    if not hall.get("unit") and row.unit_code:
        wanted["unit"] = row.unit_code
    return with_settings(bundle, hall=wanted)


def may_edit(rt: Runtime, connection: Link, by: Principal, service_key: str) -> bool:
    """Whether somebody may design a service that stands."""
    return may_at_service(rt, connection, by, DEFINITION_EDIT, service_key)
