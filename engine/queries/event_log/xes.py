"""IEEE 1849 (XES): a trace a matter, an event where an item begins and where it ends."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import quoteattr

from .persons import Called
from .reading import Case, Event

TYPE: Final = "application/xml"

_EXTENSIONS: Final = (
    ("Concept", "concept"),
    ("Lifecycle", "lifecycle"),
    ("Organizational", "org"),
    ("Time", "time"),
    ("Identity", "identity"),
)
# The standard's schema wants a decimal number for its version: 1849-2016 is none.
_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<log xes.version="1849.2016" xes.features="" xmlns="http://www.xes-standard.org/">\n'
    + "".join(
        f'<extension name="{name}" prefix="{prefix}" uri="http://www.xes-standard.org/{prefix}.xesext"/>\n'
        for name, prefix in _EXTENSIONS
    )
    + '<global scope="trace"><string key="concept:name" value="__INVALID__"/></global>\n'
    '<global scope="event"><string key="concept:name" value="__INVALID__"/>'
    '<date key="time:timestamp" value="1970-01-01T00:00:00.000+00:00"/>'
    '<string key="lifecycle:transition" value="complete"/></global>\n'
    '<classifier name="Activity" keys="concept:name"/>\n'
    '<classifier name="Step" keys="element"/>\n'
)


def write_xes(service_key: str, name: str, cases: Iterable[Case], called: Called) -> Iterator[str]:
    """Give the document in pieces, a matter each."""
    head = _string("concept:name", f"{name} ({service_key})") + _string("lifecycle:model", "standard")
    yield _HEAD + head + "\n"
    for case in cases:
        yield _trace(case, called)
    yield "</log>\n"


def _trace(case: Case, called: Called) -> str:
    told = [
        _string("concept:name", str(case.id)),
        _string("identity:id", str(case.id), "id"),
        _string("state", case.state),
        _string("version", str(case.version), "int"),
        _string("unit", case.unit),
        _string("initiator", called(case.initiator)),
        _date("started", case.started_at),
    ]
    if case.ended_at:
        told.append(_date("ended", case.ended_at))
    events = "".join(_event(event, called) for event in case.events)
    return f"<trace>{''.join(told)}\n{events}</trace>\n"


def _event(event: Event, called: Called) -> str:
    item = event.item
    told = [
        _string("concept:name", item.name),
        _string("concept:instance", f"{item.kind}-{item.id}"),
        _string("lifecycle:transition", event.transition),
        _date("time:timestamp", event.at),
        _string("element", item.element),
    ]
    resource = resource_of(event, called)
    if resource:
        told.append(_string("org:resource", resource))
    if event.transition == "complete" and item.outcome:
        told += [
            _string("outcome", item.outcome),
            _string("returned", str(item.state == "returned").lower(), "boolean"),
        ]
    if item.due_at:
        told.append(_date("due", item.due_at))
    return f"<event>{''.join(told)}</event>\n"


def resource_of(event: Event, called: Called) -> str | None:
    """Say who ended an item; of a call, which system is asked. Who begins one nobody knows yet."""
    item = event.item
    if item.kind == "call":
        return f"system:{item.resource}"
    return called(item.resource) if item.resource and event.transition == "complete" else None


def moment(at: datetime) -> str:
    """Write a moment as both formats do, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds")


def _date(key: str, at: datetime) -> str:
    return f'<date key="{key}" value="{moment(at)}"/>'


def _string(key: str, value: str, kind: str = "string") -> str:
    return f'<{kind} key="{key}" value={quoteattr(_speakable(value), {chr(10): "&#10;", chr(9): "&#9;"})}/>'


def _speakable(text: str) -> str:
    """Leave out what no XML may hold: a step may have been named by a tool that minds nothing."""
    return "".join(one for one in text if one in "\t\n\r" or (one >= " " and not _forbidden(one)))


def _forbidden(one: str) -> bool:
    return "\ud800" <= one <= "\udfff" or one in "\ufffe\uffff"
