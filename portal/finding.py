"""What the list of instances shows around its rows: tabs, choices, chips and faults of its filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from flask import url_for
from flask_babel import gettext

from db.link import Link
from engine.definitions import Order, in_force
from engine.queries.search import COUNT_LIMIT, Filter, ServiceOption, counts
from engine.queries.search.typed import write_filter
from forms.fields import title_of
from identity.principal import Principal
from portal.shell import capped
from web.current import runtime
from web.i18n import page_language
from web.marks import N_
from web.sentences import FILTERS

TABS: Final[Mapping[str, tuple[str, Mapping[str, tuple[str, ...]]]]] = {
    "all": (N_("All matters"), {}),
    "incident": (N_("With faults"), {"marks": ("incident",)}),
    "overdue": (N_("Overdue"), {"marks": ("overdue",)}),
    "running": (N_("Under way"), {"states": ("running",)}),
    "held": (N_("On hold"), {"marks": ("held",)}),
    "suspended": (N_("Suspended"), {"states": ("suspended",)}),
    "completed": (N_("Completed"), {"states": ("completed",)}),
    "stopped": (N_("Stopped"), {"states": ("terminated", "cancelled")}),
}
_CHIPS: Final[Mapping[str, str]] = {
    "initiator": N_("Initiator"),
    "handler": N_("Handler"),
    "unit": N_("Unit"),
    "number": N_("Business number"),
    "step": N_("Step"),
    "started_from": N_("Started from"),
    "started_to": N_("Started until"),
    "ended_from": N_("Ended from"),
    "ended_to": N_("Ended until"),
}


@dataclass(frozen=True, slots=True)
class Tab:
    """A kind of matters with what else is asked for; `number` is written as shown."""

    name: str
    words: str
    address: str
    number: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that is asked for, and the address without it."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field that may be asked for; `order` of one that may be asked from and to."""

    pointer: str
    title: str
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What the one service offers: its versions, its steps, its searchable fields."""

    service: ServiceOption | None = None
    steps: Sequence[tuple[str, str]] = ()
    fields: Sequence[FieldChoice] = ()


def address_of(wanted: Filter) -> str:
    """Give the address of a list."""
    query = urlencode(write_filter(wanted), doseq=True)
    return url_for("portal.inspect") + (f"?{query}" if query else "")


def tabs_of(connection: Link, me: Principal, wanted: Filter) -> tuple[Tab, ...]:
    """Count each kind of matters among what else is asked for, all together."""
    asked = [_as_tab(wanted, name) for name in TABS]
    found = counts(runtime(), connection, me, asked)
    return tuple(
        Tab(
            name,
            gettext(TABS[name][0]),
            address_of(filter_),
            capped(number, COUNT_LIMIT),
            (filter_.states, filter_.marks) == (wanted.states, wanted.marks),
        )
        for name, filter_, number in zip(TABS, asked, found, strict=True)
    )


def chips_of(wanted: Filter, titles: Mapping[str, str]) -> tuple[Chip, ...]:
    """Give everything that is asked for besides the tab, the service and the words."""
    empty = Filter()
    named = [
        Chip(
            f"{gettext(words)}: {getattr(wanted, name)}",
            address_of(replace(wanted, **{name: getattr(empty, name)})),
        )
        for name, words in _CHIPS.items()
        if getattr(wanted, name)
    ]
    tested = [
        Chip(
            f"{titles.get(test.pointer, test.pointer)} {_SIGNS[test.operator]} {test.value}",
            address_of(replace(wanted, fields=tuple(one for one in wanted.fields if one != test))),
        )
        for test in wanted.fields
    ]
    return (*named, *tested)


_FAULTS: Final[Mapping[str, str]] = {
    **FILTERS,
    "date": N_("This is not a day. Write year, month and day, for example 2026-11-28."),
    "number": N_("This is not a number."),
    "too_long": N_("This is too long to look for."),
}
_SIGNS: Final = {"is": "=", "from": "≥", "to": "≤"}


def choices_of(connection: Link, wanted: Filter, services: Sequence[ServiceOption]) -> Choices:
    """Give what depends on the one service: of the version in force, or its newest."""
    service = next((one for one in services if one.key == wanted.service), None)
    if service is None:
        return Choices()
    rt = runtime()
    deployed = rt.definitions.get(connection, in_force(connection, service.key) or service.versions[0].id)
    nodes = deployed.program.nodes.values()
    steps = [(node.id, node.name or node.id) for node in nodes if node.kind in _WAITING]
    fields = []
    for pointer in deployed.searchable:
        field = deployed.form.field(pointer)
        title = title_of(field.schema, page_language()) if field else ""
        called = title or pointer.removeprefix("/")
        fields.append(FieldChoice(pointer, called, deployed.ordered.get(pointer)))
    return Choices(service, sorted(steps, key=lambda step: step[1]), fields)


_WAITING: Final = frozenset(
    {"userTask", "manualTask", "serviceTask", "sendTask", "businessRuleTask", "scriptTask"}
)


def fault_words(faults: Mapping[str, str]) -> dict[str, str]:
    """Say what is wrong with what was typed, by its name."""
    return {name: gettext(_FAULTS[code]) for name, code in faults.items()}


def _as_tab(wanted: Filter, name: str) -> Filter:
    changed: dict[str, tuple[str, ...]] = {"states": (), "marks": (), **TABS[name][1]}
    return replace(wanted, states=changed["states"], marks=changed["marks"])
