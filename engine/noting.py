"""One instance under its row lock, for commands that only add to its record.

Its tokens stay where they are, so the snapshot is neither read nor written: a comment on a matter with a
thousand steps costs what one on a new matter costs.
"""

import uuid
from datetime import datetime

from db.link import Row
from db.unit_of_work import UnitOfWork
from identity.principal import Principal

from .access import may_see
from .errors import NotFound
from .runtime import Runtime
from .store import chain, instances, record, tasks


class Noting:
    """An instance whose record is about to grow; never kept beyond its command."""

    def __init__(self, rt: Runtime, uow: UnitOfWork, row: Row) -> None:
        self.rt = rt
        self.uow = uow
        self.row = row
        self.now: datetime = rt.clock()
        self.length: int = row.record_length
        self._head = bytes(row.record_head)
        self._entries: list[tuple[chain.Entry, bytes]] = []
        self._words: dict[int, str] = {}

    @property
    def id(self) -> uuid.UUID:
        """The instance's."""
        found: uuid.UUID = self.row.id
        return found

    def note(
        self,
        kind: str,
        by: Principal,
        *,
        task: Row | None = None,
        outcome: str | None = None,
        words: str = "",
    ) -> int:
        """Add a line to the record; give its number."""
        n = self.length + 1
        task_id, element = (task.id, task.element) if task is not None else (None, None)
        entry = chain.Entry(n, kind, self.now, by.person_id, task_id, element, outcome)
        entry, self._head = chain.extend(self.rt.record_key, self.id, self._head, entry, words)
        self.length = n
        self._entries.append((entry, self._head))
        if words:
            self._words[n] = words
        return n

    def save(self) -> None:
        """Store the new lines in the command's transaction."""
        record.append(self.uow, self.id, self._entries, self._words, {})
        instances.grow(self.uow, self.id, self.length, self._head)


def open_record(rt: Runtime, uow: UnitOfWork, by: Principal, instance_id: uuid.UUID) -> Noting:
    """Lock an instance that ``by`` may see, whether it still runs or not.

    Raises
    ------
    NotFound
    """
    row = instances.lock_record(uow, instance_id)
    if row is None or not may_see(rt, uow, by, row):
        raise NotFound(instance=str(instance_id))
    return Noting(rt, uow, row)


def open_record_by_task(rt: Runtime, uow: UnitOfWork, by: Principal, task_id: int) -> tuple[Noting, Row]:
    """Lock the instance of a task as :func:`open_record`, and read the task, whatever its state.

    Raises
    ------
    NotFound
    """
    # Two statements in one round trip: the second sees what the first has waited for.
    locked, asked = instances.lock_record_by_task(uow, task_id), tasks.one(uow, task_id)
    row = locked.one_or_none()
    if row is None or not may_see(rt, uow, by, row):
        raise NotFound(task=task_id)
    return Noting(rt, uow, row), asked.one()


def is_offered(task: Row, by: Principal) -> bool:
    """Whether a task is open for this person."""
    return task.state == "open" and not set(by.keys).isdisjoint(task.candidates)
