"""The matters of a service as traces, read a few hundred at a time: a log may be larger than memory."""

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import text

from db.link import Link
from db.planning import ask_planned
from engine.queries.statistics import Subject
from engine.queries.statistics.calls import CALL_CLOSED_AT, STATE_OF_CALL
from engine.runtime import Runtime

BATCH: Final = 300

# What people do and what outside systems are asked, with the matter in one statement: a matter that goes on
# meanwhile is seen at one moment. Items as [id, kind, element, name, state, outcome, resource, since, until,
# due].
_CASES = f"""SELECT i.id, i.business_no, i.state, i.started_at, i.ended_at, i.initiator_id, i.definition_id,
 d.number, coalesce(u.code, '') AS unit,
 (SELECT coalesce(jsonb_agg(jsonb_build_array(t.id::text, 'task', t.element, t.name, t.state, t.outcome,
 t.handler_id::text, t.opened_at, t.closed_at, t.due_at)), '[]') FROM task t WHERE t.instance_id = i.id)
 || (SELECT coalesce(jsonb_agg(jsonb_build_array(c.id::text, 'call', c.element, NULL,
 {STATE_OF_CALL}, NULL, c.connector, c.opened_at, {CALL_CLOSED_AT}, NULL)), '[]')
 FROM call c WHERE c.instance_id = i.id) AS items
 FROM instance i JOIN definition d ON d.id = i.definition_id LEFT JOIN unit u ON u.id = i.unit_id
 WHERE {{cohort}} AND (i.started_at, i.id) > (:after, CAST(:last AS uuid))
 ORDER BY i.started_at, i.id LIMIT :batch"""


@dataclass(frozen=True, slots=True)
class Item:
    """What stood at a step; `resource` is the id of a person, or the name of a connector."""

    id: str
    kind: str
    element: str
    name: str
    state: str
    outcome: str | None
    resource: str | None
    opened_at: datetime
    closed_at: datetime | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """That an item began or ended; `transition` is a word of the standard life cycle."""

    item: Item
    transition: str
    at: datetime

    @property
    def id(self) -> str:
        """The same in every export."""
        return f"{self.item.kind}-{self.item.id}-{self.transition}"


@dataclass(frozen=True, slots=True)
class Case:
    """One matter with its items."""

    id: uuid.UUID
    number: str | None
    state: str
    version: int
    unit: str
    initiator: str
    started_at: datetime
    ended_at: datetime | None
    items: tuple[Item, ...]

    @property
    def events(self) -> tuple[Event, ...]:
        """Begin and end of each item, in order of time."""
        found = [event for item in self.items for event in _events(item)]
        # Of one moment: what ends an item comes before what that opened, which has the higher number.
        return tuple(
            sorted(found, key=lambda event: (event.at, _order(event.item), event.transition != "start"))
        )


def cases(rt: Runtime, connection: Link, subject: Subject) -> Iterator[Case]:
    """Give the matters of a choice, the oldest first."""
    sql = text(_CASES.format(cohort=subject.cohort))
    values: dict[str, Any] = {**subject.values, "batch": BATCH}
    # Before all, whatever was asked: a matter may have begun in the first moment of the period.
    values |= {
        "after": datetime.min.replace(tzinfo=subject.values["since"].tzinfo),
        "last": str(uuid.UUID(int=0)),
    }
    while True:
        rows = ask_planned(connection, sql, values).all()
        for row in rows:
            yield _case(rt, connection, row)
        if len(rows) < BATCH:
            return
        values |= {"after": rows[-1].started_at, "last": str(rows[-1].id)}


def _case(rt: Runtime, connection: Link, row: Any) -> Case:
    names: Mapping[str, str] = {}
    if any(item[3] is None for item in row.items):
        deployed = rt.definitions.get(connection, row.definition_id)
        names = {item[2]: deployed.step_name(item[2]) for item in row.items}
    return Case(
        id=row.id,
        number=row.business_no,
        state=row.state,
        version=row.number,
        unit=row.unit,
        initiator=str(row.initiator_id),
        started_at=row.started_at,
        ended_at=row.ended_at,
        items=tuple(
            _item(item, names) for item in sorted(row.items, key=lambda one: (one[7], _number(one[0])))
        ),
    )


def _item(told: list[Any], names: Mapping[str, str]) -> Item:
    id_, kind, element, name, state, outcome, resource, *moments = told
    opened_at, closed_at, due_at = (None if one is None else datetime.fromisoformat(one) for one in moments)
    assert opened_at is not None
    name = name or names.get(element, element)
    return Item(id_, kind, element, name, state, outcome, resource, opened_at, closed_at, due_at)


def _events(item: Item) -> Iterator[Event]:
    yield Event(item, "start", item.opened_at)
    if item.closed_at is not None:
        yield Event(item, "ate_abort" if item.state == "cancelled" else "complete", item.closed_at)


def _number(id_: str) -> tuple[int, str]:
    return (int(id_), "") if id_.isdigit() else (0, id_)


def _order(item: Item) -> tuple[int, str]:
    return _number(item.id)
