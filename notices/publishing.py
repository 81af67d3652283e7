"""The operation ``notices.publish``: what a service step of a notice's process does (N1, N2)."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import InstrumentedAttribute

from db.unit_of_work import UnitOfWork
from engine.operations import OperationContext, OperationFailed
from identity.models import Group, Unit
from notices.models import Notice, NoticeReceiver
from notices.parameters import Publication, check

OPERATION = "notices.publish"


def publish_notice(context: OperationContext, params: Mapping[str, Any]) -> dict[str, Any]:
    """Publish a notice in the command's transaction and return ``{"id": …}``.

    The author is the initiator, the publishing unit the one he started for. If the same step of the same
    instance runs again, its notice is changed in place and keeps its id and its readers.

    Raises
    ------
    OperationFailed
        ``unknown_parameter``, ``bad_parameter`` or ``unknown_receiver``, with the culprit as detail.
    """
    publication = check(params)
    _require_known(context.uow, publication.receivers)
    notice_id = _write(context, publication)
    rows = [{"notice_id": notice_id, "receiver": receiver} for receiver in publication.receivers]
    context.uow.execute(delete(NoticeReceiver).where(NoticeReceiver.notice_id == notice_id))
    context.uow.execute(insert(NoticeReceiver), rows)
    return {"id": notice_id}


def _write(context: OperationContext, publication: Publication) -> int:
    told = {
        "title": publication.title,
        "kind": publication.kind,
        "body": publication.body,
        "unit_id": context.unit_id,
        "author_id": context.initiator_id,
        "published_at": context.now,
    }
    row = insert(Notice).values(instance_id=context.instance_id, element=context.element, **told)
    row = row.on_conflict_do_update(constraint="uq_notice_step", set_=told)
    return int(context.uow.execute(row.returning(Notice.id)).scalar_one())


def _require_known(uow: UnitOfWork, receivers: Iterable[str]) -> None:
    """Refuse units and groups that do not exist: such a notice would silently reach nobody."""
    for prefix, column in (("unit:", Unit.code), ("group:", Group.key)):
        wanted = {receiver.removeprefix(prefix) for receiver in receivers if receiver.startswith(prefix)}
        missing = wanted - _known(uow, column, wanted) if wanted else set()
        if missing:
            raise OperationFailed("unknown_receiver", prefix + min(missing))


def _known(uow: UnitOfWork, column: InstrumentedAttribute[str], wanted: set[str]) -> set[str]:
    condition: ColumnElement[bool] = column.in_(sorted(wanted))
    return set(uow.execute(select(column).where(condition)).scalars())
