"""A designer uploads a diagram: it becomes a new design, or the next state of one (D6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from bpmn_models.bundle import Bundle, read_zip
from bpmn_models.settings_writing import with_settings
from db.link import Link
from db.unit_of_work import UnitOfWork, reading, transaction
from engine.apart.work import take_upload
from engine.deploying import known_to
from engine.design_errors import NothingUploaded
from engine.designs import content, opened
from engine.errors import Forbidden, NotFound
from engine.runtime import Runtime
from engine.store import designs
from engine.uploads import named, pack
from identity import directory
from identity.capabilities import DEFINITION_EDIT
from identity.principal import Principal, may
from identity.refs import UnitRef

_LONGEST_KEY = 64
# The version in force, or the newest where all were taken back.
_STANDING = text(
    "SELECT id FROM definition WHERE service_key = :key ORDER BY state <> 'published', number DESC LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class For:
    """What an upload is for: a service that stands, or a new one of a unit."""

    service_key: str = ""
    unit: str = ""
    name: str = ""


def upload_design(rt: Runtime, by: Principal, files: Mapping[str, bytes], goal: For) -> int:
    """Take an upload as a new design; give its id.

    Whatever is wrong with the files is told by the design's findings.

    Parameters
    ----------
    files
        Content by name: BPMN, DMN, forms, or a zip of them.
    goal
        For a service that stands, its settings and forms are taken over from the version in force.

    Raises
    ------
    NothingUploaded, UnreadableUpload
    NotFound, Forbidden
        No such service or unit; not his to design.
    BrokenBundle
        The files are too many or too large, or none of them is a diagram.
    Busy, TookTooLong, TookTooMuch
    """
    given = _given(files)
    with reading() as connection:
        unit, standing = _goal(rt, connection, by, goal)
        known = known_to(rt, connection)
    asked = (given, standing, goal.service_key, goal.name, known)
    bundle, verdict, notes = rt.apart.run(by.person_id, take_upload, *asked)
    with transaction() as uow:
        if not standing:
            bundle = _with_free_key(uow, bundle)
        if unit is not None and not standing:
            bundle = with_settings(bundle, hall={"unit": unit.code})
        values = {**content(bundle, verdict, notes), **_as_it_came(rt, given)}
        owned = {"key": bundle.key, "unit": unit.id if unit else None, "by": by.person_id}
        return designs.insert(uow, {**values, **owned})


def upload_again(rt: Runtime, by: Principal, design_id: int, version: int, files: Mapping[str, bytes]) -> int:
    """Take an upload as the next state of a design; give its id.

    Raises
    ------
    NothingUploaded, UnreadableUpload, BrokenBundle
    NotFound, Forbidden, DesignPublished, DesignChanged
        See :func:`engine.designs.opened`.
    Busy, TookTooLong, TookTooMuch
    """
    given = _given(files)
    with reading() as connection:
        row = opened(connection, by, design_id, version, lock=False)
        known = known_to(rt, connection)
    asked = (given, read_zip(bytes(row.bundle)), row.service_key, row.name, known)
    bundle, verdict, notes = rt.apart.run(by.person_id, take_upload, *asked)
    with transaction() as uow:
        row = opened(uow, by, design_id, version)
        values = {**content(bundle, verdict, notes), **_as_it_came(rt, given)}
        designs.change(uow, row, {"act": "upload", "file": row.file_name}, values)
    return design_id


def _given(files: Mapping[str, bytes]) -> dict[str, bytes]:
    given = named({name: data for name, data in files.items() if data})
    if not given:
        raise NothingUploaded
    return given


def _goal(rt: Runtime, connection: Link, by: Principal, goal: For) -> tuple[UnitRef | None, Bundle | None]:
    """Give the unit that the design belongs to, and the bundle of a service that stands."""
    if not goal.service_key:
        unit = directory.unit_by_code(connection, goal.unit)
        if not may(by, DEFINITION_EDIT, unit_path=unit.path if unit else None):
            raise Forbidden(unit=goal.unit)
        return unit, None
    definition_id = connection.execute(_STANDING, {"key": goal.service_key}).scalar_one_or_none()
    if definition_id is None:
        raise NotFound(service=goal.service_key)
    path = rt.owner(connection, goal.service_key)
    if not may(by, DEFINITION_EDIT, unit_path=path):
        raise Forbidden(service=goal.service_key)
    code = path.rstrip("/").rpartition("/")[2] if path else ""
    return directory.unit_by_code(connection, code), rt.definitions.get(connection, definition_id).bundle


def _as_it_came(rt: Runtime, given: Mapping[str, bytes]) -> dict[str, Any]:
    return {"file_name": next(iter(given)), "original": pack(given), "now": rt.clock()}


def _with_free_key(uow: UnitOfWork, bundle: Bundle) -> Bundle:
    """Number a key that is taken: a second service must not become a version of the first by its id."""
    designs.lock_keys(uow)
    key, number = bundle.key, 1
    while designs.key_taken(uow, key):
        number += 1
        tail = f"-{number}"
        key = bundle.key[: _LONGEST_KEY - len(tail)].rstrip("-_") + tail
    return with_settings(bundle, process={"key": key})
