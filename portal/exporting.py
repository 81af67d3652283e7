"""The list of found instances as a file: its columns, and the rows a batch at a time (A1)."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext

from db import reading
from db.link import Link
from engine.queries.search import Filter, Found, Page, inspected, search
from engine.runtime import Runtime
from forms.fields import Field
from identity.principal import Principal
from portal.formats import exact
from portal.labels import label_of
from web.i18n import page_language
from web.marks import N_

MOST: Final = 100_000
"""Rows of a file; what is more is said in its last line."""
BATCH: Final = 500
"""Rows of a reading: no connection is held while a slow reader takes what was read."""

STATES: Final[Mapping[str, str]] = {
    "running": N_("In progress"),
    "suspended": N_("Suspended"),
    "completed": N_("Completed"),
    "terminated": N_("Terminated"),
    "cancelled": N_("Cancelled by the initiator"),
}

Column = tuple[str, Callable[[Found], str]]


def batches(rt: Runtime, by: Principal, wanted: Filter, first: Page) -> Iterator[list[list[str]]]:
    """Give the header, then the rows of what a filter finds, at most `MOST`.

    Parameters
    ----------
    first
        The first page, read before anything is sent: what cannot be looked for is refused by then.
    """
    with reading() as connection:
        columns = (*_usual(), *_fields(rt, connection, by, wanted))
    yield [[heading for heading, _ in columns]]
    page, sent = first, 0
    while page.rows:
        kept = page.rows[: MOST - sent]
        yield [[cell(row) for _, cell in columns] for row in kept]
        sent += len(kept)
        if page.next is None or sent >= MOST:
            break
        page = read(rt, by, wanted, page.next)
    if page.next is not None:
        yield [[gettext("Only the first %(most)s are in this file; narrow the filter.", most=f"{MOST:,}")]]


def read(rt: Runtime, by: Principal, wanted: Filter, after: str | None = None) -> Page:
    """Read one batch."""
    with reading() as connection:
        return search(rt, connection, by, wanted, after=after, limit=BATCH)


def _usual() -> Sequence[Column]:
    return (
        (gettext("Business number"), lambda row: row.business_no or ""),
        (gettext("Title of the instance"), lambda row: row.title),
        (gettext("Service"), lambda row: row.service_name),
        (gettext("Version"), lambda row: str(row.number)),
        (gettext("State"), lambda row: gettext(STATES[row.state])),
        (gettext("Initiator"), lambda row: row.initiator_name),
        (gettext("Unit of the initiator"), lambda row: row.initiator_unit),
        (gettext("Begun at"), lambda row: _moment(row.started_at)),
        (gettext("Over since"), lambda row: _moment(row.ended_at)),
        (gettext("Stands at"), _steps),
        (gettext("Stands there since"), lambda row: _moment(row.since)),
        (gettext("Waits for whom"), _people),
        (gettext("Open incidents"), _incidents),
        (gettext("Is overdue"), lambda row: _yes(row.overdue)),
        (gettext("Is on hold"), lambda row: _yes(row.held)),
    )


def _fields(rt: Runtime, connection: Link, by: Principal, wanted: Filter) -> Iterator[Column]:
    """Give the searchable fields of the one service, of all its versions; the newest one has the words."""
    named: dict[str, Field | None] = {}
    labels: dict[str, str] = {}
    services = inspected(rt, connection, by) if wanted.service else ()
    for version in (one for service in services if service.key == wanted.service for one in service.versions):
        deployed = rt.definitions.get(connection, version.id)
        for pointer in deployed.searchable:
            if pointer not in named:
                named[pointer] = deployed.form.field(pointer)
                labels[pointer] = label_of(deployed.form, pointer)
    for pointer, field in named.items():
        yield labels[pointer], _value_of(pointer, field)


def _value_of(pointer: str, field: Field | None) -> Callable[[Found], str]:
    options = {option.key: option.label(page_language()) for option in field.options} if field else {}
    return lambda row: _words(row.fields.get(pointer), options)


def _words(value: Any, options: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        return _yes(value, gettext("No"))
    if isinstance(value, list):
        return "、".join(_words(item, options) for item in value)
    return "" if value is None else options.get(str(value), str(value))


def _yes(is_so: bool, otherwise: str = "") -> str:
    return gettext("Yes") if is_so else otherwise


def _moment(at: datetime | None) -> str:
    return exact(at) if at else ""


def _steps(row: Found) -> str:
    names = [task.name for task in row.tasks] + [incident.step_name for incident in row.incidents]
    return "、".join(dict.fromkeys(names))


def _people(row: Found) -> str:
    return "、".join(dict.fromkeys(name for task in row.tasks for name in task.people))


def _incidents(row: Found) -> str:
    return "、".join(f"{incident.step_name}（{incident.code}）" for incident in row.incidents)
