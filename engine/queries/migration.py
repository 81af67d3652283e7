"""What would become of the matters under way if they went to another version: the report before the move."""

import uuid
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link, Row
from engine.access import may_at_service
from engine.definitions import Deployed
from engine.errors import Forbidden
from engine.execution import ExecutionError
from engine.migrating import Way
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal

from .loading import load

MOST = 200
"""Instances of one report; the next one begins behind them."""

_INSTANCES = text(
    "SELECT id, definition_id, process_id, title, business_no, state, snapshot FROM instance"
    " WHERE service_key = :key AND definition_id <> :target AND state IN ('running', 'suspended')"
    " AND (CAST(:only AS uuid) IS NULL OR id = :only) AND (CAST(:after AS uuid) IS NULL OR id > :after)"
    " ORDER BY id LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Named:
    """An element or a field, with the name that people know it by."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BlockView:
    """Why an instance cannot go; ``code`` as of :class:`engine.execution.Block`, or ``broken``."""

    code: str
    element: str
    name: str


@dataclass(frozen=True, slots=True)
class VersionChange:
    """How one of the versions that instances are on differs from the one they would go to.

    Attributes
    ----------
    instances
        How many of this report are on it.
    same_structure
        Only texts, forms or settings are different: nobody can be stuck.
    gone, changed
        Elements that are no longer there, or of another kind.
    """

    number: int
    instances: int
    same_structure: bool
    gone: tuple[Named, ...]
    changed: tuple[Named, ...]
    fields_gone: tuple[str, ...]
    fields_changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InstanceChange:
    """What would become of one instance.

    Attributes
    ----------
    blocks
        Empty if it can go.
    steps_lost
        Steps it has done that nobody could go back to any more.
    fields_lost
        Fields that hold something and that the new form does not have, or has for something else.
    """

    id: uuid.UUID
    title: str
    business_no: str | None
    state: str
    number: int
    blocks: tuple[BlockView, ...]
    steps_lost: tuple[Named, ...]
    fields_lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MigrationReport:
    """The report; ``next`` is to be asked for as ``after``, None at the end."""

    definition_id: int
    service_key: str
    number: int
    versions: tuple[VersionChange, ...]
    instances: tuple[InstanceChange, ...]
    next: uuid.UUID | None


def migration_report(
    rt: Runtime,
    connection: Link,
    by: Principal,
    definition_id: int,
    *,
    renamed: Mapping[str, str] | None = None,
    only: uuid.UUID | None = None,
    after: uuid.UUID | None = None,
) -> MigrationReport:
    """Say what would become of the instances of other versions if they went to this one; nothing is changed.

    Parameters
    ----------
    only
        One instance; None for all of the service that have not ended.

    Raises
    ------
    NotFound, Forbidden, BadRenaming
    """
    new = rt.definitions.get(connection, definition_id)
    if not may_at_service(rt, connection, by, INSTANCE_MEND, new.service_key):
        raise Forbidden(definition=definition_id)
    values = {"key": new.service_key, "target": new.id, "only": only, "after": after, "most": MOST + 1}
    rows = connection.execute(_INSTANCES, values).all()
    shown, ways = rows[:MOST], dict[int, Way]()
    for row in shown:
        if row.definition_id not in ways:
            old = rt.definitions.get(connection, row.definition_id)
            ways[row.definition_id] = Way(old, new, renamed or {})
    instances = tuple(_instance(rt, connection, row, ways[row.definition_id]) for row in shown)
    counts = Counter(one.number for one in instances)
    versions = sorted((_version(way, counts) for way in ways.values()), key=lambda version: version.number)
    following = shown[-1].id if len(rows) > MOST else None
    return MigrationReport(new.id, new.service_key, new.number, tuple(versions), instances, following)


def _version(way: Way, counts: Mapping[int, int]) -> VersionChange:
    migration = way.migration(None)
    assert migration is not None
    return VersionChange(
        way.old.number,
        counts[way.old.number],
        migration.same_structure,
        _named(way.old, migration.gone),
        _named(way.old, migration.changed),
        way.fields_gone,
        way.fields_changed,
    )


def _instance(rt: Runtime, connection: Link, row: Row, way: Way) -> InstanceChange:
    try:
        _, execution = load(rt, connection, row)
    except ExecutionError:
        return _change(row, way, (BlockView("broken", "", ""),))
    blocks = tuple(
        BlockView(block.code, block.element, way.name_of(block.element))
        for block in way.blocks(row.process_id, execution)
    )
    migration = way.migration(row.process_id)
    lost = migration.lost(execution) if migration else ()
    return _change(row, way, blocks, _named(way.old, lost), way.fields_lost(execution))


def _change(
    row: Row,
    way: Way,
    blocks: tuple[BlockView, ...],
    steps: tuple[Named, ...] = (),
    fields: tuple[str, ...] = (),
) -> InstanceChange:
    return InstanceChange(
        row.id, row.title, row.business_no, row.state, way.old.number, blocks, steps, fields
    )


def _named(deployed: Deployed, elements: tuple[str, ...]) -> tuple[Named, ...]:
    return tuple(Named(element, deployed.step_name(element)) for element in elements)
