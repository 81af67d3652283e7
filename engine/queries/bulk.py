"""批量处理: which of somebody's open tasks may be completed together, and with which outcomes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from db.link import Link, Row
from designer_export.native import Outcome
from engine.outcomes import outcomes_of
from engine.runtime import Runtime
from identity.principal import Principal

_TASKS = text(
    "SELECT t.id, t.version, t.element, t.name, i.definition_id, i.title, i.business_no"
    " FROM task t JOIN instance i ON i.id = t.instance_id"
    " WHERE t.id = ANY(CAST(:ids AS bigint[])) AND t.state = 'open' AND i.state = 'running'"
    " AND EXISTS (SELECT FROM inbox o WHERE o.task_id = t.id AND o.principal = ANY(:keys)) ORDER BY t.id DESC"
)


@dataclass(frozen=True, slots=True)
class Offer:
    """A task that may be one of several."""

    id: int
    version: int
    title: str
    business_no: str | None
    step_name: str
    outcomes: tuple[Outcome, ...]


def offers(rt: Runtime, connection: Link, by: Principal, ids: Iterable[int]) -> tuple[Offer, ...]:
    """Give those of some tasks that are his to handle and whose steps allow it, the newest first."""
    wanted = list(ids)
    if not wanted:
        return ()
    rows = connection.execute(_TASKS, {"ids": wanted, "keys": list(by.keys)}).all()
    found = (_offer(rt, connection, row) for row in rows)
    return tuple(offer for offer in found if offer is not None)


def common_outcomes(offered: Sequence[Offer]) -> tuple[Outcome, ...]:
    """Give the outcomes that all of them have, as the first of them words them."""
    if not offered:
        return ()
    shared = set.intersection(*({outcome.id for outcome in offer.outcomes} for offer in offered))
    return tuple(outcome for outcome in offered[0].outcomes if outcome.id in shared)


def _offer(rt: Runtime, connection: Link, row: Row) -> Offer | None:
    deployed = rt.definitions.get(connection, row.definition_id)
    if not deployed.step(row.element).batch:
        return None
    outcomes = outcomes_of(deployed, row.element)
    return Offer(row.id, row.version, row.title, row.business_no, row.name, outcomes)
