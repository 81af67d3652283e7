"""Verify the records, a few at a time and round after round, and tell when one does not hold."""

import logging
import uuid
from collections.abc import Sequence

import orjson
from sqlalchemy import text

from db.unit_of_work import reading, transaction
from engine.events import RecordBroken
from engine.queries.verification import Verdict, verdict_on
from engine.runtime import Runtime
from identity import directory
from identity.capabilities import INSTANCE_INSPECT

_NOWHERE = uuid.UUID(int=0)
_END = uuid.UUID(int=2**128 - 1)

# Several workers at once take one slice each. Ids are random, so that a slice is a sample.
_BEGIN = text(
    "INSERT INTO record_check (id, position, rounds, verified, broken, at)"
    " VALUES (1, :nowhere, 0, 0, 0, :now) ON CONFLICT DO NOTHING"
)
_POSITION = text("SELECT position FROM record_check WHERE id = 1 FOR UPDATE")
_SLICE = text("SELECT id FROM instance WHERE id > :position ORDER BY id LIMIT :limit")
# What was anchored and is gone: it belongs to the same slice.
_GONE = text(
    "SELECT a.instance_id FROM anchored_chain a WHERE a.instance_id > :position AND a.instance_id <= :last"
    " AND NOT EXISTS (SELECT FROM instance i WHERE i.id = a.instance_id) ORDER BY a.instance_id"
)
_MOVE = text(
    "UPDATE record_check SET position = :position, rounds = rounds + :rounds, at = :now WHERE id = 1"
)
_COUNT = text(
    "UPDATE record_check SET verified = verified + :verified, broken = broken + :broken WHERE id = 1"
)
_BROKEN = text(
    "INSERT INTO broken_record (instance_id, first_bad, found_at)"
    " SELECT b.id, b.first_bad, :now FROM jsonb_to_recordset(CAST(:broken AS jsonb))"
    " AS b(id uuid, first_bad bigint) ORDER BY b.id ON CONFLICT DO NOTHING RETURNING instance_id, first_bad"
)
_WHOLE = text("DELETE FROM broken_record WHERE instance_id = ANY(:whole)")
_TITLES = text("SELECT id, title FROM instance WHERE id = ANY(:ids)")

_log = logging.getLogger(__name__)


def check_records(rt: Runtime, *, limit: int = 1000) -> int:
    """Verify the next records of this round, `limit` at most; give how many do not hold.

    Each that does not is an error in the log and is told the administrators of the school, both once when it
    is found; in the overview and the figures it stands until it holds again.
    """
    verdicts = _verdicts(rt, _take(rt, limit))
    broken = [verdict for verdict in verdicts if not verdict.ok]
    _note(rt, verdicts, broken)
    return len(broken)


def _take(rt: Runtime, limit: int) -> Sequence[uuid.UUID]:
    """Give the next instances; what a worker that dies has taken is looked at in the next round."""
    now = rt.clock()
    with transaction() as uow:
        uow.execute(_BEGIN, {"nowhere": _NOWHERE, "now": now})
        position = uow.execute(_POSITION).scalar_one()
        found = list(uow.execute(_SLICE, {"position": position, "limit": limit}).scalars())
        over = len(found) < limit
        last = _END if over else found[-1]
        gone = uow.execute(_GONE, {"position": position, "last": last}).scalars()
        values = {"position": _NOWHERE if over else last, "rounds": int(over), "now": now}
        uow.execute(_MOVE, values)
        return [*found, *gone]


def _verdicts(rt: Runtime, ids: Sequence[uuid.UUID]) -> list[Verdict]:
    with reading() as link:
        return [verdict_on(rt, link, one) or Verdict(one, 0, False, 1) for one in ids]


def _note(rt: Runtime, verdicts: Sequence[Verdict], broken: Sequence[Verdict]) -> None:
    packed = orjson.dumps([{"id": str(one.instance_id), "first_bad": one.first_bad} for one in broken])
    whole = [one.instance_id for one in verdicts if one.ok]
    with transaction() as uow:
        uow.execute(_COUNT, {"verified": len(verdicts), "broken": len(broken)})
        uow.execute(_WHOLE, {"whole": whole})
        found = uow.execute(_BROKEN, {"broken": packed.decode(), "now": rt.clock()}).all()
        if not found:
            return
        to = directory.granted_everywhere(uow, INSTANCE_INSPECT)
        ids = [row.instance_id for row in found]
        titles = {row.id: row.title for row in uow.execute(_TITLES, {"ids": ids})}
        for row in found:
            _log.error("the record of %s does not hold: entry %s", row.instance_id, row.first_bad)
            # An instance that is gone has no title any more; its id finds what there is in backups.
            title = titles.get(row.instance_id, str(row.instance_id))
            rt.events.publish(uow, RecordBroken(row.instance_id, row.first_bad, title, to))
