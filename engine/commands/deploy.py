"""Store a bundle as a new version of its process, and put it in force."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bpmn_models.bundle import Bundle, write_zip
from bpmn_models.settings_check import check_settings
from db.unit_of_work import UnitOfWork, reading, transaction
from designer_export.errors import Unreadable
from designer_export.lint import lint_bundle
from designer_export.writing import in_our_words
from engine.definitions import Deployed, prepare
from engine.errors import Forbidden, NumberTaken, Undeployable
from engine.execution import decision_problems, first_turn
from engine.numbering import rule_of
from engine.runtime import Runtime
from engine.store import beginnings
from identity import directory
from identity.capabilities import DEFINITION_PUBLISH
from identity.principal import Principal, may_somewhere

_LATEST = text(
    "SELECT id, number, digest, state FROM definition WHERE service_key = :key ORDER BY number DESC LIMIT 1"
)
# Two deployments of one process at once would take the same number: one waits for the other.
_ALONE = text("SELECT pg_advisory_xact_lock(hashtextextended('deploy:' || :key, 0))")
_OTHERS = text("SELECT id FROM definition WHERE service_key <> :key AND state = 'published'")
_RETIRE = text("UPDATE definition SET state = 'retired' WHERE service_key = :key AND state = 'published'")
_INSERT = text(
    "INSERT INTO definition (service_key, number, state, name, digest, bundle, created_by,"
    " created_at, published_at)"
    " VALUES (:key, :number, 'published', :name, :digest, :bundle, :by, :now, :now) RETURNING id"
)


def deploy(rt: Runtime, by: Principal | None, bundle: Bundle) -> int:
    """Deploy a bundle; give the id of the version now in force.

    Running instances stay on theirs. A bundle equal to the version in force changes nothing.

    Parameters
    ----------
    by
        None for the program itself, loading the services that ship.

    Raises
    ------
    Forbidden
    Undeployable
        With the findings that forbid it.
    NumberTaken
    BrokenBundle
        ``setting``.
    """
    if by is not None and not may_somewhere(by, DEFINITION_PUBLISH):
        raise Forbidden(service=bundle.key)
    check_settings(bundle)
    bundle = _ours(bundle)
    prepared = _check(rt, bundle)
    with transaction() as uow:
        uow.execute(_ALONE, {"key": bundle.key})
        latest = uow.execute(_LATEST, {"key": bundle.key}).one_or_none()
        if latest is not None and latest.digest == bundle.digest and latest.state == "published":
            return int(latest.id)
        _check_numbers(rt, uow, bundle)
        number = latest.number + 1 if latest else 1
        return _store(uow, rt, by, bundle, prepared, number)


def _ours(bundle: Bundle) -> Bundle:
    """Say the diagram in our words; what cannot be read is told by the findings."""
    try:
        return in_our_words(bundle)
    except Unreadable:
        return bundle


def _check(rt: Runtime, bundle: Bundle) -> Deployed:
    with reading() as connection:
        lanes = directory.place_names(connection)
    report = lint_bundle(bundle, operations=rt.operations, lanes=lanes, judge=decision_problems)
    if report.verdict != "runnable":
        raise Undeployable([f for f in report.findings if f.level in ("refused", "complete")])
    return prepare(bundle)


def _check_numbers(rt: Runtime, uow: UnitOfWork, bundle: Bundle) -> None:
    """Refuse a rule of another service: both would give the same business numbers (X8)."""
    own = rule_of(bundle.service["process"])
    if own is None:
        return
    for definition_id in uow.execute(_OTHERS, {"key": bundle.key}).scalars():
        other = rt.definitions.get(uow, definition_id)
        if rule_of(other.process) == own:
            raise NumberTaken(service=other.name)


def _store(
    uow: UnitOfWork, rt: Runtime, by: Principal | None, bundle: Bundle, prepared: Deployed, number: int
) -> int:
    uow.execute(_RETIRE, {"key": bundle.key})
    definition_id: int = uow.execute(
        _INSERT,
        {
            "key": bundle.key,
            "number": number,
            "name": str(bundle.service["process"].get("name", bundle.key)),
            "digest": bundle.digest,
            "bundle": write_zip(bundle),
            "by": by.person_id if by else None,
            "now": rt.clock(),
        },
    ).scalar_one()
    beginnings.replace(uow, bundle.key, definition_id, list(_beginnings(prepared, rt.clock())))
    return definition_id


def _beginnings(prepared: Deployed, now: datetime) -> Iterator[dict[str, Any]]:
    """Give the rows of the events that begin an instance of this version."""
    for process_id, program in prepared.programs.by_id.items():
        for one in program.beginnings:
            due, left = first_turn(one.schedule, now) if one.schedule else (None, 0)
            yield {
                "process_id": process_id,
                "element": one.element,
                "kind": one.kind,
                "name": one.name or "",
                "next_due": due,
                "turns_left": left,
            }
