"""批量处置: an administrator orders one action on many matters."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from db.unit_of_work import UnitOfWork, transaction
from engine.bulk import WORK, defer_work
from engine.errors import Forbidden, Invalid
from engine.mend_errors import NothingSelected, TooMuchSelected
from engine.mends import mend_named
from engine.queries.search import Filter, ids
from engine.runtime import Runtime
from engine.store import bulks
from engine.words import reason_words
from forms.limits import limit_errors
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal, may_somewhere

__all__ = ["MOST", "WORK", "order_bulk"]

MOST = 10_000
"""Matters of one order."""


def order_bulk(
    rt: Runtime,
    by: Principal,
    *,
    action: str,
    params: Mapping[str, Any],
    reason: str,
    instances: Iterable[uuid.UUID] = (),
    wanted: Filter | None = None,
    selection: Mapping[str, Any] | None = None,
    start: bool = False,
) -> int:
    """Order an action on the matters of a list or of a filter; give the order's id.

    Which matters these are is settled now; whether he may do it to each is asked when its turn comes.

    Parameters
    ----------
    selection
        The filter as it was typed, for whoever reads the order later.
    start
        Whether to do it at once; otherwise each is tried out first, and the order waits for his word.

    Raises
    ------
    Forbidden
        He mends the matters of no service.
    Invalid
        What it is told holds something that cannot be stored.
    UnknownMend, BadFilter, NothingSelected, TooMuchSelected, ReasonRequired, ReasonTooLong
    """
    found = mend_named(action, many=True)
    told = found.read(params)
    if beyond := limit_errors(told):
        raise Invalid(beyond)
    words = reason_words(reason)
    if not may_somewhere(by, INSTANCE_MEND):
        raise Forbidden(action=action)
    with transaction() as uow:
        chosen = _chosen(rt, uow, by, instances, wanted)
        values = {
            "action": action,
            "params": told,
            "reason": words,
            "selection": dict(selection or {}),
            "state": "running" if start else "checking",
            "by": by.person_id,
            "now": rt.clock(),
        }
        return _insert(uow, values, chosen)


def _insert(uow: UnitOfWork, values: Mapping[str, Any], chosen: list[uuid.UUID]) -> int:
    bulk_id = bulks.insert(uow, values, chosen)
    defer_work(uow, bulk_id)
    return bulk_id


def _chosen(
    rt: Runtime, uow: UnitOfWork, by: Principal, instances: Iterable[uuid.UUID], wanted: Filter | None
) -> list[uuid.UUID]:
    found: dict[uuid.UUID, None] = {}
    for one in instances if wanted is None else ids(rt, uow, by, wanted):
        found[one] = None
        if len(found) > MOST:
            raise TooMuchSelected(limit=MOST)
    if not found:
        raise NothingSelected
    return list(found)
