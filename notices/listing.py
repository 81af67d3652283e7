"""Reading notices: what a person sees is what he is a receiver or the author of."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    DateTime,
    Select,
    and_,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import insert

from db.link import Link
from db.unit_of_work import UnitOfWork
from identity.capabilities import NOTICE_MANAGE
from identity.models import Person, Unit
from identity.principal import Principal, may
from notices.models import Notice, NoticeRead, NoticeReceiver

MAX_LIMIT = 100
COUNT_LIMIT = 100
"""Unread notices are counted up to here: a badge shows 99+."""


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as it stands in a list."""

    id: int
    title: str
    kind: str
    unit_name: str
    author_name: str
    published_at: datetime
    read: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Some notices, the newest first; `next` is the `before` of the following page, None at the end."""

    rows: tuple[NoticeRow, ...]
    next: int | None


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A notice as its page shows it; `paragraphs` are plain text, to be escaped by whoever shows them."""

    row: NoticeRow
    paragraphs: tuple[str, ...]
    receivers: tuple[str, ...]


def notices(
    conn: Link,
    principal: Principal,
    *,
    kind: str = "",
    unread_only: bool = False,
    before: int | None = None,
    limit: int = 20,
) -> NoticePage:
    """Return the notices for a person, and those he wrote."""
    limit = max(1, min(limit, MAX_LIMIT))
    wanted: list[ColumnExpressionArgument[bool]] = [_sees(principal)]
    if kind:
        wanted.append(Notice.kind == kind)
    if unread_only:
        wanted.append(NoticeRead.at.is_(None))
    if before is not None:
        wanted.append(Notice.id < before)
    query = _rows(principal).where(*wanted).order_by(Notice.id.desc()).limit(limit + 1)
    rows = tuple(NoticeRow(*row) for row in conn.execute(query))
    return NoticePage(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)


def unread(conn: Link, principal: Principal) -> int:
    """Count the notices a person has received and not opened, up to `COUNT_LIMIT`."""
    read = and_(NoticeRead.notice_id == Notice.id, NoticeRead.person_id == principal.person_id)
    some = select(Notice.id).outerjoin(NoticeRead, read)
    some = some.where(_receives(principal), NoticeRead.at.is_(None)).limit(COUNT_LIMIT)
    return conn.connection.scalar(select(func.count()).select_from(some.subquery())) or 0


def notice(conn: Link, principal: Principal, notice_id: int) -> NoticeView | None:
    """Return a notice to a receiver, its author or an administrator of notices at its unit; else None."""
    query = _rows(principal).add_columns(Notice.body, Notice.unit_id, Unit.path, _sees(principal))
    found = conn.execute(query.where(Notice.id == notice_id)).one_or_none()
    if found is None:
        return None
    *columns, body, unit_id, path, sees = found
    if not sees and not may(principal, NOTICE_MANAGE, unit_id=unit_id, unit_path=path):
        return None
    to = select(NoticeReceiver.receiver).where(NoticeReceiver.notice_id == notice_id)
    receivers = tuple(conn.execute(to.order_by(NoticeReceiver.receiver)).scalars())
    paragraphs = tuple(line.strip() for line in body.splitlines() if line.strip())
    return NoticeView(NoticeRow(*columns), paragraphs, receivers)


def mark_read(uow: UnitOfWork, principal: Principal, notice_id: int, now: datetime) -> None:
    """Note that a person has opened a notice; the first time counts, and only where he sees it."""
    columns = (literal(principal.person_id), Notice.id, literal(now, DateTime(timezone=True)))
    values = select(*columns).where(Notice.id == notice_id, _sees(principal))
    row = insert(NoticeRead).from_select(["person_id", "notice_id", "at"], values)
    uow.execute(row.on_conflict_do_nothing())


def receiver_keys(principal: Principal) -> list[str]:
    """Return every receiver that a person is meant by."""
    units = {code for unit in principal.units for code in (*unit.path.split("/"), unit.code) if code}
    groups = [key.removeprefix("g:") for key in principal.keys if key.startswith("g:")]
    return [
        "everyone",
        *(f"kind:{kind}" for kind in principal.kinds),
        *(f"unit:{code}" for code in sorted(units)),
        *(f"group:{group}" for group in groups),
    ]


def _receives(principal: Principal) -> ColumnElement[bool]:
    to_me = NoticeReceiver.receiver.in_(receiver_keys(principal))
    return select(NoticeReceiver.notice_id).where(NoticeReceiver.notice_id == Notice.id, to_me).exists()


def _sees(principal: Principal) -> ColumnElement[bool]:
    return or_(Notice.author_id == principal.person_id, _receives(principal))


def _rows(principal: Principal) -> Select[*tuple[Any, ...]]:
    read = and_(NoticeRead.notice_id == Notice.id, NoticeRead.person_id == principal.person_id)
    columns = (
        Notice.id,
        Notice.title,
        Notice.kind,
        func.coalesce(Unit.name, ""),
        Person.name,
        Notice.published_at,
        NoticeRead.at.is_not(None),
    )
    query = select(*columns).select_from(Notice).join(Person, Person.id == Notice.author_id)
    return query.outerjoin(Unit, Unit.id == Notice.unit_id).outerjoin(NoticeRead, read)
