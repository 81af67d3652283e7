"""What was ordered for many matters: the orders, how far each is, and what became of every matter."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from db.link import Link, Row
from engine.bulk import GOES, read
from engine.queries.search import inspected
from engine.runtime import Runtime
from identity.capabilities import INSTANCE_MEND
from identity.principal import Principal, may_everywhere, may_somewhere

PAGE = 50
REPORT = 500
"""Items that are read at once for a report."""

_ORDERS = text(
    "SELECT b.id, b.action, b.reason, b.state, b.ordered_at, p.name AS ordered_by,"
    " (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id) AS total,"
    " (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.state <> 'waiting') AS through,"
    " (SELECT count(*) FROM bulk_item i WHERE i.bulk_id = b.id AND i.state IN ('refused', 'failed')) AS bad"
    " FROM bulk b LEFT JOIN person p ON p.id = b.ordered_by"
    " WHERE (:everything OR b.ordered_by = :by) AND (CAST(:before AS bigint) IS NULL OR b.id < :before)"
    " ORDER BY b.id DESC LIMIT :most"
)
_COUNTS = text(
    "SELECT i.state, i.code, i.foreseen, i.foreseen_params, i.params, n.state AS matter, count(*) AS n"
    " FROM bulk_item i LEFT JOIN instance n ON n.id = i.instance_id AND n.service_key = ANY(:services)"
    " WHERE i.bulk_id = :id GROUP BY 1, 2, 3, 4, 5, 6"
)
_NAME = text("SELECT name FROM person WHERE id = :id")
_ITEMS = text(
    "SELECT i.n, i.instance_id, i.state, i.code, i.params, i.foreseen, i.foreseen_params, i.at,"
    " n.state AS matter, n.title, n.business_no FROM bulk_item i"
    " LEFT JOIN instance n ON n.id = i.instance_id AND n.service_key = ANY(:services)"
    " WHERE i.bulk_id = :id AND i.n > :after AND (:state = '' OR i.state = :state) ORDER BY i.n LIMIT :most"
)


@dataclass(frozen=True, slots=True)
class Why:
    """A reason that several matters have in common; `params` fill its sentence."""

    code: str
    params: Mapping[str, Any]
    count: int


@dataclass(frozen=True, slots=True)
class OrderView:
    """One order.

    Attributes
    ----------
    counts
        Items by state.
    matters
        Those that wait, by the state of their matter; ``gone`` for what is no longer there, or
        is not the reader's to inspect.
    able, unseen
        Of those that wait: how many the trial found could be done, and how many it has not come to.
    unable, refused
        Why others could not be done, or were not, the commonest first.
    may
        What the reader may say now: of ``engine.bulk.GOES``.
    """

    id: int
    action: str
    params: Mapping[str, Any]
    reason: str
    selection: Mapping[str, Any]
    state: str
    ordered_by: str
    ordered_at: datetime
    changed_at: datetime
    total: int
    counts: Mapping[str, int]
    matters: Mapping[str, int]
    able: int
    unseen: int
    unable: tuple[Why, ...]
    refused: tuple[Why, ...]
    may: tuple[str, ...]

    @property
    def through(self) -> int:
        """How many items are through; while it is tried out, how many have been tried."""
        if self.state == "checking":
            return self.total - self.unseen
        return self.total - self.counts.get("waiting", 0)


@dataclass(frozen=True, slots=True)
class ItemView:
    """One matter of an order; title and number are absent where the reader may not inspect it.

    `foreseen` is what its trial said: empty if it would be done, else why not.
    """

    n: int
    instance_id: uuid.UUID
    state: str
    code: str | None
    params: Mapping[str, Any]
    foreseen: str | None
    foreseen_params: Mapping[str, Any]
    at: datetime | None
    title: str | None
    business_no: str | None
    matter: str | None


def orders(connection: Link, by: Principal, *, before: int | None = None) -> tuple[list[Row], int | None]:
    """Give a page of the orders that somebody may see, the newest first, and where the next page begins."""
    everything = may_everywhere(by, INSTANCE_MEND)
    values = {"everything": everything, "by": by.person_id, "before": before, "most": PAGE + 1}
    rows = connection.execute(_ORDERS, values).all()
    return list(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None


def order_view(rt: Runtime, connection: Link, by: Principal, bulk_id: int) -> OrderView:
    """Give an order and how far it is.

    Raises
    ------
    NotFound
    """
    row = read(connection, by, bulk_id)
    values = {"id": bulk_id, "services": _services(rt, connection, by)}
    found = connection.execute(_COUNTS, values).all()
    name = connection.execute(_NAME, {"id": row.ordered_by}).scalar_one_or_none()
    waiting = [one for one in found if one.state == "waiting"]
    return OrderView(
        id=row.id,
        action=row.action,
        params=row.params,
        reason=row.reason,
        selection=row.selection,
        state=row.state,
        ordered_by=name or "",
        ordered_at=row.ordered_at,
        changed_at=row.changed_at,
        total=sum(one.n for one in found),
        counts=_sums((one.state, one.n) for one in found),
        matters=_sums((one.matter or "gone", one.n) for one in waiting),
        able=sum(one.n for one in waiting if one.foreseen == ""),
        unseen=sum(one.n for one in waiting if one.foreseen is None),
        unable=_whys((one.foreseen, one.foreseen_params, one.n) for one in waiting if one.foreseen),
        refused=_whys((one.code, one.params, one.n) for one in found if one.code),
        may=tuple(word for word in GOES if _may(by, row, word)),
    )


def items(
    rt: Runtime,
    connection: Link,
    by: Principal,
    bulk_id: int,
    *,
    after: int = 0,
    state: str = "",
    most: int = PAGE,
) -> list[ItemView]:
    """Give items of an order in their turn, those behind `after`; of one state if it is said.

    Raises
    ------
    NotFound
    """
    read(connection, by, bulk_id)
    services = _services(rt, connection, by)
    values = {"id": bulk_id, "after": after, "state": state, "most": most, "services": services}
    return [
        ItemView(
            row.n,
            row.instance_id,
            row.state,
            row.code,
            row.params or {},
            row.foreseen,
            row.foreseen_params or {},
            row.at,
            row.title,
            row.business_no,
            row.matter,
        )
        for row in connection.execute(_ITEMS, values)
    ]


def report(rt: Runtime, connection: Link, by: Principal, bulk_id: int) -> Iterator[ItemView]:
    """Give every item of an order.

    Raises
    ------
    NotFound
    """
    after = 0
    while page := items(rt, connection, by, bulk_id, after=after, most=REPORT):
        yield from page
        after = page[-1].n


def _services(rt: Runtime, connection: Link, by: Principal) -> list[str]:
    """Give the services of whose matters he may learn anything: an order may name any by its id."""
    return [one.key for one in inspected(rt, connection, by)]


def _may(by: Principal, row: Row, word: str) -> bool:
    states, then = GOES[word]
    own = row.ordered_by == by.person_id or then != "running"
    return row.state in states and own and may_somewhere(by, INSTANCE_MEND)


def _sums(given: Iterator[tuple[str, int]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for key, count in given:
        found[key] = found.get(key, 0) + count
    return found


def _whys(given: Iterator[tuple[str, Mapping[str, Any] | None, int]]) -> tuple[Why, ...]:
    """Put those together whose words are the same: ids of matters are none of the words."""
    found: dict[tuple[Any, ...], tuple[dict[str, Any], int]] = {}
    for code, params, count in given:
        said = {key: value for key, value in (params or {}).items() if key in ("element", "split", "name")}
        key = (code, *sorted((name, str(value)) for name, value in said.items()))
        found[key] = (said, found[key][1] + count if key in found else count)
    whys = [Why(key[0], said, count) for key, (said, count) in found.items()]
    return tuple(sorted(whys, key=lambda why: (-why.count, why.code)))
