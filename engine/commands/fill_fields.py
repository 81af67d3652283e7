"""Write the searchable values of instances that have none yet: they were there before values were kept."""

import logging

import orjson

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.queries.loading import load
from engine.runtime import Runtime
from engine.searchable import searchable_values
from engine.store import fields

AT_ONCE = 200
"""Of one transaction: it locks them, and whoever acts on one of them waits."""

_log = logging.getLogger(__name__)


def fill_fields(rt: Runtime, at_once: int = AT_ONCE) -> int:
    """Look at the next few; give how many there were.

    Whatever a command holds is left out: it writes the values itself. An instance that cannot be read is
    kept without values, so that it is not looked at for ever; its next command fills them.
    """
    with transaction() as uow:
        found = fields.unfilled(uow, at_once)
        fields.fill(uow, {row.id: _values(rt, uow, row) for row in found})
        return len(found)


def _values(rt: Runtime, uow: UnitOfWork, row: Row) -> str:
    try:
        values = searchable_values(*load(rt, uow, row))
    except Exception:  # noqa: BLE001 - one that is broken must not keep all others from being found
        _log.exception("the searchable values of instance %s cannot be read", row.id)
        values = []
    return orjson.dumps(values).decode()
