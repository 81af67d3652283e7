"""How a matter stands inside a transaction: everything that an action may change of it."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Row
from db.unit_of_work import UnitOfWork
from engine.definitions import Deployed
from engine.execution import Awaited, ScopeView
from engine.queries.loading import load
from engine.runtime import Runtime
from engine.saving import ENDED
from engine.store import instances, tasks

_CALLS = text(
    "SELECT token, element, connector, operation,"
    " state NOT IN ('done', 'failed', 'withdrawn', 'skipped') AS pending"
    " FROM call WHERE instance_id = :id ORDER BY token"
)
_INCIDENTS = text(
    "SELECT id, token, element, code FROM incident WHERE instance_id = :id AND closed_at IS NULL ORDER BY id"
)
_DEADLINES = text(
    "SELECT t.element, d.at FROM deadline d JOIN task t ON t.id = d.task_id WHERE t.instance_id = :id"
    " AND t.state = 'open' AND d.done_at IS NULL ORDER BY d.at, t.id"
)
_SENT = text("SELECT id, kind, name FROM occurrence WHERE instance_id = :id")


@dataclass(frozen=True, slots=True)
class Picture:
    """A matter at one moment.

    Attributes
    ----------
    places
        Element by token, where it stands.
    pending
        Of its calls, those whose answer has not been heard, by token.
    sent
        What it has thrown for others: kind and name by id.
    """

    row: Row
    deployed: Deployed
    places: Mapping[int, str]
    tasks: Mapping[int, Row]
    awaited: tuple[Awaited, ...]
    pending: Mapping[int, Row]
    incidents: Mapping[int, Row]
    deadlines: tuple[tuple[str, datetime], ...]
    scopes: tuple[ScopeView, ...]
    sent: Mapping[uuid.UUID, tuple[str, str]] = field(default_factory=dict)

    @property
    def fingerprint(self) -> str:
        """Names how the matter stands; another one means that an action might do something else."""
        return _fingerprint(self.row, self.tasks.values(), self.pending)


def take(rt: Runtime, uow: UnitOfWork, instance_id: uuid.UUID) -> Picture | None:
    """Hold an instance and tell how it stands; None if there is none."""
    row = instances.lock(uow, instance_id)
    if row is None:
        return None
    values = {"id": instance_id}
    deployed, execution = load(rt, uow, row)
    ended = row.state in ENDED
    return Picture(
        row,
        deployed,
        {one.token: one.element for one in execution.standing},
        {task.id: task for task in tasks.of_instance(uow, instance_id)},
        () if ended else execution.awaited(),
        _pending(uow, instance_id),
        {one.id: one for one in uow.execute(_INCIDENTS, values)},
        tuple((one.element, one.at) for one in uow.execute(_DEADLINES, values)),
        execution.scopes(),
        {one.id: (one.kind, one.name) for one in uow.execute(_SENT, values)},
    )


def fingerprint_of(uow: UnitOfWork, instance_id: uuid.UUID) -> str | None:
    """Hold an instance and name how it stands; None if there is none."""
    row = instances.lock(uow, instance_id)
    if row is None:
        return None
    return _fingerprint(row, tasks.of_instance(uow, instance_id), _pending(uow, instance_id))


def _pending(uow: UnitOfWork, instance_id: uuid.UUID) -> dict[int, Row]:
    return {one.token: one for one in uow.execute(_CALLS, {"id": instance_id}) if one.pending}


def _fingerprint(row: Row, open_tasks: Any, pending: Mapping[int, Row]) -> str:
    told = [
        str(row.definition_id),
        row.state,
        hashlib.sha256(bytes(row.snapshot)).hexdigest(),
        *(f"{task.id}:{task.version}" for task in sorted(open_tasks, key=lambda task: task.id)),
        "calls",
        *(str(token) for token in sorted(pending)),
    ]
    return hashlib.sha256("\n".join(told).encode()).hexdigest()[:32]
