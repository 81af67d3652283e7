"""Write the searchable values of instances that have none yet: they were there before values were kept."""

import logging
from typing import Any

import orjson

from db.link import Row
from db.unit_of_work import UnitOfWork, transaction
from engine.queries.loading import load
from engine.runtime import Runtime
from engine.searchable import ordered_values, searchable_values
from engine.store import fields, ordered
from engine.store.ordered import OrderedValue

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
        read = {row.id: _values(rt, uow, row) for row in found}
        fields.fill(uow, {id_: orjson.dumps(values).decode() for id_, (values, _) in read.items()})
        if in_order := [one for _, values in read.values() for one in values]:
            ordered.keep(uow, list(read), in_order)
        return len(found)


def _values(rt: Runtime, uow: UnitOfWork, row: Row) -> tuple[list[Any], list[OrderedValue]]:
    try:
        deployed, execution = load(rt, uow, row)
        values = searchable_values(deployed, execution)
        return values, list(ordered_values(deployed, row.id, values))
    except Exception:  # noqa: BLE001 - one that is broken must not keep all others from being found
        _log.exception("the searchable values of instance %s cannot be read", row.id)
        return [], []
