"""OCEL 2.0 (JSON): matters, their items, people and units as objects, and the events that touch them."""

import json
import tempfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from .persons import Called
from .reading import Case, Event, Item
from .xes import moment, resource_of

TYPE: Final = "application/json"
_IN_MEMORY: Final = 4_000_000
_SINCE_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
# The schema of the standard takes no value but text.
_OBJECT_TYPES: Final = {
    "matter": {"state": "string", "version": "string"},
    "item": {"element": "string", "kind": "string", "state": "string"},
    "person": {},
    "unit": {},
    "system": {},
}
_EVENT_ATTRIBUTES: Final = {"lifecycle": "string", "element": "string", "outcome": "string"}


def write_ocel(cases: Iterable[Case], called: Called) -> Iterator[str]:
    """Give the document in pieces.

    Objects stand behind the events in the document, and both come from one reading of each matter, so the
    objects wait in a file meanwhile; what the events refer to is always there.
    """
    actors: dict[str, str] = {}
    types: dict[str, None] = {}
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, mode="w+", encoding="utf-8") as objects:
        yield '{"events":['
        first = True
        for case in cases:
            actors |= _actors(case, called)
            types |= dict.fromkeys(item.name for item in case.items)
            objects.write("".join(f",{_json(one)}" for one in _objects(case, called)))
            events = ",".join(_json(_event(case, event, called)) for event in case.events)
            yield events if first or not events else f",{events}"
            first = first and not events
        yield '],\n"objects":['
        # Those who act come first: there may be none, and then no matter either.
        yield ",".join(_json(_plain(key, kind)) for key, kind in sorted(actors.items()))
        objects.seek(0)
        while piece := objects.read(65536):
            yield piece
    yield '],\n"objectTypes":' + _json([_type(name, told) for name, told in _OBJECT_TYPES.items()])
    yield ',\n"eventTypes":' + _json([_type(name, _EVENT_ATTRIBUTES) for name in types]) + "}\n"


def _actors(case: Case, called: Called) -> dict[str, str]:
    found = {_person(case.initiator, called): "person"}
    if case.unit:
        found[f"unit-{case.unit}"] = "unit"
    for item in case.items:
        if item.resource:
            found[_actor(item, called)] = "system" if item.kind == "call" else "person"
    return found


def _objects(case: Case, called: Called) -> Iterator[dict[str, Any]]:
    related = [{"objectId": _person(case.initiator, called), "qualifier": "initiator"}]
    if case.unit:
        related.append({"objectId": f"unit-{case.unit}", "qualifier": "unit"})
    related += [{"objectId": _id(item), "qualifier": "item"} for item in case.items]
    values = {"state": case.state, "version": str(case.version)}
    yield _object(f"matter-{case.id}", "matter", values, case.ended_at or case.started_at, related)
    for item in case.items:
        told = {"element": item.element, "kind": item.kind, "state": item.state}
        yield _object(_id(item), "item", told, item.closed_at or item.opened_at, [])


def _event(case: Case, event: Event, called: Called) -> dict[str, Any]:
    item = event.item
    related = [
        {"objectId": f"matter-{case.id}", "qualifier": "matter"},
        {"objectId": _id(item), "qualifier": "item"},
    ]
    if item.resource and resource_of(event, called):
        related.append({"objectId": _actor(item, called), "qualifier": "resource"})
    values = {"lifecycle": event.transition, "element": item.element}
    if event.transition == "complete" and item.outcome:
        values["outcome"] = item.outcome
    return {
        "id": event.id,
        "type": item.name,
        "time": moment(event.at),
        "attributes": [{"name": name, "value": value} for name, value in values.items()],
        "relationships": related,
    }


def _object(
    key: str, kind: str, values: dict[str, str], since: datetime, related: list[dict[str, str]]
) -> dict[str, Any]:
    attributes = [{"name": name, "value": value, "time": moment(since)} for name, value in values.items()]
    return {"id": key, "type": kind, "attributes": attributes, "relationships": related}


def _plain(key: str, kind: str) -> dict[str, Any]:
    return _object(key, kind, {}, _SINCE_EVER, [])


def _type(name: str, attributes: dict[str, str]) -> dict[str, Any]:
    return {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in attributes.items()]}


def _id(item: Item) -> str:
    return f"{item.kind}-{item.id}"


def _person(person: str, called: Called) -> str:
    return f"person-{called(person)}"


def _actor(item: Item, called: Called) -> str:
    return f"system-{item.resource}" if item.kind == "call" else _person(item.resource or "", called)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
