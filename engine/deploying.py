"""What every way to a new version shares: checking a bundle, storing it, putting it in force."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import text

from bpmn_models.bundle import Bundle, write_zip
from bpmn_models.settings_check import check_settings
from db.link import Link
from db.unit_of_work import UnitOfWork
from designer_export.errors import Unreadable
from designer_export.lint import Report, lint_bundle
from designer_export.writing import in_our_words
from engine.definitions import Deployed, prepare
from engine.errors import NumberTaken, Undeployable
from engine.execution import decision_problems, first_turn
from engine.numbering import rule_of
from engine.runtime import Runtime
from engine.service_steps import callable_here
from engine.store import beginnings
from identity import directory
from identity.principal import Principal

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


def report_of(rt: Runtime, connection: Link, bundle: Bundle) -> Report:
    """Lint a bundle with all that is known here: what services may call, and who lanes may name."""
    lanes = directory.place_names(connection)
    return lint_bundle(bundle, operations=callable_here(rt, connection), lanes=lanes, judge=decision_problems)


def ready(rt: Runtime, connection: Link, bundle: Bundle) -> tuple[Bundle, Deployed]:
    """Say a bundle in our words, and compile it.

    Raises
    ------
    Undeployable
        With the findings that forbid it.
    BrokenBundle
        ``setting_…``.
    """
    check_settings(bundle)
    bundle = ours(bundle)
    report = report_of(rt, connection, bundle)
    if report.verdict != "runnable":
        raise Undeployable([f for f in report.findings if f.level in ("refused", "complete")])
    return bundle, prepare(bundle)


def ours(bundle: Bundle) -> Bundle:
    """Say the diagram in our words; what cannot be read is told by the findings."""
    try:
        return in_our_words(bundle)
    except Unreadable:
        return bundle


def put_in_force(
    rt: Runtime, uow: UnitOfWork, by: Principal | None, bundle: Bundle, prepared: Deployed
) -> int:
    """Store a bundle as the newest version of its process; one equal to the version in force stays it.

    Raises
    ------
    NumberTaken
    """
    lock(uow, bundle.key)
    latest = uow.execute(_LATEST, {"key": bundle.key}).one_or_none()
    if latest is not None and latest.digest == bundle.digest and latest.state == "published":
        return int(latest.id)
    _check_numbers(rt, uow, bundle)
    number = latest.number + 1 if latest else 1
    return _store(uow, rt, by, bundle, prepared, number)


def lock(uow: UnitOfWork, service_key: str) -> None:
    """Let nobody else put a version of a service in force, or take it back, until the transaction ends."""
    uow.execute(_ALONE, {"key": service_key})


def retire_published(uow: UnitOfWork, service_key: str) -> None:
    """Take the version in force back, if there is one."""
    uow.execute(_RETIRE, {"key": service_key})


def begin_by(rt: Runtime, uow: UnitOfWork, prepared: Deployed, definition_id: int) -> None:
    """Let instances begin by the events of this version, and of no other of its service."""
    rows = list(_beginnings(prepared, rt.clock()))
    beginnings.replace(uow, prepared.service_key, definition_id, rows)


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
    retire_published(uow, bundle.key)
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
    begin_by(rt, uow, prepared, definition_id)
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
