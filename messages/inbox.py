"""A person's messages: he sees only his own."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    ColumnExpressionArgument,
    and_,
    case,
    cast,
    func,
    or_,
    select,
    update,
)

from db.link import Link
from db.unit_of_work import UnitOfWork
from engine.models import RecordText, Task
from messages.models import MAIL, Message, MessageFate

MAX_LIMIT = 100
WITH_WORDS = ("instance_suspended", "instance_resumed")
"""Kinds that say why; of what people say, the message only tells where it stands."""
COUNT_LIMIT = 100
"""Unread messages are counted up to here: a badge shows 99+."""


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message. `kind` is task_opened, task_returned, task_handed, reminded, reminder_answered, copied,
    mentioned, replied, instance_suspended, instance_resumed, instance_completed, instance_terminated,
    task_due, task_overdue, draft_expiring or record_broken.

    `words` are those of the entry of the record that it tells of, if a message of its kind brings them: the
    reason of a suspension; empty once they are erased.

    `pending` tells that the task it speaks of still waits (for him, or for anybody of his group).

    `mail` says what became of it by e-mail (:data:`messages.models.FATES`), and `mail_code` why; both are
    empty for messages from before there were any. `instance_id` is None if it is about no matter.
    """

    id: int
    kind: str
    title: str
    step_name: str
    instance_id: uuid.UUID | None
    task_id: int | None
    at: datetime
    read: bool
    pending: bool
    words: str = ""
    mail: str = ""
    mail_code: str = ""


@dataclass(frozen=True, slots=True)
class MessagePage:
    """Some messages, the newest first; `next` is the `before` of the following page, None at the end."""

    rows: tuple[MessageRow, ...]
    next: int | None


def messages(
    conn: Link, person_id: int, *, unread_only: bool = False, before: int | None = None, limit: int = 20
) -> MessagePage:
    """Return a page of a person's messages."""
    limit = max(1, min(limit, MAX_LIMIT))
    wanted: list[ColumnExpressionArgument[bool]] = [Message.person_id == person_id]
    if unread_only:
        wanted.append(_unread())
    if before is not None:
        wanted.append(Message.id < before)
    columns = (
        Message.id,
        Message.kind,
        Message.title,
        Message.step_name,
        Message.instance_id,
        Message.task_id,
        Message.at,
        Message.read_at.is_not(None),
        func.coalesce(Task.state == "open", False),
        func.coalesce(RecordText.text, ""),
        func.coalesce(MessageFate.state, ""),
        func.coalesce(MessageFate.code, ""),
    )
    query = select(*columns).select_from(Message).outerjoin(Task, Task.id == Message.task_id)
    query = query.outerjoin(RecordText, _told_of())
    query = query.outerjoin(
        MessageFate, and_(MessageFate.message_id == Message.id, MessageFate.channel == MAIL)
    )
    found = conn.execute(query.where(*wanted).order_by(Message.id.desc()).limit(limit + 1))
    rows = tuple(MessageRow(*row) for row in found)
    return MessagePage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def unread(conn: Link, person_id: int) -> int:
    """Count a person's unread messages, up to `COUNT_LIMIT`.

    News of a to-do item that somebody else has handled meanwhile is no longer counted.
    """
    some = select(Message.id).outerjoin(Task, Task.id == Message.task_id)
    some = some.where(Message.person_id == person_id, _unread()).limit(COUNT_LIMIT)
    return conn.connection.scalar(select(func.count()).select_from(some.subquery())) or 0


def mark_read(uow: UnitOfWork, person_id: int, ids: Iterable[int], now: datetime) -> None:
    """Mark some of a person's messages as read; those of others stay untouched."""
    _mark(uow, person_id, now, Message.id.in_(list(ids)))


def mark_all_read(uow: UnitOfWork, person_id: int, now: datetime) -> None:
    """Mark every message of a person as read."""
    _mark(uow, person_id, now)


def mark_instance_read(uow: UnitOfWork, person_id: int, instance_id: uuid.UUID, now: datetime) -> None:
    """Mark what a person was told about a matter as read, because he has opened it."""
    _mark(uow, person_id, now, Message.instance_id == instance_id)


def _mark(uow: UnitOfWork, person_id: int, now: datetime, *which: ColumnExpressionArgument[bool]) -> None:
    mine = (Message.person_id == person_id, Message.read_at.is_(None), *which)
    uow.execute(update(Message).where(*mine).values(read_at=now))


def _told_of() -> ColumnElement[bool]:
    """The words of the entry that a message names in its `event`; they are kept in the record only."""
    n = cast(func.split_part(Message.event, ":", 3), BigInteger)
    return and_(
        RecordText.instance_id == Message.instance_id,
        RecordText.n == case((Message.kind.in_(WITH_WORDS), n)),
    )


def _unread() -> ColumnExpressionArgument[bool]:
    still = or_(Message.task_id.is_(None), Task.state == "open")
    return Message.read_at.is_(None) & still
